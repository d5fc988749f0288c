"""The catalog as one SQLite file. Rows are JSON, beside them the columns by which they are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from afterprint import codec
from afterprint.local.catalog_schema import MIGRATIONS
from afterprint.local.delivery_rows import DeliveryRows
from afterprint.local.index_lines import IndexLines
from afterprint.local.search_index import forget_words
from afterprint.local.sqlite import Database
from afterprint.local.stamps import from_stamp, stamp
from afterprint.model import ArticleKey
from afterprint.rows import (
    AddressRow,
    ArticleRow,
    FurnitureRow,
    GroupRow,
    HostDue,
    HostRow,
    ListRow,
    OpenWork,
    RobotsRow,
    WatchedRow,
    due_class,
)

R = TypeVar("R")

_UNHURRIED = "NORMAL"
_PAGE = 500  # rows a page, where all are walked through
_ARTICLE, _LIST = "article", "list"
_REMEDY = (
    "put back a copy, or move the file aside together with those that end in -wal and -shm and start again: the archive"
    " is not touched, and the catalog fills anew from the watchlist's feeds"
)


class SqliteCatalog(IndexLines, DeliveryRows):
    """`ports.Catalog` in a SQLite file; any number of threads and processes may share it.

    No write is lost when the process dies. When the power fails, neither is one that something outside this file may
    rely on: open work, addresses, hosts and their robots, lines of the index, rows that are new or move. Those are on
    the device when their method returns (WAL, synchronous = FULL), and with them all that was written before. What
    only moves a row on in the schedule is not waited for (NORMAL), as losing the last of those, in order, does no harm:
    the page is still due and is looked at again. So a look that finds nothing new costs no wait for the device.

    With `read_only` the file is only looked into, which may be done beside a running watch, and where nothing can be
    written; every method that writes is a StoreError then.

    How connections are shared, and how long a locked file is waited for, says `sqlite.Database`.
    """

    def __init__(self, path: Path, *, busy_seconds: float = 10, read_only: bool = False) -> None:
        self._database = Database(
            path,
            migrations=MIGRATIONS,
            synchronous="FULL",
            remedy=_REMEDY,
            busy_seconds=busy_seconds,
            read_only=read_only,
        )

    def close(self) -> None:
        """Let go of the file; every later use is a StoreError."""
        self._database.close()

    # ── hosts that have something due ──

    def put_due_host(self, due: HostDue) -> None:
        statement = "INSERT OR IGNORE INTO due_hosts VALUES (?, ?)"
        self._write(statement, stamp(due.minute), due.host, synchronous=_UNHURRIED)

    def remove_due_host(self, due: HostDue) -> None:
        statement = "DELETE FROM due_hosts WHERE minute = ? AND host = ?"
        self._write(statement, stamp(due.minute), due.host, synchronous=_UNHURRIED)

    def due_hosts(self, now: datetime) -> Iterator[HostDue]:
        statement = (
            "SELECT minute, host FROM due_hosts WHERE (minute, host) > (?, ?) AND minute <= ? ORDER BY minute, host"
            " LIMIT ?"
        )
        after: tuple[int, str] = (-(2**62), "")
        while page := self._read(statement, *after, stamp(now), _PAGE):
            for minute, host in page:
                yield HostDue(from_stamp(minute), host)
            after = page[-1]

    def next_due_host(self) -> datetime | None:
        return _moment(self._read("SELECT min(minute) FROM due_hosts"))

    # ── rows in a host's schedule ──

    def due_rows(self, host: str, now: datetime, *, limit: int) -> Sequence[WatchedRow]:
        found = self._read(
            "SELECT kind, row FROM watched WHERE host = ? AND class IN (0, 1, 2) AND due <= ?"
            " ORDER BY class, due, kind, source, name LIMIT ?",
            host,
            stamp(now),
            max(0, limit),
        )
        return [self._due_row(kind, row, host) for kind, row in found]

    def _due_row(self, kind: str, row: bytes, host: str) -> WatchedRow:
        if kind == _ARTICLE:
            return self._decode(row, ArticleRow, f"article due at {host}")
        return self._decode(row, ListRow, f"list due at {host}")

    def next_due(self, host: str) -> datetime | None:
        each = "SELECT min(due) AS due FROM watched WHERE host = ?1 AND class = "
        union = " UNION ALL ".join(f"{each}{number}" for number in range(3))
        return _moment(self._read(f"SELECT min(due) FROM ({union})", host))  # noqa: S608  nothing foreign in it

    def article(self, host: str, key: ArticleKey) -> ArticleRow | None:
        return self._watched(ArticleRow, _ARTICLE, key.source, key.article, host)

    def add_article(self, row: ArticleRow) -> bool:
        return self._write(_ADD_WATCHED, *_columns(row)) == 1

    def update_article(self, row: ArticleRow) -> bool:
        return self._update_watched(row)

    def move_article(self, row: ArticleRow, *, from_host: str) -> bool:
        if from_host == row.host:
            return False
        with self._database.writing() as connection:
            added = connection.execute(_ADD_WATCHED, _columns(row)).rowcount == 1
            connection.execute(
                "DELETE FROM watched WHERE kind = ? AND source = ? AND name = ? AND host = ?",
                (_ARTICLE, row.key.source, row.key.article, from_host),
            )
        return added

    def articles(self, source: str | None = None) -> Iterator[ArticleRow]:
        return self._all_watched(ArticleRow, _ARTICLE, source)

    def list_row(self, host: str, source: str, name: str) -> ListRow | None:
        return self._watched(ListRow, _LIST, source, name, host)

    def add_list(self, row: ListRow) -> bool:
        return self._write(_ADD_WATCHED, *_columns(row)) == 1

    def update_list(self, row: ListRow) -> bool:
        return self._update_watched(row)

    def lists(self) -> Iterator[ListRow]:
        return self._all_watched(ListRow, _LIST, None)

    def _watched(self, type_: type[R], kind: str, source: str, name: str, host: str) -> R | None:
        found = self._read(
            "SELECT row FROM watched WHERE kind = ? AND source = ? AND name = ? AND host = ?", kind, source, name, host
        )
        return self._first(found, type_, f"{kind} {source}/{name} at {host}")

    def _update_watched(self, row: WatchedRow) -> bool:
        kind, source, name, host, class_, due, revision, body = _columns(replace(row, revision=row.revision + 1))
        updated = self._write(
            "UPDATE watched SET class = ?, due = ?, revision = ?, row = ?"
            " WHERE kind = ? AND source = ? AND name = ? AND host = ? AND revision = ?",
            *(class_, due, revision, body),
            *(kind, source, name, host, row.revision),
            synchronous=_UNHURRIED,
        )
        return updated == 1

    def _all_watched(self, type_: type[R], kind: str, source: str | None) -> Iterator[R]:
        beyond = "(source, name, host) > (?, ?, ?)" if source is None else "source = ? AND (name, host) > (?, ?)"
        statement = (
            f"SELECT source, name, host, row FROM watched WHERE kind = ? AND {beyond} "  # noqa: S608  nothing foreign
            f"ORDER BY source, name, host LIMIT {_PAGE}"
        )
        after: tuple[str, ...] = (source or "", "", "")
        while page := self._read(statement, kind, *after):
            for of_source, name, host, row in page:
                yield self._decode(row, type_, f"{kind} {of_source}/{name} at {host}")
            after = page[-1][:3]

    # ── hosts ──

    def host(self, host: str) -> HostRow | None:
        return self._first(self._read("SELECT row FROM hosts WHERE host = ?", host), HostRow, f"host {host}")

    def add_host(self, row: HostRow) -> bool:
        added = self._write(
            "INSERT OR IGNORE INTO hosts VALUES (?, ?, ?)", row.host, row.revision, codec.encode_row(row)
        )
        return added == 1

    def update_host(self, row: HostRow) -> bool:
        new = replace(row, revision=row.revision + 1)
        updated = self._write(
            "UPDATE hosts SET revision = ?, row = ? WHERE host = ? AND revision = ?",
            *(new.revision, codec.encode_row(new)),
            *(row.host, row.revision),
        )
        return updated == 1

    def hosts(self) -> Iterator[HostRow]:
        after = ""
        while page := self._read("SELECT host, row FROM hosts WHERE host > ? ORDER BY host LIMIT ?", after, _PAGE):
            for host, row in page:
                yield self._decode(row, HostRow, f"host {host}")
            after = page[-1][0]

    def robots(self, host: str) -> RobotsRow | None:
        return self._first(self._read("SELECT row FROM robots WHERE host = ?", host), RobotsRow, f"robots of {host}")

    def put_robots(self, row: RobotsRow) -> None:
        self._write("INSERT OR REPLACE INTO robots VALUES (?, ?)", row.host, codec.encode_row(row))

    def furniture(self, host: str) -> FurnitureRow | None:
        found = self._read("SELECT row FROM furniture WHERE host = ?", host)
        return self._first(found, FurnitureRow, f"furniture of {host}")

    def put_furniture(self, row: FurnitureRow) -> None:
        self._write("INSERT OR REPLACE INTO furniture VALUES (?, ?)", row.host, codec.encode_row(row))

    # ── addresses ──

    def address(self, url: str) -> AddressRow | None:
        return self._first(self._read(_ADDRESS, url), AddressRow, f"address {url}")

    def claim_address(self, row: AddressRow) -> AddressRow:
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO addresses VALUES (?, ?, ?, ?)",
                (row.url, row.article.source, row.article.article, codec.encode_row(row)),
            )
            body = connection.execute(_ADDRESS, (row.url,)).fetchone()[0]
        return self._decode(body, AddressRow, f"address {row.url}")

    def rehome_addresses(self, article: ArticleKey, *, host: str) -> None:
        with self._database.writing() as connection:
            found = connection.execute(
                "SELECT url, row FROM addresses WHERE source = ? AND article = ?", (article.source, article.article)
            )
            for url, body in found.fetchall():
                row = replace(self._decode(body, AddressRow, f"address {url}"), host=host)
                connection.execute("UPDATE addresses SET row = ? WHERE url = ?", (codec.encode_row(row), url))

    # ── groups of documents that are rendered later ──

    def group(self, name: str) -> GroupRow | None:
        return self._first(self._read("SELECT row FROM groups WHERE name = ?", name), GroupRow, f"group {name}")

    def add_group(self, row: GroupRow) -> bool:
        values = (row.name, row.is_stale, row.revision, codec.encode_row(row))
        return self._write("INSERT OR IGNORE INTO groups VALUES (?, ?, ?, ?)", *values) == 1

    def update_group(self, row: GroupRow) -> bool:
        new = replace(row, revision=row.revision + 1)
        updated = self._write(
            "UPDATE groups SET stale = ?, revision = ?, row = ? WHERE name = ? AND revision = ?",
            *(new.is_stale, new.revision, codec.encode_row(new)),
            *(row.name, row.revision),
        )
        return updated == 1

    def stale_groups(self) -> Sequence[GroupRow]:
        found = self._read("SELECT row FROM groups WHERE stale ORDER BY name")
        return [self._decode(body, GroupRow, "group") for (body,) in found]

    # ── open work ──

    def open_work(self, work: OpenWork) -> None:
        body = codec.encode_row(work)
        self._write("INSERT OR IGNORE INTO open_works VALUES (?, ?, ?)", work.path, stamp(work.opened_at), body)

    def close_work(self, path: str) -> None:
        self._write("DELETE FROM open_works WHERE path = ?", path)

    def open_works(self, *, opened_before: datetime | None = None) -> Iterator[OpenWork]:
        end = 2**62 if opened_before is None else stamp(opened_before)
        statement = (
            "SELECT opened_at, path, row FROM open_works WHERE (opened_at, path) > (?, ?) AND opened_at < ?"
            " ORDER BY opened_at, path LIMIT ?"
        )
        after: tuple[int, str] = (-(2**62), "")
        while page := self._read(statement, *after, end, _PAGE):
            for _opened_at, path, row in page:
                yield self._decode(row, OpenWork, f"open work {path}")
            after = page[-1][:2]

    def work(self, path: str) -> OpenWork | None:
        found = self._read("SELECT row FROM open_works WHERE path = ?", path)
        return self._first(found, OpenWork, f"open work {path}")

    # ── taking down ──

    def scrub(self) -> None:
        forget_words(self._database.path.parent)
        self._database.scrub()


_ADD_WATCHED = "INSERT OR IGNORE INTO watched VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ADDRESS = "SELECT row FROM addresses WHERE url = ?"


def _columns(row: WatchedRow) -> tuple[str, str, str, str, int, int | None, int, bytes]:
    """The row as the table `watched` holds it, in the order of its columns."""
    kind, source, name = (
        (_ARTICLE, row.key.source, row.key.article) if isinstance(row, ArticleRow) else (_LIST, row.source, row.name)
    )
    due = None if row.due is None else stamp(row.due)
    return kind, source, name, row.host, due_class(row), due, row.revision, codec.encode_row(row)


def _moment(found: Sequence[tuple[int | None]]) -> datetime | None:
    micros = found[0][0]
    return None if micros is None else from_stamp(micros)
