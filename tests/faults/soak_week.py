"""A simulated week that a world lives through in steps, and what it leaves at the end of each part."""

from __future__ import annotations

import gc
import hashlib
import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fictional_week import Papers
from newsroom_day import points

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
SHARE = 0.05
"""Of all calls that can fail, so many do: half of them before they took effect, half after."""
STEP = timedelta(minutes=30)
PARTS = 7
"""The states of the two runs are compared so often."""
HELD_AT_MOST = 1024 * 1024
"""Bytes that the product may hold at the end of what it made in the last part: what it remembers from call to call."""
PRODUCT = str(Path(__file__).resolve().parents[2] / "functions" / "*")


class StillClock:
    """A clock that stands still at `at`; its gaps and loans run out by `wait` alone."""

    def __init__(self) -> None:
        self.at = START
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self._monotonic

    def sleep(self, seconds: float) -> None:
        self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Let so much pass on the clock of gaps and loans, at the same time of day."""
        self._monotonic += max(0.0, seconds)


@dataclass(frozen=True)
class Size:
    """How much is watched, and how long."""

    hosts: int
    articles: int
    days: int

    @property
    def steps(self) -> int:
        return int(timedelta(days=self.days) / STEP)

    def papers(self, clock: Callable[[], datetime]) -> Papers:
        return Papers(clock, hosts=self.hosts, articles=self.articles, start=START, days=self.days)


SIZE = Size(50, 500, 7) if points(0, 1) else Size(5, 20, 1)


@dataclass(frozen=True)
class Standing:
    """What a world holds: the SHA-256 of each record and document by path, what is left to do, and what was heard."""

    stored: Mapping[str, str]
    open_work: int
    waiting: int
    dead: int
    heard: frozenset[str]

    def differs(self, calm: Standing) -> list[str]:
        """In what it differs from the run without faults, and what is left that should not be."""
        paths = self.stored.keys() | calm.stored.keys()
        found = [path for path in sorted(paths) if self.stored.get(path) != calm.stored.get(path)]
        found += [name for name in ("open_work", "waiting", "dead") if getattr(self, name)]
        return found + sorted(f"heard {each}" for each in self.heard ^ calm.heard)


def digests(held: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(body).hexdigest() for path, body in held.items()}


@dataclass
class Week:
    """The states at the end of each part of a week, and what it took."""

    standings: list[Standing] = field(default_factory=list)
    requests: int = 0
    calls: int = 0
    faults: int = 0
    again: int = 0
    """Notices that came more than once, under the same id."""
    held_bytes: int = 0
    """Made by the product's own code in the last part, and still held when that was over."""
    resident_mb: list[float] = field(default_factory=list)

    def tell(self, world: str) -> str:
        last = self.standings[-1]
        changes = sum("/changes/" in f"/{path}" for path in last.stored)
        events = sum("/events/" in f"/{path}" for path in last.stored)
        memory = ", ".join(f"{each:.0f}" for each in self.resident_mb)
        return (
            f"SOAK {world}: {SIZE.articles} articles on {SIZE.hosts} hosts, {SIZE.days} days in {SIZE.steps} steps: "
            f"{self.requests} requests, {changes} changes, {events} events, {len(last.stored)} records and documents\n"
            f"SOAK {world}: {self.faults} faults in {self.calls} calls, {len(last.heard)} notices heard, "
            f"{self.again} of them twice; left: {last.waiting} messages, {last.dead} dead letters, "
            f"{last.open_work} open work\n"
            f"SOAK {world}: {self.held_bytes / 1024:.0f} KB of the product's own held from the last part; "
            f"resident MB after each part: {memory}"
        )


def live(week: Week, clock: StillClock, step: Callable[[int], None], standing: Callable[[], Standing]) -> Week:
    """Do `step` at each time of the week, and keep what stands at the end of each part."""
    ends = [SIZE.steps * part // PARTS for part in range(1, PARTS + 1)]
    for number in range(SIZE.steps):
        if number == ends[-2]:
            _watch_memory()
        clock.at = START + number * STEP
        step(number)
        if number + 1 in ends:
            if number + 1 == ends[-1]:
                week.held_bytes = _held()
            week.standings.append(standing())
            week.resident_mb.append(resident_mb())
    return week


def _watch_memory() -> None:
    gc.collect()
    tracemalloc.start()


def _held() -> int:
    gc.collect()
    taken = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, PRODUCT)])
    tracemalloc.stop()
    return sum(each.size for each in taken.statistics("filename"))


def resident_mb() -> float:
    """What this process has in memory (Linux), with all that plays a part in the test."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def diverged(week: Week, calm: Week) -> list[str]:
    """Where a week differs from the calm one, part by part; empty is as it should be."""
    return [
        f"part {part}: {', '.join(found[:5])} ({len(found)} in all)"
        for part, (one, other) in enumerate(zip(week.standings, calm.standings, strict=True), 1)
        if (found := one.differs(other))
    ]
