"""What lies in a bucket, page by page (ListObjectsV2 and ListObjectVersions, up to 1,000 a page)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from afterprint.aws.s3_answers import TO_LIST, TO_PURGE, asking_s3


class Held(NamedTuple):
    """One version of an object, or a marker of its deletion; `null` where the bucket keeps no versions."""

    key: str
    version: str


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


def versions_below(client: Any, bucket: str, prefix: str) -> Iterator[Held]:
    """Every version of every object whose key starts with `prefix`, and every marker of a deletion, by key."""
    marker: dict[str, str] = {}
    while True:
        with asking_s3(prefix, needs=TO_PURGE):
            page = client.list_object_versions(Bucket=bucket, Prefix=prefix, **marker)
        found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
        yield from sorted(Held(each["Key"], each.get("VersionId") or "null") for each in found)
        if not page.get("IsTruncated"):
            return
        marker = {"KeyMarker": page["NextKeyMarker"]}
        if page.get("NextVersionIdMarker"):
            marker["VersionIdMarker"] = page["NextVersionIdMarker"]
