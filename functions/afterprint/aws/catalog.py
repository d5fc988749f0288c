"""The catalog as one DynamoDB table; its keys are those of `aws.catalog_keys`."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from heapq import merge
from typing import Any

from afterprint.aws import catalog_keys as keys
from afterprint.aws.catalog_keys import AFTER, stamp
from afterprint.aws.delivery_rows import DeliveryRows
from afterprint.aws.index_lines import IndexLines
from afterprint.aws.items import Item, Items
from afterprint.aws.row_items import as_json
from afterprint.aws.table import SCHEMA
from afterprint.errors import DamagedRecord, NewerSchema
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
)

ROBOTS_BYTES = 60 * 1024
"""A robots.txt is kept compressed, and cut at a line end where even so it is larger: its item stays below 64 KB."""


def open_catalog(client: Any, table: str) -> DynamoCatalog:
    """The catalog in this table; `client` is a boto3 client of DynamoDB.

    Raises NewerSchema where a later Afterprint wrote it, StoreError where it cannot be reached.
    """
    catalog = DynamoCatalog(client, table)
    catalog.check_schema()
    return catalog


class DynamoCatalog(IndexLines, DeliveryRows):
    """`ports.Catalog` in a DynamoDB table; any number of threads and processes may share it.

    A host's due rows are read by the index's order, which is that of `due`, and put in order of their classes here: all
    that is due at the host is read first, as keys of about 120 bytes, then the rows that are taken. So the order is
    exact, one query will do where less than 1 MB (some 8,000 rows) is due, and no more is read than is due.
    """

    def __init__(self, client: Any, table: str, *, page: int | None = None) -> None:
        self._items = Items(client, table, page=page)
        self._noted = set()

    def check_schema(self) -> None:
        """Note the schema in a new table; raise NewerSchema where it holds rows that this Afterprint does not know."""
        if self.refuse_newer():
            self._items.add(Item(key=keys.SCHEMA, revision=SCHEMA))

    def refuse_newer(self) -> bool:
        """Whether no schema is noted yet; NewerSchema where it is a later one. Writes nothing."""
        item = self._items.get(keys.SCHEMA)
        if item is not None and (item.revision or 0) > SCHEMA:
            raise NewerSchema(f"catalog {self._items.table}", schema=item.revision or 0, known=SCHEMA)
        return item is None

    # ── hosts that have something due ──

    def put_due_host(self, due: HostDue) -> None:
        self._items.put(Item(key=keys.due_host_key(due)))

    def remove_due_host(self, due: HostDue) -> None:
        self._items.delete(keys.due_host_key(due))

    def due_hosts(self, now: datetime) -> Iterator[HostDue]:
        below = stamp(now) + AFTER
        shards = [self._items.query(partition, below=below) for partition in keys.due_host_partitions()]
        return (keys.due_host_of(item.key) for item in merge(*shards, key=lambda item: item.key[1]))

    def next_due_host(self) -> datetime | None:
        firsts = [item for each in keys.due_host_partitions() for item in self._items.query(each, limit=1)]
        return min((keys.due_host_of(item.key).minute for item in firsts), default=None)

    # ── rows in a host's schedule ──

    def due_rows(self, host: str, now: datetime, *, limit: int) -> Sequence[WatchedRow]:
        if limit <= 0:
            return []
        due = self._items.query_due(keys.host_partition(host), below=stamp(now) + AFTER)
        taken = sorted(due, key=lambda item: keys.order_of_due(item.due or "", item.key))[:limit]
        found = self._items.get_many(item.key for item in taken)
        # A row that was moved meanwhile is due elsewhere or later.
        still = [found[item.key] for item in taken if item.key in found and found[item.key].due == item.due]
        return [self._watched(item) for item in still]

    def _watched(self, item: Item) -> WatchedRow:
        return self._decode(item, ArticleRow) if keys.is_article(item.key) else self._decode(item, ListRow)

    def next_due(self, host: str) -> datetime | None:
        first = next(self._items.query_due(keys.host_partition(host), limit=1), None)
        return None if first is None or first.due is None else keys.from_stamp(first.due.partition("#")[0])

    def article(self, host: str, key: ArticleKey) -> ArticleRow | None:
        return self._read(keys.article_key(host, key), ArticleRow)

    def add_article(self, row: ArticleRow) -> bool:
        self._note(keys.source_entry(row.source))
        self._items.put(Item(key=keys.article_entry(row.host, row.key)))
        return self._add(_watched_item(row))

    def update_article(self, row: ArticleRow) -> bool:
        return self._update_watched(row)

    def move_article(self, row: ArticleRow, *, from_host: str) -> bool:
        if from_host == row.host:
            return False
        added = self.add_article(row)
        self._items.delete(keys.article_key(from_host, row.key))
        self._items.delete(keys.article_entry(from_host, row.key))
        return added

    def articles(self, source: str | None = None) -> Iterator[ArticleRow]:
        sources = [entry.key[1] for entry in self._items.query(keys.ALL_SOURCES)] if source is None else [source]
        for each in sources:
            entries = self._items.query(keys.articles_of(each))
            for item in self._walk(entries, keys.article_of_entry):
                yield self._decode(item, ArticleRow)

    def list_row(self, host: str, source: str, name: str) -> ListRow | None:
        return self._read(keys.list_key(host, source, name), ListRow)

    def add_list(self, row: ListRow) -> bool:
        self._items.put(Item(key=keys.list_entry(row)))
        return self._add(_watched_item(row))

    def update_list(self, row: ListRow) -> bool:
        return self._update_watched(row)

    def lists(self) -> Iterator[ListRow]:
        for item in self._walk(self._items.query(keys.ALL_LISTS), keys.list_of_entry):
            yield self._decode(item, ListRow)

    def _update_watched(self, row: WatchedRow) -> bool:
        return self._items.replace(_watched_item(replace(row, revision=row.revision + 1)), seen=row.revision).done

    # ── hosts ──

    def host(self, host: str) -> HostRow | None:
        return self._read(keys.host_key(host), HostRow)

    def add_host(self, row: HostRow) -> bool:
        self._items.put(Item(key=keys.host_entry(row.host)))
        return self._add(_host_item(row))

    def update_host(self, row: HostRow) -> bool:
        return self._items.replace(_host_item(replace(row, revision=row.revision + 1)), seen=row.revision).done

    def hosts(self) -> Iterator[HostRow]:
        for item in self._walk(self._items.query(keys.ALL_HOSTS), keys.host_of_entry):
            yield self._decode(item, HostRow)

    def robots(self, host: str) -> RobotsRow | None:
        item = self._items.get(keys.robots_key(host))
        if item is None:
            return None
        row = self._decode(item, RobotsRow)
        try:
            return replace(row, text=zlib.decompress(item.body or b"").decode())
        except (zlib.error, UnicodeDecodeError) as error:
            raise DamagedRecord(f"catalog {self._items.path(item.key)}", f"cannot be read back: {error}") from error

    def put_robots(self, row: RobotsRow) -> None:
        body = _compressed(row.text)
        self._items.put(Item(key=keys.robots_key(row.host), row=as_json(replace(row, text="")), body=body))

    def furniture(self, host: str) -> FurnitureRow | None:
        return self._read(keys.furniture_key(host), FurnitureRow)

    def put_furniture(self, row: FurnitureRow) -> None:
        self._items.put(Item(key=keys.furniture_key(row.host), row=as_json(row)))

    # ── addresses ──

    def address(self, url: str) -> AddressRow | None:
        return self._read(keys.address_key(url), AddressRow)

    def claim_address(self, row: AddressRow) -> AddressRow:
        owner = self.address(row.url)
        if owner is not None:
            return owner  # the usual case, without a write
        # The note comes first: an address that is not noted under its article would stay behind when that moves.
        self._items.put(Item(key=keys.address_entry(row.article, row.url)))
        standing = self._items.add(Item(key=keys.address_key(row.url), row=as_json(row)))
        return row if standing.done or standing.item is None else self._decode(standing.item, AddressRow)

    def rehome_addresses(self, article: ArticleKey, *, host: str) -> None:
        entries = self._items.query(keys.addresses_of(article))
        for item in self._walk(entries, keys.address_of_entry):
            row = self._decode(item, AddressRow)
            if row.article == article and row.host != host:  # else somebody else was first to claim it, or it is done
                self._items.put(Item(key=item.key, row=as_json(replace(row, host=host))))

    # ── groups of documents that are rendered later ──

    def group(self, name: str) -> GroupRow | None:
        return self._read(keys.group_key(name), GroupRow)

    def add_group(self, row: GroupRow) -> bool:
        return self._add(_group_item(row))

    def update_group(self, row: GroupRow) -> bool:
        return self._items.replace(_group_item(replace(row, revision=row.revision + 1)), seen=row.revision).done

    def stale_groups(self) -> Sequence[GroupRow]:
        shards = (self._items.query_due(partition) for partition in keys.group_partitions())
        entries = (item for shard in shards for item in shard)
        found = [self._decode(item, GroupRow) for item in self._walk(entries, lambda key: key)]
        return sorted((row for row in found if row.is_stale), key=lambda row: row.name)

    # ── open work ──

    def open_work(self, work: OpenWork) -> None:
        self._items.add(Item(key=keys.work_key(work.path), row=as_json(work), due=keys.opened(work)))

    def close_work(self, path: str) -> None:
        self._items.delete(keys.work_key(path))

    def open_works(self, *, opened_before: datetime | None = None) -> Iterator[OpenWork]:
        below = None if opened_before is None else stamp(opened_before)
        shards = [self._items.query_due(partition, below=below) for partition in keys.work_partitions()]
        oldest_first = merge(*shards, key=lambda item: item.due or "")
        for item in self._walk(oldest_first, lambda key: key):
            yield self._decode(item, OpenWork)

    def work(self, path: str) -> OpenWork | None:
        return self._read(keys.work_key(path), OpenWork)

    # ── taking down ──

    def scrub(self) -> None:
        """Nothing to do: the table shows no removed item. Its point-in-time copies keep one for up to 35 days."""


def _watched_item(row: WatchedRow) -> Item:
    return Item(key=keys.watched_key(row), row=as_json(row), revision=row.revision, due=keys.due_of(row))


def _host_item(row: HostRow) -> Item:
    return Item(key=keys.host_key(row.host), row=as_json(row), revision=row.revision)


def _group_item(row: GroupRow) -> Item:
    due = row.name if row.is_stale else None
    return Item(key=keys.group_key(row.name), row=as_json(row), revision=row.revision, due=due)


def _compressed(text: str) -> bytes:
    """The text, zlib'd, its end cut off at a line end where it would be larger than ROBOTS_BYTES."""
    body = zlib.compress(text.encode(), 9)
    while len(body) > ROBOTS_BYTES:
        kept = len(text) * ROBOTS_BYTES // len(body)
        text = text[: text.rfind("\n", 0, min(kept, len(text) - 1)) + 1]
        body = zlib.compress(text.encode(), 9)
    return body
