"""One life of a paper in a stack of its own, with or without faults, and all that it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from moto.backends import get_backend

from cloud.faults import Death, Faults, FaultyClients
from cloud.stories import Subscriber
from cloud.values import ACCOUNT, REGION
from cloud.watch import StackWatch, stack_watch


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
    """A stack under way, and who listens to it."""

    watch: StackWatch
    clients: FaultyClients
    subscriber: Subscriber

    def turn(self, at: datetime, *rounds: Faults) -> State:
        """Do all that is due with faults, then, at the same moment, what comes by itself: messages again, and repair.

        Faults of further rounds strike at that; in the end all of it is done without any. Time and sites stand still.
        """
        for place, faults in enumerate([*rounds, Faults()]):
            with self.under(faults):
                self.watch.retry(min(place, 1))
                self.let_repair_find_all()
                self.watch.settle(at)
        if rounds:
            self.come_again()
        return self.at_the_end()

    def at_the_end(self) -> State:
        """What is left when repair has rendered what is rendered later."""
        self.watch.deployed()
        self.subscriber.listen()
        return self.state()

    @contextmanager
    def under(self, faults: Faults) -> Iterator[None]:
        """Meanwhile calls fail as `faults` say; where the process dies of it, the functions start anew."""
        self.clients.faults = faults
        self._expire()
        with suppress(Death):
            yield
        if faults.is_dead:
            for function in self.watch.made.functions.values():
                function.close()

    def come_again(self) -> None:
        """Let messages come again that failed, or whose end was not heard of."""
        self._expire()
        self.watch.retry(1)

    def let_repair_find_all(self) -> None:
        """Let repair take up whatever is open: as time stands still, what it finds is no older. No fault strikes it."""
        faults, self.clients.faults = self.clients.faults, Faults()
        self.watch.made.functions["RepairFunction"].module.OLDER_THAN = timedelta(minutes=-1)
        self.clients.faults = faults

    def _expire(self) -> None:
        """Drop messages older than their queue keeps them, which moto hides, and counts as received all the same."""
        backend = get_backend("sqs")[ACCOUNT][REGION]
        for name, queue in backend.queues.items():
            for message in [*queue._messages]:
                if not backend.is_message_valid_based_on_retention_period(name, message):
                    queue._messages.remove(message)
                    queue.pending_messages.discard(message)

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

    def open_work(self) -> list[str]:
        """What is open, seen in moto's own table: no call that a fault could strike."""
        return [sk.value for pk, rows in self._table().items.items() if pk.value.startswith("o#") for sk in rows]

    def _objects(self, bucket: str) -> dict[str, bytes]:
        found = get_backend("s3")[ACCOUNT]["aws"].buckets[self.watch.made.identities[bucket]["Ref"]].keys
        return {key: each.value for key, each in found.items()}

    def _rows(self) -> dict[tuple[str, str], str]:
        rows = {}
        for item in self._table().all_items():
            held = item.to_json()["Attributes"]
            rows[held["pk"]["S"], held["sk"]["S"]] = str(held.get("row") or held.get("packed"))
        return rows

    def _table(self) -> Any:
        return get_backend("dynamodb")[ACCOUNT][REGION].get_table(self.watch.made.identities["CatalogTable"]["Ref"])


@contextmanager
def a_life(folder: Path, watchlist: str, clients: FaultyClients, *, clock: Any = None) -> Iterator[Life]:
    folder.mkdir()
    with stack_watch(folder, watchlist, clock=clock) as watch:
        yield Life(watch, clients, Subscriber(watch))
