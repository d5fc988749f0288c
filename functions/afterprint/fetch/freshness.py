"""How long an answer may be taken as fresh, as RFC 9111 §4.2 says it to a private cache.

A watch asks on its own intervals. What a site declares fresh is a floor under the next one, so that nobody is asked
for what they have just said will not change; `FLOOR_CAP` keeps a careless year of freshness from hiding an edit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from afterprint.web.http_date import read_date

FLOOR_CAP = timedelta(hours=6)
"""However long an answer is declared fresh: it is asked for again after this, where that is due."""

HEURISTIC_SHARE = 0.1
"""RFC 9111 §4.2.2: the share of the time since the last modification that may be taken as fresh, unsaid."""

HEURISTIC_STATUS = frozenset({200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})

_MOST_SECONDS = 2**31  # RFC 9111 §1.2.2: what is larger is taken as this
_DIGITS = re.compile(r"[0-9]+")
_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')


@dataclass(frozen=True)
class Freshness:
    """Until when an answer is fresh; `declared` by the site, or only guessed from its last modification."""

    until: datetime
    declared: bool


def directives(fields: Mapping[str, str]) -> dict[str, str]:
    """Cache-Control's directives by lower-case name, each with its argument without quotes; the first of a name."""
    found: dict[str, str] = {}
    for element in _ELEMENT.findall(fields.get("cache-control", "")):
        name, _, value = element.strip().partition("=")
        # A name with a space before the equals sign is malformed: it stands, with an argument that nobody can read.
        found.setdefault(name.strip().lower(), _unquoted(value) if name == name.rstrip() else " ")
    return found


def freshness(status: int, fields: Mapping[str, str], at: datetime) -> Freshness | None:
    """How long an answer is fresh that came `at` (aware) with these fields (lower-case names).

    None where it is not: stale already, not to be reused unasked (`no-cache`, `no-store`, `Vary: *`), or nothing is
    known. A freshness that cannot be read is none (§4.2.1).
    """
    told = directives(fields)
    if told.keys() & {"no-store", "no-cache"} or "*" in _members(fields.get("vary", "")):
        return None
    lifetime = _declared_lifetime(told, fields, at)
    declared = lifetime is not None
    if lifetime is None and (status in HEURISTIC_STATUS or "public" in told):
        lifetime = _guessed_lifetime(fields, at)
    until = at + (lifetime or timedelta()) - age(fields, at)
    return Freshness(until, declared) if until > at else None


def age(fields: Mapping[str, str], at: datetime) -> timedelta:
    """How old the answer was when it came: by its Age or, where that is more, by its Date (§4.2.3)."""
    said = _seconds(_members(fields.get("age", ""))[0]) or timedelta()
    return max(said, at - _date(fields, at), timedelta())


def floor(status: int, fields: Mapping[str, str], at: datetime, *, cap: timedelta = FLOOR_CAP) -> datetime | None:
    """Before when an answer's address need not be asked again, as its site declares; None where it declares nothing.

    At most `cap` after `at`. What may only be guessed does not count: an edit may come at any time.
    """
    fresh = freshness(status, fields, at)
    return min(fresh.until, at + cap) if fresh and fresh.declared else None


def _declared_lifetime(told: Mapping[str, str], fields: Mapping[str, str], at: datetime) -> timedelta | None:
    """By max-age, else by Expires (`s-maxage` speaks to shared caches); zero where it cannot be read."""
    if "max-age" in told:
        return _seconds(told["max-age"]) or timedelta()
    if "expires" not in fields:
        return None
    expires = read_date(fields["expires"], at)
    return expires - _date(fields, at) if expires else timedelta()


def _guessed_lifetime(fields: Mapping[str, str], at: datetime) -> timedelta | None:
    modified = read_date(fields.get("last-modified"), at)
    return (_date(fields, at) - modified) * HEURISTIC_SHARE if modified else None


def _date(fields: Mapping[str, str], at: datetime) -> datetime:
    return read_date(fields.get("date"), at) or at


def _seconds(value: str) -> timedelta | None:
    if not _DIGITS.fullmatch(value):
        return None
    digits = value.lstrip("0") or "0"
    return timedelta(seconds=int(digits) if len(digits) <= 10 else _MOST_SECONDS)


def _members(value: str) -> list[str]:
    return [member.strip() for member in value.split(",")]


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
