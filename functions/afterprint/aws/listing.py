"""What lies in a bucket, page by page (ListObjectsV2, up to 1,000 a page)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from afterprint.aws.s3_answers import TO_LIST, asking_s3


def keys_in(client: Any, bucket: str, prefix: str = "") -> Iterator[str]:
    """Every key that starts with `prefix`; on S3 ascending by its UTF-8 bytes, elsewhere folder by folder."""
    for page in _pages(client, bucket, prefix=prefix):
        for held in page.get("Contents", ()):
            yield held["Key"]


def folders_in(client: Any, bucket: str, prefix: str) -> Iterator[str]:
    """The names between `prefix` and the next slash, each once."""
    for page in _pages(client, bucket, prefix=prefix, delimiter="/"):
        for held in page.get("CommonPrefixes", ()):
            yield held["Prefix"].removeprefix(prefix).removesuffix("/")


def _pages(client: Any, bucket: str, *, prefix: str, delimiter: str = "") -> Iterator[Any]:
    """The pages one by one, asked for when they are wanted."""
    where = {"Bucket": bucket, "Prefix": prefix} | ({"Delimiter": delimiter} if delimiter else {})
    token: dict[str, str] = {}
    while True:
        with asking_s3(prefix or bucket, needs=TO_LIST):
            page = client.list_objects_v2(**where, **token)
        yield page
        if not page.get("IsTruncated"):
            return
        token = {"ContinuationToken": page["NextContinuationToken"]}
