"""The embedded engine: the pipeline's steps on one machine, once (`tick`) or until stopped (`run`).

Lanes run side by side in worker threads, each host's alone; diff and publish follow in the calling thread. The
process may be killed at any moment: what it left open is finished by `repair` at the next start.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from afterprint.adopt import adopt
from afterprint.errors import DiskFull
from afterprint.log_keys import Subject
from afterprint.messages import ChangeStored, EventStored, HostCameDue, VersionStored
from afterprint.model import ChangeKey, EventKey, VersionKey
from afterprint.pipeline import diff, fetch, publish, publish_fixed, render_stale, schedule
from afterprint.ports import Clock, Delivery, World
from afterprint.repair import repair
from afterprint.rows import WatchedRow

WORKERS = 8
BATCH = 50
RETRY_SECONDS = 30.0
POLL_SECONDS = 0.25
REPAIR_EVERY = timedelta(hours=1)
REPAIR_OLDER_THAN = timedelta(minutes=15)
RENDER_EVERY = timedelta(hours=1)


class Stopping(BaseException):
    """The engine is stopping: a lane that waits for its gap gives up. No fault, so nothing that hears of those does."""


class Reporter(Protocol):
    """Hears what the engine does. Called from the engine's own thread, one call at a time."""

    def started(self, adopted: Counter[str], repaired: Counter[str]) -> None: ...
    def visited(self, host: str, outcomes: Counter[str]) -> None: ...
    def unsuccessful(self, row: WatchedRow, said: str) -> None: ...
    def compared(self, version: VersionKey) -> None: ...
    def published(self, records: Sequence[ChangeKey | EventKey], paths: list[str]) -> None: ...
    def failed(self, what: Subject, error: Exception) -> None: ...


class StoppableClock:
    """A clock whose sleep ends with Stopping as soon as the engine is told to stop."""

    def __init__(self, clock: Clock, stop: threading.Event) -> None:
        self._clock = clock
        self._stop = stop

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise Stopping("stopping")


class Engine:
    """One world at work, until `stop` is set. Whoever makes one must own the data directory."""

    def __init__(self, world: World, reporter: Reporter, *, stop: threading.Event | None = None) -> None:
        self._world = world
        self._reporter = reporter
        self._stop = stop or threading.Event()
        self.failures = 0
        self._render_after = 0.0

    def start(self) -> None:
        """Finish what a former process left open, follow the watchlist, write the documents that stand alone."""
        repaired = repair(self._world, tell=self._tell)  # first, as parking goes by rows that are up to the archive
        adopted = adopt(self._world)
        publish_fixed(self._world)
        self._reporter.started(adopted, repaired)
        self.work_off()

    def tick(self) -> None:
        """Do all that is due now, through to the published site, until nothing is due."""
        self.start()
        failed: set[str] = set()
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="lane") as pool:
            while messages := [due for due in self._due() if due.host not in failed]:
                for message, lane in [(due, pool.submit(_visit, due, self._world)) for due in messages]:
                    if not self._finish(message, lane):
                        failed.add(message.host)
                self.work_off()
        self._render_stale()

    def run(self) -> None:
        """Watch until told to stop. Returns at once then; lanes still under way are left to end by themselves."""
        self.start()
        lanes = _Lanes(self._world)
        try:
            self._watch(lanes)
        except Stopping:
            pass  # a lane that waited for its gap; what it had still to ask for is due at the next start
        finally:
            lanes.abandon()

    def _watch(self, lanes: _Lanes) -> None:
        next_repair = self._world.clock.now() + REPAIR_EVERY
        while not self._stop.is_set():
            lanes.enter(self._due())
            for message, lane in lanes.left():
                if not self._finish(message, lane):
                    lanes.shun(message.host)
            self.work_off()
            if self._world.clock.now() >= next_repair:
                repair(self._world, opened_before=self._world.clock.now() - REPAIR_OLDER_THAN, tell=self._tell)
                next_repair = self._world.clock.now() + REPAIR_EVERY
            self._render_stale()
            if not lanes.busy:
                self._stop.wait(POLL_SECONDS)

    def _due(self) -> Iterator[HostCameDue]:
        return schedule(catalog=self._world.catalog, clock=self._world.clock)

    def work_off(self) -> None:
        """Diff and publish until no message waits, or the engine is stopped."""
        while not self._stop.is_set() and (self._diff_all() or self._publish_all()):
            pass

    def _render_stale(self) -> None:
        """Render what was not rendered within the hour. Whoever began before was a former process of this directory."""
        if self._world.clock.monotonic() < self._render_after:
            return
        now, failures = self._world.clock.now(), self.failures
        paths = render_stale(self._world, rendered_before=now - RENDER_EVERY, begun_before=now, tell=self._tell)
        if paths:
            self._reporter.published((), paths)
        if self.failures > failures:
            self._render_after = self._world.clock.monotonic() + RETRY_SECONDS

    def _diff_all(self) -> int:
        deliveries = self._world.queue.receive((VersionStored,), limit=BATCH)
        for delivery in deliveries:
            self._attempt(delivery, self._diff)
        return len(deliveries)

    def _publish_all(self) -> int:
        deliveries = self._world.queue.receive((ChangeStored, EventStored), limit=BATCH)
        if not deliveries:
            return 0
        try:
            self._publish(deliveries)
        except DiskFull:
            raise
        except Exception:  # noqa: BLE001 - whatever it was: one bad record must not keep the others from the site
            for delivery in deliveries:
                self._attempt(delivery, lambda one: self._publish([one]))
        return len(deliveries)

    def _diff(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, VersionStored):
            diff(delivery.message, archive=self._world.archive, clock=self._world.clock)
            self._reporter.compared(delivery.message.key)
        self._world.queue.done(delivery)

    def _publish(self, deliveries: Sequence[Delivery]) -> None:
        messages = [each.message for each in deliveries if isinstance(each.message, ChangeStored | EventStored)]
        paths = publish(messages, world=self._world)
        for delivery in deliveries:
            self._world.queue.done(delivery)
        self._reporter.published([message.key for message in messages], paths)

    def _attempt(self, delivery: Delivery, step: Callable[[Delivery], None]) -> None:
        try:
            step(delivery)
        except DiskFull:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of one message is told, and must not end the watch
            self._tell(delivery.message, error)
            self._world.queue.give_back(delivery, delay_seconds=RETRY_SECONDS)

    def _tell(self, what: Subject, error: Exception) -> None:
        self.failures += 1
        self._reporter.failed(what, error)

    def _finish(self, message: HostCameDue, lane: Future[_Visit]) -> bool:
        """Tell what a lane did; whether it went well. A fault leaves its host due, so nothing is lost."""
        try:
            visit = lane.result()
        except (DiskFull, Stopping):
            raise
        except Exception as error:  # noqa: BLE001 - a fault in one lane is told, and must not end the watch
            self._tell(message, error)
            return False
        for what, fault in visit.faults:
            self._tell(what, fault)
        for row, said in visit.unsuccessful:
            self._reporter.unsuccessful(row, said)
        self._reporter.visited(message.host, visit.outcomes)
        return True


@dataclass(frozen=True)
class _Visit:
    """What a lane did, the looks that brought nothing, and the faults in single rows, which did not end it."""

    outcomes: Counter[str]
    unsuccessful: list[tuple[WatchedRow, str]]
    faults: list[tuple[Subject, Exception]]


def _visit(message: HostCameDue, world: World) -> _Visit:
    faults: list[tuple[Subject, Exception]] = []
    unsuccessful: list[tuple[WatchedRow, str]] = []
    outcomes = fetch(
        message,
        world=world,
        tell=lambda what, error: faults.append((what, error)),
        hear=lambda row, said: unsuccessful.append((row, said)),
    )
    return _Visit(outcomes, unsuccessful, faults)


class _Lanes:
    """The lanes at work: each host's alone, at most WORKERS side by side; a host that failed is shunned for a while."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="lane")
        self._shunned: dict[str, float] = {}
        self.busy: dict[Future[_Visit], HostCameDue] = {}

    def enter(self, messages: Iterable[HostCameDue]) -> None:
        hosts = {message.host for message in self.busy.values()}
        now = self._world.clock.monotonic()
        for message in messages:
            if len(self.busy) >= WORKERS:
                return
            if message.host not in hosts and self._shunned.get(message.host, 0) <= now:
                self.busy[self._pool.submit(_visit, message, self._world)] = message

    def left(self) -> list[tuple[HostCameDue, Future[_Visit]]]:
        """The lanes that ended meanwhile; waits for the first one a little."""
        done = wait(self.busy, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED).done if self.busy else set()
        return [(self.busy.pop(lane), lane) for lane in done]

    def shun(self, host: str) -> None:
        self._shunned[host] = self._world.clock.monotonic() + RETRY_SECONDS

    def abandon(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
