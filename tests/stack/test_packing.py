"""What the build packs, without building it: pins, mistakes in the watchlist, times, sizes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pack
import transformed as templates
from doors import NAMES, WATCHLIST
from packages import FUNCTIONS, LARGEST_MB


def test_every_function_is_packed() -> None:
    assert sorted(FUNCTIONS) == NAMES


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_package_is_locked_with_its_hashes(name: str) -> None:
    entries = pack.locked(FUNCTIONS[name])
    assert len(re.findall(r"^\S+==\S+", entries, re.MULTILINE)) == len(set(FUNCTIONS[name])) == len(FUNCTIONS[name])
    assert entries.count("--hash=sha256:") >= len(FUNCTIONS[name])


def test_a_package_that_is_not_locked_is_refused() -> None:
    with pytest.raises(KeyError):
        pack.locked(("left-pad",))


def test_the_build_is_for_the_python_and_the_processor_of_the_template() -> None:
    function = templates.source()["Globals"]["Function"]
    assert function["Runtime"] == f"python{pack.PYTHON}"
    assert function["Architectures"] == [pack.ARCHITECTURE] == ["arm64"]
    assert pack.PLATFORMS[pack.ARCHITECTURE].startswith("aarch64-")


def test_the_watchlist_of_the_repository_has_no_mistakes() -> None:
    assert pack.check_watchlist(WATCHLIST) == ""


def test_mistakes_of_a_watchlist_are_told_as_the_command_line_tells_them(tmp_path: Path) -> None:
    wrong = tmp_path / "watchlist.toml"
    wrong.write_text('[afterprint]\ncontact = "x"\n[[source]]\nid = "Bad Id"\n')
    from afterprint.errors import WatchlistError
    from afterprint.watchlist import load_watchlist

    with pytest.raises(WatchlistError) as caught:
        load_watchlist(wrong)
    assert pack.check_watchlist(wrong) == str(caught.value)
    assert pack.check_watchlist(wrong).count("\n") >= 2


def test_a_watchlist_with_mistakes_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "watchlist.toml").write_text("[afterprint]\n")
    monkeypatch.setattr(pack, "check_watchlist", lambda: "watchlist.toml: line 1: …")
    assert pack.main(["--out", str(tmp_path / "build")]) == 2
    assert not (tmp_path / "build").exists()


def test_the_layer_holds_the_watchlist_where_functions_look_for_it(tmp_path: Path) -> None:
    pack.pack_watchlist(tmp_path / "layer")
    variables = templates.source()["Globals"]["Function"]["Environment"]["Variables"]
    assert (
        tmp_path / "layer" / Path(variables["WATCHLIST"]).relative_to("/opt")
    ).read_bytes() == WATCHLIST.read_bytes()


def test_every_file_has_the_same_time(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_text("x")
    pack.level_times(tmp_path)
    assert {path.stat().st_mtime for path in (tmp_path / "a", tmp_path / "a" / "b")} == {pack.LONG_AGO}


def test_a_function_has_a_size_that_it_may_not_outgrow() -> None:
    assert {LARGEST_MB[name] for name in FUNCTIONS if name != "fetch"} == {60}
    assert LARGEST_MB["fetch"] == 140
