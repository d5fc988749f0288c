"""Workers that get in each other's way, in every order that a seed can think of: nothing is lost or overwritten."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from afterprint.adopt import adopt
from afterprint.engine.runner import Engine
from afterprint.errors import StoreError
from afterprint.local.queue import SqliteQueue
from afterprint.log_keys import Subject
from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, HostCameDue, Message, VersionStored
from afterprint.model import ChangeKey, VersionKey
from afterprint.pipeline import diff, fetch, publish, schedule
from afterprint.ports import World
from afterprint.record import passage_of
from afterprint.repair import repair
from afterprint.rows import OpenWork
from afterprint.tombstones import tombstones_of
from afterprint.withdraw import Target, plan, withdraw
from cloud.stepping import Steps
from cloud.town import HOST, LocalTown, MotoTown, RealTown, Town
from fakes import FakeClock
from leftovers import holds
from newsroom_day import points
from test_faulty_ports import render_what_waits
from watching import Silent

pytestmark = pytest.mark.slow

SEEDS = range(20261124, 20261124 + points(5, 20))
"""For each scenario in each town."""
TOWNS = {"local": LocalTown, "moto": MotoTown, "real": RealTown}
ONE, TWO, THREE = "It sails at noon.", "It sails at one.", "It does not sail at all today."


@pytest.fixture(params=TOWNS)
def make_town(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Town]:
    """Makes a new town of one kind each time."""
    numbers = iter(range(10_000))

    def make() -> Town:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return TOWNS[request.param](folder)

    return make


def pages(last: str) -> dict[str, str]:
    return {f"http://{HOST}/ferry": last, f"http://{HOST}/market": last}


def settled(town: Town, minutes: float, last: str) -> World:
    """Follow the watchlist and do all that is due at this time, one thing after another."""
    world = town.world(minutes=minutes, pages=pages(last))
    adopt(world)
    work_off(world)
    for _ in range(3):
        for message in list(schedule(catalog=world.catalog, clock=world.clock)):
            fetch(message, world=world)
        work_off(world)
    return world


def work_off(world: World) -> None:
    Engine(world, Silent()).work_off()


def taken(world: World, kinds: tuple[type, ...]) -> list[Any]:
    """The messages of these kinds that wait, taken out of the queue."""
    found: list[Any] = []
    while deliveries := world.queue.receive(kinds, limit=10):
        for delivery in deliveries:
            found.append(delivery.message)
            world.queue.done(delivery)
    return found


class Forgiving(Silent):
    """Lets failures pass: their messages come again."""

    def failed(self, what: Subject, error: Exception) -> None:
        assert isinstance(error, StoreError), f"{what}: {error!r}"


def told(world: World) -> Counter[str]:
    """How often notify was asked to tell of each."""
    return Counter(message.key.path for message in taken(world, (DocumentsPublished,)))


def unhurt(results: list[Any], *expected: type[Exception]) -> None:
    """Nobody failed, or if so in a way that is made up for when the message comes again."""
    for each in results:
        assert not isinstance(each, Exception) or isinstance(each, expected), repr(each)


def whole(town: Town, world: World) -> None:
    """Every history is whole, every row and index line is there, and the site shows what is stored."""
    archive, catalog = world.archive, world.catalog
    versions, changes = list(archive.version_keys()), list(archive.change_keys())
    assert [key.version for key in changes] == versions
    for row in catalog.articles():
        mine = [key for key in versions if key.article == row.key]
        assert [key.number for key in mine] == list(range(1, len(mine) + 1))
        assert row.versions == len(mine), "the row lags behind"
        assert row.due is not None
        texts = [archive.version(key).text.paragraphs[-1] for key in mine]
        assert all(one != other for one, other in pairwise(texts)), texts
        for key in mine[1:]:
            assert archive.version(key).previous == archive.version_digest(key.previous)
        assert [line.key for line in catalog.article_lines(row.key)] == [
            key for key in changes if key.article == row.key
        ]
    assert catalog.next_due_host() is not None
    assert [work.path for work in catalog.open_works()] == []
    render_what_waits(world)
    before = town.files()
    publish([ChangeStored(key) for key in changes], world=world)
    render_what_waits(world)
    assert town.files() == before, "the site lags behind"


def finished(town: Town, minutes: float, last: str) -> World:
    """Let messages come again, repair, and look once more, a while later."""
    world = settled(town, minutes, last)
    repair(world)
    work_off(world)
    return world


def tell(what: str, make_town: Callable[[], Town]) -> None:
    if os.environ.get("AFTERPRINT_TELL"):
        kind = type(make_town()).__name__
        print(f"CONCURRENCY {kind}, {what}: {len(SEEDS)} interleavings, 0 divergences", file=sys.__stdout__, flush=True)


@pytest.mark.parametrize("second", [TWO, THREE], ids=["same-text", "newer-text"])
def test_two_fetch_workers_on_one_article_lose_nothing(second: str, make_town: Callable[[], Town]) -> None:
    for seed in SEEDS:
        two_fetch_workers(make_town(), random.Random(seed), second)
    tell("two fetch workers on one article", make_town)


def two_fetch_workers(town: Town, chance: random.Random, second: str) -> None:
    settled(town, 0, ONE)
    first, other = town.world(minutes=40, pages=pages(TWO)), town.world(minutes=41, pages=pages(second))
    message = HostCameDue(HOST, first.clock.now())
    unhurt(Steps(chance).run([lambda: fetch(message, world=first), lambda: fetch(message, world=other)]))
    records = {path: body for path, body in town.files().items() if path.startswith("archive/")}
    world = finished(town, 90, second)
    after = town.files()
    assert {path: after[path] for path in records} == records, "something was overwritten"
    whole(town, world)
    newest = [key for key in world.archive.version_keys() if key.article.source == "paper-0"][-1]
    assert world.archive.version(newest).text.paragraphs[-1] == second
    assert set(told(world)) == {key.path for key in world.archive.change_keys() if not key.is_first}


def edited(town: Town) -> list[Message]:
    """An edit of each article is stored and diffed; the messages that publish would get, one for each article."""
    settled(town, 0, ONE)
    world = town.world(minutes=40, pages=pages(TWO))
    for message in list(schedule(catalog=world.catalog, clock=world.clock)):
        fetch(message, world=world)
    for message in taken(world, (VersionStored,)):
        diff(message, archive=world.archive, clock=world.clock)
    messages = taken(world, (ChangeStored, EventStored))
    assert len(messages) == 2
    return messages


def published_in_turn(town: Town) -> dict[str, bytes]:
    """What lies there when the two edits are published one after the other."""
    for message in edited(town):
        publish([message], world=town.world(minutes=41, pages=pages(TWO)))
    return town.files()


def test_two_publishers_on_one_feed_lose_nothing(make_town: Callable[[], Town]) -> None:
    expected = published_in_turn(make_town())
    for seed in SEEDS:
        two_publishers(make_town(), random.Random(seed), expected)
    tell("two publishers on one feed", make_town)


def two_publishers(town: Town, chance: random.Random, expected: dict[str, bytes]) -> None:
    messages = edited(town)
    world = town.world(minutes=41, pages=pages(TWO))
    results = Steps(chance).run([partial(publish, [message], world=world) for message in messages])
    unhurt(results, StoreError)
    for message, result in zip(messages, results, strict=True):
        if isinstance(result, StoreError):  # it lost too many races, and comes again
            publish([message], world=world)
    assert town.files() == expected
    assert list(world.catalog.open_works()) == []
    assert set(told(world)) == {message.key.path for message in messages}


def test_a_repair_during_a_publish_loses_nothing(make_town: Callable[[], Town]) -> None:
    expected = published_in_turn(make_town())
    for seed in SEEDS:
        repair_during_publish(make_town(), random.Random(seed), expected)
    tell("a repair during a publish", make_town)


def repair_during_publish(town: Town, chance: random.Random, expected: dict[str, bytes]) -> None:
    messages = edited(town)
    world, repairing = (town.world(minutes=41, pages=pages(TWO)) for _ in range(2))

    def mend() -> None:
        repair(repairing)
        Engine(repairing, Forgiving()).work_off()

    results = Steps(chance).run([lambda: publish(messages, world=world), mend])
    unhurt(results, StoreError)
    if isinstance(results[0], StoreError):
        publish(messages, world=world)
    town.queue = SqliteQueue(town.folder / "queue.sqlite", clock=FakeClock())  # what was given back comes at once
    after = town.world(minutes=41, pages=pages(TWO))
    work_off(after)
    assert town.files() == expected
    assert list(world.catalog.open_works()) == []
    assert set(told(after)) == {message.key.path for message in messages}


def test_a_repair_of_what_was_never_stored_during_the_fetch_that_stores_it(make_town: Callable[[], Town]) -> None:
    for seed in SEEDS:
        repair_during_fetch(make_town(), random.Random(seed))
    tell("a repair during a fetch", make_town)


def repair_during_fetch(town: Town, chance: random.Random) -> None:
    before = settled(town, 0, ONE)
    for row in before.catalog.articles():  # a process died when it had noted its work, and no more
        path = VersionKey(row.key, 2).path
        before.catalog.open_work(OpenWork(path=path, host=HOST, opened_at=before.clock.now()))
    fetching, repairing = (town.world(minutes=40, pages=pages(TWO)) for _ in range(2))
    message = HostCameDue(HOST, fetching.clock.now())
    mend = partial(repair, repairing, opened_before=repairing.clock.now())
    unhurt(Steps(chance).run([lambda: fetch(message, world=fetching), mend]))
    assert taken(fetching, (VersionStored,)), "nothing was stored"  # and its message is lost, as a crash would have it
    world = finished(town, 90, TWO)
    whole(town, world)
    assert set(told(world)) == {key.path for key in world.archive.change_keys() if not key.is_first}


@pytest.mark.parametrize("covers", ["article", "record"])
def test_what_is_taken_down_during_a_diff_does_not_come_back(covers: str, make_town: Callable[[], Town]) -> None:
    for seed in SEEDS:
        take_down_during_diff(make_town(), random.Random(seed), covers)
    tell(f"a take-down ({covers}) during a diff", make_town)


def take_down_during_diff(town: Town, chance: random.Random, covers: str) -> None:
    settled(town, 0, ONE)
    world = town.world(minutes=40, pages=pages(TWO))
    for message in list(schedule(catalog=world.catalog, clock=world.clock)):
        fetch(message, world=world)
    stored = taken(world, (VersionStored,))[0]
    change = ChangeKey(stored.key.article, 1, 2)
    covered = [change.path, *([stored.key.path, stored.key.previous.path] if covers == "article" else [])]
    tombstone = tombstones_of(change.path)[0 if covers == "article" else 1]

    def take_down() -> None:
        town.lay(tombstone, b"{}")
        for path in covered:
            town.remove(path)

    results = Steps(chance).run([lambda: diff(stored, archive=world.archive, clock=world.clock), take_down])
    unhurt(results, StoreError)  # where what it compares goes between two of its looks
    assert [path for path in covered if f"archive/{path}" in town.files()] == [], "what was taken down came back"
    assert diff(stored, archive=world.archive, clock=world.clock) is False
    others = [key for key in world.archive.version_keys() if key.article != change.article]
    assert len(others) == 2, "somebody else's records have gone"


NAME = "Zebulon Quilldrake"
TARGETS = {
    "article": lambda key: Target(article=key),
    "version": lambda key: Target(article=key, version=2),
    "passage": lambda key: Target(article=key, passage=passage_of(NAME)),
}


@pytest.mark.parametrize("what", TARGETS)
def test_a_withdrawal_during_the_diff_and_publish_of_an_edit_leaves_nothing_of_it(
    what: str, make_town: Callable[[], Town]
) -> None:
    for seed in SEEDS:
        withdrawal_during_diff(make_town(), random.Random(seed), what)
    tell(f"a withdrawal ({what}) during a diff", make_town)


def withdrawal_during_diff(town: Town, chance: random.Random, what: str) -> None:
    settled(town, 0, ONE)
    edited = {**pages(ONE), f"http://{HOST}/ferry": f"The pilot was {NAME}, the harbour said."}
    working, withdrawing = (town.world(minutes=40, pages=edited) for _ in range(2))
    for message in list(schedule(catalog=working.catalog, clock=working.clock)):
        fetch(message, world=working)
    (article,) = {key.article for key in working.archive.version_keys() if key.number == 2}
    target = TARGETS[what](article)

    def take_down() -> None:
        withdraw(plan(target, world=withdrawing), "asked for", world=withdrawing)

    results = Steps(chance).run([Engine(working, Forgiving()).work_off, take_down])
    unhurt(results, StoreError)
    if isinstance(results[1], StoreError):  # the desk is told so, and makes the same call again
        take_down()
    town.queue = SqliteQueue(town.folder / "queue.sqlite", clock=FakeClock())  # what was given back comes at once
    after = town.world(minutes=41, pages=edited)
    work_off(after)
    repair(after)
    work_off(after)
    found = [path for path, body in town.files().items() if holds(body, (NAME,))]
    assert found == [], "what was taken down is there"
    assert list(after.catalog.open_works()) == []
    others = [key for key in after.archive.version_keys() if key.article != article]
    assert len(others) == 1, "somebody else's records have gone"
