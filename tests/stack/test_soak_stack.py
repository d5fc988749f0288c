"""A simulated week of the stack in which calls to AWS fail at random: it ends as the embedded week without faults."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import pytest

from cloud.faults import Faults, FaultyClients, Rain, faulty_clients
from cloud.life import Life, State, a_life
from fictional_week import Papers
from soak_week import HELD_AT_MOST, SHARE, SIZE, Standing, StillClock, Week, digests, diverged, live
from test_soak_week import EmbeddedWeek

pytestmark = pytest.mark.slow

SEED = 20261124


@dataclass
class StackWeek:
    """A deployed stack at work for a week; at each step all that is due is tried under faults, then without."""

    life: Life
    papers: Papers
    clock: StillClock
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    week: Week = field(default_factory=Week)

    def live(self) -> Week:
        live(self.week, self.clock, self._step, self._standing)
        self.week.requests = self.papers.asked
        self.week.again = sum(count > 1 for count in Counter(self.life.subscriber.ids).values())
        return self.week

    def _step(self, number: int) -> None:
        watch, is_hour = self.life.watch, number % 2 == 0
        rain = Rain(self.chance, SHARE)
        with self.life.under(rain):
            if is_hour:
                watch.deployed()
            watch.next_tick(self.clock.at)
            watch.retry(1)
        self.week.calls += len(rain.calls)
        self.week.faults += len(rain.struck)
        with self.life.under(Faults()):
            watch.retry(1)
            if number == 0 or self.life.open_work():
                self.life.let_repair_find_all()
                watch.deployed()
            while watch.next_tick(self.clock.at) > 1:
                pass
        self.life.come_again()
        self.life.subscriber.listen()
        watch.made.gate.calls.clear()  # it remembers for other tests
        watch.traffic.invocations.clear()

    def _standing(self) -> Standing:
        self.life.let_repair_find_all()
        state = self.life.at_the_end()
        assert len(state.heard) % 2 == 0, "bus and topic did not hear the same"
        return Standing(
            stored=_stored(state),
            open_work=len(state.open_work),
            waiting=sum(count for name, count in state.left.items() if "DeadLetters" not in name),
            dead=sum(count for name, count in state.left.items() if "DeadLetters" in name),
            heard=frozenset(name for _, name in state.heard),
        )


def _stored(state: State) -> dict[str, str]:
    held = {f"archive/{path}": body for path, body in state.archive.items()}
    return digests(held | {f"site/{path}": body for path, body in state.site.items()})


@contextmanager
def stack_week(folder: Path, clients: FaultyClients) -> Iterator[StackWeek]:
    clock = StillClock()
    papers = SIZE.papers(clock.now)
    with (
        mock.patch("afterprint.aws.wiring._web", return_value=papers),
        a_life(folder, papers.watchlist, clients, clock=clock) as life,
    ):
        yield StackWeek(life, papers, clock)


def test_a_week_under_random_faults_ends_as_one_machine_does_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calm = EmbeddedWeek(tmp_path / "calm").live()
    with faulty_clients() as clients, stack_week(tmp_path / "stack", clients) as stack:
        week = stack.live()
    with capsys.disabled():
        print("", week.tell("the stack"), sep="\n")
    assert diverged(week, calm) == []
    assert week.faults > week.calls * SHARE / 2
    assert week.held_bytes < HELD_AT_MOST
