"""What feeds of a kind and saved searches gather: which change belongs to which, decided once, when it is published.

Each is a collection of the catalog, of which the feed shows the newest. A search's collection is named after its query,
so that a query which was altered starts anew; `afterprint publish --all` decides anew for all that is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from afterprint.model import Disclosure, EditKind, Search, Watchlist
from afterprint.publish import paths
from afterprint.publish.subject import subject_of
from afterprint.publish.views import ChangeView, EventView
from afterprint.query import Query, parse
from afterprint.rows import IndexLine


@dataclass(frozen=True, kw_only=True)
class KindOfEdit:
    """A feed's worth of edits: its name in addresses, its title, and whether a line of news is among them."""

    name: str
    title: str
    holds: Callable[[IndexLine], bool]

    @property
    def owner(self) -> str:
        return paths.kind_owner(self.name)

    @property
    def collection(self) -> str:
        return f"kind/{self.name}"


KINDS = (
    KindOfEdit(name="headlines", title="Headline edits", holds=lambda line: EditKind.HEADLINE in line.kinds),
    KindOfEdit(name="corrections", title="Corrections", holds=lambda line: EditKind.CORRECTION_NOTE in line.kinds),
    KindOfEdit(name="silent", title="Silent edits", holds=lambda line: line.disclosure is Disclosure.SILENT),
)


def kinds_of(line: IndexLine) -> list[KindOfEdit]:
    """The kinds that a line belongs to; none where it is no news."""
    return [kind for kind in KINDS if line.is_news and kind.holds(line)]


def collection_of(search: Search) -> str:
    """The collection of a saved search."""
    return f"search/{hashlib.sha256(search.query.encode()).hexdigest()[:16]}"


def owner_of(search: Search) -> str:
    return paths.search_owner(search.name)


def searches_for(view: ChangeView | EventView, line: IndexLine, watchlist: Watchlist) -> list[Search]:
    """The saved searches that find this piece of news, by what may be shown of it."""
    if not line.is_news or not watchlist.searches:
        return []
    subject = subject_of(view)
    return [search for search in watchlist.searches if _query(search.query).matches(subject)]


@lru_cache(maxsize=1000)
def _query(text: str) -> Query:
    return parse(text)


class Collections(Protocol):
    """What gathering needs of the catalog (see `ports.Catalog`)."""

    def enter_in(self, collection: str, line: IndexLine) -> None: ...


def gather(
    line: IndexLine, view: ChangeView | EventView, *, watchlist: Watchlist, catalog: Collections
) -> list[Search]:
    """Enter a line of news in all collections that it belongs to; the saved searches that find it."""
    for kind in kinds_of(line):
        catalog.enter_in(kind.collection, line)
    searches = searches_for(view, line, watchlist)
    for search in searches:
        catalog.enter_in(collection_of(search), line)
    return searches
