"""The catalog's deliveries: a partition each subscriber, in the order in which it gets them; open ones in the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from afterprint.aws import catalog_keys as keys
from afterprint.aws.catalog_keys import AFTER, stamp
from afterprint.aws.items import Item
from afterprint.aws.row_items import RowItems, as_json
from afterprint.rows import DeliveryKey, DeliveryRow, DeliveryState, SubscriberRow


class DeliveryRows(RowItems):
    """The part of `ports.Catalog` that is about subscribers. A read costs what it returns, whatever was delivered."""

    def delivery(self, key: DeliveryKey) -> DeliveryRow | None:
        return self._read(keys.delivery_key(key), DeliveryRow)

    def add_delivery(self, row: DeliveryRow) -> bool:
        return self._add(_delivery_item(row))

    def update_delivery(self, row: DeliveryRow) -> bool:
        return self._items.replace(_delivery_item(replace(row, revision=row.revision + 1)), seen=row.revision).done

    def open_deliveries(self, subscriber: str, *, limit: int) -> Sequence[DeliveryRow]:
        entries = self._items.query_due(keys.deliveries_of(subscriber), limit=limit)
        rows = [self._decode(item, DeliveryRow) for item in self._walk(entries, lambda key: key)]
        return [row for row in rows if row.state is DeliveryState.OPEN]  # it may have ended meanwhile

    def latest_deliveries(self, subscriber: str, *, limit: int) -> Sequence[DeliveryRow]:
        found = self._items.query(keys.deliveries_of(subscriber), newest_first=True, limit=limit)
        return [self._decode(item, DeliveryRow) for item in found]

    def subscriber(self, name: str) -> SubscriberRow | None:
        return self._read(keys.subscriber_key(name), SubscriberRow)

    def add_subscriber(self, row: SubscriberRow) -> bool:
        return self._add(_subscriber_item(row))

    def update_subscriber(self, row: SubscriberRow) -> bool:
        return self._items.replace(_subscriber_item(replace(row, revision=row.revision + 1)), seen=row.revision).done

    def due_subscribers(self, now: datetime) -> Sequence[SubscriberRow]:
        entries = self._items.query_due(keys.SUBSCRIBERS, below=stamp(now) + AFTER)
        return [self._decode(item, SubscriberRow) for item in self._walk(entries, lambda key: key)]


def _delivery_item(row: DeliveryRow) -> Item:
    return Item(key=keys.delivery_key(row.key), row=as_json(row), revision=row.revision, due=keys.open_delivery(row))


def _subscriber_item(row: SubscriberRow) -> Item:
    return Item(
        key=keys.subscriber_key(row.name), row=as_json(row), revision=row.revision, due=keys.due_of_subscriber(row)
    )
