"""The catalog's deliveries in SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from afterprint import codec
from afterprint.local.row_store import RowStore
from afterprint.local.stamps import stamp
from afterprint.rows import DeliveryKey, DeliveryRow, DeliveryState, SubscriberRow

_PLACE = "subscriber = ? AND stored_at = ? AND path = ?"


class DeliveryRows(RowStore):
    """The part of `ports.Catalog` that is about subscribers."""

    def delivery(self, key: DeliveryKey) -> DeliveryRow | None:
        found = self._read(f"SELECT row FROM deliveries WHERE {_PLACE}", *_place(key))  # noqa: S608  nothing foreign
        return self._first(found, DeliveryRow, f"delivery of {key.path} to {key.subscriber}")

    def add_delivery(self, row: DeliveryRow) -> bool:
        values = (*_place(row.key), _is_open(row), row.revision, codec.encode_row(row))
        return self._write("INSERT OR IGNORE INTO deliveries VALUES (?, ?, ?, ?, ?, ?)", *values) == 1

    def update_delivery(self, row: DeliveryRow) -> bool:
        new = replace(row, revision=row.revision + 1)
        updated = self._write(
            f"UPDATE deliveries SET is_open = ?, revision = ?, row = ? WHERE {_PLACE} AND revision = ?",  # noqa: S608
            *(_is_open(new), new.revision, codec.encode_row(new)),
            *(*_place(row.key), row.revision),
        )
        return updated == 1

    def open_deliveries(self, subscriber: str, *, limit: int) -> Sequence[DeliveryRow]:
        statement = (
            "SELECT row FROM deliveries WHERE subscriber = ? AND is_open ORDER BY subscriber, stored_at, path LIMIT ?"
        )
        return self._deliveries(self._read(statement, subscriber, limit), subscriber)

    def latest_deliveries(self, subscriber: str, *, limit: int) -> Sequence[DeliveryRow]:
        statement = "SELECT row FROM deliveries WHERE subscriber = ? ORDER BY stored_at DESC, path DESC LIMIT ?"
        return self._deliveries(self._read(statement, subscriber, limit), subscriber)

    def _deliveries(self, found: Sequence[Any], subscriber: str) -> list[DeliveryRow]:
        return [self._decode(row, DeliveryRow, f"delivery to {subscriber}") for (row,) in found]

    def subscriber(self, name: str) -> SubscriberRow | None:
        found = self._read("SELECT row FROM subscribers WHERE name = ?", name)
        return self._first(found, SubscriberRow, f"subscriber {name}")

    def add_subscriber(self, row: SubscriberRow) -> bool:
        values = (row.name, _due(row), row.revision, codec.encode_row(row))
        return self._write("INSERT OR IGNORE INTO subscribers VALUES (?, ?, ?, ?)", *values) == 1

    def update_subscriber(self, row: SubscriberRow) -> bool:
        new = replace(row, revision=row.revision + 1)
        updated = self._write(
            "UPDATE subscribers SET due = ?, revision = ?, row = ? WHERE name = ? AND revision = ?",
            *(_due(new), new.revision, codec.encode_row(new)),
            *(row.name, row.revision),
        )
        return updated == 1

    def due_subscribers(self, now: datetime) -> Sequence[SubscriberRow]:
        found = self._read("SELECT name, row FROM subscribers WHERE due <= ? ORDER BY due, name", stamp(now))
        return [self._decode(row, SubscriberRow, f"subscriber {name}") for name, row in found]


def _place(key: DeliveryKey) -> tuple[str, int, str]:
    return key.subscriber, stamp(key.stored_at), key.path


def _is_open(row: DeliveryRow) -> bool:
    return row.state is DeliveryState.OPEN


def _due(row: SubscriberRow) -> int | None:
    return None if row.due is None else stamp(row.due)
