"""Every byte that a world has stored, searched for a text that was withdrawn."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def in_folder(folder: Path, *texts: str) -> list[str]:
    """The files below `folder` that hold any of these texts, packed or not."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [str(path.relative_to(folder)) for path in files if holds(path.read_bytes(), texts)]


def in_bucket(client: Any, bucket: str, *texts: str) -> list[str]:
    """The objects, in any version, that hold any of these texts."""
    return [
        f"{key}@{version}"
        for key, version in _versions(client, bucket)
        if holds(client.get_object(Bucket=bucket, Key=key, VersionId=version)["Body"].read(), texts)
    ]


def in_table(client: Any, table: str, *texts: str) -> list[str]:
    """The items that hold any of these texts."""
    items = [item for page in client.get_paginator("scan").paginate(TableName=table) for item in page["Items"]]
    return [str(item) for item in items if any(holds(_bytes(value), texts) for value in item.values())]


def _versions(client: Any, bucket: str) -> Iterator[tuple[str, str]]:
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for held in page.get("Versions", ()):
            yield held["Key"], held["VersionId"]


def _bytes(value: dict[str, Any]) -> bytes:
    ((_, inner),) = value.items()
    return inner if isinstance(inner, bytes) else str(inner).encode()


def holds(body: bytes, texts: tuple[str, ...]) -> bool:
    return any(text.encode() in form for form in _forms(body) for text in texts)


def _forms(body: bytes) -> Iterator[bytes]:
    yield body
    if body.startswith(b"\x1f\x8b"):
        yield gzip.decompress(body)
    elif body.startswith(b"\x78"):
        try:
            yield zlib.decompress(body)
        except zlib.error:
            return
