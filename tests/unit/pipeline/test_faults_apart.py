"""What goes wrong with one article or record stays with that one: the others are watched and published."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from afterprint.engine.runner import Engine, StoppableClock, Stopping
from afterprint.errors import CageBroken, DamagedRecord, DiskFull, StoreError
from afterprint.fetch.lane import Lane
from afterprint.local.clock import SystemClock
from afterprint.log_keys import Subject, named
from afterprint.model import ArticleText, Feed, Sitemap
from afterprint.ports import Reader
from afterprint.rows import OpenWork
from watching import Silent, Watched, feed, page, watching


class Listening(Silent):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[str, str]] = []

    def failed(self, what: Subject, error: Exception) -> None:
        self.faults.append((named(what), str(error)))


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        yield watched


def three(paper: Watched) -> None:
    paper.serve({path: page(f"Headline of {path}") for path in ("/a", "/b", "/c")})
    paper.source(articles=tuple(paper.url(path) for path in ("/a", "/b", "/c")))


class Failing:
    """A reader that fails at one path, and at feeds."""

    def __init__(self, inner: Reader, path: str, error: Exception) -> None:
        self.inner = inner
        self.path = path
        self.error = error

    def article(self, body: bytes, url: str, content_type: str | None = None) -> ArticleText:
        if url.endswith(self.path):
            raise self.error
        return self.inner.article(body, url, content_type)

    def feed(self, body: bytes, url: str, headers: Mapping[str, str] | None = None) -> Feed:
        raise self.error

    def sitemap(self, body: bytes, url: str) -> Sitemap:
        raise self.error


def tick(paper: Watched, error: Exception | None = None, *, at: str = "/a") -> tuple[Engine, Listening]:
    """Do what is due; with `error` raised where the page at this path is read."""
    reporter = Listening()
    world = paper.world()
    if error is not None:
        world = replace(world, reader=Failing(world.reader, at, error))
    engine = Engine(world, reporter)
    engine.tick()
    return engine, reporter


@pytest.mark.parametrize("error", [RecursionError("too deep"), DamagedRecord("versions/x", "cannot be read back")])
def test_an_article_that_breaks_our_code_keeps_no_other_waiting(paper: Watched, error: Exception) -> None:
    three(paper)
    engine, reporter = tick(paper, error)
    assert len(paper.versions()) == 2
    assert engine.failures == 1
    assert [what.split()[-1] for what, _ in reporter.faults] == [paper.url("/a")]
    (row,) = (row for row in paper.articles() if row.url.endswith("/a"))
    assert row.last_outcome == "failed: fault"
    assert row.due is not None
    assert row.due > paper.now


def test_a_feed_that_breaks_our_code_keeps_no_article_waiting(paper: Watched) -> None:
    paper.serve({"/rss": feed(), "/a": page()})
    paper.source(feeds=(paper.url("/rss"),), articles=(paper.url("/a"),))
    engine, _ = tick(paper, ZeroDivisionError(), at="/none")
    assert (engine.failures, len(paper.versions())) == (1, 1)
    assert [row.last_outcome for row in paper.lists()] == ["failed: fault"]


@pytest.mark.parametrize("error", [StoreError("catalog", "is locked"), CageBroken("no process can be started")])
def test_a_world_that_fails_leaves_the_host_due(paper: Watched, error: Exception) -> None:
    three(paper)
    engine, _ = tick(paper, error)
    assert engine.failures == 1
    tick(paper)
    assert len(paper.versions()) == 3


def test_a_full_disk_ends_the_tick(paper: Watched) -> None:
    three(paper)
    with pytest.raises(DiskFull):
        tick(paper, DiskFull("archive"))
    tick(paper)
    assert len(paper.versions()) == 3


def test_the_gap_is_kept_when_a_visit_ends_in_a_fault(paper: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    three(paper)
    rested: list[str] = []
    monkeypatch.setattr(Lane, "rest", lambda lane: rested.append(lane.host))
    tick(paper, StoreError("catalog", "is locked"))
    assert len(rested) == 1


def test_a_version_that_cannot_be_read_keeps_no_other_from_the_site(paper: Watched) -> None:
    three(paper)
    world = paper.world()
    tick(paper)
    for key in list(world.archive.version_keys()):
        world.catalog.open_work(_work(key.path, paper))
    first = next(iter(world.archive.version_keys()))
    (paper.folder / "archive" / first.path).write_bytes(b"{ cut")
    engine, reporter = tick(paper)
    assert engine.failures >= 1
    assert first.path in [what for what, _ in reporter.faults]
    assert [work.path for work in world.catalog.open_works()] == [first.path]


def _work(path: str, paper: Watched) -> OpenWork:
    return OpenWork(path=path, host=paper.articles()[0].host, opened_at=paper.now)


def test_a_stop_while_a_lane_waits_is_no_fault(paper: Watched) -> None:
    three(paper)
    paper.sources = (replace(paper.sources[0], min_gap_seconds=5),)
    stop = threading.Event()
    world = replace(paper.world(), clock=StoppableClock(SystemClock(), stop))
    reporter = Listening()
    threading.Timer(0.3, stop.set).start()
    Engine(world, reporter, stop=stop).run()
    assert reporter.faults == []
    assert not issubclass(Stopping, Exception), "what hears of faults must not hear of it"


def test_all_outcomes_are_told_once(paper: Watched) -> None:
    three(paper)
    _, reporter = tick(paper)
    assert reporter.outcomes == Counter(first=3)
