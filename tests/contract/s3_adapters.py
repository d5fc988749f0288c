"""Where the S3 adapters keep their things in tests: a new bucket each, on moto and on SeaweedFS."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import moto_server
import real_s3
from afterprint.aws.archive import S3Archive
from afterprint.aws.listing import keys_in
from afterprint.aws.site import S3Site
from afterprint.messages import Message, stored

SPARE_BUCKETS = 8
RECORDS = ("versions/", "readings/", "changes/", "events/", "snapshots/", "withdrawn/")


@cache
def client(endpoint: str) -> Any:
    """This process's client of a server."""
    return moto_server.client("s3", endpoint)


class Buckets:
    """Empty buckets of a server, some of them made ahead: SeaweedFS takes 0.2 s for the first object in each."""

    def __init__(self, endpoint: str) -> None:
        self._client = client(endpoint)
        self._pool = ThreadPoolExecutor(SPARE_BUCKETS)
        self._spare: deque[Future[str]] = deque()

    def take(self) -> str:
        while len(self._spare) <= SPARE_BUCKETS:
            self._spare.append(self._pool.submit(self._make))
        return self._spare.popleft().result()

    def _make(self) -> str:
        name = f"bucket-{secrets.token_hex(6)}"
        where = {"LocationConstraint": self._client.meta.region_name}
        self._client.create_bucket(Bucket=name, CreateBucketConfiguration=where)
        self._client.put_object(Bucket=name, Key="first", Body=b"")
        self._client.delete_object(Bucket=name, Key="first")
        return name


@cache
def buckets(endpoint: str) -> Buckets:
    return Buckets(endpoint)


class Bucket:
    """A new bucket on a server, which is started where it does not run yet."""

    server: Callable[[], str]

    def __init__(self, _folder: Path) -> None:
        self.endpoint = self.server()
        self.name = buckets(self.endpoint).take()

    @property
    def client(self) -> Any:
        return client(self.endpoint)

    def put_raw(self, path: str, body: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=path, Body=body)

    def read_raw(self, path: str) -> bytes:
        return bytes(self.client.get_object(Bucket=self.name, Key=path)["Body"].read())

    def break_down(self) -> None:
        """The bucket is deleted."""
        for key in list(keys_in(self.client, self.name)):
            self.client.delete_object(Bucket=self.name, Key=key)
        self.client.delete_bucket(Bucket=self.name)


class Telling:
    """A client that plays the bucket's part: what was put is told, whoever asks or does not ask for it."""

    def __init__(self, client: Any, tell: Callable[[Message], None]) -> None:
        self._client = client
        self._tell = tell

    def __getattr__(self, operation: str) -> Any:
        return getattr(self._client, operation)

    def put_object(self, **request: Any) -> Any:
        answer = self._client.put_object(**request)
        message = stored(request["Key"])
        if message is not None:
            self._tell(message)
        return answer


class ArchiveInBucket(Bucket):
    race_rounds = 10

    def open(self, announce: Callable[[Message], None] | None = None) -> S3Archive:
        return S3Archive(Telling(self.client, announce) if announce else self.client, self.name)

    def stray_files(self) -> list[str]:
        return [key for key in keys_in(self.client, self.name) if not key.startswith(RECORDS)]


class SiteInBucket(Bucket):
    def open(self) -> S3Site:
        return S3Site(self.client, self.name)


class ArchiveOnMoto(ArchiveInBucket):
    server = staticmethod(moto_server.endpoint)


class ArchiveOnSeaweed(ArchiveInBucket):
    server = staticmethod(real_s3.endpoint)


class SiteOnMoto(SiteInBucket):
    server = staticmethod(moto_server.endpoint)


class SiteOnSeaweed(SiteInBucket):
    server = staticmethod(real_s3.endpoint)
