"""The catalog's index: each line once under its article, and copied to where lists and feeds read it.

All copies of a line are written at once (one transaction), so none is missing where the first is there. The months that
have lines are noted before: a month too many costs an empty look, and only until the line is entered again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from afterprint.aws import catalog_keys as keys
from afterprint.aws.items import Item
from afterprint.aws.row_items import RowItems, as_json
from afterprint.model import ArticleKey, ChangeKey, EventKey
from afterprint.rows import IndexLine


class IndexLines(RowItems):
    """The part of `ports.Catalog` that is the index. A read costs what it returns, however large the index is."""

    def enter(self, line: IndexLine) -> None:
        key = keys.line_key(line)
        if self._items.get(key) is not None:
            return
        month = keys.month_of(line.stored_at)
        directories = keys.directories_of(line)
        for directory in directories:
            self._note((directory, month))
        row, order = as_json(line), keys.line_order(line)
        copies = [Item(key=(keys.month_partition(each, month), order), row=row) for each in directories]
        self._items.add_together([Item(key=key, row=row), *copies])

    def remove_line(self, line: IndexLine) -> None:
        """The copies first: while the line itself stands, whoever removes it again finds all of them."""
        month, order = keys.month_of(line.stored_at), keys.line_order(line)
        for directory in keys.directories_of(line):
            self._items.delete((keys.month_partition(directory, month), order))
        self._items.delete(keys.line_key(line))

    def article_lines(self, article: ArticleKey) -> Sequence[IndexLine]:
        found = (self._decode(item, IndexLine) for item in self._items.query(keys.article_lines(article)))
        return sorted(found, key=lambda line: (line.stored_at, line.name))

    def source_lines(self, source: str, *, limit: int, month: str | None = None) -> Sequence[IndexLine]:
        return self._newest(keys.lines_of(source), limit=limit, month=month)

    def news_lines(
        self, *, limit: int, month: str | None = None, source: str | None = None, until: datetime | None = None
    ) -> Sequence[IndexLine]:
        return self._newest(keys.news_of(source), limit=limit, month=month, until=until)

    def months(self, source: str | None = None) -> Sequence[str]:
        return list(self._months(keys.news_of(source)))

    def _months(self, directory: str) -> Iterator[str]:
        return (entry.key[1] for entry in self._items.query(directory, newest_first=True))

    # collections

    def enter_in(self, collection: str, line: IndexLine) -> None:
        month, directory = keys.month_of(line.stored_at), keys.gathered_in(collection)
        self._note((directory, month))
        self._items.put(Item(key=(keys.month_partition(directory, month), keys.line_order(line))))

    def gathered(self, collection: str, *, limit: int, month: str | None = None) -> Sequence[ChangeKey | EventKey]:
        found = self._newest_items(keys.gathered_in(collection), limit=limit, month=month)
        return [keys.record_of(item.key[1]) for item in found]

    def gathered_months(self, collection: str) -> Sequence[str]:
        return list(self._months(keys.gathered_in(collection)))

    def _newest(
        self, directory: str, *, limit: int, month: str | None, until: datetime | None = None
    ) -> list[IndexLine]:
        found = self._newest_items(directory, limit=limit, month=month, until=until)
        return [self._decode(item, IndexLine) for item in found]

    def _newest_items(
        self, directory: str, *, limit: int, month: str | None, until: datetime | None = None
    ) -> list[Item]:
        months = self._months(directory) if month is None else [keys.require_month(month)]
        below = None if until is None else keys.stamp(until) + keys.AFTER
        found: list[Item] = []
        for each in months:
            left = limit - len(found)
            if left <= 0:
                break
            if below is not None and each > below:
                continue
            partition = keys.month_partition(directory, each)
            found += islice(self._items.query(partition, below=below, newest_first=True, limit=left), left)
        return found
