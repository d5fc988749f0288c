"""A simulated week of the embedded watch in which calls fail at random: it ends as the week without faults does."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from afterprint.cage.reader import DirectReader
from afterprint.engine.runner import Engine
from afterprint.errors import AfterprintError
from afterprint.local.wiring import open_world
from afterprint.pipeline import fetch, schedule
from afterprint.ports import World
from afterprint.watchlist import load_watchlist
from faulty_ports import Ear, Rain, faulty
from newsroom_day import tree
from soak_week import HELD_AT_MOST, SHARE, SIZE, Standing, StillClock, Week, digests, diverged, live
from test_faulty_ports import Forgiving, render_what_waits, tell_subscribers

SEED = 20261124
WET_ROUNDS = 2
"""At each step all that is due is tried so often under faults, then once more without."""
LOAN_SECONDS = 901.0
"""After so long a message comes again that was taken and neither done nor given back."""


@dataclass
class EmbeddedWeek:
    """The embedded world over a folder, at work for a week."""

    folder: Path
    rain: Rain | None = None
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._clock = StillClock()
        self._papers = papers = SIZE.papers(self._clock.now)
        self.folder.mkdir(parents=True)
        watchlist = self.folder / "watchlist.toml"
        watchlist.write_text(papers.watchlist, encoding="utf-8")
        self._week = Week()
        world = open_world(self.folder, load_watchlist(watchlist), self._clock)
        self._dry = replace(world, web=papers, reader=DirectReader(), outlets=(Ear(self.heard),))
        self._wet = faulty(self._dry, self.rain) if self.rain else None

    def live(self) -> Week:
        week = live(self._week, self._clock, self._step, self._standing)
        week.requests = self._papers.asked
        if self.rain:
            week.calls, week.faults = self.rain.met, self.rain.struck
        week.again = sum(count > 1 for count in Counter(self.heard).values())
        return week

    def _step(self, number: int) -> None:
        is_hour = number % 2 == 0
        for _ in range(WET_ROUNDS if self._wet else 0):
            assert self._wet is not None
            self._round(self._wet, is_hour=is_hour)
            self._clock.wait(LOAN_SECONDS)
        self._round(self._dry, is_hour=is_hour or self._wet is not None)
        while list(schedule(catalog=self._dry.catalog, clock=self._clock)):
            self._round(self._dry, is_hour=False)

    def _round(self, world: World, *, is_hour: bool) -> None:
        """All that is due, as the engine does it; what fails ends its own part."""
        engine = Engine(world, Forgiving())
        if is_hour:
            self._try(engine.start)
            self._try(lambda: render_what_waits(world))
        self._try(lambda: self._work_lanes(world))
        self._try(engine.work_off)
        self._try(lambda: tell_subscribers(world))

    def _work_lanes(self, world: World) -> None:
        for message in list(schedule(catalog=world.catalog, clock=world.clock)):
            self._try(partial(fetch, message, world=world, tell=_fail))

    def _standing(self) -> Standing:
        render_what_waits(self._dry)
        queue, catalog = self._dry.queue, self._dry.catalog
        return Standing(
            stored=digests(tree(self.folder)),
            open_work=len(list(catalog.open_works())),
            waiting=queue.waiting(),
            dead=len(queue.dead_letters()),
            heard=frozenset(self.heard),
        )

    def _try(self, part: Callable[[], object]) -> None:
        with suppress(AfterprintError):
            part()


def _fail(where: str, error: Exception) -> None:
    raise AssertionError(where) from error


@pytest.mark.slow
def test_a_week_under_random_faults_ends_as_one_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calm = EmbeddedWeek(tmp_path / "calm").live()
    week = EmbeddedWeek(tmp_path / "wet", Rain(random.Random(SEED), SHARE)).live()
    with capsys.disabled():
        print("", calm.tell("one machine, no faults"), week.tell("one machine"), sep="\n")
    assert diverged(calm, calm) == []
    assert diverged(week, calm) == []
    assert week.faults > week.calls * SHARE / 2
    assert week.held_bytes < HELD_AT_MOST
