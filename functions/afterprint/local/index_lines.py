"""The catalog's index: a line for each change and event, in the orders that pages and feeds want."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from afterprint import codec
from afterprint.local.row_store import RowStore
from afterprint.local.stamps import from_stamp, stamp
from afterprint.model import ArticleKey, ChangeKey, EventKey
from afterprint.rows import IndexLine, record_key

_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])", re.ASCII)
_NEWEST_FIRST = " ORDER BY stored_at DESC, name DESC, source DESC, article DESC LIMIT ?"


class IndexLines(RowStore):
    """The part of `ports.Catalog` that is the index."""

    def enter(self, line: IndexLine) -> None:
        self._write(
            "INSERT OR IGNORE INTO lines VALUES (?, ?, ?, ?, ?, ?)",
            line.article.source,
            line.article.article,
            line.name,
            stamp(line.stored_at),
            line.is_news,
            codec.encode_row(line),
        )

    def remove_line(self, line: IndexLine) -> None:
        statement = "DELETE FROM lines WHERE source = ? AND article = ? AND name = ?"
        self._write(statement, line.article.source, line.article.article, line.name)

    def article_lines(self, article: ArticleKey) -> Sequence[IndexLine]:
        return self._lines(
            "SELECT row FROM lines WHERE source = ? AND article = ? ORDER BY stored_at, name",
            article.source,
            article.article,
        )

    def source_lines(self, source: str, *, limit: int, month: str | None = None) -> Sequence[IndexLine]:
        statement = "SELECT row FROM lines WHERE source = ? AND stored_at >= ? AND stored_at < ?"
        return self._lines(statement + _NEWEST_FIRST, source, *_bounds(month), max(0, limit))

    def news_lines(
        self, *, limit: int, month: str | None = None, source: str | None = None, until: datetime | None = None
    ) -> Sequence[IndexLine]:
        statement = "SELECT row FROM lines WHERE is_news AND stored_at >= ? AND stored_at < ?"
        start, end = _bounds(month)
        bounds = (start, end if until is None else min(end, stamp(until) + 1))
        if source is None:
            return self._lines(statement + _NEWEST_FIRST, *bounds, max(0, limit))
        return self._lines(statement + " AND source = ?" + _NEWEST_FIRST, *bounds, source, max(0, limit))

    def months(self, source: str | None = None) -> Sequence[str]:
        # One seek a month, from the newest down, instead of a walk over all lines.
        statement = "SELECT max(stored_at) FROM lines WHERE is_news AND stored_at < ?"
        chosen: tuple[str, ...] = ()
        if source is not None:
            statement, chosen = statement + " AND source = ?", (source,)
        return self._months(statement, *chosen)

    def _months(self, statement: str, *chosen: str) -> list[str]:
        found: list[str] = []
        end = 2**62
        while (newest := self._read(statement, end, *chosen)[0][0]) is not None:
            found.append(f"{from_stamp(newest):%Y-%m}")
            end, _ = _bounds(found[-1])
        return found

    # collections

    def enter_in(self, collection: str, line: IndexLine) -> None:
        self._write(
            "INSERT OR IGNORE INTO collections VALUES (?, ?, ?, ?, ?)",
            *(collection, stamp(line.stored_at), line.name, line.article.source, line.article.article),
        )

    def gathered(self, collection: str, *, limit: int, month: str | None = None) -> Sequence[ChangeKey | EventKey]:
        statement = (
            "SELECT source, article, name FROM collections WHERE collection = ? AND stored_at >= ? AND stored_at < ?"
        )
        found = self._read(statement + _NEWEST_FIRST, collection, *_bounds(month), max(0, limit))
        return [record_key(ArticleKey(source, article), name) for source, article, name in found]

    def gathered_months(self, collection: str) -> Sequence[str]:
        return self._months("SELECT max(stored_at) FROM collections WHERE stored_at < ? AND collection = ?", collection)

    def _lines(self, statement: str, *values: object) -> list[IndexLine]:
        return [self._decode(body, IndexLine, "index line") for (body,) in self._read(statement, *values)]


def _bounds(month: str | None) -> tuple[int, int]:
    """First stamp of a month (`2026-11`) and of the one after it; of all time where None. ValueError for no month."""
    if month is None:
        return -(2**62), 2**62
    match = _MONTH.fullmatch(month)
    if match is None:
        raise ValueError(f"not a month: {month!r}")
    year, number = int(match[1]), int(match[2])
    after = (year + 1, 1) if number == 12 else (year, number + 1)
    return stamp(datetime(year, number, 1, tzinfo=UTC)), stamp(datetime(*after, 1, tzinfo=UTC))
