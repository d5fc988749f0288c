"""Times as SQLite columns hold them: whole microseconds since 1970, so that they compare as numbers, exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def stamp(moment: datetime) -> int:
    """An aware time as a number."""
    return (moment - _EPOCH) // _MICROSECOND


def from_stamp(micros: int) -> datetime:
    """The time again, in UTC."""
    return _EPOCH + micros * _MICROSECOND
