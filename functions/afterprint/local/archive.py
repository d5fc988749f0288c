"""The archive as plain files, at the paths that the keys know.

```
versions/{source}/{article}/000001.json      records: JSON, readable by hand
snapshots/{2 hex}/{sha256}.gz                the bytes they were read from
withdrawn/…                                  tombstones, see afterprint.tombstones
.drafts/                                     what is being written; never read, swept at start
```
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from afterprint import codec
from afterprint.errors import DamagedRecord, NotStored, Withdrawn
from afterprint.local.disk import Drafts, failing, make_folder, names, place, sync_folder
from afterprint.messages import Message, stored
from afterprint.model import (
    ArticleKey,
    Change,
    ChangeKey,
    Event,
    EventKey,
    Reading,
    ReadingKey,
    RecordKey,
    Version,
    VersionKey,
    snapshot_path,
)
from afterprint.tombstones import Tombstone, tombstone_of_article, tombstones_of

R = TypeVar("R", Version, Reading, Change, Event)
K = TypeVar("K", VersionKey, ChangeKey, EventKey)


class FileArchive:
    """`ports.Archive` in a folder; any number of threads and processes may share it.

    A record is written aside, fsynced and then hard-linked to its path: the link is made or refused in one step, so
    nothing is overwritten and nothing is there in part. The file system must know hard links.
    `announce` is called with each stored record's message, in the thread that stored it.
    """

    def __init__(self, root: Path, *, announce: Callable[[Message], None]) -> None:
        self.root = root
        self._announce = announce
        self._drafts = Drafts(root / ".drafts")

    def sweep_leftovers(self) -> int:
        """Remove what killed processes left half-written, and say how many files that were; spares living writers."""
        with failing(self._drafts.folder):
            return self._drafts.sweep()

    # ── adding ──

    def add_version(self, version: Version) -> bool:
        try:
            return self._add(version)
        except Withdrawn:
            # Its page was kept a moment before, and whoever withdrew the article could not know of it.
            if version.snapshot and self.has(tombstone_of_article(version.key.article)):
                self.purge(snapshot_path(version.snapshot))
            raise

    def add_reading(self, reading: Reading) -> bool:
        return self._add(reading)

    def add_change(self, change: Change) -> bool:
        return self._add(change)

    def add_event(self, event: Event) -> bool:
        return self._add(event)

    def add_snapshot(self, body: bytes) -> str:
        digest = hashlib.sha256(body).hexdigest()
        self._create(snapshot_path(digest), lambda: gzip.compress(body, mtime=0))
        return digest

    def _add(self, record: Version | Reading | Change | Event) -> bool:
        path = record.key.path
        if not self._create(path, lambda: codec.encode_record(record)):
            return False
        message = stored(path)
        if message is not None:
            self._announce(message)
        return True

    def _create(self, path: str, encode: Callable[[], bytes]) -> bool:
        target = place(self.root, path)
        self._refuse_withdrawn(path)
        with failing(target):
            created = not target.exists() and self._link(target, encode())
            # Also for the one who lost: it builds on that record, which the winner may not have synced yet.
            sync_folder(target.parent)
        try:
            # A tombstone may have been set since the first look. Whoever sets it removes the record afterwards, so
            # one of the two sees the other.
            self._refuse_withdrawn(path)
        except Withdrawn:
            with failing(target):
                target.unlink(missing_ok=True)
            raise
        return created

    def _link(self, target: Path, body: bytes) -> bool:
        with self._drafts.written(body) as draft:
            make_folder(target.parent)
            try:
                os.link(draft, target)
            except FileExistsError:
                return False
            return True

    def _refuse_withdrawn(self, path: str) -> None:
        for tombstone in tombstones_of(path):
            if self.has(tombstone):
                raise Withdrawn(path)

    # ── reading ──

    def version(self, key: VersionKey) -> Version:
        return self._record(key, Version)

    def version_digest(self, key: VersionKey) -> str:
        return self.digest(key.path)

    def reading(self, key: ReadingKey) -> Reading:
        return self._record(key, Reading)

    def change(self, key: ChangeKey) -> Change:
        return self._record(key, Change)

    def event(self, key: EventKey) -> Event:
        return self._record(key, Event)

    def snapshot(self, digest: str) -> bytes:
        path = snapshot_path(digest)
        return codec.unpack_snapshot(self._read(path), digest, path)

    def has(self, path: str) -> bool:
        target = place(self.root, path)
        with failing(target):
            return target.is_file()

    def digest(self, path: str) -> str:
        return hashlib.sha256(self._read(path)).hexdigest()

    def _record(self, key: RecordKey, kind: type[R]) -> R:
        record = codec.decode(self._read(key.path), kind, key.path)
        if record.key != key:
            raise DamagedRecord(key.path, f"holds another record: {record.key.path}")
        return record

    def _read(self, path: str) -> bytes:
        target = place(self.root, path)
        with failing(target):
            try:
                return target.read_bytes()
            except FileNotFoundError:
                raise NotStored(path) from None

    # ── iterating ──

    def version_keys(self, article: ArticleKey | None = None) -> Iterator[VersionKey]:
        return self._keys("versions", article, VersionKey)

    def change_keys(self, article: ArticleKey | None = None) -> Iterator[ChangeKey]:
        return self._keys("changes", article, ChangeKey)

    def event_keys(self, article: ArticleKey | None = None) -> Iterator[EventKey]:
        return self._keys("events", article, EventKey)

    def _keys(self, folder: str, article: ArticleKey | None, kind: type[K]) -> Iterator[K]:
        for each in self._articles(folder) if article is None else iter((article,)):
            yield from self._keys_of(folder, each, kind)

    def _articles(self, folder: str) -> Iterator[ArticleKey]:
        for source in self._names(folder):
            for article in self._names(f"{folder}/{source}"):
                yield ArticleKey(source, article)

    def _keys_of(self, folder: str, article: ArticleKey, kind: type[K]) -> list[K]:
        """Sorted as numbers, for a millionth version; what is no record of ours is passed over."""
        paths = (f"{folder}/{article.path}/{name}" for name in self._names(f"{folder}/{article.path}"))
        return sorted(kind.from_path(path) for path in paths if kind.PATTERN.fullmatch(path))

    def _names(self, path: str) -> list[str]:
        folder = place(self.root, path)
        with failing(folder):
            try:
                return names(folder)
            except NotADirectoryError:
                return []  # a stray file among the folders; its owner knows why

    # ── taking down ──

    def put_tombstone(self, tombstone: Tombstone) -> None:
        target = place(self.root, tombstone.path)
        with failing(target):
            if not target.exists():
                self._link(target, codec.encode_record(tombstone))
            sync_folder(target.parent)

    def tombstone(self, path: str) -> Tombstone | None:
        return codec.decode(self._read(path), Tombstone, path) if self.has(path) else None

    def paths_of(self, article: ArticleKey) -> list[str]:
        folders = (f"{kind}/{article.path}" for kind in ("changes", "events", "readings", "versions"))
        return [f"{folder}/{name}" for folder in folders for name in self._names(folder)]

    def purge(self, path: str) -> None:
        tombstones_of(path)  # ValueError for anything else than a record or snapshot
        target = place(self.root, path)
        with failing(target):
            if target.parent.is_dir():
                target.unlink(missing_ok=True)
                sync_folder(target.parent)
