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
# Orders that leave no doubt which number is which; "4/5/2025" is none of them.
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:-|\s?年\s?)(?P<month>\d\d?)(?:-|\s?月\s?)(?P<day>\d\d?)(?!\d)"
)
_DOTTED = re.compile(r"(?<![\d.])(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>(?:19|20)\d\d|\d\d)(?![\d.]\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?(?P<name>[^\W\d]{3,10})\.?,?\s+(?:de\s+)?"
    r"(?P<year>(?:19|20)\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?P<name>[^\W\d]{3,10})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)(?!\d)"
)
_CLOCK = re.compile(r"\D{1,12}?(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?!\d|[ap]\.?m|\s[ap]\.?m)", re.I)
_MONTHS = (  # how months begin in English, German, French, Spanish, Italian, Portuguese, Dutch and the Nordic languages
    ("jan", "jän", "ene", "gen", "tammi"), ("feb", "fév", "fev", "helmi"), ("mar", "mär", "maa", "mrt", "març"),
    ("apr", "avr", "abr", "huhti"), ("may", "mai", "mei", "maj", "mag", "touko"), ("jun", "juin", "giu", "kesä"),
    ("jul", "juil", "lug", "heinä"), ("aug", "aoû", "ago", "elo"), ("sep", "set", "syys"),
    ("oct", "okt", "ott", "out", "loka"), ("nov", "marras"), ("dec", "dez", "déc", "dic", "des", "joulu"),
)  # fmt: skip
_CENTURY = 100


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


def read_printed_date(text: str) -> datetime | None:
    """The first date that a line prints, in UTC, with the time of day where one follows; None where there is none.

    Read are years first, dotted dates (25.04.24) and named months of the languages in `_MONTHS`; a date with slashes
    is not, since its day and month cannot be told apart. A printed time has no zone and is read as UTC.
    """
    for pattern in (_YEAR_FIRST, _DOTTED, _DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text[:200]):
            found = _from_parts(match.groupdict(), _CLOCK.match(text, match.end()))
            if found:
                return found
    return None


def _from_parts(parts: dict[str, str], clock: re.Match[str] | None) -> datetime | None:
    month = int(parts["month"]) if "month" in parts else _month(parts["name"].lower())
    year = int(parts["year"])
    hour, minute = (int(clock["hour"]), int(clock["minute"])) if clock else (0, 0)
    try:
        return datetime(year + (2000 if year < _CENTURY else 0), month, int(parts["day"]), hour, minute, tzinfo=UTC)
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month by its name, 0 for any other word; the longest beginning decides."""
    known = [(len(start), number) for number, starts in enumerate(_MONTHS, 1) for start in starts
             if name.startswith(start)]  # fmt: skip
    return max(known, default=(0, 0))[1]


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
