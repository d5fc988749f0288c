"""Which entries each feed holds, and each part of one: all, of a source, an article, a kind of edit or a saved search.

The Atom feeds but for those of articles go back for ever (RFC 5005): `next` leads to the parts of the current month,
which grow, `prev-archive` to those of earlier ones, which stay as they are unless something in them is withdrawn. A
month's parts are counted from its oldest entry; its newest part has the month's own address, so that links to it need
no counting. A part is an archive once it is full or a later month has entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from afterprint.model import ArticleKey, ChangeKey, EventKey, Watchlist
from afterprint.publish import feeds, gathered, paths
from afterprint.publish.feeds import ENTRIES, Feed, Paging
from afterprint.publish.json_feed import json_feed
from afterprint.publish.paths import Place
from afterprint.publish.shown import Shown
from afterprint.rows import IndexLine

Keys = Sequence[ChangeKey | EventKey]


class FeedIndex(Protocol):
    """What feeds need of the catalog (see `ports.Catalog`)."""

    def article_lines(self, article: ArticleKey) -> Sequence[IndexLine]: ...
    def news_lines(self, *, limit: int, month: str | None = None, source: str | None = None) -> Sequence[IndexLine]: ...
    def months(self, source: str | None = None) -> Sequence[str]: ...
    def gathered(self, collection: str, *, limit: int, month: str | None = None) -> Keys: ...
    def gathered_months(self, collection: str) -> Sequence[str]: ...


@dataclass(frozen=True, kw_only=True)
class _Owner:
    """Whose feed it is: how it is titled, the page that it belongs to, and where its entries are listed."""

    title: str
    page: str
    collection: str = ""
    source: str | None = None


class FeedDocuments:
    """Every feed of the site, from its place. Keeps the lists of whole months while `keep` is set."""

    def __init__(self, catalog: FeedIndex, watchlist: Watchlist, shown: Shown) -> None:
        self._catalog = catalog
        self._watchlist = watchlist
        self._shown = shown
        self._lists: dict[tuple[str, str], Keys] = {}
        self.keep = False

    def forget(self) -> None:
        self._lists.clear()

    def feed(self, place: Place) -> bytes | None:
        """The feed in its format; None where there is nobody whose it is."""
        feed = self._article_feed(place.article_key) if place.article else self._feed(place.owner)
        if feed is None:
            return None
        make = {"atom": feeds.atom, "rss": feeds.rss, "json": json_feed}[place.format]
        return make(feed, self._watchlist)

    def part(self, place: Place) -> bytes | None:
        """A part of an Atom feed; None where there is no such part."""
        owner = self._owner(place.owner)
        keys = self._month(owner, place.month) if owner else []
        count = -(-len(keys) // ENTRIES)
        number = place.page or count
        if owner is None or not keys or number > count or place.page == count:
            return None
        entries = self._entries(keys[(number - 1) * ENTRIES : number * ENTRIES])
        part = paths.archive(place.owner, place.month, place.page)
        paging = self._paging(place, owner, number=number, count=count)
        feed = feeds.of(place.owner, owner.title, owner.page, entries=entries, paging=paging, part=part)
        return feeds.atom(feed, self._watchlist)

    def parts(self, owner_name: str, month: str) -> list[str]:
        """The paths of a month's parts, oldest first; the newest is named though nothing may be there."""
        owner = self._owner(owner_name)
        count = -(-len(self._month(owner, month)) // ENTRIES) if owner else 0
        return [
            *(paths.archive(owner_name, month, number) for number in range(1, count)),
            paths.archive(owner_name, month),
        ]

    def month_before(self, owner_name: str, month: str) -> str | None:
        owner = self._owner(owner_name)
        return next((each for each in self._months(owner) if each < month), None) if owner else None

    def _paging(self, place: Place, owner: _Owner, *, number: int, count: int) -> Paging:
        months = self._months(owner)
        earlier = next((month for month in months if month < place.month), None)
        is_archive = number < count or months[0] > place.month
        links = [("current", paths.feed(place.owner, "atom"))]
        if number > 1:
            links.append(("prev-archive", paths.archive(place.owner, place.month, number - 1)))
        elif earlier:
            links.append(("prev-archive", paths.archive(place.owner, earlier)))
        if number + 1 < count or (number + 1 == count and months[0] > place.month):
            after = 0 if number + 1 == count else number + 1
            links.append(("next-archive", paths.archive(place.owner, place.month, after)))
        return Paging(links=tuple(links), is_archive=is_archive)

    def _feed(self, owner_name: str) -> Feed | None:
        owner = self._owner(owner_name)
        if owner is None:
            return None
        keys = self._newest(owner, limit=ENTRIES)
        months = self._months(owner)
        links: list[tuple[str, str]] = []
        if len(keys) == ENTRIES:
            links.append(("next", paths.archive(owner_name, months[0])))
        if len(months) > 1:
            links.append(("prev-archive", paths.archive(owner_name, months[1])))
        paging = Paging(links=tuple(links))
        return feeds.of(owner_name, owner.title, owner.page, entries=self._entries(keys), paging=paging)

    def _owner(self, name: str) -> _Owner | None:
        if not name:
            return _Owner(title="Afterprint: all edits", page=paths.LATEST)
        for kind in gathered.KINDS:
            if name == kind.owner:
                return _Owner(title=f"Afterprint: {kind.title.lower()}", page=paths.FEEDS, collection=kind.collection)
        for search in self._watchlist.searches:
            if name == gathered.owner_of(search):
                collection = gathered.collection_of(search)
                return _Owner(title=f"Afterprint: {search.name}", page=paths.FEEDS, collection=collection)
        title = "" if "/" in name else self.source_name(name)
        return _Owner(title=f"{title}: edits", page=paths.source(name), source=name) if title else None

    def source_name(self, source_id: str) -> str:
        """As the watchlist has it now, else as its newest news does; "" for a source that never was."""
        source = self._watchlist.source(source_id)
        if source is not None:
            return source.name
        news = self._catalog.news_lines(limit=1, source=source_id)
        return next((line.source_name or source_id for line in news), "")

    def _newest(self, owner: _Owner, *, limit: int, month: str | None = None) -> Keys:
        if owner.collection:
            return self._catalog.gathered(owner.collection, limit=limit, month=month)
        return [line.key for line in self._catalog.news_lines(limit=limit, month=month, source=owner.source)]

    def _month(self, owner: _Owner, month: str) -> Keys:
        """All that a month has, oldest first."""
        name = (owner.page + owner.collection, month)
        if name in self._lists:
            return self._lists[name]
        keys = list(reversed(self._newest(owner, limit=WHOLE_MONTH, month=month)))
        if self.keep:
            self._lists[name] = keys
        return keys

    def _months(self, owner: _Owner) -> Sequence[str]:
        if owner.collection:
            return self._catalog.gathered_months(owner.collection)
        return self._catalog.months(owner.source)

    def _article_feed(self, key: ArticleKey) -> Feed | None:
        """Titled by the newest headline that makes it stale: events that are no news leave it as it is."""
        lines = list(reversed(self._catalog.article_lines(key)))
        told = [line for line in lines if line.is_news or line.event is None]
        if not told:
            return None
        headlines = (self._shown.line(line).headline for line in told)
        headline = next((headline for headline in headlines if headline), "withdrawn article")
        news = [line.key for line in lines if line.is_news]
        title = f"{told[0].source_name}: {headline}"
        paging = Paging(is_complete=len(news) <= ENTRIES)
        return feeds.of(key.path, title, paths.article(key), entries=self._entries(news[:ENTRIES]), paging=paging)

    def _entries(self, keys: Iterable[ChangeKey | EventKey]) -> list[feeds.Entry]:
        """The entries of these records; those that are gone have none."""
        return [entry for key in keys if (entry := self._shown.entry(key)) is not None]


WHOLE_MONTH = 1_000_000
"""More lines than a month is expected to have."""
