"""The week among hosts that misbehave, spent by the deployed stack: the same judges as for the embedded watch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from afterprint.aws.catalog import DynamoCatalog
from afterprint.model import Watchlist
from afterprint.web import GuardedWeb
from cloud.watch import StackWatch, stack_watch
from fakes import FakeClock
from local_server import LocalServer
from newsroom_day import points
from polite_log import broken_rules, by_host, figures
from test_politeness_week import IMPATIENCE, _ByPatience, assert_all_was_met
from unruly_town import END, START, Town

pytestmark = pytest.mark.slow


def as_toml(watchlist: Watchlist) -> str:
    """The watchlist as its owner would write it down."""
    network = watchlist.network
    hosts = ", ".join(f"{json.dumps(name)} = {json.dumps(address)}" for name, address in network.hosts)
    sources = "".join(
        f"\n[[source]]\nid = {json.dumps(each.id)}\nname = {json.dumps(each.name)}\n"
        f"articles = {json.dumps(list(each.articles))}\nmin_gap_seconds = {each.min_gap_seconds}\n"
        f"first_check_minutes = {each.first_check_minutes:.0f}\nsecond_look_minutes = {each.second_look_minutes:.0f}\n"
        for each in watchlist.sources
    )
    return (
        f"[afterprint]\ncontact = {json.dumps(watchlist.contact)}\ntag = {json.dumps(watchlist.tag)}\n"
        f"[network]\nallow = {json.dumps(list(network.allow))}\nports = {json.dumps(list(network.ports))}\n"
        f"hosts = {{ {hosts} }}\n{sources}"
    )


MINUTES = points(15, 1)
"""Between two ticks: all that is due by then is late, as after an outage, but for the long form of this test."""


class StackWatcher:
    """The stack's own schedule, in the minutes in which something is due: an idle tick asks nobody."""

    def __init__(self, watch: StackWatch, clock: FakeClock, town: Town) -> None:
        self._watch = watch
        self._clock = clock
        table = watch.made.identities["CatalogTable"]["Ref"]
        self._catalog = DynamoCatalog(watch.made.client("dynamodb"), table)
        watch.deployed()
        self._be_impatient(town)

    def _be_impatient(self, town: Town) -> None:
        """Shorten the deadline for the one host that never ends its answers: it runs on the real clock."""
        fetch = self._watch.made.functions["FetchFunction"].module
        webs = [
            GuardedWeb(
                user_agent=fetch.world.user_agent,
                policy=town.watchlist.network,
                now=self._clock.now,
                deadline_s=seconds,
            )
            for seconds in (30, IMPATIENCE)
        ]
        fetch.world = replace(fetch.world, web=_ByPatience(*webs))

    def run_until(self, moment: datetime) -> None:
        while (due := self._catalog.next_due_host()) is not None and due < moment:
            minute = self._clock.now().replace(second=0, microsecond=0) + timedelta(minutes=MINUTES)
            self._clock.advance((max(due, minute) - self._clock.now()).total_seconds())
            self._watch.traffic.start("ScheduleFunction")


@contextmanager
def stack_week(folder: Path, *, articles: int) -> Iterator[tuple[Town, StackWatcher, StackWatch]]:
    clock = FakeClock(START)
    with LocalServer({}) as server:
        town = Town(server, clock, articles=articles)
        with stack_watch(folder, as_toml(town.watchlist), clock=clock) as watch:
            yield town, StackWatcher(watch, clock, town), watch


def test_a_week_among_unruly_hosts_is_spent_politely_by_the_stack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with stack_week(tmp_path, articles=points(1, 4)) as (town, watcher, watch):
        watcher.run_until(END)
        assert not watch.troubles(), "; ".join(watch.troubles())
    with capsys.disabled():
        print("", *figures(town.log), f"{len(town.log)} requests to {len(by_host(town.log))} hosts", sep="\n")
    assert broken_rules(town.log) == []
    assert_all_was_met(town)
