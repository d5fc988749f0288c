"""A week among hosts that misbehave, judged from their own log: gaps, robots.txt, Retry-After, validators, back-off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest

from afterprint.adopt import adopt
from afterprint.local.wiring import open_world
from afterprint.model import Fetched, Validators
from afterprint.pipeline import fetch, schedule
from afterprint.ports import World
from afterprint.web import GuardedWeb
from fakes import FakeClock
from local_server import LocalServer
from newsroom_day import points
from polite_log import broken_rules, by_host, figures
from unruly_town import BROKEN, END, SCRIPTS, START, Town

IMPATIENCE = 0.15
"""Real seconds for the one host that never ends its answers; the others' answers may take their time."""


class Watcher(Protocol):
    """Whoever watches the town, in either world: on the clock that the town has, which moves in the meantime."""

    def run_until(self, moment: datetime) -> None:
        """Do all that falls due before `moment`, at the time at which it falls due."""
        ...


class EmbeddedWatcher:
    """The embedded world's lanes, one after another on a clock that leaps from one due time to the next."""

    def __init__(self, world: World, clock: FakeClock) -> None:
        self._world = world
        self._clock = clock
        adopt(world)

    def run_until(self, moment: datetime) -> None:
        while (due := self._world.catalog.next_due_host()) is not None and due < moment:
            self._clock.advance(max(0.0, (due - self._clock.now()).total_seconds()))
            messages = list(schedule(catalog=self._world.catalog, clock=self._clock))
            for message in messages:
                fetch(message, world=self._world, tell=_fail)
            if not messages:  # expected in this minute, and due only within it
                self._clock.advance(10)


def _fail(where: str, error: Exception) -> None:
    raise AssertionError(where) from error


class _ByPatience:
    """The real client, whose deadline is short for one host: a deadline runs on the real clock."""

    def __init__(self, patient: GuardedWeb, impatient: GuardedWeb) -> None:
        self._patient = patient
        self._impatient = impatient

    def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        pace: Callable[[str], None] | None = None,
        across_hosts: bool = False,
        max_body: int | None = None,
    ) -> Fetched:
        is_stalling = "//stalling." in url and "/robots.txt" not in url
        web = self._impatient if is_stalling else self._patient
        return web.get(url, validators=validators, pace=pace, across_hosts=across_hosts, max_body=max_body)


@contextmanager
def embedded_week(folder: Path, *, articles: int) -> Iterator[tuple[Town, Watcher]]:
    clock = FakeClock(START)
    with LocalServer({}) as server:
        town = Town(server, clock, articles=articles)
        world = open_world(folder, town.watchlist, clock)
        webs = [
            GuardedWeb(user_agent=world.user_agent, policy=town.watchlist.network, now=clock.now, deadline_s=seconds)
            for seconds in (30, IMPATIENCE)
        ]
        yield town, EmbeddedWatcher(replace(world, web=_ByPatience(*webs)), clock)


@pytest.mark.slow
def test_a_week_among_unruly_hosts_is_spent_politely(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with embedded_week(tmp_path, articles=points(2, 6)) as (town, watcher):
        watcher.run_until(END)
    with capsys.disabled():
        print("", *figures(town.log), f"{len(town.log)} requests to {len(by_host(town.log))} hosts", sep="\n")
    assert broken_rules(town.log) == []
    assert_all_was_met(town)


def assert_all_was_met(town: Town) -> None:
    """The town misbehaved as it should have, and recovered: a watch that asks for nothing breaks no rule either."""
    hosts = by_host(town.log)
    assert hosts.keys() == SCRIPTS.keys()
    met = {asked.status for asked in town.log}
    assert met >= {BROKEN, 200, 301, 302, 304, 403, 404, 410, 429, 500, 503}
    for host, log in hosts.items():
        if host not in ("gone-good", "gone-while", "moved", "turning", "circling", "sent-away"):
            assert log[-1].at > END.replace(hour=0) - (END - START) / 4, f"{host} was given up"
            assert any(asked.status in (200, 304) and not asked.is_robots for asked in log[-8:]), (
                f"{host} did not recover"
            )
