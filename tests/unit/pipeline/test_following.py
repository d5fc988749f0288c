"""An article over time, through the real embedded world: doubts, disappearance, the end of the watch, the watchlist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.model import EventKind
from afterprint.rows import State
from local_server import Response
from watching import BODY, Watched, page, watching


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        watched.serve({"/a": page()})
        watched.source(articles=(watched.url("/a"),))
        watched.tick()
        yield watched


def kinds(watched: Watched) -> list[EventKind]:
    return [event.kind for event in watched.events()]


def site(watched: Watched, name: str) -> str:
    (folder,) = (watched.folder / "site" / "paper").glob(16 * "[a-z2-7]")
    return (folder / name).read_text("utf-8")


def test_a_second_look_is_unconditional(paper: Watched) -> None:
    paper.serve({"/a": Response(200, {"ETag": '"1"', "Content-Type": "text/html"}, page().body)})
    paper.tick(minutes=30)
    short = Response(200, {"ETag": '"2"', "Content-Type": "text/html"}, page(body=BODY[:1]).body)
    paper.serve({"/a": short})
    paper.tick(minutes=36)
    assert paper.sites["paper"].log[-1].headers["if-none-match"] == '"1"'
    paper.tick(minutes=5)
    assert "if-none-match" not in paper.sites["paper"].log[-1].headers
    assert len(paper.versions()) == 2


def test_the_window_of_an_edit_is_between_the_last_look_that_saw_the_old_text_and_the_first_that_saw_the_new(
    paper: Watched,
) -> None:
    paper.tick(minutes=30)
    confirmed = paper.now
    paper.serve({"/a": Response(500)})
    paper.tick(minutes=36)
    paper.serve({"/a": page("Ferry cancelled by fog")})
    paper.tick(minutes=60)
    version = paper.versions()[-1]
    assert (version.unchanged_until, version.seen_at) == (confirmed, paper.now)


def test_each_version_names_the_record_before_it(paper: Watched) -> None:
    paper.serve({"/a": page("Ferry cancelled by fog")})
    paper.tick(minutes=30)
    first, second = paper.versions()
    assert first.previous is None
    assert second.previous == paper.world().archive.version_digest(first.key)


def test_an_article_that_vanished_and_came_back_has_both_events_on_its_page(paper: Watched) -> None:
    paper.serve({})
    paper.tick(minutes=30)
    paper.tick(minutes=5)
    paper.serve({"/a": page()})
    paper.tick(minutes=7 * 24 * 60)
    assert kinds(paper) == [EventKind.GONE, EventKind.BACK]
    assert len(paper.versions()) == 1
    assert "404, seen twice" in site(paper, "index.html")
    assert "gone" in site(paper, "feed.atom").lower()


def test_an_unchanged_article_is_settled_once_on_its_last_day(paper: Watched) -> None:
    for _ in range(60):
        (row,) = paper.articles()
        if row.due is None:
            break
        paper.now = row.due
        assert sum(paper.tick().values()) == 1, "what is due at a time is done at that time"
    assert kinds(paper) == [EventKind.SETTLED]
    assert paper.events()[0].seen_at == row.first_seen_at + timedelta(days=40)
    assert "no longer checked" in site(paper, "index.html").lower()


def test_a_dropped_source_is_no_longer_checked_and_its_page_says_so(paper: Watched) -> None:
    dropped, paper.sources = paper.sources, ()
    paper.source(id="another", articles=(paper.url("/b"),))
    paper.tick(minutes=30)
    assert "/a" not in paper.asked()
    assert (kinds(paper), paper.articles()[-1].state) == ([EventKind.SETTLED], State.PARKED)
    assert "no longer checked" in site(paper, "index.html").lower()
    paper.sources = dropped
    paper.serve({"/a": page("Ferry cancelled by fog")})
    paper.tick(minutes=30)
    assert kinds(paper) == [EventKind.SETTLED, EventKind.RESUMED]
    assert len(paper.versions()) == 2


def test_following_the_watchlist_again_changes_nothing(paper: Watched) -> None:
    before = (paper.articles(), kinds(paper))
    paper.tick()
    assert (paper.articles(), kinds(paper)) == before


def test_a_text_that_goes_back_and_forth_is_one_event_with_both_readings(paper: Watched) -> None:
    for turn in range(6):
        paper.serve({"/a": page("Ferry late" if turn % 2 == 0 else "Ferry delayed by fog")})
        paper.now = paper.articles()[0].due or paper.now
        paper.tick()
    assert (kinds(paper), len(paper.versions())) == ([EventKind.ALTERNATING], 2)
    assert paper.events()[0].headlines == ("Ferry late", "Ferry delayed by fog")


def test_equal_bytes_are_not_written_again(paper: Watched) -> None:
    before = {path: path.stat().st_mtime_ns for path in (paper.folder / "site").rglob("*.*")}
    paper.tick(minutes=30)
    assert {path: path.stat().st_mtime_ns for path in (paper.folder / "site").rglob("*.*")} == before
