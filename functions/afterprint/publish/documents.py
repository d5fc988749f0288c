"""The site's documents: each a pure function of its path, of what is stored and of the watchlist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol

from afterprint.errors import NotStored, Withdrawn
from afterprint.model import (
    ArticleKey,
    ArticleText,
    Change,
    ChangeKey,
    Comparison,
    EventKey,
    EventKind,
    ReadingKey,
    TextHistory,
    TextPolicy,
    Version,
    VersionKey,
    Watchlist,
)
from afterprint.ports import Document
from afterprint.publish import pages, passages, paths, policy, words
from afterprint.publish.feed_documents import WHOLE_MONTH, FeedDocuments, FeedIndex
from afterprint.publish.index import PAGE, changes_in, comparison_of
from afterprint.publish.opml import opml
from afterprint.publish.pages import SourceView
from afterprint.publish.paths import Kind, Place
from afterprint.publish.shown import Records, Shown
from afterprint.publish.sitemaps import ADDRESSES, robots, sitemap, sitemap_index
from afterprint.publish.tally import by_source, tally
from afterprint.publish.twins import article_data, change_data, schema, time_map
from afterprint.publish.views import Around, ChangeView, EventView, Passages, Step
from afterprint.rows import IndexLine

LISTED = 100
ON_LATEST = 70
"""So many lines the latest page lists: with headlines before and after and a summary each, it stays below 40 KB."""

UNWATCHED = timedelta(days=1)
"""From which length on a window is called a gap in watching."""

_CACHE_SECONDS = {Kind.LATEST: 60, Kind.NOT_FOUND: 60, Kind.STATIC: 3600}


class Index(FeedIndex, Protocol):
    """What a document needs of the catalog (see `ports.Catalog`)."""

    def source_lines(self, source: str, *, limit: int, month: str | None = None) -> Sequence[IndexLine]: ...


Compare = Callable[[ArticleText, ArticleText], Comparison]
Trace = Callable[[Sequence[ArticleText]], TextHistory]


class Documents:
    """Every document of the site, from its path. Pure but for reading; keeps what it read until `forget`.

    Only views of records are kept, which never change; lists are read anew each time.
    """

    def __init__(
        self,
        archive: Records,
        catalog: Index,
        watchlist: Watchlist,
        *,
        compare: Compare | None,
        trace: Trace | None,
        user_agent: str,
    ) -> None:
        """`compare` reads two texts as edits: without it, first and last version are not compared.

        `trace` finds when each passage of a text entered: without it, no page tells.
        """
        self._archive = archive
        self._catalog = catalog
        self._watchlist = watchlist
        self._compare = compare
        self._trace = trace
        self._user_agent = user_agent or f"Afterprint (+{watchlist.contact})"
        self._shown = Shown(archive, watchlist)
        self.feeds = FeedDocuments(catalog, watchlist, self._shown)
        self._make = self._makers()
        self._months: dict[str, list[IndexLine]] | None = None

    @contextmanager
    def keeping_lists(self) -> Iterator[None]:
        """While this lasts, long lists are read once. What was entered or removed meanwhile is not seen."""
        self.forget()
        self._months, self.feeds.keep = {}, True
        try:
            yield
        finally:
            self._months, self.feeds.keep = None, False
            self.forget()

    def forget(self) -> None:
        """Let go of what a batch keeps, since its feeds share most of it: views of records, and their entries."""
        self._shown.forget()
        self.feeds.forget()
        if self._months is not None:
            self._months.clear()

    def view(self, key: ChangeKey | EventKey) -> ChangeView | EventView | None:
        """What may be shown of a record; None where it is not stored (any more)."""
        return self._shown.view(key)

    def render(self, path: str) -> Document | None:
        """The document at `path`; None where nothing that is stored makes one."""
        place = paths.place(path)
        body = None if place is None else self._make[place.kind](place)
        if place is None or body is None:
            return None
        seconds = _CACHE_SECONDS.get(place.kind, 300)
        return Document(path=path, body=body, content_type=paths.content_type(path), cache_seconds=seconds)

    def _makers(self) -> dict[Kind, Callable[[Place], bytes | None]]:
        """What makes the documents of each kind."""
        watchlist, agent = self._watchlist, self._user_agent
        return {
            Kind.CHANGE: lambda place: self._change_page(place.change_key),
            Kind.CHANGE_DATA: lambda place: self._change_data(place.change_key),
            Kind.ARTICLE: lambda place: self._article_page(place.article_key),
            Kind.ARTICLE_DATA: lambda place: self._article_data(place.article_key),
            Kind.TIME_MAP: lambda place: self._time_map(place.article_key),
            Kind.SOURCE: lambda place: self._source_page(place.source),
            Kind.LATEST: lambda _: self._latest_page(),
            Kind.MONTH: lambda place: self._month_page(place.month, place.page),
            Kind.FEED: self.feeds.feed,
            Kind.ARCHIVE: self.feeds.part,
            Kind.OPML: lambda _: opml(watchlist),
            Kind.SITEMAP: self._sitemap,
            Kind.ROBOTS: lambda _: robots(watchlist),
            Kind.SCHEMA: lambda place: schema(place.file),
            Kind.FEEDS: lambda _: pages.feeds_page(watchlist),
            Kind.SOURCES: lambda _: pages.sources_page(watchlist),
            Kind.ABOUT: lambda _: pages.about_page(watchlist, agent),
            Kind.SEARCH: lambda _: pages.search_page(paths.SEARCH, watchlist),
            Kind.NOT_FOUND: lambda _: pages.not_found_page(watchlist),
            Kind.STATIC: lambda place: pages.static_file(place.file),
        }

    # ── single articles ──────────────────────────────────────────────────────────────────────────────

    def _change_page(self, key: ChangeKey) -> bytes | None:
        if key.new != key.old + 1:
            return self._comparison_page(key)
        view = self._shown.view(key)
        if not isinstance(view, ChangeView):
            return None
        lines = self._catalog.article_lines(key.article)
        numbers = {change.new for change in changes_in(lines)}
        is_newest = key.new == max(numbers, default=key.new)
        around = Around(
            previous=paths.change(ChangeKey(key.article, key.old - 1, key.old)) if key.old in numbers else "",
            next=paths.change(ChangeKey(key.article, key.new, key.new + 1)) if key.new + 1 in numbers else "",
            changes=len(numbers - {1}) if is_newest else 0,
            standing=_standing(lines, view.watched_until) if is_newest else (),
        )
        return pages.change_page(view, around, self._watchlist)

    def _change_data(self, key: ChangeKey) -> bytes | None:
        view = self._shown.view(key) if key.new == key.old + 1 else None
        return change_data(view, self._watchlist) if isinstance(view, ChangeView) else None

    def _article_data(self, key: ArticleKey) -> bytes | None:
        steps = list(self._steps(self._catalog.article_lines(key)))
        return article_data(key, steps, self._watchlist) if steps else None

    def _time_map(self, key: ArticleKey) -> bytes | None:
        return time_map(key, list(self._steps(self._catalog.article_lines(key))), self._watchlist)

    def _comparison_page(self, key: ChangeKey) -> bytes | None:
        """First against last version, as if nothing had been seen in between."""
        if self._compare is None or key.old != 1 or key.new < 3:
            return None
        try:
            old, new = (self._archive.version(VersionKey(key.article, number)) for number in (key.old, key.new))
            change = _compared(key, old, new, self._compare(self._text(old, new.extractor), new.text))
        except (NotStored, Withdrawn):
            return None
        view = policy.visible(change, self._watchlist.text, honoured=self._shown.honours(key.article.source))
        return pages.change_page(view, Around(is_comparison=True), self._watchlist)

    def _text(self, version: Version, extractor: str) -> ArticleText:
        """The version's text as this revision of the extractor read it, where it was read again."""
        again = ReadingKey(version.key, extractor)
        if version.extractor == extractor or not self._archive.has(again.path):
            return version.text
        return self._archive.reading(again).text

    def _article_page(self, key: ArticleKey) -> bytes | None:
        lines = self._catalog.article_lines(key)
        if not lines:
            return None
        changes = changes_in(lines)
        comparison = comparison_of(key, lines) if self._compare else None
        if comparison and not self._may_be_compared(comparison, lines):
            comparison = None
        return pages.article_page(
            key,
            list(self._steps(lines)),
            self._watchlist,
            changes=sum(not change.is_first for change in changes),
            standing=_standing(lines, self._watched_until(changes)),
            comparison=paths.change(comparison) if comparison else "",
            passages=self._passages(key, lines),
        )

    def _passages(self, key: ArticleKey, lines: Sequence[IndexLine]) -> Passages | None:
        """When each passage of the newest version entered, of the versions that are there (any more)."""
        numbers = [change.new for change in changes_in(lines)][-passages.TRACED :]
        if self._trace is None or len(numbers) < 2 or self._watchlist.text is TextPolicy.NONE:
            return None
        versions = [version for number in numbers if (version := self._version(VersionKey(key, number))) is not None]
        if len(versions) < 2:
            return None
        texts = [self._text(version, versions[-1].extractor) for version in versions]
        withheld = self._shown.honours(key.source) and any(line.robots for line in lines)
        held = [version.key.number for version in versions]
        return passages.shown(self._trace(texts), held, self._watchlist.text, withheld=withheld)

    def _version(self, key: VersionKey) -> Version | None:
        """The version; None where it is not stored (any more)."""
        try:
            return self._archive.version(key)
        except (NotStored, Withdrawn):
            return None

    def _may_be_compared(self, comparison: ChangeKey, lines: Sequence[IndexLine]) -> bool:
        """Whether both versions are there; looked up only where some of the article was withdrawn."""
        if all(line.event is not EventKind.PARTLY_WITHDRAWN for line in lines):
            return True
        return all(
            self._archive.has(VersionKey(comparison.article, number).path)
            for number in (comparison.old, comparison.new)
        )

    def _steps(self, lines: Sequence[IndexLine]) -> Iterator[Step]:
        before: datetime | None = None
        for line in sorted(lines, key=lambda line: (line.seen_at, line.stored_at)):
            since = line.seen_at - before if before else None
            window = line.seen_at - line.unchanged_until if line.unchanged_until else None
            version = key.new if isinstance(key := line.key, ChangeKey) else 0
            yield Step(
                line=self._shown.line(line),
                version=version,
                since=since,
                unwatched=window if window and window >= UNWATCHED else None,
            )
            before = line.seen_at if version else before

    def _watched_until(self, changes: Sequence[ChangeKey]) -> datetime | None:
        """Until when the newest version says that its article is watched; None where that is not stored."""
        view = self._shown.view(changes[-1]) if changes else None
        return view.watched_until if isinstance(view, ChangeView) else None

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────

    def _source_page(self, source_id: str) -> bytes | None:
        lines = self._catalog.source_lines(source_id, limit=LISTED)
        name = self._source_name(source_id, lines)
        if not name:
            return None
        views = [self._shown.line(line) for line in lines]
        months = self._catalog.months(source_id)
        source = SourceView(id=source_id, name=name)
        return pages.source_page(source, views, self._watchlist, months=months, tally=tally(lines))

    def _source_name(self, source_id: str, lines: Sequence[IndexLine]) -> str:
        """As the watchlist has it now, else as the newest record does; "" for a source that never was."""
        source = self._watchlist.source(source_id)
        return source.name if source else next((line.source_name or source_id for line in lines), "")

    def _latest_page(self) -> bytes:
        lines = self._catalog.news_lines(limit=ON_LATEST)
        views = [self._shown.line(line) for line in lines]
        return pages.latest_page(views, self._watchlist, months=self._catalog.months())

    def month(self, month: str) -> list[IndexLine]:
        """All news of a month, oldest first."""
        if self._months is not None and month in self._months:
            return self._months[month]
        lines = list(reversed(self._catalog.news_lines(limit=WHOLE_MONTH, month=month)))
        if self._months is not None:
            self._months[month] = lines
        return lines

    def month_paths(self, month: str) -> list[str]:
        """The pages of a month, the oldest first, which is named though nothing may be there."""
        count = -(-len(self.month(month)) // PAGE)
        return [paths.month(month, number) for number in range(1, max(count, 1) + 1)]

    def _sitemap(self, place: Place) -> bytes | None:
        if not place.month:
            newest = [self._catalog.news_lines(limit=1, month=month) for month in self._catalog.months()]
            return sitemap_index([lines[0] for lines in newest if lines], self._watchlist)
        return sitemap(self._catalog.news_lines(limit=ADDRESSES, month=place.month), self._watchlist)

    def _month_page(self, month: str, page: int) -> bytes | None:
        lines = self.month(month)
        shown = lines[(page - 1) * PAGE : page * PAGE]
        if not shown:
            return None
        views = [self._shown.line(line) for line in shown]
        has_next = len(lines) > page * PAGE
        # The newest page alone counts: it is written anew with every edit of the month, the others are not.
        tallies = () if has_next else by_source(lines)
        return pages.month_page(month, page, views, self._watchlist, has_next=has_next, tallies=tallies)


def _standing(lines: Sequence[IndexLine], watched_until: datetime | None) -> words.Phrase:
    """Whether the article is still watched, by the last of its events that says so."""
    told = [(line.event, line.seen_at) for line in lines if line.event in words.STANDING]
    last: tuple[EventKind, datetime] | None = None
    for kind, when in told:
        if kind is not None:
            last = (kind, when)
    return words.standing(last, watched_until)


def _compared(key: ChangeKey, old: Version, new: Version, comparison: Comparison) -> Change:
    """Two versions as a change between them: the edits lie between their first sightings."""
    return Change(
        key=key,
        url=new.url,
        source_name=new.source_name,
        headline=new.text.headline,
        comparison=comparison,
        seen_at=new.seen_at,
        stored_at=new.stored_at,
        watched_until=new.watched_until,
        old_seen_at=old.seen_at,
        unchanged_until=old.seen_at,
        language=new.text.language,
        robots=tuple(sorted({*old.robots, *new.robots})),
    )
