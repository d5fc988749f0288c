"""Every single call that the stack's functions make fails once, in every way; what is left is as if none had."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from cloud.faults import HARD, Faults, FaultyClients, Kind, faulty_clients, kinds_for
from cloud.life import Life, State, a_life
from cloud.stories import MINUTES, TURNS, Stories
from cloud.unruly import UnrulyTraffic
from cloud.watch import START
from local_server import LocalServer
from newsroom_day import points

pytestmark = pytest.mark.slow

SEED = 20261124
EARLY = 90
"""So many calls are made by whatever follows on a fault."""
LIGHT = 8
TELLING = ("sns.Publish", "eventbridge.PutEvents")
UNSURE = (Kind.ANSWER_LOST, Kind.ALL_ANSWERS_LOST, Kind.DIED_AFTER)
Points = list[list[tuple[int, Kind]]]


@dataclass
class Tally:
    tried: Counter[str] = field(default_factory=Counter)
    diverged: list[str] = field(default_factory=list)
    unheard: int = 0
    """Notices that came twice, as nobody knew that the first had been sent: its answer was lost."""
    twice: Counter[str] = field(default_factory=Counter)
    """Those that came twice after anything else, by what had happened before."""


@pytest.fixture
def stories() -> Iterator[Stories]:
    with LocalServer({}, address="127.0.0.2") as site:
        yield Stories(site)


def lived(life: Life, stories: Stories, number: int, *rounds: Faults) -> State:
    """What is left after one of the stories' turns."""
    stories.turn(number)
    return life.turn(START + timedelta(minutes=MINUTES[number]), *rounds)


def calm_states(folder: Path, stories: Stories, clients: FaultyClients) -> tuple[list[State], Points]:
    """The state after each turn of an undisturbed life, and every point at which a fault can strike, by turn."""
    states, found = [], []
    with a_life(folder, stories.watchlist, clients) as life:
        for number in range(TURNS):
            states.append(lived(life, stories, number))
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
        with a_life(folder / f"life-{lives}", stories.watchlist, clients) as life:
            for number, those in enumerate(left):
                rounds = rounds_of(those)
                before = len(life.subscriber.ids)
                state = lived(life, stories, number, *rounds)
                tally.tried.update(str(kind) for faults in rounds for kind in faults.kinds)
                if state != calm[number]:
                    tally.diverged.append(told(number, rounds, state, calm[number]))
                    tell(tally.diverged[-1])
                    break
                if again := len(life.subscriber.ids) - before - len(state.heard - calm_heard(calm, number)):
                    count_again(tally, rounds, again)
        if lives % 20 == 0:
            tell(f"{sum(tally.tried.values())} points so far")
    return tally


def count_again(tally: Tally, rounds: Sequence[Faults], again: int) -> None:
    """Count notices that came twice, by whether the answer to one was lost in these rounds."""
    lost = {f"{call}: {kind}" for call in TELLING for kind in UNSURE}
    if any(struck.partition(" ")[2] in lost for faults in rounds for struck in faults.struck):
        tally.unheard += again
    else:
        tally.twice[str([faults.struck[-1:] for faults in rounds])] += again


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
        print(f"FAULTS {what}", file=sys.__stdout__, flush=True)


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
        tally = try_all(tmp_path, stories, clients, calm=calm, left=chosen(found, points(100, 1200)))
    tell(f"{sum(tally.tried.values())} of {sum(map(len, found))} points, {len(tally.diverged)} divergences")
    tell(f"by kind: {dict(tally.tried)}")
    tell(f"notices that came twice, under the same id: {tally.unheard} whose first answer was lost")
    tell(f"{tally.twice.total()} after something else: {dict(tally.twice)}")
    assert len(calm[-1].heard) >= 8
    assert tally.diverged == []


def test_messages_that_come_twice_late_or_in_any_order_change_nothing(tmp_path: Path, stories: Stories) -> None:
    lives, diverged, tried = points(1, 12), [], Counter[str]()
    with faulty_clients() as clients:
        calm, _ = calm_states(tmp_path / "calm", stories, clients)
        for number in range(lives):
            with a_life(tmp_path / f"life-{number}", stories.watchlist, clients) as life:
                traffic = UnrulyTraffic(life.watch.made, random.Random(SEED + number))
                life.watch.traffic = traffic
                for turn in range(TURNS):
                    lived(life, stories, turn)
                    state = brought_to_an_end(life, traffic)
                    if state != calm[turn]:
                        diverged.append(f"life {number}, {told(turn, [], state, calm[turn])}")
                        break
                tried += traffic.done_to_messages
    tell(f"{lives * TURNS} turns of unruly messages ({dict(tried)}), {len(diverged)} divergences")
    assert diverged == []
    assert min(tried["doubled"], tried["late"], tried["kept"]) >= lives


def brought_to_an_end(life: Life, traffic: UnrulyTraffic) -> State:
    """What is left when all that was late has come."""
    while traffic.bring_late():
        life.come_again()
    traffic.is_unruly = False
    life.come_again()
    traffic.is_unruly = True
    return life.at_the_end()
