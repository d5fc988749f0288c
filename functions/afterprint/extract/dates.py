"""Dates that pages declare, read into aware times in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from afterprint.extract.text import fold

_ISO = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d|\d{8})"
    r"(?:[T ]+(?P<time>\d\d:?\d\d(?::?\d\d)?)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?",
    re.I,
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?")


def read_date(value: str) -> datetime | None:
    """The time that `value` names (ISO 8601 / RFC 3339, or RFC 5322), in UTC; None where it names none.

    A time without a zone is read as UTC, a date without a time as its midnight in UTC: the page does not say more,
    and one fixed reading keeps two readings of one page equal. Fractions of a second are dropped. What comes after
    an ISO date (a repeated zone, a word) is ignored.
    """
    text = fold(value)[:80]
    try:
        match = _ISO.match(text)
        found = _from_iso(match) if match else parsedate_to_datetime(text)
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _from_iso(match: re.Match[str]) -> datetime:
    clock = (match["time"] or "0000").replace(":", "").ljust(6, "0")
    moment = datetime.strptime(match["date"].replace("-", "") + clock, "%Y%m%d%H%M%S")  # noqa: DTZ007 (zone follows)
    return moment.replace(tzinfo=_zone(match["zone"]))


def _zone(written: str | None) -> timezone:
    offset = _OFFSET.fullmatch(written or "")
    if offset is None:
        return UTC
    distance = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(-distance if offset[1] == "-" else distance)
