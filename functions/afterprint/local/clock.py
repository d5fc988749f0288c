"""Clocks: the host's, one that stands still, one that runs fast. `monotonic` and `sleep` are always the host's."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """`ports.Clock` by the host's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))


class FixedClock(SystemClock):
    """A clock on which it is always `at` (aware; ValueError otherwise), as `afterprint tick --at` wants it."""

    def __init__(self, at: datetime) -> None:
        self._at = _in_utc(at)

    def now(self) -> datetime:
        return self._at


class SpedClock(SystemClock):
    """A clock that starts at `start` (aware; default: now) and runs `factor` (> 0) times as fast as the host's.

    For demonstrations: gaps and deadlines keep their real length.
    """

    def __init__(self, factor: float, start: datetime | None = None) -> None:
        if not factor > 0:
            raise ValueError(f"a clock must run forwards: factor {factor}")
        self._factor = factor
        self._start = _in_utc(start) if start is not None else super().now()
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self._factor)


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"a time without a time zone: {at.isoformat()}")
    return at.astimezone(UTC)
