"""What a power cut may take from the catalog is made up for by the next tick.

The catalog's log is cut after any of the transactions that were not yet synced, as a device that lost power may leave
it; the archive's files are synced one by one and stay.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from afterprint.engine.newsroom import Newsroom, demo_watchlist
from afterprint.engine.runner import Engine
from afterprint.local.catalog import SqliteCatalog
from afterprint.local.clock import FixedClock
from afterprint.local.queue import SqliteQueue
from afterprint.local.sqlite import Database
from afterprint.local.wiring import open_world
from afterprint.pipeline import fetch, schedule
from afterprint.ports import World
from afterprint.watchlist import load_watchlist
from local_server import LocalServer, Request, Response
from newsroom_day import DAY, START, points, tree
from watching import Silent

SEED = 20261124
CATALOG = "catalog.sqlite"
QUEUE = "queue.sqlite"


class Papers:
    """The newsroom as it is at `now`, without robots.txt."""

    def __init__(self, server: LocalServer, folder: Path) -> None:
        self.now = START
        self._newsroom = Newsroom(START)
        server.routes = self._answer
        watchlist = folder / "watchlist.toml"
        watchlist.write_text(demo_watchlist(server.port, min_gap_seconds=0), encoding="utf-8")
        self.watchlist = load_watchlist(watchlist)

    def _answer(self, request: Request) -> Response:
        if request.path == "/robots.txt":
            return Response(404)
        page = self._newsroom.page(request.headers["host"], request.path, self.now)
        return Response(page.status, dict(page.headers), page.body)

    def world(self, directory: Path) -> World:
        return open_world(directory, self.watchlist, FixedClock(self.now))


class Synced:
    """How long the catalog's log was when it was last synced, as far as one thread writes."""

    def __init__(self, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.length = 0
        begin = Database.writing

        @contextmanager
        def writing(database: Database, *, synchronous: str = "") -> Iterator[sqlite3.Connection]:
            with begin(database, synchronous=synchronous) as connection:
                yield connection
            if database.path == catalog and synchronous in ("", "FULL"):
                self.length = log_of(catalog).stat().st_size

        monkeypatch.setattr(Database, "writing", writing)


def log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def cut(path: Path, *, at_least: int, chance: random.Random) -> bool:
    """Cut a file somewhere; whether anything was lost."""
    whole = path.read_bytes()
    length = chance.randint(at_least, len(whole))
    path.write_bytes(whole[:length])
    return length < len(whole)


@pytest.mark.slow
def test_a_tick_after_a_power_cut_leaves_what_an_undisturbed_one_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    calm = tmp_path / "calm"
    lost = 0
    synced = Synced(calm / CATALOG, monkeypatch)
    cuts: list[Path] = []
    with LocalServer({}) as server:
        papers = Papers(server, tmp_path)
        for moment in DAY:
            papers.now, synced.length, done = moment, 0, len(cuts)
            world = papers.world(calm)
            engine = Engine(world, Silent())
            engine.start()
            for message in list(schedule(catalog=world.catalog, clock=world.clock)):
                fetch(message, world=world)
                for _ in range(points(1, 10)):
                    cuts.append(shutil.copytree(calm, tmp_path / f"cut-{len(cuts)}"))
                    lost += cut(log_of(cuts[-1] / CATALOG), at_least=synced.length, chance=chance)
                    cut(log_of(cuts[-1] / QUEUE), at_least=0, chance=chance)
            engine.tick()
            for directory in cuts[done:]:
                Engine(papers.world(directory), Silent()).tick()
                assert tree(directory) == tree(calm), moment
            close(world)
    with capsys.disabled():
        print(f"\npower: {len(cuts)} cuts tried, {lost} of which lost something of the catalog, 0 divergences")
    assert lost > len(cuts) / 2
    assert any(path.startswith("archive/changes/") for path in tree(calm))


def close(world: World) -> None:
    assert isinstance(world.catalog, SqliteCatalog)
    assert isinstance(world.queue, SqliteQueue)
    world.catalog.close()
    world.queue.close()
