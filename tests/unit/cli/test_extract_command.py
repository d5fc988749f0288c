"""`afterprint extract` on saved pages and on a loopback site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterprint.cli import extract
from local_server import LocalServer, Response
from watching import BODY, page

WATCHLIST = """
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
[[source]]
id = "paper"
name = "Paper"
feeds = ["https://paper.example/rss"]
[network]
allow = ["127.0.0.0/8"]
ports = [{port}]
"""


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "GAP_SECONDS", 0)


def run(*words: object) -> Result:
    return CliRunner().invoke(extract.command, [str(word) for word in words])


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(page("Ferry delayed by fog").body)
    return path


def test_a_saved_page_is_printed_as_a_person_reads_it(saved: Path) -> None:
    done = run(saved)
    assert done.exit_code == 0
    assert done.output.startswith("headline: Ferry delayed by fog\n")
    assert BODY[0] in done.output


def test_json_has_every_field(saved: Path) -> None:
    told = json.loads(run(saved, "--json").output)
    assert told["headline"] == "Ferry delayed by fog"
    assert [block["text"] for block in told["blocks"]] == BODY


def test_explain_tells_each_block_and_html_marks_it(saved: Path, tmp_path: Path) -> None:
    done = run(saved, "--explain", "--html", tmp_path / "marked.html")
    assert "= headline" in done.output
    assert "+ body" in done.output
    assert 'title="kept: body"' in (tmp_path / "marked.html").read_text("utf-8")


def test_a_page_without_an_article_is_refused_with_its_rule(tmp_path: Path) -> None:
    path = tmp_path / "wall.html"
    path.write_text("<html><head><title>Just a moment...</title></head><body><h1>Just a moment...</h1></body></html>")
    done = run(path)
    assert (done.exit_code, "bot_challenge" in done.output) == (2, True)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run(tmp_path / "none.html")
    assert (done.exit_code, "none.html: no such file" in done.output) == (2, True)


def test_a_web_address_needs_somebody_to_complain_to() -> None:
    done = run("https://paper.example/a")
    assert (done.exit_code, "--watchlist" in done.output) == (2, True)


def test_a_web_address_is_asked_for_once_after_its_robots_txt(tmp_path: Path) -> None:
    with LocalServer({"/a": page("Ferry delayed by fog")}) as site:
        watchlist = tmp_path / "watchlist.toml"
        watchlist.write_text(WATCHLIST.format(port=site.port))
        done = run(site.url("/a"), "--watchlist", watchlist)
        assert "headline: Ferry delayed by fog" in done.output
        assert site.paths() == ["/robots.txt", "/a"]


def test_what_robots_txt_forbids_is_not_asked_for(tmp_path: Path) -> None:
    rules = Response(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n")
    with LocalServer({"/robots.txt": rules}) as site:
        watchlist = tmp_path / "watchlist.toml"
        watchlist.write_text(WATCHLIST.format(port=site.port))
        done = run(site.url("/a"), "--watchlist", watchlist)
        assert (done.exit_code, "robots.txt" in done.output) == (2, True)
        assert site.paths() == ["/robots.txt"]


def test_an_address_that_may_not_be_asked_is_named(tmp_path: Path) -> None:
    watchlist = tmp_path / "watchlist.toml"
    watchlist.write_text(WATCHLIST.format(port=8080).replace("127.0.0.0/8", "10.0.0.0/8"))
    done = run("http://127.0.0.1:8080/a", "--watchlist", watchlist)
    assert done.exit_code == 2
    assert "127.0.0.1" in done.output
