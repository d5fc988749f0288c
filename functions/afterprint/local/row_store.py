"""Statements on a SQLite file whose rows are JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from afterprint import codec
from afterprint.local.sqlite import Database

R = TypeVar("R")


class RowStore:
    """What every table's methods are made of."""

    _database: Database

    def _write(self, statement: str, *values: object, synchronous: str = "") -> int:
        """Do one statement, whole or not at all; how many rows it touched. `synchronous`: see Database.writing."""
        with self._database.writing(synchronous=synchronous) as connection:
            return connection.execute(statement, values).rowcount

    def _read(self, statement: str, *values: object) -> list[Any]:
        with self._database.reading() as connection:
            return connection.execute(statement, values).fetchall()

    def _decode(self, body: bytes, kind: type[R], name: str) -> R:
        return codec.decode(body, kind, f"{self._database.path}: {name}")

    def _first(self, found: Sequence[tuple[bytes]], kind: type[R], name: str) -> R | None:
        return self._decode(found[0][0], kind, name) if found else None
