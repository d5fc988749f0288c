"""Archive, catalog and site in memory: fakes that keep the ports' promises within one thread."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from afterprint.codec import encode_record
from afterprint.errors import NotStored
from afterprint.messages import Message, stored
from afterprint.model import (
    ArticleKey,
    Change,
    ChangeKey,
    Event,
    EventKey,
    Reading,
    ReadingKey,
    Version,
    VersionKey,
    snapshot_path,
)
from afterprint.ports import Document, Published
from afterprint.rows import (
    AddressRow,
    ArticleRow,
    DeliveryKey,
    DeliveryRow,
    DeliveryState,
    FurnitureRow,
    GroupRow,
    HostDue,
    HostRow,
    IndexLine,
    ListRow,
    OpenWork,
    RobotsRow,
    SubscriberRow,
    WatchedRow,
    record_key,
)
from afterprint.tombstones import Tombstone


class MemoryArchive:
    """Records by path. `announced` holds the messages of what was stored, in order."""

    def __init__(self) -> None:
        self.records: dict[str, Any] = {}
        self.announced: list[Message] = []

    def _add(self, record: Version | Reading | Change | Event) -> bool:
        path = record.key.path
        if path in self.records:
            return False
        self.records[path] = record
        message = stored(path)
        if message is not None:
            self.announced.append(message)
        return True

    add_version = add_reading = add_change = add_event = _add

    def add_snapshot(self, body: bytes) -> str:
        digest = hashlib.sha256(body).hexdigest()
        self.records[snapshot_path(digest)] = body
        return digest

    def _read(self, path: str) -> Any:
        if path not in self.records:
            raise NotStored(path)
        return self.records[path]

    def version(self, key: VersionKey) -> Version:
        return self._read(key.path)

    def version_digest(self, key: VersionKey) -> str:
        return hashlib.sha256(encode_record(self._read(key.path))).hexdigest()

    def reading(self, key: ReadingKey) -> Reading:
        return self._read(key.path)

    def change(self, key: ChangeKey) -> Change:
        return self._read(key.path)

    def event(self, key: EventKey) -> Event:
        return self._read(key.path)

    def snapshot(self, digest: str) -> bytes:
        return self._read(snapshot_path(digest))

    def has(self, path: str) -> bool:
        return path in self.records

    def digest(self, path: str) -> str:
        return hashlib.sha256(encode_record(self._read(path))).hexdigest()

    def put_tombstone(self, tombstone: Tombstone) -> None:
        self.records.setdefault(tombstone.path, tombstone)

    def tombstone(self, path: str) -> Tombstone | None:
        return self.records.get(path)

    def paths_of(self, article: ArticleKey) -> list[str]:
        kinds = ("changes", "events", "readings", "versions")
        return sorted(path for path in self.records if path.startswith(tuple(f"{k}/{article.path}/" for k in kinds)))

    def purge(self, path: str) -> None:
        self.records.pop(path, None)

    def _keys(self, kind: type, article: ArticleKey | None) -> list[Any]:
        keys = (record.key for record in list(self.records.values()) if isinstance(record, kind))
        return sorted(key for key in keys if article is None or key.article == article)

    def version_keys(self, article: ArticleKey | None = None) -> Iterator[VersionKey]:
        return iter(self._keys(Version, article))

    def change_keys(self, article: ArticleKey | None = None) -> Iterator[ChangeKey]:
        return iter(self._keys(Change, article))

    def event_keys(self, article: ArticleKey | None = None) -> Iterator[EventKey]:
        return iter(self._keys(Event, article))


class MemoryCatalog:
    """Rows in dictionaries, compared by revision."""

    def __init__(self) -> None:
        self.due: set[HostDue] = set()
        self.watched: dict[tuple[str, str], WatchedRow] = {}
        self.host_rows: dict[str, HostRow] = {}
        self.robots_rows: dict[str, RobotsRow] = {}
        self.furniture_rows: dict[str, FurnitureRow] = {}
        self.addresses: dict[str, AddressRow] = {}
        self.lines: dict[tuple[ArticleKey, str], IndexLine] = {}
        self.works: dict[str, OpenWork] = {}
        self.groups: dict[str, GroupRow] = {}
        self.collections: dict[str, set[tuple[datetime, str, ArticleKey]]] = {}
        self.deliveries: dict[DeliveryKey, DeliveryRow] = {}
        self.subscribers: dict[str, SubscriberRow] = {}

    # hosts that have something due

    def put_due_host(self, due: HostDue) -> None:
        self.due.add(due)

    def remove_due_host(self, due: HostDue) -> None:
        self.due.discard(due)

    def due_hosts(self, now: datetime) -> Iterator[HostDue]:
        return iter(sorted(due for due in self.due if due.minute <= now))

    def next_due_host(self) -> datetime | None:
        return min((due.minute for due in self.due), default=None)

    # rows in a host's schedule

    def due_rows(self, host: str, now: datetime, *, limit: int) -> Sequence[WatchedRow]:
        rows = [row for row in self._of(host) if row.due is not None and row.due <= now]
        return sorted(rows, key=lambda row: (_rank(row), row.due or now))[:limit]

    def next_due(self, host: str) -> datetime | None:
        return min((row.due for row in self._of(host) if row.due is not None), default=None)

    def _of(self, host: str) -> list[WatchedRow]:
        return [row for row in self.watched.values() if row.host == host]

    def article(self, host: str, key: ArticleKey) -> ArticleRow | None:
        row = self.watched.get((host, key.path))
        return row if isinstance(row, ArticleRow) else None

    def add_article(self, row: ArticleRow) -> bool:
        return _add(self.watched, (row.host, row.key.path), row)

    def update_article(self, row: ArticleRow) -> bool:
        return _update(self.watched, (row.host, row.key.path), row)

    def move_article(self, row: ArticleRow, *, from_host: str) -> bool:
        if not self.add_article(row):
            return False
        self.watched.pop((from_host, row.key.path), None)
        return True

    def articles(self, source: str | None = None) -> Iterator[ArticleRow]:
        rows = [row for row in self.watched.values() if isinstance(row, ArticleRow)]
        return iter([row for row in rows if source in (None, row.key.source)])

    def list_row(self, host: str, source: str, name: str) -> ListRow | None:
        row = self.watched.get((host, f"{source}/list/{name}"))
        return row if isinstance(row, ListRow) else None

    def add_list(self, row: ListRow) -> bool:
        return _add(self.watched, (row.host, f"{row.source}/list/{row.name}"), row)

    def update_list(self, row: ListRow) -> bool:
        return _update(self.watched, (row.host, f"{row.source}/list/{row.name}"), row)

    def lists(self) -> Iterator[ListRow]:
        return iter([row for row in self.watched.values() if isinstance(row, ListRow)])

    # hosts

    def host(self, host: str) -> HostRow | None:
        return self.host_rows.get(host)

    def add_host(self, row: HostRow) -> bool:
        return _add(self.host_rows, row.host, row)

    def update_host(self, row: HostRow) -> bool:
        return _update(self.host_rows, row.host, row)

    def hosts(self) -> Iterator[HostRow]:
        return iter(list(self.host_rows.values()))

    def robots(self, host: str) -> RobotsRow | None:
        return self.robots_rows.get(host)

    def put_robots(self, row: RobotsRow) -> None:
        self.robots_rows[row.host] = row

    def furniture(self, host: str) -> FurnitureRow | None:
        return self.furniture_rows.get(host)

    def put_furniture(self, row: FurnitureRow) -> None:
        self.furniture_rows[row.host] = row

    # addresses

    def address(self, url: str) -> AddressRow | None:
        return self.addresses.get(url)

    def claim_address(self, row: AddressRow) -> AddressRow:
        return self.addresses.setdefault(row.url, row)

    def rehome_addresses(self, article: ArticleKey, *, host: str) -> None:
        for url, row in self.addresses.items():
            if row.article == article:
                self.addresses[url] = replace(row, host=host)

    # index

    def enter(self, line: IndexLine) -> None:
        self.lines.setdefault((line.article, line.name), line)

    def remove_line(self, line: IndexLine) -> None:
        self.lines.pop((line.article, line.name), None)

    def scrub(self) -> None:
        pass

    def _ordered(self) -> list[IndexLine]:
        return sorted(self.lines.values(), key=lambda line: (line.stored_at, line.name, line.article))

    def article_lines(self, article: ArticleKey) -> Sequence[IndexLine]:
        return [line for line in self._ordered() if line.article == article]

    def source_lines(self, source: str, *, limit: int, month: str | None = None) -> Sequence[IndexLine]:
        lines = [line for line in reversed(self._ordered()) if line.article.source == source]
        return [line for line in lines if month in (None, _month(line))][:limit]

    def news_lines(
        self, *, limit: int, month: str | None = None, source: str | None = None, until: datetime | None = None
    ) -> Sequence[IndexLine]:
        lines = [line for line in reversed(self._ordered()) if line.is_news]
        lines = [line for line in lines if until is None or line.stored_at <= until]
        lines = [line for line in lines if source in (None, line.article.source)]
        return [line for line in lines if month in (None, _month(line))][:limit]

    def months(self, source: str | None = None) -> Sequence[str]:
        news = self.news_lines(limit=len(self.lines), source=source)
        return sorted({_month(line) for line in news}, reverse=True)

    def enter_in(self, collection: str, line: IndexLine) -> None:
        self.collections.setdefault(collection, set()).add((line.stored_at, line.name, line.article))

    def gathered(self, collection: str, *, limit: int, month: str | None = None) -> Sequence[ChangeKey | EventKey]:
        found = sorted(self.collections.get(collection, ()), reverse=True)
        return [record_key(article, name) for at, name, article in found if month in (None, f"{at:%Y-%m}")][:limit]

    def gathered_months(self, collection: str) -> Sequence[str]:
        return sorted({f"{at:%Y-%m}" for at, _, _ in self.collections.get(collection, ())}, reverse=True)

    # groups of documents that are rendered later

    def group(self, name: str) -> GroupRow | None:
        return self.groups.get(name)

    def add_group(self, row: GroupRow) -> bool:
        return _add(self.groups, row.name, row)

    def update_group(self, row: GroupRow) -> bool:
        return _update(self.groups, row.name, row)

    def stale_groups(self) -> Sequence[GroupRow]:
        return [self.groups[name] for name in sorted(self.groups) if self.groups[name].is_stale]

    # open work

    def open_work(self, work: OpenWork) -> None:
        self.works.setdefault(work.path, work)

    def close_work(self, path: str) -> None:
        self.works.pop(path, None)

    def open_works(self, *, opened_before: datetime | None = None) -> Iterator[OpenWork]:
        works = sorted(self.works.values(), key=lambda work: (work.opened_at, work.path))
        return iter([work for work in works if opened_before is None or work.opened_at < opened_before])

    def work(self, path: str) -> OpenWork | None:
        return self.works.get(path)

    # deliveries to subscribers

    def delivery(self, key: DeliveryKey) -> DeliveryRow | None:
        return self.deliveries.get(key)

    def add_delivery(self, row: DeliveryRow) -> bool:
        return _add(self.deliveries, row.key, row)

    def update_delivery(self, row: DeliveryRow) -> bool:
        return _update(self.deliveries, row.key, row)

    def open_deliveries(self, subscriber: str, *, limit: int) -> Sequence[DeliveryRow]:
        rows = (self.deliveries[key] for key in sorted(self.deliveries) if key.subscriber == subscriber)
        return [row for row in rows if row.state is DeliveryState.OPEN][:limit]

    def latest_deliveries(self, subscriber: str, *, limit: int) -> Sequence[DeliveryRow]:
        return [self.deliveries[key] for key in sorted(self.deliveries, reverse=True) if key.subscriber == subscriber][
            :limit
        ]

    def subscriber(self, name: str) -> SubscriberRow | None:
        return self.subscribers.get(name)

    def add_subscriber(self, row: SubscriberRow) -> bool:
        return _add(self.subscribers, row.name, row)

    def update_subscriber(self, row: SubscriberRow) -> bool:
        return _update(self.subscribers, row.name, row)

    def due_subscribers(self, now: datetime) -> Sequence[SubscriberRow]:
        rows = [row for row in self.subscribers.values() if row.due is not None and row.due <= now]
        return sorted(rows, key=lambda row: (row.due or now, row.name))


class MemorySite:
    """Documents by path. `puts` lists the paths that were written, in order."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.puts: list[str] = []

    def read(self, path: str) -> Published | None:
        document = self.documents.get(_inside(path))
        return None if document is None else Published(body=document.body, etag=_etag(document))

    def put(self, document: Document, *, etag: str | None) -> bool:
        held = self.documents.get(_inside(document.path))
        if (None if held is None else _etag(held)) != etag:
            return False
        self.documents[document.path] = document
        self.puts.append(document.path)
        return True

    def remove(self, path: str) -> None:
        self.documents.pop(_inside(path), None)

    def paths(self) -> Iterator[str]:
        return iter(sorted(self.documents))


def _inside(path: str) -> str:
    if path.startswith("/") or ".." in path.split("/") or "\\" in path or "\0" in path:
        raise ValueError(f"leaves the site: {path!r}")
    return path


def _etag(document: Document) -> str:
    return hashlib.sha256(document.body).hexdigest()


def _month(line: IndexLine) -> str:
    return line.stored_at.astimezone(UTC).strftime("%Y-%m")


def _rank(row: WatchedRow) -> int:
    if isinstance(row, ListRow) or row.is_new:
        return 2
    return 0 if row.second_look else 1


def _add(table: dict[Any, Any], key: Any, row: Any) -> bool:
    if key in table:
        return False
    table[key] = row
    return True


def _update(table: dict[Any, Any], key: Any, row: Any) -> bool:
    held = table.get(key)
    if held is None or held.revision != row.revision:
        return False
    table[key] = replace(row, revision=row.revision + 1)
    return True
