"""Reads Retry-After (RFC 9110 §10.2.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]{1,12}")
LONGEST = timedelta(days=366)


def retry_at(value: str | None, now: datetime) -> datetime | None:
    """The aware UTC time that a Retry-After names, as seconds from `now` or as an HTTP-date in any of its three forms.

    None where there is none or it cannot be read; at most LONGEST after `now`, however far off it is.
    """
    text = (value or "").strip()
    if not text:
        return None
    if _SECONDS.fullmatch(text):
        return now + min(timedelta(seconds=int(text)), LONGEST)
    try:
        when = parsedate_to_datetime(text)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return None
    return min(when, now + LONGEST)
