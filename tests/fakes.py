"""Fakes that are ours, shared by all tests."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class FakeClock:
    """A Clock whose time moves only when it is told to, by `sleep` or `advance`; `slept` keeps every pause."""

    def __init__(self, start: datetime = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._monotonic = 1000.0
        self._lock = threading.Lock()
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(max(0.0, seconds))

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        with self._lock:
            self._now += timedelta(seconds=seconds)
            self._monotonic += seconds
