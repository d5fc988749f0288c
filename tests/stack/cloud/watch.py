"""A stack that watches papers on loopback, minute by minute or at moments that a test sets."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import moto_server
import transformed as templates
from cloud.deployment import Deployment, deploy
from cloud.traffic import Traffic

START = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)


class SetClock:
    """A clock on which it is always what a test sets; gaps and deadlines keep their real length."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))


@dataclass
class StackWatch:
    """One deployed stack and its clock."""

    made: Deployment
    traffic: Traffic
    clock: SetClock

    def change_watchlist(self, text: str) -> None:
        """Deploy another watchlist: a new layer, functions that start anew, and repair once."""
        self.made.opt.joinpath("watchlist.toml").write_text(text, encoding="utf-8")
        for function in self.made.functions.values():
            function.close()
        self.deployed()

    def deployed(self) -> None:
        """Do as `make deploy` does at its end: run repair once, which follows the watchlist."""
        self.traffic.start("RepairFunction")

    def pass_minutes(self, minutes: int) -> None:
        """Let so many minutes pass, each with what its schedules start."""
        for _ in range(minutes):
            self.clock.at += timedelta(minutes=1)
            self.traffic.fire(self.clock.at)

    def settle(self, at: datetime) -> None:
        """Do all that is due at this moment, as `afterprint tick --at` does: tick after tick, until nothing is due.

        To the queues, ten minutes pass between two ticks: else they would drop a host's second message of a minute.
        """
        self.clock.at = at
        self.deployed()
        while self.next_tick(at) > 1:
            pass

    def next_tick(self, at: datetime) -> int:
        """One tick at this moment, and all that follows from it; how many functions ran."""
        self.clock.at = at
        self._queue_minutes += 10
        before = len(self.traffic.invocations)
        self.traffic.start("ScheduleFunction")
        return len(self.traffic.invocations) - before

    def retry(self, times: int) -> None:
        """Let messages that failed come again, so many times."""
        for _ in range(times):
            self._queue_minutes += 30
            self.traffic.run()

    _queue_minutes: int = 0

    def queue_time(self) -> float:
        return (self.clock.now() + timedelta(minutes=self._queue_minutes)).timestamp()

    def document(self, path: str) -> str:
        """A published document, or "" where there is none."""
        return self.documents().get(path, b"").decode()

    def documents(self) -> dict[str, bytes]:
        """All that is published, by path."""
        return self.objects("SiteBucket")

    def objects(self, bucket: str) -> dict[str, bytes]:
        """All that lies in a bucket, by key."""
        s3, name = self.made.client("s3"), self.made.identities[bucket]["Ref"]
        found = {}
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
            for each in page.get("Contents", []):
                found[each["Key"]] = s3.get_object(Bucket=name, Key=each["Key"])["Body"].read()
        return found

    def troubles(self) -> list[str]:
        """Everything that went wrong: refused, lost, failed, or left lying. Empty is as it should be."""
        refused = [f"{caller} may not {deed.action} {deed.resource}" for caller, deed in self.made.gate.refusals]
        left = [f"{count} left in {queue}" for queue, count in self.traffic.left().items()]
        return [*self.traffic.errors, *self.traffic.lost, *dict.fromkeys(refused), *left]


@contextmanager
def stack_watch(
    folder: Path,
    watchlist: str,
    *,
    source: Mapping[str, Any] | None = None,
    storage: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
    clock: Any = None,
) -> Iterator[StackWatch]:
    """A stack deployed from `template.yaml`, or from a changed copy of it, over this watchlist.

    What goes by `clock.at` needs the clock to be a SetClock, which it is where none is given.
    """
    clock = clock or SetClock()
    made = deploy(
        source or templates.source(),
        folder=folder,
        watchlist=watchlist,
        clock=clock,
        storage=storage,
        parameters=parameters,
    )
    watch = StackWatch(made, Traffic(made), clock)
    moto_server.set_clock(watch.queue_time)
    try:
        yield watch
    finally:
        moto_server.set_clock()
        moto_server.set_gate(None)
        for function in made.functions.values():
            function.close()
