"""Every single call that the stack's functions make fails once, in every way; what is left is as if none had."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from moto.backends import get_backend

from cloud.faults import HARD, Death, Faults, FaultyClients, Kind, faulty_clients, kinds_for
from cloud.stories import MINUTES, TURNS, Stories, Subscriber
from cloud.values import ACCOUNT, REGION
from cloud.watch import START, StackWatch, stack_watch
from local_server import LocalServer
from newsroom_day import points

pytestmark = pytest.mark.slow

SEED = 20261124
EARLY = 90
"""So many calls are made by whatever follows on a fault."""
LIGHT = 8
Points = list[list[tuple[int, Kind]]]


@dataclass(frozen=True)
class State:
    """What lies in the buckets and the table after a turn, what is left in the queues, and what was heard."""

    archive: dict[str, bytes]
    site: dict[str, bytes]
    index: dict[str, str]
    open_work: frozenset[str]
    left: dict[str, int]
    heard: frozenset[tuple[str, str]]


@dataclass
class Life:
    """One life of the stories in a stack of its own."""

    watch: StackWatch
    stories: Stories
    clients: FaultyClients
    subscriber: Subscriber
    lost: list[str] = field(default_factory=list)

    def turn(self, number: int, *rounds: Faults) -> State:
        """Live a turn with faults, then, at the same moment, do what comes by itself: messages again, and repair.

        Faults of further rounds strike at that; in the end all of it is done without any.
        """
        self.stories.turn(number)
        at = START + timedelta(minutes=MINUTES[number])
        for place, faults in enumerate([*rounds, Faults()]):
            self.clients.faults = faults
            self._expire()
            with suppress(Death):
                self.watch.retry(min(place, 1))
                self._settle(at)
            if faults.is_dead:
                self._start_anew()
        if rounds:
            self._expire()
            self.watch.retry(1)
        self.watch.deployed()  # renders what is rendered later
        self.subscriber.listen()
        return self.state()

    def _settle(self, at: Any) -> None:
        faults, self.clients.faults = self.clients.faults, Faults()
        repair = self.watch.made.functions["RepairFunction"].module
        repair.OLDER_THAN = timedelta(minutes=-1)  # as time stands still, what it finds is no older
        self.clients.faults = faults
        self.watch.settle(at)

    def _expire(self) -> None:
        """Drop messages older than their queue keeps them, which moto hides, and counts as received all the same."""
        backend = get_backend("sqs")[ACCOUNT][REGION]
        for name, queue in backend.queues.items():
            for message in [*queue._messages]:
                if not backend.is_message_valid_based_on_retention_period(name, message):
                    queue._messages.remove(message)
                    queue.pending_messages.discard(message)

    def _start_anew(self) -> None:
        for function in self.watch.made.functions.values():
            function.close()

    def state(self) -> State:
        rows = self._rows()
        return State(
            archive=self._objects("ArchiveBucket"),
            site=self._objects("SiteBucket"),
            index={f"{pk} {sk}": row for (pk, sk), row in rows.items() if pk.startswith("i#")},
            open_work=frozenset(sk for pk, sk in rows if pk.startswith("o#")),
            left=self.watch.traffic.left(),
            heard=frozenset(self.subscriber.ids),
        )

    def _objects(self, bucket: str) -> dict[str, bytes]:
        found = get_backend("s3")[ACCOUNT]["aws"].buckets[self.watch.made.identities[bucket]["Ref"]].keys
        return {key: each.value for key, each in found.items()}

    def _rows(self) -> dict[tuple[str, str], str]:
        name = self.watch.made.identities["CatalogTable"]["Ref"]
        table = get_backend("dynamodb")[ACCOUNT][REGION].get_table(name)
        rows = {}
        for item in table.all_items():
            held = item.to_json()["Attributes"]
            rows[held["pk"]["S"], held["sk"]["S"]] = str(held.get("row") or held.get("packed"))
        return rows


@contextmanager
def a_life(folder: Path, stories: Stories, clients: FaultyClients) -> Iterator[Life]:
    folder.mkdir()
    with stack_watch(folder, stories.watchlist) as watch:
        yield Life(watch, stories, clients, Subscriber(watch))


@dataclass
class Tally:
    tried: Counter[str] = field(default_factory=Counter)
    diverged: list[str] = field(default_factory=list)
    twice: Counter[str] = field(default_factory=Counter)
    """Notices that came twice, by what had happened before."""


@pytest.fixture
def stories() -> Iterator[Stories]:
    with LocalServer({}, address="127.0.0.2") as site:
        yield Stories(site)


def calm_states(folder: Path, stories: Stories, clients: FaultyClients) -> tuple[list[State], Points]:
    """The state after each turn of an undisturbed life, and every point at which a fault can strike, by turn."""
    states, found = [], []
    with a_life(folder, stories, clients) as life:
        for number in range(TURNS):
            states.append(life.turn(number))
            counting = life.clients.faults
            found.append([(at, kind) for at, call in enumerate(counting.calls, 1) for kind in kinds_for(call)])
        assert not life.watch.troubles(), "; ".join(life.watch.troubles())
    return states, found


def chosen(found: Points, count: int) -> Points:
    """So many of all points, by turn, in a seeded order."""
    everything = [(turn, point) for turn, those in enumerate(found) for point in those]
    picked = random.Random(SEED).sample(everything, min(count, len(everything)))
    return [[point for there, point in picked if there == turn] for turn in range(len(found))]


def try_all(folder: Path, stories: Stories, clients: FaultyClients, *, calm: Sequence[State], left: Points) -> Tally:
    """Try every point, in each life two a turn, as long as it does not diverge."""
    tally = Tally()
    lives = 0
    while any(left):
        lives += 1
        with a_life(folder / f"life-{lives}", stories, clients) as life:
            for number, those in enumerate(left):
                rounds = rounds_of(those)
                before = len(life.subscriber.ids)
                state = life.turn(number, *rounds)
                tally.tried.update(str(kind) for faults in rounds for kind in faults.kinds)
                if state != calm[number]:
                    tally.diverged.append(told(number, rounds, state, calm[number]))
                    tell(tally.diverged[-1])
                    break
                if again := len(life.subscriber.ids) - before - len(state.heard - calm_heard(calm, number)):
                    tally.twice[str([faults.struck[-1:] for faults in rounds])] += again
        if lives % 20 == 0:
            tell(f"{sum(tally.tried.values())} points so far")
    return tally


def rounds_of(those: list[tuple[int, Kind]]) -> list[Faults]:
    """Faults for the turn itself, and for what follows on that, which is shorter.

    In each round one that the clients do not make up for, and some that they should.
    """
    rounds = []
    for longest in (10_000, EARLY, EARLY):
        near = [point for point in those if point[0] <= longest]
        hard = next((point for point in near if point[1] in HARD), None)
        light = [point for point in near if point[1] not in HARD and (hard is None or point[0] < hard[0])][:LIGHT]
        taken = [*light, *([hard] if hard else [])]
        for point in taken:
            those.remove(point)
        rounds += [Faults(dict(taken))] if taken else []
    return rounds


def tell(what: str) -> None:
    if os.environ.get("AFTERPRINT_TELL"):
        print(f"FAULTS {what}", flush=True)


def calm_heard(calm: Sequence[State], number: int) -> frozenset[tuple[str, str]]:
    """What had been heard before the turn."""
    return calm[number - 1].heard if number else frozenset()


def told(number: int, rounds: Sequence[Faults], state: State, calm: State) -> str:
    """Where it diverged, and in what."""
    found = []
    for name in ("archive", "site", "index"):
        one, other = getattr(state, name), getattr(calm, name)
        found += [f"{name} {key}" for key in sorted(one.keys() | other.keys()) if one.get(key) != other.get(key)][:3]
    found += [f"{name} {getattr(state, name)}" for name in ("open_work", "left") if getattr(state, name)]
    found += [f"heard {state.heard ^ calm.heard}"] if state.heard != calm.heard else []
    return f"turn {number}, {[faults.struck for faults in rounds]}: {', '.join(found)}"


def test_a_call_that_fails_anywhere_changes_nothing_in_the_end(tmp_path: Path, stories: Stories) -> None:
    with faulty_clients() as clients:
        calm, found = calm_states(tmp_path / "calm", stories, clients)
        tally = try_all(tmp_path, stories, clients, calm=calm, left=chosen(found, points(100, 1100)))
    tell(f"{sum(tally.tried.values())} of {sum(map(len, found))} points, {len(tally.diverged)} divergences")
    tell(f"by kind: {dict(tally.tried)}")
    tell(f"notices that came twice, under the same id: {dict(tally.twice)}")
    assert len(calm[-1].heard) >= 8
    assert tally.diverged == []
