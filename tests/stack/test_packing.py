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


def a_wheel(folder: Path, name: str, *, tag: str, machine: int | None = None) -> None:
    (folder / f"{name}-1.dist-info").mkdir(parents=True)
    (folder / f"{name}-1.dist-info" / "WHEEL").write_text(f"Wheel-Version: 1.0\nTag: {tag}\n")
    if machine is not None:
        (folder / f"{name}.so").write_bytes(b"\x7fELF" + bytes(14) + machine.to_bytes(2, "little") + bytes(40))


def test_wheels_for_the_processor_and_for_any_belong_into_the_artefact(tmp_path: Path) -> None:
    a_wheel(tmp_path, "pure", tag="py3-none-any")
    a_wheel(tmp_path, "native", tag="cp313-cp313-manylinux_2_28_aarch64", machine=pack.ELF_MACHINES["aarch64"])
    assert pack.foreign_wheels(tmp_path, architecture="arm64") == []
    assert pack.foreign_wheels(tmp_path, architecture="x86_64") == ["native-1.dist-info", "native.so"]


def test_a_library_for_another_processor_is_found_whatever_its_wheel_says(tmp_path: Path) -> None:
    a_wheel(tmp_path, "mislabelled", tag="py3-none-any", machine=pack.ELF_MACHINES["x86_64"])
    assert pack.foreign_wheels(tmp_path, architecture="arm64") == ["mislabelled.so"]


def test_anything_for_another_processor_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def packed(name: str, folder: Path, **_: str) -> None:
        a_wheel(folder, "native", tag="cp313-cp313-manylinux_2_28_x86_64", machine=pack.ELF_MACHINES["x86_64"])

    monkeypatch.setattr(pack, "pack", packed)
    assert pack.main(["--out", str(tmp_path), "diff"]) == 1
    assert "diff: not for arm64: native-1.dist-info" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_package_has_a_locked_wheel_for_the_processor_of_the_template(name: str, tmp_path: Path) -> None:
    pack.install(FUNCTIONS[name], tmp_path, platform=pack.PLATFORMS["arm64"], python=pack.PYTHON)
    assert list(tmp_path.glob("*.dist-info"))
    assert pack.foreign_wheels(tmp_path, architecture="arm64") == []


def test_a_function_has_a_size_that_it_may_not_outgrow() -> None:
    assert {LARGEST_MB[name] for name in FUNCTIONS if name != "fetch"} == {60}
    assert LARGEST_MB["fetch"] == 140
