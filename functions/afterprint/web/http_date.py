"""Reads HTTP dates (RFC 9110 §5.6.7) as strictly as a cache must: what is none of the three forms is no date."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_DAY = "(?:mon|tue|wed|thu|fri|sat|sun)"
_LONG_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
# Names in any case: RFC 9111 §4.2 lets caches be that lenient, and no more.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_DAY}, (?P<day>\d\d) {_MONTH} (?P<year>\d{{4}}) {_TIME} GMT",
        rf"{_LONG_DAY}, (?P<day>\d\d)-{_MONTH}-(?P<year>\d\d) {_TIME} GMT",
        rf"{_DAY} {_MONTH} (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})",
    )
)
_HALF_A_CENTURY = 50


def read_date(value: str | None, now: datetime) -> datetime | None:
    """The aware UTC time that an HTTP-date names; None where there is none, or one of no allowed form.

    `now` settles the century of a year with two digits: one that seems more than 50 years ahead lies in the past.
    """
    match = next((match for form in _FORMS if (match := form.fullmatch((value or "").strip()))), None)
    if match is None:
        return None
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += now.year // 100 * 100
        year -= 100 if year > now.year + _HALF_A_CENTURY else 0
    month = _MONTHS.index(match["month"].lower()) + 1
    second = min(int(match["second"]), 59)  # a leap second
    try:
        return datetime(year, month, int(match["day"]), int(match["hour"]), int(match["minute"]), second, tzinfo=UTC)
    except ValueError:
        return None
