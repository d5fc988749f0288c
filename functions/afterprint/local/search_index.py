"""An index of words as one SQLite file (FTS5), beside the catalog. Nothing is lost with it: it is made anew.

A file, since nothing can be taken out of it: where something is withdrawn, all of it goes (`forget_words`), and so it
does where other settings decide what may be searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from afterprint.codec import decode, encode_row
from afterprint.errors import DamagedRecord, NewerSchema
from afterprint.local.disk import failing
from afterprint.local.sqlite import Database
from afterprint.local.stamps import from_stamp, stamp
from afterprint.rows import IndexLine

FILE = "search.sqlite"
_PAGE = 500
_REMEDY = "remove it: it is made anew by the next search"
_TABLES = (
    "CREATE TABLE settings (said TEXT NOT NULL)",
    """CREATE TABLE lines (
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL,
        stored_at INTEGER NOT NULL, row BLOB NOT NULL, UNIQUE (source, article, name)
    )""",
    "CREATE INDEX lines_by_age ON lines (stored_at, name, source, article)",
    # Words come folded and apart: between spaces there are letters, marks, digits and underscores alone, and all that
    # is beyond ASCII belongs to a word for this tokenizer. Of the texts themselves nothing is kept.
    """CREATE VIRTUAL TABLE texts USING fts5 (headline, words, content='', tokenize="ascii tokenchars '_'")""",
)


class Words(Protocol):
    """A line and the words of its record (see `searching.Entry`)."""

    @property
    def line(self) -> IndexLine: ...
    @property
    def headline(self) -> str: ...
    @property
    def words(self) -> str: ...


def open_index(directory: Path, *, settings: str) -> SearchIndex:
    """The index in this data directory; made anew where it is damaged, or was made under other settings.

    Raises StoreError where it cannot be written.
    """
    try:
        index = SearchIndex(directory / FILE)
        if index.settings() in ("", settings):
            index.settle(settings)
            return index
        index.close()
    except (DamagedRecord, NewerSchema):
        pass
    forget_words(directory)
    index = SearchIndex(directory / FILE)
    index.settle(settings)
    return index


def forget_words(directory: Path) -> None:
    """Remove the index, with every word in it."""
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        with failing(directory / name):
            (directory / name).unlink(missing_ok=True)


class SearchIndex:
    """`searching.WordIndex` in a SQLite file; threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, migrations=(_TABLES,), synchronous="NORMAL", remedy=_REMEDY)

    def close(self) -> None:
        self._database.close()

    def settings(self) -> str:
        """Under which settings it was made; "" where it is new."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT said FROM settings").fetchone()
        return str(found[0]) if found else ""

    def settle(self, settings: str) -> None:
        with self._database.writing() as connection:
            if connection.execute("SELECT 1 FROM settings").fetchone() is None:
                connection.execute("INSERT INTO settings VALUES (?)", (settings,))

    def newest(self) -> datetime | None:
        """When the newest of its records was stored."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT max(stored_at) FROM lines").fetchone()[0]
        return None if found is None else from_stamp(found)

    def missing(self, lines: Sequence[IndexLine]) -> Sequence[IndexLine]:
        """Those that it does not have, in their order."""
        if not lines:
            return []
        stamps = [stamp(line.stored_at) for line in lines]
        with self._database.reading() as connection:
            statement = "SELECT source, article, name FROM lines WHERE stored_at BETWEEN ? AND ?"
            held = set(connection.execute(statement, (min(stamps), max(stamps))).fetchall())
        return [line for line in lines if (line.article.source, line.article.article, line.name) not in held]

    def add(self, entries: Iterable[Words]) -> None:
        """Take up what it does not have yet, all or nothing."""
        rows = list(entries)
        with self._database.writing() as connection:
            for each in rows:
                line = each.line
                added = connection.execute(
                    "INSERT OR IGNORE INTO lines (source, article, name, stored_at, row) VALUES (?, ?, ?, ?, ?)",
                    (line.article.source, line.article.article, line.name, stamp(line.stored_at), encode_row(line)),
                )
                if added.rowcount == 1:
                    values = (added.lastrowid, each.headline, each.words)
                    connection.execute("INSERT INTO texts (rowid, headline, words) VALUES (?, ?, ?)", values)

    def find(self, expression: str, *, after: tuple[datetime, str, str, str] | None) -> Iterator[IndexLine]:
        """The lines whose words the FTS5 expression matches ("": all), newest first, behind this place."""
        joined = "JOIN texts ON texts.rowid = lines.id AND texts MATCH ?" if expression else ""
        statement = (
            f"SELECT stored_at, name, source, article, row FROM lines {joined}"  # noqa: S608 - nothing foreign in it
            " WHERE (stored_at, name, source, article) < (?, ?, ?, ?)"
            " ORDER BY stored_at DESC, name DESC, source DESC, article DESC LIMIT ?"
        )
        place: tuple[int, str, str, str] = (stamp(after[0]), *after[1:]) if after else (2**62, "", "", "")
        while True:
            with self._database.reading() as connection:
                values = (*([expression] if expression else []), *place, _PAGE)
                page = connection.execute(statement, values).fetchall()
            for *_, row in page:
                yield decode(row, IndexLine, f"{self._database.path}: line")
            if len(page) < _PAGE:
                return
            place = page[-1][:4]
