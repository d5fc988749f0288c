"""The published site as objects in a bucket, which a CDN serves as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from afterprint.aws.failing import code_of
from afterprint.aws.listing import keys_in
from afterprint.aws.s3_answers import TO_READ, TO_REMOVE, TO_REPLACE, asking_s3, is_absence, is_conflict, is_lost
from afterprint.ports import Document, Published


class S3Site:
    """`ports.Site` in a bucket. `client` is a boto3 client of S3, which may be shared among threads.

    An etag is S3's own, taken as it comes; only equality means something. `put` says False wherever the document must
    be read again: it changed (412), it has gone (404 or 412), another write was under way (409), or the client sent
    this very write twice and the first one had won (412), which whoever reads again sees. Where no answer came at all
    it is a StoreError, and the document may have been written.

    Each object carries its content type and how long a cache may keep it.
    """

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, path: str) -> Published | None:
        with asking_s3(_plain(path), needs=TO_READ):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=path)
                return Published(body=answer["Body"].read(), etag=answer["ETag"])
            except ClientError as error:
                if is_absence(error) or code_of(error) == "KeyTooLongError":  # more than 1,024 bytes
                    return None
                raise

    def put(self, document: Document, *, etag: str | None) -> bool:
        condition = {"IfNoneMatch": "*"} if etag is None else {"IfMatch": etag}
        with asking_s3(_plain(document.path), needs=TO_REPLACE):
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=document.path,
                    Body=document.body,
                    ContentType=document.content_type,
                    CacheControl=_cache_control(document.cache_seconds),
                    **condition,
                )
            except ClientError as error:
                if is_lost(error) or is_absence(error) or is_conflict(error):
                    return False
                raise
        return True

    def remove(self, path: str) -> None:
        with asking_s3(_plain(path), needs=TO_REMOVE):
            try:
                self._client.delete_object(Bucket=self._bucket, Key=path)
            except ClientError as error:
                if not is_absence(error):
                    raise

    def paths(self) -> Iterator[str]:
        return (key for key in keys_in(self._client, self._bucket) if _is_plain(key))


def _cache_control(seconds: int) -> str:
    """RFC 9111 §5.2.2; nothing published is private."""
    return f"public, max-age={seconds}" if seconds > 0 else "no-cache"


def _plain(path: str) -> str:
    if not _is_plain(path):
        raise ValueError(f"not a path inside: {path!r}")
    return path


def _is_plain(path: str) -> bool:
    """Whether `path` is in the form that `ports.Site` asks for; a lone surrogate is in no form at all."""
    if "\\" in path or "\0" in path or any("\ud800" <= character <= "\udfff" for character in path):
        return False
    return not {"", ".", ".."} & set(path.split("/"))
