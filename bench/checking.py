"""Checks of an article beside a bare `requests` loop that downloads the same pages and hashes them.

Both keep one connection open, and both ask a site in another process. They take turns, round by round; each figure is
a median of rounds. `cpu` is that of this process and of those that it parses in; for pages that come whole, the
latter is given apart as `reading`. A check of ours ends with its row, and for a changed page with the version, stored.
"""

from __future__ import annotations

import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.timing import Figure

PAGES = 100  # as many as one visit to a lane takes
ROUNDS = {"304": 8, "200": 8, "changed": 5}  # the tenth look at an article would be unconditional


class Spent(NamedTuple):
    """Milliseconds a page: CPU of this process, CPU of those that parse for it, and by the clock."""

    own: float
    reading: float
    wall: float

    @property
    def cpu(self) -> float:
        return self.own + self.reading


def figures() -> Iterator[Figure]:
    """For each kind of page: checks a second and CPU of both loops, and ours as a ratio to the bare one."""
    with _served() as (port, server):
        for kind, rounds in ROUNDS.items():
            with tempfile.TemporaryDirectory() as folder:
                ours = _ours(kind, port, Path(folder))
                bare = _bare(kind, port)
                yield from _compared(kind, [(_spent(ours, server), _spent(bare, server)) for _ in range(rounds)])


def _compared(kind: str, turns: list[tuple[Spent, Spent]]) -> Iterator[Figure]:
    ours, bare = (Spent(*map(statistics.median, zip(*side, strict=True))) for side in zip(*turns, strict=True))
    for name, spent in (("ours", ours), ("bare", bare)):
        yield Figure(f"{kind}_{name}_rate", 1000 / spent.wall, "checks a second")
        yield Figure(f"{kind}_{name}_cpu", spent.cpu, "CPU ms a check")
    if ours.reading:
        yield Figure(f"{kind}_ours_reading", ours.reading, "CPU ms a check, of those above")
        yield Figure(f"{kind}_cpu_ratio_without_reading", ours.own / bare.cpu, "ours to a bare loop")
    yield Figure(f"{kind}_cpu_ratio", ours.cpu / bare.cpu, "ours to a bare loop")
    yield Figure(f"{kind}_time_ratio", ours.wall / bare.wall, "ours to a bare loop")


def _spent(task: Callable[[], object], server: int) -> Spent:
    before = time.perf_counter(), time.process_time(), _children_cpu(server)
    task()
    after = time.perf_counter(), time.process_time(), _children_cpu(server)
    wall, own, reading = ((late - early) * 1000 / PAGES for early, late in zip(before, after, strict=True))
    return Spent(own, reading, wall)


def _children_cpu(server: int) -> float:
    """CPU seconds of the processes that this one started, but for the site's."""
    children = {int(pid) for tasks in Path("/proc/self/task").glob("*/children") for pid in tasks.read_text().split()}
    return sum(time.clock_gettime(~pid << 3 | 2) for pid in children - {server})  # the CPU clock of a process


def _ours(kind: str, port: int, folder: Path) -> Callable[[], None]:
    """A visit to the lane, everything due; the articles were taken up, and seen once."""
    from afterprint.adopt import adopt
    from afterprint.local.clock import FixedClock
    from afterprint.local.wiring import open_world
    from afterprint.model import NetworkPolicy, Source, Watchlist
    from afterprint.pipeline import fetch, schedule

    class Turns(FixedClock):
        hours = 0

        def now(self) -> datetime:
            return super().now() + timedelta(hours=self.hours)

    articles = tuple(f"http://127.0.0.1:{port}/{kind}/{at}" for at in range(PAGES))
    source = Source(id="paper", name="Paper", articles=articles, min_gap_seconds=0)
    network = NetworkPolicy(allow=("127.0.0.0/8",), ports=(port,))
    watchlist = Watchlist(contact="https://e.example/", tag="e.example,2026", sources=(source,), network=network)
    clock = Turns(datetime(2026, 11, 3, 9, 0, tzinfo=UTC))
    world = open_world(folder, watchlist, clock)
    adopt(world)

    def visit() -> None:
        clock.hours += 3
        looks = sum(
            sum(fetch(message, world=world).values())
            for message in list(schedule(catalog=world.catalog, clock=world.clock))
        )
        assert looks == PAGES, looks

    visit()
    return visit


def _bare(kind: str, port: int) -> Callable[[], None]:
    import requests

    session = requests.Session()
    headers = {"If-None-Match": '"1"'} if kind == "304" else {}

    def ask() -> None:
        for at in range(PAGES):
            answer = session.get(f"http://127.0.0.1:{port}/{kind}/{at}", headers=headers, timeout=30)
            assert answer.status_code == (304 if headers else 200)
            hashlib.sha256(answer.content).hexdigest()

    ask()
    return ask


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """The site's port, and the process that serves it."""
    command = [sys.executable, "-m", "bench.page_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline()), process.pid
        process.communicate()
