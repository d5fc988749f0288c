"""The site's documents: each a pure function of its path, of what is stored and of the watchlist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    Event,
    EventKey,
    EventKind,
    Reading,
    ReadingKey,
    TextHistory,
    TextPolicy,
    Version,
    VersionKey,
    Watchlist,
)
from afterprint.ports import Document
from afterprint.publish import feeds, pages, passages, paths, policy, words
from afterprint.publish.index import PAGE, changes_in, comparison_of
from afterprint.publish.opml import opml
from afterprint.publish.pages import SourceView
from afterprint.publish.paths import Kind, Place
from afterprint.publish.tally import by_source, tally
from afterprint.publish.views import Around, ChangeView, EventView, LineView, Passages, Step
from afterprint.rows import IndexLine

LISTED = 100
ON_LATEST = 70
"""So many lines the latest page lists: with headlines before and after and a summary each, it stays below 40 KB."""

WHOLE_MONTH = 1_000_000
KEPT = 1000
"""How many views of records are kept at most, so that memory stays flat however many documents are rendered."""

UNWATCHED = timedelta(days=1)
"""From which length on a window is called a gap in watching."""

_TYPES = {
    "html": "text/html; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}
_CACHE_SECONDS = {Kind.LATEST: 60, Kind.NOT_FOUND: 60, Kind.STATIC: 3600}

_OF_THE_WATCHLIST: dict[Kind, Callable[[Watchlist], bytes]] = {
    Kind.FEEDS: pages.feeds_page,
    Kind.SOURCES: pages.sources_page,
    Kind.SEARCH: lambda watchlist: pages.search_page(paths.SEARCH, watchlist),
    Kind.NOT_FOUND: pages.not_found_page,
}


class Records(Protocol):
    """What a document needs of the archive (see `ports.Archive`)."""

    def version(self, key: VersionKey) -> Version: ...
    def reading(self, key: ReadingKey) -> Reading: ...
    def change(self, key: ChangeKey) -> Change: ...
    def event(self, key: EventKey) -> Event: ...
    def has(self, path: str) -> bool: ...


class Index(Protocol):
    """What a document needs of the catalog (see `ports.Catalog`)."""

    def article_lines(self, article: ArticleKey) -> Sequence[IndexLine]: ...
    def source_lines(self, source: str, *, limit: int, month: str | None = None) -> Sequence[IndexLine]: ...
    def news_lines(self, *, limit: int, month: str | None = None, source: str | None = None) -> Sequence[IndexLine]: ...
    def months(self, source: str | None = None) -> Sequence[str]: ...


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
        self._views: dict[ChangeKey | EventKey, ChangeView | EventView] = {}
        self._made: dict[ChangeKey | EventKey, feeds.Entry] = {}
        self._months: dict[str, list[IndexLine]] | None = None

    @contextmanager
    def keeping_lists(self) -> Iterator[None]:
        """While this lasts, long lists are read once. What was entered or removed meanwhile is not seen."""
        self.forget()
        self._months = {}
        try:
            yield
        finally:
            self._months = None
            self.forget()

    def forget(self) -> None:
        """Let go of what a batch keeps, since its feeds share most of it: views of records, and their entries."""
        self._views.clear()
        self._made.clear()
        if self._months is not None:
            self._months.clear()

    def render(self, path: str) -> Document | None:
        """The document at `path`; None where nothing that is stored makes one."""
        place = paths.place(path)
        body = None if place is None else self._body(place)
        if place is None or body is None:
            return None
        extension = path.rsplit(".", 1)[1]
        seconds = _CACHE_SECONDS.get(place.kind, 300)
        return Document(path=path, body=body, content_type=_TYPES[extension], cache_seconds=seconds)

    def _body(self, place: Place) -> bytes | None:
        match place.kind:
            case Kind.CHANGE:
                return self._change_page(place.change_key)
            case Kind.ARTICLE:
                return self._article_page(place.article_key)
            case Kind.SOURCE:
                return self._source_page(place.source)
            case Kind.LATEST:
                return self._latest_page()
            case Kind.MONTH:
                return self._month_page(place.month, place.page)
            case Kind.FEED:
                return self._feed(place)
            case Kind.OPML:
                return opml(self._watchlist)
            case Kind.ABOUT:
                return pages.about_page(self._watchlist, self._user_agent)
            case Kind.FEEDS | Kind.SOURCES | Kind.SEARCH | Kind.NOT_FOUND:
                return _OF_THE_WATCHLIST[place.kind](self._watchlist)
            case Kind.STATIC:
                return pages.static_file(place.file)

    # ── single articles ──────────────────────────────────────────────────────────────────────────────

    def _change_page(self, key: ChangeKey) -> bytes | None:
        if key.new != key.old + 1:
            return self._comparison_page(key)
        view = self._view(key)
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

    def _comparison_page(self, key: ChangeKey) -> bytes | None:
        """First against last version, as if nothing had been seen in between."""
        if self._compare is None or key.old != 1 or key.new < 3:
            return None
        try:
            old, new = (self._archive.version(VersionKey(key.article, number)) for number in (key.old, key.new))
            change = _compared(key, old, new, self._compare(self._text(old, new.extractor), new.text))
        except (NotStored, Withdrawn):
            return None
        view = policy.visible(change, self._watchlist.text, honoured=self._honours(key.article.source))
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
        withheld = self._honours(key.source) and any(line.robots for line in lines)
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
                line=self._listed(line),
                version=version,
                since=since,
                unwatched=window if window and window >= UNWATCHED else None,
            )
            before = line.seen_at if version else before

    def _watched_until(self, changes: Sequence[ChangeKey]) -> datetime | None:
        """Until when the newest version says that its article is watched; None where that is not stored."""
        view = self._view(changes[-1]) if changes else None
        return view.watched_until if isinstance(view, ChangeView) else None

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────

    def _source_page(self, source_id: str) -> bytes | None:
        lines = self._catalog.source_lines(source_id, limit=LISTED)
        name = self._source_name(source_id, lines)
        if not name:
            return None
        views = [self._listed(line) for line in lines]
        months = self._catalog.months(source_id)
        source = SourceView(id=source_id, name=name)
        return pages.source_page(source, views, self._watchlist, months=months, tally=tally(lines))

    def _source_name(self, source_id: str, lines: Sequence[IndexLine]) -> str:
        """As the watchlist has it now, else as the newest record does; "" for a source that never was."""
        source = self._watchlist.source(source_id)
        return source.name if source else next((line.source_name or source_id for line in lines), "")

    def _latest_page(self) -> bytes:
        lines = self._catalog.news_lines(limit=ON_LATEST)
        views = [self._listed(line) for line in lines]
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
        """The pages of a month, the oldest first."""
        return [paths.month(month, number + 1) for number in range(-(-len(self.month(month)) // PAGE))]

    def _month_page(self, month: str, page: int) -> bytes | None:
        lines = self.month(month)
        shown = lines[(page - 1) * PAGE : page * PAGE]
        if not shown:
            return None
        views = [self._listed(line) for line in shown]
        has_next = len(lines) > page * PAGE
        # The newest page alone counts: it is written anew with every edit of the month, the others are not.
        tallies = () if has_next else by_source(lines)
        return pages.month_page(month, page, views, self._watchlist, has_next=has_next, tallies=tallies)

    # ── feeds ────────────────────────────────────────────────────────────────────────────────────────

    def _feed(self, place: Place) -> bytes | None:
        feed = self._feed_of(place)
        if feed is None:
            return None
        return feeds.atom(feed, self._watchlist) if place.format == "atom" else feeds.rss(feed, self._watchlist)

    def _feed_of(self, place: Place) -> feeds.Feed | None:
        if place.article:
            return self._article_feed(place.article_key)
        if not place.source:
            news = self._catalog.news_lines(limit=feeds.ENTRIES)
            return feeds.of("", "Afterprint: all edits", paths.LATEST, entries=list(self._entries(news)))
        news = self._catalog.news_lines(limit=feeds.ENTRIES, source=place.source)
        name = self._source_name(place.source, news)
        if not name:
            return None
        page = paths.source(place.source)
        return feeds.of(place.source, f"{name}: edits", page, entries=list(self._entries(news)))

    def _article_feed(self, key: ArticleKey) -> feeds.Feed | None:
        """Titled by the newest headline that makes it stale: events that are no news leave it as it is."""
        lines = list(reversed(self._catalog.article_lines(key)))
        told = [line for line in lines if line.is_news or line.event is None]
        if not told:
            return None
        headlines = (self._listed(line).headline for line in told)
        headline = next((headline for headline in headlines if headline), "withdrawn article")
        news = [line for line in lines if line.is_news][: feeds.ENTRIES]
        title = f"{told[0].source_name}: {headline}"
        return feeds.of(key.path, title, paths.article(key), entries=list(self._entries(news)))

    def _entries(self, lines: Iterable[IndexLine]) -> Iterator[feeds.Entry]:
        """The entries of these lines' records, made once a batch; records that are gone have none."""
        for line in lines:
            key = line.key
            if key not in self._made and (view := self._view(key)) is not None:
                self._made[key] = feeds.entry(view, self._watchlist)
            if key in self._made:
                yield self._made[key]

    def _view(self, key: ChangeKey | EventKey) -> ChangeView | EventView | None:
        """What may be shown of a record, read once a batch; None where it is not stored (any more)."""
        if key not in self._views:
            if len(self._views) >= KEPT:
                self._views.clear()
                self._made.clear()
            try:
                self._views[key] = self._read_view(key)
            except (NotStored, Withdrawn):
                return None
        return self._views[key]

    def _read_view(self, key: ChangeKey | EventKey) -> ChangeView | EventView:
        if isinstance(key, ChangeKey):
            honoured = self._honours(key.article.source)
            return policy.visible(self._archive.change(key), self._watchlist.text, honoured=honoured)
        return policy.shown_event(self._archive.event(key))

    def _listed(self, line: IndexLine) -> LineView:
        return policy.listed(line, self._watchlist.text, honoured=self._honours(line.article.source))

    def _honours(self, source_id: str) -> bool:
        return policy.honours(self._watchlist, source_id)


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
