"""Search: something finds candidates among the lines of the index, and the matcher (`query.py`) decides.

A candidate costs a read of its record where the query asks for words; what the line itself can decide (source, kind,
headline, disclosure, date) is decided without. Newest first, so that a search may be cut short and gone on with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from afterprint.errors import NotStored
from afterprint.model import ArticleKey, ChangeKey, Watchlist
from afterprint.ports import Archive, Catalog
from afterprint.query import Query, Subject, Term
from afterprint.rows import IndexLine

if TYPE_CHECKING:
    from afterprint.publish.views import LineView

PAGE = 200
SIDE_BY_SIDE = 16
"""How many records are read at a time: one after another would mostly be waiting where they lie far away."""

_CURSOR = re.compile(r"(\d{4}-[0-9T:.+-]{15,40})/([a-z0-9-]{1,40})/([a-z2-7]{16})/(\d+-\d+|event-\d+)", re.ASCII)


@dataclass(frozen=True, order=True)
class Place:
    """Where a line stands among all, in the index's order."""

    stored_at: datetime
    name: str
    article: ArticleKey

    @classmethod
    def of(cls, line: IndexLine) -> Place:
        return cls(line.stored_at, line.name, line.article)

    @classmethod
    def read(cls, cursor: str) -> Place:
        """The place that `str` wrote down; ValueError where it is none."""
        found = _CURSOR.fullmatch(cursor)
        if found is None:
            raise ValueError(cursor)
        when = datetime.fromisoformat(found[1])
        if when.tzinfo is None:
            raise ValueError(cursor)
        return cls(when, found[4], ArticleKey(found[2], found[3]))

    def __str__(self) -> str:
        return f"{self.stored_at.isoformat()}/{self.article.path}/{self.name}"


class Finder(Protocol):
    """What finds candidates: all lines of news that the query may match, and others, the newest first.

    With `after` only those that stand behind that place, which are the earlier ones.
    """

    def candidates(self, query: Query, *, after: Place | None = None) -> Iterator[IndexLine]: ...


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search found, newest first. `cursor` is where it was cut short, None where all was looked at."""

    lines: tuple[LineView, ...]
    cursor: Place | None


def search(
    query: Query,
    *,
    finder: Finder,
    archive: Archive,
    watchlist: Watchlist,
    limit: int,
    most: int | None = None,
    after: Place | None = None,
) -> Found:
    """The newest `limit` changes and events that match, among at most `most` candidates (None: all there are)."""
    found: list[LineView] = []
    place = after
    candidates = finder.candidates(query, after=after)
    looked = 0
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="search") as pool:
        while batch := list(islice(candidates, SIDE_BY_SIDE)):
            matched = pool.map(lambda line: _match(query, line, archive=archive, watchlist=watchlist), batch)
            for line, view in zip(batch, matched, strict=True):
                if looked == most or len(found) == limit:
                    return Found(lines=tuple(found), cursor=place)
                found += [view] if view else []
                looked, place = looked + 1, Place.of(line)
    return Found(lines=tuple(found), cursor=None)


def _match(query: Query, line: IndexLine, *, archive: Archive, watchlist: Watchlist) -> LineView | None:
    """The line as it may be shown, where the query matches it."""
    from afterprint.publish import listed
    from afterprint.publish.policy import honours
    from afterprint.publish.subject import subject_of_line

    view = listed(line, watchlist.text, honoured=honours(watchlist, line.article.source))
    known = subject_of_line(view)
    if not all(any(not term.field or term.holds(known) for term in group) for group in query.groups):
        return None
    if all(term.field for group in query.groups for term in group):
        return view
    subject = read_subject(line, archive=archive, watchlist=watchlist)
    return view if subject is not None and query.matches(subject) else None


def read_subject(line: IndexLine, *, archive: Archive, watchlist: Watchlist) -> Subject | None:
    """What of the line's record may be searched; None where it is not stored (any more)."""
    from afterprint.publish import shown_event, visible
    from afterprint.publish.policy import honours
    from afterprint.publish.subject import subject_of

    key = line.key
    try:
        if not isinstance(key, ChangeKey):
            return subject_of(shown_event(archive.event(key)))
        honoured = honours(watchlist, key.article.source)
        return subject_of(visible(archive.change(key), watchlist.text, honoured=honoured))
    except NotStored:
        return None


# ── candidates from the index of the catalog ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class LinesFinder:
    """Every line of news is a candidate, or every one of a source that the query asks for."""

    catalog: Catalog

    def candidates(self, query: Query, *, after: Place | None = None) -> Iterator[IndexLine]:
        source, since = _only_source(query), _only_since(query)
        place, size = after, PAGE
        while True:
            until = place.stored_at if place else None
            lines = self.catalog.news_lines(limit=size, source=source, until=until)
            fresh = [line for line in lines if place is None or Place.of(line) < place]
            for line in fresh:
                if since and line.stored_at < since:  # what was stored before cannot have been seen later
                    return
                yield line
            if len(lines) < size:
                return
            place, size = (Place.of(fresh[-1]), PAGE) if fresh else (place, size * 2)


def _only_source(query: Query) -> str | None:
    return next((term.value for term in _sole_terms(query) if term.field == "source"), None)


def _only_since(query: Query) -> datetime | None:
    dates = [datetime.fromisoformat(term.value) for term in _sole_terms(query) if term.field == "after"]
    return max(dates, default=None)


def _sole_terms(query: Query) -> Iterator[Term]:
    """The terms that must hold whatever else does."""
    return (group[0] for group in query.groups if len(group) == 1 and not group[0].negated)


# ── candidates from an index of words ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line and the words of its record, in the form in which they are compared, between spaces."""

    line: IndexLine
    headline: str
    words: str


class WordIndex(Protocol):
    """An index of words, which can be made anew at any time from what is stored.

    `find` takes an expression of FTS5 ("" for everything), and gives lines, the newest first, behind a place.
    """

    def newest(self) -> datetime | None: ...
    def missing(self, lines: Sequence[IndexLine]) -> Sequence[IndexLine]: ...
    def add(self, entries: Iterable[Entry]) -> None: ...
    def find(self, expression: str, *, after: tuple[datetime, str, str, str] | None) -> Iterator[IndexLine]: ...


@dataclass(frozen=True, kw_only=True)
class WordsFinder:
    """Candidates are what has the query's words; what was published since the last search is taken up first."""

    index: WordIndex
    archive: Archive
    catalog: Catalog
    watchlist: Watchlist

    def candidates(self, query: Query, *, after: Place | None = None) -> Iterator[IndexLine]:
        self._catch_up()
        place = (after.stored_at, after.name, after.article.source, after.article.article) if after else None
        return self.index.find(expression_of(query), after=place)

    def _catch_up(self) -> None:
        """Take up what is missing, the oldest first, so that what is cut short is gone on with from there.

        The newest month that the index knows is looked through again, with the one before: repair may have entered
        something there late.
        """
        newest = self.index.newest()
        months = sorted(self.catalog.months())
        known = f"{newest:%Y-%m}" if newest else ""
        begun = max(0, sum(month < known for month in months) - 1)
        for month in months[begun:]:
            lines = self.index.missing(self.catalog.news_lines(limit=_WHOLE_MONTH, month=month)[::-1])
            for start in range(0, len(lines), PAGE):
                self.index.add(filter(None, map(self._entry, lines[start : start + PAGE])))

    def _entry(self, line: IndexLine) -> Entry | None:
        subject = read_subject(line, archive=self.archive, watchlist=self.watchlist)
        return Entry(line=line, headline=subject.headline_words, words=subject.words) if subject else None


def settings_of(watchlist: Watchlist) -> str:
    """What decides which words of a record may be searched; an index is good for one answer."""
    unheard = sorted(source.id for source in watchlist.sources if not source.honour_noarchive)
    return " ".join([watchlist.text.value, *unheard])


_WHOLE_MONTH = 1_000_000


def expression_of(query: Query) -> str:
    """What FTS5 can say of the query: every group that is of words alone; "" where none is.

    Words are letters, marks, digits and underscores, so that nothing in them is syntax of FTS5 between quotation marks.
    """
    found = []
    for group in query.groups:
        if all(term.field in ("", "headline") and not term.negated for term in group):
            terms = (f'{"headline : " * bool(term.field)}"{term.value}"' for term in group)
            found.append(f"({' OR '.join(terms)})")
    return " AND ".join(found)
