"""A world whose stores fail at one call: before it took effect, after it, or together with the whole process."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from afterprint.errors import CageBroken, StoreError
from afterprint.local.archive import FileArchive
from afterprint.messages import Message
from afterprint.model import Notice
from afterprint.ports import Delivery, Queue, World
from dying import Death

THROTTLED_CALLS = 8


class Kind(StrEnum):
    """What happens at the call. The core hears of a timeout as of a refusal: it may have been done, or not."""

    REFUSED = "refused"
    ANSWER_LOST = "done, but its answer was lost"
    THROTTLED = "refused, as are the next calls"
    DIED_BEFORE = "the process died before it"
    DIED_AFTER = "the process died after it"
    CONFLICT = "another write was in the way"
    OWN_CONFLICT = "sent twice, and the first one was in the way of the second"


OF_PUTS = (Kind.CONFLICT, Kind.OWN_CONFLICT)
DEATHS = (Kind.DIED_BEFORE, Kind.DIED_AFTER)
SINGLE = (Kind.REFUSED, Kind.ANSWER_LOST, *OF_PUTS)
"""What hits one call and leaves the next one alone."""


def kinds_for(call: str) -> list[Kind]:
    """What can happen at a call of this name (`catalog.update_article`)."""
    if call.startswith("reader."):
        return [Kind.REFUSED, *DEATHS]
    return [kind for kind in Kind if kind not in OF_PUTS or call == "site.put"]


class Fault:
    """Counts all calls; at the one numbered `at` (from 1) that happens which `kind` says."""

    def __init__(self, at: int | None = None, kind: Kind = Kind.REFUSED) -> None:
        self.at = at
        self.kind = kind
        self.calls: list[str] = []
        self.is_over = False
        self._lock = threading.Lock()

    @property
    def is_death(self) -> bool:
        return self.kind in DEATHS

    def meets(self, call: str) -> Kind | None:
        """What happens at this call. Raises Death where the process is gone already."""
        with self._lock:
            if self.is_over and self.is_death:
                raise Death
            self.calls.append(call)
            number = len(self.calls)
            if number == self.at:
                self.is_over = True
                return self.kind
            throttled = self.is_over and self.kind is Kind.THROTTLED and number < (self.at or 0) + THROTTLED_CALLS
            return Kind.REFUSED if throttled else None


class Rain(Fault):
    """Strikes at this share of all calls, before or after they took effect; nobody dies of it. `met` counts them."""

    def __init__(self, chance: random.Random, share: float) -> None:
        super().__init__()
        self._chance = chance
        self._share = share
        self.met = 0
        self.struck = 0

    def meets(self, call: str) -> Kind | None:
        with self._lock:
            self.met += 1
            if self._chance.random() >= self._share:
                return None
            self.struck += 1
            return self._chance.choice([kind for kind in kinds_for(call) if kind in SINGLE])


class Faulty:
    """A port, by way of a fault. What iterates over rows may fail when it has given one."""

    def __init__(self, inner: Any, name: str, fault: Fault) -> None:
        self._inner = inner
        self._name = name
        self._fault = fault

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._inner, method)
        if not callable(found):
            return found
        call = f"{self._name}.{method}"

        def called(*args: Any, **more: Any) -> Any:
            kind = self._fault.meets(call)
            return found(*args, **more) if kind is None else _strike(kind, call, lambda: found(*args, **more))

        return called


def _strike(kind: Kind, call: str, do: Callable[[], Any]) -> Any:
    error = CageBroken("refused by the test") if call.startswith("reader.") else StoreError(call, f"{kind} by the test")
    if kind in OF_PUTS and call == "site.put":
        _ = kind is Kind.OWN_CONFLICT and do()
        return False
    if kind in (Kind.DIED_BEFORE, Kind.REFUSED, Kind.THROTTLED, Kind.CONFLICT):
        raise Death if kind is Kind.DIED_BEFORE else error
    failure = Death() if kind is Kind.DIED_AFTER else error
    answer = do()
    if isinstance(answer, Iterator):
        return _cut_short(answer, failure)
    raise failure


def _cut_short(rows: Iterator[Any], failure: BaseException) -> Iterator[Any]:
    yield from (row for row, _ in zip(rows, range(1), strict=False))
    raise failure


class Ear:
    """An outlet that keeps the ids of what it was sent."""

    name = "ear"

    def __init__(self, heard: list[str]) -> None:
        self._heard = heard

    def send(self, notice: Notice) -> None:
        self._heard.append(notice.id)


def faulty(world: World, fault: Fault, *, queue: Queue | None = None) -> World:
    """The world by way of `fault`, its announcements among it; `queue` stands in for the world's own."""
    assert isinstance(world.archive, FileArchive)
    sent = Faulty(queue or world.queue, "queue", fault)
    return replace(
        world,
        archive=Faulty(FileArchive(world.archive.root, announce=sent.send), "archive", fault),
        catalog=Faulty(world.catalog, "catalog", fault),
        site=Faulty(world.site, "site", fault),
        queue=sent,
        reader=Faulty(world.reader, "reader", fault),
        outlets=tuple(Faulty(outlet, "outlet", fault) for outlet in world.outlets),
    )


class UnrulyQueue:
    """A queue that keeps what it must and nothing more: messages come twice, late, and in any order."""

    def __init__(self, inner: Queue, chance: random.Random) -> None:
        self._inner = inner
        self._chance = chance
        self._late: list[Message] = []
        self._lock = threading.Lock()

    def send(self, *messages: Message) -> None:
        with self._lock:
            sent = [each for message in messages for each in [message] * self._chance.choice((1, 1, 2))]
            self._chance.shuffle(sent)
            late = [message for message in sent if self._chance.random() < 0.4]
            self._late += late
            self._inner.send(*[message for message in sent if message not in late])

    def receive(self, kinds: tuple[type, ...], *, limit: int) -> Sequence[Delivery]:
        with self._lock:
            if self._late and self._chance.random() < 0.5:
                self._inner.send(self._late.pop(self._chance.randrange(len(self._late))))
            received = [*self._inner.receive(kinds, limit=self._chance.randint(1, min(limit, 4)))]
            self._chance.shuffle(received)
            return received

    def done(self, delivery: Delivery) -> None:
        if self._chance.random() < 0.8:
            self._inner.done(delivery)

    def give_back(self, delivery: Delivery, *, delay_seconds: float = 0) -> None:
        self._inner.give_back(delivery, delay_seconds=delay_seconds)

    def waiting(self) -> int:
        return self._inner.waiting() + len(self._late)

    def dead_letters(self) -> Sequence[Message]:
        return self._inner.dead_letters()

    def bring_late(self) -> None:
        """Deliver all that is late."""
        self._inner.send(*self._late)
        self._late = []
