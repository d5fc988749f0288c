"""The archive as objects in a bucket, at the paths that the keys know.

The bucket is versioned and tells EventBridge what was stored under `versions/`, `changes/` and `events/`; nothing may
write there but this, and it writes with `If-None-Match: *` only.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import random
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from afterprint import codec
from afterprint.aws.listing import folders_in, keys_in, versions_below
from afterprint.aws.s3_answers import (
    TO_PURGE,
    TO_READ,
    TO_REMOVE,
    TO_WRITE,
    asking_s3,
    is_absence,
    is_conflict,
    is_lost,
)
from afterprint.errors import DamagedRecord, NotStored, StoreError, Withdrawn
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

TRIES = 6
FIRST_PAUSE = 0.1  # seconds; doubled with each try, and jittered
MARK = "writer"


class S3Archive:
    """`ports.Archive` in a bucket. `client` is a boto3 client of S3, which may be shared among threads.

    Nothing here announces: the bucket's own event ("Object Created") is the message that a record was stored, and S3
    sends it whether or not the writer lived to hear the answer.

    S3 refuses to overwrite (412), but cannot tell whose object is in the way: the client may have sent a write twice
    because the first answer was lost. Each write therefore leaves a random mark in its object's metadata, and whoever
    is refused looks whether the mark there is its own: equal bytes alone might be another caller's. Where no answer
    came at all the call is a StoreError and the record may lie there; then its event was sent too, and the next
    `add_*` of the same key says False.

    A tombstone that is set while a record is being written removes that record again; in a versioned bucket its bytes
    go when the lifecycle rule for noncurrent versions takes them.
    """

    def __init__(self, client: Any, bucket: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._bucket = bucket
        self._pause = pause

    # ── adding ──

    def add_version(self, version: Version) -> bool:
        try:
            return self._add(version)
        except Withdrawn:
            # Its page was kept a moment before, and whoever withdrew the article could not know of it.
            if version.snapshot and self.has(tombstone_of_article(version.key.article)):
                self._remove(snapshot_path(version.snapshot))
            raise

    def add_reading(self, reading: Reading) -> bool:
        return self._add(reading)

    def add_change(self, change: Change) -> bool:
        return self._add(change)

    def add_event(self, event: Event) -> bool:
        return self._add(event)

    def add_snapshot(self, body: bytes) -> str:
        digest = hashlib.sha256(body).hexdigest()
        self._create(snapshot_path(digest), gzip.compress(body, mtime=0), content_type="application/gzip")
        return digest

    def _add(self, record: Version | Reading | Change | Event) -> bool:
        return self._create(record.key.path, codec.encode_record(record), content_type="application/json")

    def _create(self, path: str, body: bytes, *, content_type: str) -> bool:
        self._refuse_withdrawn(path)
        created = self._put_once(path, body, content_type=content_type)
        try:
            # A tombstone may have been set since the first look. Whoever sets it removes the record afterwards, so
            # one of the two sees the other.
            self._refuse_withdrawn(path)
        except Withdrawn:
            self._remove(path)
            raise
        return created

    def _put_once(self, path: str, body: bytes, *, content_type: str) -> bool:
        """Whether this call stored `body`; tries again where S3 has not decided, or the winner's object has gone."""
        mark = secrets.token_hex(16)
        for number in range(TRIES):
            if number:
                self._pause(FIRST_PAUSE * 2 ** (number - 1) * random.uniform(0.5, 1))
            if self._put(path, body, content_type=content_type, mark=mark):
                return True
            holder = self._mark_at(path)
            if holder is not None:
                return holder == mark
        raise StoreError(path, f"was being written by others during each of {TRIES} attempts")

    def _put(self, path: str, body: bytes, *, content_type: str, mark: str) -> bool:
        """Whether S3 said that it stored this; False where it refused, or another write was in the way."""
        with asking_s3(path, needs=TO_WRITE):
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=path,
                    Body=body,
                    ContentType=content_type,
                    Metadata={MARK: mark},
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if is_lost(error) or is_conflict(error):
                    return False
                raise
        return True

    def _mark_at(self, path: str) -> str | None:
        """The mark of the writer whose object lies there, empty where it left none; None where nothing lies there."""
        answer = self._head(path)
        return None if answer is None else str(answer.get("Metadata", {}).get(MARK, ""))

    def _refuse_withdrawn(self, path: str) -> None:
        for tombstone in tombstones_of(path):
            if self.has(tombstone):
                raise Withdrawn(path)

    def _remove(self, path: str) -> None:
        with asking_s3(path, needs=TO_REMOVE):
            self._client.delete_object(Bucket=self._bucket, Key=path)

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
        return self._head(path) is not None

    def digest(self, path: str) -> str:
        return hashlib.sha256(self._read(path)).hexdigest()

    def _record(self, key: RecordKey, kind: type[R]) -> R:
        record = codec.decode(self._read(key.path), kind, key.path)
        if record.key != key:
            raise DamagedRecord(key.path, f"holds another record: {record.key.path}")
        return record

    def _read(self, path: str) -> bytes:
        with asking_s3(path, needs=TO_READ):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=path)
                return bytes(answer["Body"].read())
            except ClientError as error:
                if is_absence(error):
                    raise NotStored(path) from None
                raise

    def _head(self, path: str) -> Any:
        """S3's answer about the object at `path`, without its body; None where there is none."""
        with asking_s3(path, needs=TO_READ):
            try:
                return self._client.head_object(Bucket=self._bucket, Key=path)
            except ClientError as error:
                if is_absence(error):
                    return None
                raise

    # ── iterating ──

    def version_keys(self, article: ArticleKey | None = None) -> Iterator[VersionKey]:
        return self._keys("versions", article, VersionKey)

    def change_keys(self, article: ArticleKey | None = None) -> Iterator[ChangeKey]:
        return self._keys("changes", article, ChangeKey)

    def event_keys(self, article: ArticleKey | None = None) -> Iterator[EventKey]:
        return self._keys("events", article, EventKey)

    def _keys(self, folder: str, article: ArticleKey | None, kind: type[K]) -> Iterator[K]:
        if article is not None:
            yield from self._sorted_below(f"{folder}/{article.path}/", kind)
            return
        # One source after another: as bytes, `a-b/` stands before `a/`.
        for source in sorted(folders_in(self._client, self._bucket, f"{folder}/")):
            yield from self._sorted_below(f"{folder}/{source}/", kind)

    def _sorted_below(self, prefix: str, kind: type[K]) -> Iterator[K]:
        """An article at a time, sorted as numbers, for a millionth version; what is no record of ours is passed over.

        The names of articles are equally long, so S3's order of bytes is theirs, and no source is held in memory.
        """
        found = keys_in(self._client, self._bucket, prefix)
        keys = (kind.from_path(path) for path in found if kind.PATTERN.fullmatch(path))
        for _, those in itertools.groupby(keys, key=lambda key: key.article):
            yield from sorted(those)

    # ── taking down ──

    def put_tombstone(self, tombstone: Tombstone) -> None:
        self._put_once(tombstone.path, codec.encode_record(tombstone), content_type="application/json")

    def tombstone(self, path: str) -> Tombstone | None:
        return codec.decode(self._read(path), Tombstone, path) if self.has(path) else None

    def paths_of(self, article: ArticleKey) -> list[str]:
        folders = (f"{kind}/{article.path}/" for kind in ("changes", "events", "readings", "versions"))
        found = (held.key for folder in folders for held in versions_below(self._client, self._bucket, folder))
        return list(dict.fromkeys(found))

    def purge(self, path: str) -> None:
        tombstones_of(path)  # ValueError for anything else than a record or snapshot
        for held in list(versions_below(self._client, self._bucket, path)):
            if held.key == path:
                with asking_s3(path, needs=TO_PURGE):
                    self._client.delete_object(Bucket=self._bucket, Key=path, VersionId=held.version)
