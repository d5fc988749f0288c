"""The commands: what they print, what they refuse, and their exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterprint.cli.main import COMMANDS, cli
from afterprint.cli.progress import TerminalProgress
from afterprint.local.owner import own
from local_server import LocalServer, Response

AT = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
PAGE = (
    b"<html lang=en><head><title>Ferry</title></head><body><article><h1>Ferry delayed by fog</h1>"
    + b"".join(
        b"<p>The harbour office said on day %d of the fog that boats would sail late.</p>" % day for day in range(5)
    )
    + b"</article></body></html>"
)
OLD = "Ferry delayed by fog\n\nThe ferry carries 240 passengers and left at nine.\n\nIt was late."
NEW = "Ferry delayed by fog\n\nThe ferry carries 204 passengers and left at nine.\n\nIt was late."


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def afterprint(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "afterprint", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory: one article watched, a feed that answers 500, a host that is refused."""
    folder = tmp_path_factory.mktemp("cli")
    with LocalServer({"/a": Response(200, {"Content-Type": "text/html"}, PAGE), "/rss": Response(500)}) as site:
        (folder / "watchlist.toml").write_text(
            f"""
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
[[source]]
id = "paper"
name = "Paper"
feeds = ["{site.url("/rss")}"]
articles = ["{site.url("/a")}", "http://127.0.0.9:{site.port}/b"]
min_gap_seconds = 0
[network]
allow = ["127.0.0.0/8"]
ports = [{site.port}]
""",
            encoding="utf-8",
        )
        done = afterprint(
            *("tick", "--watchlist", folder / "watchlist.toml", "--data", folder / "data"),
            *("--at", AT.isoformat(), "--log", "json"),
        )
    assert done.returncode == 0, done.stderr
    return folder / "data"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert (result.exit_code, result.output.count("Usage:")) == (0, 1)


@pytest.mark.parametrize("command", ["status", "export"])
def test_a_folder_without_data_is_refused_and_left_as_it_was(command: str, tmp_path: Path) -> None:
    words = ["export", "versions"] if command == "export" else [command]
    result = run(*words, "--data", tmp_path)
    assert (result.exit_code, "holds no data" in result.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_watchlist_is_one_clear_line(tmp_path: Path) -> None:
    done = afterprint("tick", "--watchlist", tmp_path / "no.toml", "--data", tmp_path / "data")
    assert (done.returncode, len(done.stderr.splitlines()), "no.toml" in done.stderr) == (2, 1, True)
    assert not (tmp_path / "data").exists()


def test_every_mistake_of_a_watchlist_is_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text('[afterprint]\ncontact = 1\ntag = "x"\n[[source]]\nid = "feeds"\nname = ""\n')
    done = afterprint("tick", "--watchlist", tmp_path / "w.toml", "--data", tmp_path / "data")
    assert done.returncode == 2
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
        "line 6",
    ]


def test_a_time_that_is_none_is_refused_with_an_example(tmp_path: Path) -> None:
    result = run("tick", "--watchlist", tmp_path / "w.toml", "--data", tmp_path, "--at", "noon")
    assert (result.exit_code, "2026-11-24T10:30:00Z" in result.output) == (2, True)


def test_status_names_the_feed_and_the_host_in_trouble(data: Path) -> None:
    output = " ".join(run("status", "--data", data).output.split())
    assert "status 500" in output
    assert "127.0.0.9" in output


def test_status_as_json_counts_articles_by_source(data: Path) -> None:
    standing = json.loads(run("status", "--data", data, "--json").output)
    assert standing["articles"]["paper"]["watched"] == 2
    assert standing["lists"][0]["failures"] == 1


def test_exported_versions_carry_what_was_read(data: Path) -> None:
    (line,) = run("export", "versions", "--data", data).output.splitlines()
    version = json.loads(line)
    keys = "url source article number seen_at headline standfirst paragraphs byline published modified"
    assert set(keys.split()) <= set(version)
    assert (version["headline"], version["number"], len(version["paragraphs"])) == ("Ferry delayed by fog", 1, 5)


def test_exported_changes_and_events_are_json_lines(data: Path) -> None:
    (change,) = run("export", "changes", "--data", data).output.splitlines()
    assert (json.loads(change)["old"], json.loads(change)["new"]) == (0, 1)
    assert run("export", "events", "--data", data).output == ""


def test_repair_says_what_is_left(data: Path) -> None:
    done = afterprint("repair", "--watchlist", data.parent / "watchlist.toml", "--data", data, "--log", "json")
    assert (done.returncode, done.stdout) == (0, "open work left: 0\n")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def test_diff_without_colour_marks_with_signs(files: tuple[Path, Path]) -> None:
    output = run("diff", *files).output
    assert "240 became 204" in output
    assert "[-240-]" in output
    assert "{+204+}" in output


def test_diff_as_json_holds_the_edit(files: tuple[Path, Path]) -> None:
    comparison = json.loads(run("diff", *files, "--json").output)
    assert comparison["edits"][0]["kinds"] == ["number"]


def test_diff_as_html_is_a_whole_page_that_needs_nothing_else(files: tuple[Path, Path]) -> None:
    page = run("diff", *files, "--html").output
    assert page.startswith("<!doctype html>")
    assert "<del>240</del>" in page
    assert "<script" not in page
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', page))


def test_diff_reads_saved_pages(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_bytes(PAGE)
    (tmp_path / "new.html").write_bytes(PAGE.replace(b"delayed", b"cancelled"))
    assert "Headline changed" in run("diff", tmp_path / "old.html", tmp_path / "new.html").output


def refused(path: Path, other: Path) -> str:
    result = run("diff", path, other)
    assert (result.exit_code, len(result.stderr.splitlines()), result.stdout) == (2, 1, "")
    assert str(path) in result.stderr
    return result.stderr


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (b"\x7fELF\0\0\0", "neither a page nor a text"),
        (b"<html><body></body></html>", "no article"),
    ],
)
def test_diff_refuses_what_holds_no_text_in_one_line(
    body: bytes, why: str, files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "odd").write_bytes(body)
    assert why in refused(tmp_path / "odd", files[1])


def test_diff_refuses_a_directory_in_one_line(files: tuple[Path, Path], tmp_path: Path) -> None:
    assert "is a directory" in refused(tmp_path, files[1])


def test_diff_refuses_a_file_that_is_not_there_in_one_line(files: tuple[Path, Path], tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "nowhere", files[1])


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_diff_reads_texts_and_pages_by_their_byte_order_mark(codec: str, tmp_path: Path) -> None:
    for name, content in (("old", OLD), ("new", NEW), ("page", PAGE.decode())):
        (tmp_path / name).write_text(content, encoding=codec)
    assert "240 became 204" in run("diff", tmp_path / "old", tmp_path / "new").output
    assert "Nothing changed" in run("diff", tmp_path / "page", tmp_path / "page").output


def test_a_diff_of_equal_texts_says_so(files: tuple[Path, Path]) -> None:
    assert "Nothing changed" in run("diff", files[0], files[0]).output


def test_status_cuts_nothing_off_where_the_terminal_is_narrow(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    output = run("status", "--data", data).output
    assert "…" not in output
    assert "never read" in output
    assert max(map(len, output.splitlines())) <= 80


def test_a_second_owner_of_a_data_directory_is_told_who_has_it(data: Path) -> None:
    with own(data):
        done = afterprint("repair", "--watchlist", data.parent / "watchlist.toml", "--data", data)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
    assert "is in use by process" in done.stderr


def test_a_port_that_is_taken_is_named_with_the_remedy(data: Path) -> None:
    with LocalServer({}) as other:
        words = ("run", "--watchlist", data.parent / "watchlist.toml", "--data", data, "--port", str(other.port))
        done = afterprint(*words)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"port {other.port}" in done.stderr
    assert "--port" in done.stderr


def test_an_error_with_brackets_is_told_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    progress = TerminalProgress()
    progress.failed("record [/red]", ValueError("[odd"))
    progress.close()
    assert "error record [/red]: ValueError: [odd" in capsys.readouterr().err
