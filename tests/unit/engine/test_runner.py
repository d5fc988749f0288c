"""The engine and its commands as processes: what they print and how they end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from afterprint.engine.runner import Engine
from afterprint.errors import StoreError
from afterprint.local.clock import SystemClock
from afterprint.log_keys import Subject, named
from afterprint.messages import VersionStored
from afterprint.model import ChangeKey, EventKey
from afterprint.ports import World
from afterprint.rows import OpenWork
from watching import Silent, Watched, page, watching


class Listening(Silent):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.documents: list[str] = []

    def failed(self, what: Subject, error: Exception) -> None:
        self.faults.append(named(what))

    def published(self, records: Sequence[ChangeKey | EventKey], paths: list[str]) -> None:
        self.documents += paths


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        watched.serve({path: page(f"Headline of {path}") for path in ("/a", "/b")})
        watched.source(articles=tuple(watched.url(path) for path in ("/a", "/b")))
        yield watched


class Failing:
    """A port of which one method fails, for as long as `times` says."""

    def __init__(self, inner: Any, name: str, times: int) -> None:
        self._inner = inner
        self._name = name
        self.times = times

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name != self._name:
            return found

        def call(*args: Any, **more: Any) -> Any:
            if self.times > 0:
                self.times -= 1
                raise StoreError(name, "no answer")
            return found(*args, **more)

        return call


def failing(world: World, port: str, method: str, times: int = 1) -> World:
    return replace(world, **{port: Failing(getattr(world, port), method, times)})


@pytest.mark.parametrize(
    ("port", "method"),
    [
        ("archive", "add_snapshot"),
        ("archive", "add_version"),
        ("archive", "add_change"),
        ("catalog", "open_work"),
        ("catalog", "update_article"),
        ("catalog", "enter"),
        ("catalog", "close_work"),
        ("catalog", "put_robots"),
        ("site", "put"),
        ("queue", "done"),
    ],
)
def test_a_call_that_fails_once_is_told_and_made_good_by_the_next_tick(
    paper: Watched, tmp_path: Path, port: str, method: str
) -> None:
    reporter = Listening()
    engine = Engine(failing(paper.world(), port, method), reporter)
    if (port, method) == ("site", "put"):
        with pytest.raises(StoreError):
            engine.tick()  # the documents that stand alone are written before anything is asked for
    else:
        engine.tick()
    paper.tick()
    world = paper.world()
    assert len(paper.versions()) == 2
    assert [key.name for key in world.archive.change_keys()] == ["0-1", "0-1"]
    assert list(world.catalog.open_works()) == []
    assert len(list((paper.folder / "site" / "paper").glob("*/0-1.html"))) == 2


def test_a_publication_that_fails_is_tried_again_each_record_by_itself(paper: Watched) -> None:
    reporter = Listening()
    engine = Engine(failing(paper.world(), "catalog", "enter"), reporter)
    engine.tick()
    assert (engine.failures, reporter.faults) == (0, [])
    assert sum(path.endswith("0-1.html") for path in reporter.documents) == 2


def test_a_message_without_its_record_is_told_and_keeps_no_other_waiting(paper: Watched) -> None:
    world = paper.world()
    paper.tick()
    lost = next(iter(world.archive.version_keys())).article
    key = ChangeKey(lost, 6, 7).version
    world.queue.send(VersionStored(key))
    paper.serve({path: page(f"Another headline of {path}") for path in ("/a", "/b")})
    paper.now = paper.articles()[0].due or paper.now
    reporter = Listening()
    Engine(paper.world(), reporter).tick()
    assert len(reporter.faults) == 1
    assert len(paper.versions()) == 4


def test_a_watch_does_what_is_due_until_it_is_stopped(paper: Watched) -> None:
    stop = threading.Event()
    reporter = Listening()
    world = replace(paper.world(), clock=SystemClock())
    watch = threading.Thread(target=Engine(world, reporter, stop=stop).run)
    watch.start()
    deadline = 10.0
    while sum(path.endswith("0-1.html") for path in reporter.documents) < 2 and deadline > 0:
        watch.join(0.05)
        deadline -= 0.05
    stop.set()
    watch.join(5)
    assert not watch.is_alive()
    assert reporter.outcomes["first"] == 2
    assert reporter.faults == []


def test_a_start_finishes_what_was_left_open(paper: Watched) -> None:
    paper.tick()
    world = paper.world()
    for key in world.archive.version_keys():
        world.catalog.open_work(OpenWork(path=key.path, host=paper.articles()[0].host, opened_at=paper.now))
    reporter = Listening()
    Engine(paper.world(), reporter).start()
    assert reporter.repaired["announced"] == 2
    assert list(world.catalog.open_works()) == []


def test_progress_in_json_is_a_line_an_event(paper: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    from afterprint.cli.progress import progress_for

    progress = progress_for("json")
    engine = Engine(paper.world(), progress)
    engine.tick()
    progress.failed("what\nfailed", ValueError("\ud800 and\nmore"))
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert lines[0]["step"] == "start"
    assert {"time", "step"} <= set.intersection(*(set(line) for line in lines))
    assert sum(line.get("first", 0) for line in lines) == 2
    assert lines[-1]["step"] == "error"
