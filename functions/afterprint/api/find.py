"""Search, within what a single answer may cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from afterprint.api.exchange import bad_parameter
from afterprint.api.lookup import line_told
from afterprint.api.parameters import AFTER, QUERY
from afterprint.errors import BadQuery
from afterprint.model import Watchlist
from afterprint.ports import Archive
from afterprint.query import parse
from afterprint.searching import Finder, Found, Place, search

LISTED = 25
MOST_CANDIDATES = 400
"""How many candidates are looked at for one answer; each may cost the reading of its record."""


def found(query: str, after: str, archive: Archive, finder: Finder, watchlist: Watchlist) -> Found:
    """What the query finds behind the place `after` ("": from the newest on). Raises Refused."""
    try:
        asked = parse(query)
    except BadQuery as error:
        detail, _, remedy = error.why.partition("; ")
        raise bad_parameter(QUERY.name, f"the query cannot be read: {detail}", remedy or QUERY.remedy) from error
    try:
        place = Place.read(after) if after else None
    except ValueError as error:
        raise bad_parameter(AFTER.name, "after is no place in the list", AFTER.remedy) from error
    return search(
        asked, finder=finder, archive=archive, watchlist=watchlist, limit=LISTED, most=MOST_CANDIDATES, after=place
    )


def told(query: str, found: Found, watchlist: Watchlist) -> dict[str, Any]:
    """What was found as data; `next` is null where all was looked at, however little was found."""
    return {
        "q": query,
        "found": [
            {
                "source": line.article.source,
                "source_name": line.source_name,
                "article": line.article.article,
                "url": line.url,
                **line_told(line, watchlist),
            }
            for line in found.lines
        ],
        "next": str(found.cursor) if found.cursor else None,
        "looked_back_to": found.cursor.stored_at.isoformat() if found.cursor else None,
    }


def next_address(values: Mapping[str, str], found: Found) -> str:
    """Where the search goes on, relative to this one; "" where it is at its end."""
    return f"search?{urlencode({**values, 'after': str(found.cursor)})}" if found.cursor else ""
