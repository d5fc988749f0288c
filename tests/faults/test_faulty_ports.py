"""Every single call of a watch fails once, in every way; what is left is what an undisturbed watch leaves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.engine.runner import Engine
from afterprint.errors import AfterprintError
from afterprint.log_keys import Subject
from afterprint.messages import DocumentsPublished
from afterprint.pipeline import notify, render_stale
from afterprint.ports import World
from dying import Death
from faulty_ports import Ear, Fault, Kind, UnrulyQueue, faulty, kinds_for
from lives import LIVES, Life
from newsroom_day import points
from test_dying import Left, left
from watching import START, Silent, Watched, watching

SEED = 20261124


class Forgiving(Silent):
    """Lets failures pass: they are what is tried here."""

    def failed(self, what: Subject, error: Exception) -> None:
        assert isinstance(error, AfterprintError), f"{what}: {error!r}"


@dataclass(frozen=True)
class State:
    """What is left after a turn, what waits to be done, and what subscribers heard."""

    left: Left
    waiting: int
    dead: int
    heard: frozenset[str]


@dataclass
class Run:
    """One life under way. A turn is lived with a fault, then once more without one, at the same moment."""

    watched: Watched
    folder: Path
    life: Life
    heard: list[str] = field(default_factory=list)

    def begin(self, turn: int) -> None:
        self.watched.folder = self.folder
        self.life.serve(self.watched, turn)
        self.watched.sources = self.life.sources(self.watched, turn)
        self.watched.now = START + timedelta(minutes=self.life.minutes[turn])

    def world(self) -> World:
        return replace(self.watched.world(), outlets=(Ear(self.heard),))

    def turn(self, turn: int, fault: Fault) -> State:
        self.begin(turn)
        world = self.world()
        with suppress(Death, AfterprintError):
            work(faulty(world, fault))
        if fault.is_over:
            # A process that lives on does it all itself; what it gave back with a delay comes at the next start.
            _ = fault.is_death or work(world)
            work(self.world())
        return self.state()

    def unruly_turn(self, turn: int, chance: random.Random) -> State:
        self.begin(turn)
        world = self.world()
        queue = UnrulyQueue(world.queue, chance)
        work(faulty(world, Fault(), queue=queue))
        for _ in range(2):
            queue.bring_late()
            work(self.world())
        return self.state()

    def state(self) -> State:
        queue = self.world().queue
        return State(left(self.watched), queue.waiting(), len(queue.dead_letters()), frozenset(self.heard))


def work(world: World) -> None:
    """Do all that is due, and what a timer does, and tell the subscribers."""
    Engine(world, Forgiving()).tick()
    render_what_waits(world)
    tell_subscribers(world)


def render_what_waits(world: World) -> None:
    """Do as the timer does that renders what need not be there at once."""
    now = world.clock.now()
    render_stale(world, rendered_before=now, begun_before=now, tell=Forgiving().failed)


def tell_subscribers(world: World) -> None:
    """Do as notify does with all that waits for it."""
    while deliveries := world.queue.receive((DocumentsPublished,), limit=10):
        for delivery in deliveries:
            assert isinstance(delivery.message, DocumentsPublished)
            notify(
                delivery.message,
                archive=world.archive,
                catalog=world.catalog,
                clock=world.clock,
                outlets=world.outlets,
                site_url="https://e.example/",
            )
            world.queue.done(delivery)


@dataclass
class Tally:
    tried: int = 0
    diverged: list[str] = field(default_factory=list)
    twice: Counter[str] = field(default_factory=Counter)
    """Notices that came twice, by what had happened before."""


Points = list[list[tuple[int, Kind]]]


def calm_states(run: Run) -> tuple[list[State], Points]:
    """The state after each turn of an undisturbed life, and every point at which a fault can strike, by turn."""
    states, found = [], []
    for turn in range(len(run.life.minutes)):
        counting = Fault()
        states.append(run.turn(turn, counting))
        found.append([(at, kind) for at, call in enumerate(counting.calls, 1) for kind in kinds_for(call)])
    return states, found


def chosen(found: Points, count: int) -> Points:
    """So many of all points, by turn, in a seeded order."""
    chance = random.Random(SEED)
    everything = [(turn, point) for turn, those in enumerate(found) for point in those]
    picked = chance.sample(everything, min(count, len(everything)))
    return [[point for there, point in picked if there == turn] for turn in range(len(found))]


def try_all(watched: Watched, folder: Path, life: Life, calm: Sequence[State], left_over: Points) -> Tally:
    """Try every point, in each life one a turn, as long as it does not diverge."""
    tally = Tally()
    while any(left_over):
        run = Run(watched, folder / f"life-{tally.tried}", life)
        for turn, those in enumerate(left_over):
            fault = Fault(*those.pop()) if those else Fault()
            before = Counter(run.heard)
            state = run.turn(turn, fault)
            tally.tried += fault.is_over
            if fault.is_over and state != calm[turn]:
                tally.diverged.append(told(turn, fault, state, calm[turn]))
                break
            struck = f"{fault.calls[fault.at - 1]} {fault.kind}" if fault.is_over and fault.at else "nothing"
            now = Counter(run.heard) - before
            tally.twice[struck] += sum(count > 1 for count in now.values()) + len(set(now) & set(before))
    tally.twice = +tally.twice
    return tally


def told(turn: int, fault: Fault, state: State, calm: State) -> str:
    """Where it diverged, and in what."""
    where = f"turn {turn}, call {fault.at} of {len(fault.calls)} ({fault.calls[(fault.at or 1) - 1]}): {fault.kind}"
    return f"{where}: {differences(state, calm)}"


def differences(state: State, calm: State) -> str:
    one, other = state.left.tree, calm.left.tree
    found = [f"{path}" for path in sorted(one.keys() | other.keys()) if one.get(path) != other.get(path)][:4]
    found += [name for name in ("waiting", "dead", "heard") if getattr(state, name) != getattr(calm, name)]
    parts = ("news", "lines", "open_work", "articles")
    return ", ".join([*found, *(name for name in parts if getattr(state.left, name) != getattr(calm.left, name))])


@pytest.mark.slow
@pytest.mark.parametrize("name", list(LIVES))
def test_a_call_that_fails_anywhere_changes_nothing_in_the_end(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = LIVES[name]
    with watching(tmp_path, "paper", "other") as watched:
        calm, found = calm_states(Run(watched, tmp_path / "calm", life))
        tally = try_all(watched, tmp_path, life, calm, chosen(found, points(75, 100_000)))
    with capsys.disabled():
        print(f"\n{name}: {tally.tried} of {sum(map(len, found))} points tried, {len(tally.diverged)} divergences")
        print(f"{name}: notices that came twice, under the same id: {dict(tally.twice)}")
        print("\n".join(tally.diverged[:20]))
    assert calm[-1].left.open_work == []
    assert calm[-1].waiting == calm[-1].dead == 0
    assert len(calm[-1].heard) >= 3
    assert tally.diverged == []
    assert [struck for struck in tally.twice if not may_tell_twice(struck)] == []


def may_tell_twice(struck: str) -> bool:
    """Whether it leaves a notice taken and not known to be: its answer was lost, or the note of it was not made."""
    call, _, kind = struck.partition(" ")
    if kind == Kind.THROTTLED:
        return call.startswith(("outlet.", "catalog."))  # the next calls, the note among them, are refused as well
    return call == "catalog.add_delivery" or (call == "outlet.send" and kind in (Kind.ANSWER_LOST, Kind.DIED_AFTER))


@pytest.mark.slow
@pytest.mark.parametrize("name", list(LIVES))
def test_messages_that_come_twice_late_or_in_any_order_change_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = LIVES[name]
    diverged = []
    with watching(tmp_path, "paper", "other") as watched:
        calm, _ = calm_states(Run(watched, tmp_path / "calm", life))
        lives = points(3, 40)
        for number in range(lives):
            run, chance = Run(watched, tmp_path / f"life-{number}", life), random.Random(SEED + number)
            for turn in range(len(life.minutes)):
                state = run.unruly_turn(turn, chance)
                if state != calm[turn]:
                    diverged.append(f"life {number}, turn {turn}: {differences(state, calm[turn])}")
                    break
    with capsys.disabled():
        print(f"\n{name}: {lives * len(life.minutes)} turns of unruly messages, {len(diverged)} divergences")
        print("\n".join(diverged[:20]))
    assert diverged == []
