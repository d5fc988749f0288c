"""Records and rows to bytes and back: JSON, sorted keys, readable by hand, the same bytes for the same value.

Dataclasses are encoded by their fields; an unknown field of a later schema is passed over, a missing one takes its
default, so that a reader of schema N reads all before it.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from datetime import datetime
from typing import TypeVar

import msgspec

from afterprint.errors import DamagedRecord
from afterprint.messages import (
    ChangeStored,
    DocumentsPublished,
    EventStored,
    HostCameDue,
    Message,
    VersionStored,
)
from afterprint.model import ChangeKey, EventKey, VersionKey

T = TypeVar("T")


def encode_record(record: object) -> bytes:
    """The bytes of an archive record: UTF-8, one field a line, a final newline."""
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"


def encode_row(row: object) -> bytes:
    """The bytes of a catalog row: UTF-8, compact."""
    return msgspec.json.encode(row, order="sorted")


def decode(body: bytes | str, kind: type[T], path: str) -> T:
    """The value of type `kind` in `body`; raises DamagedRecord naming `path` where it cannot be read."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise DamagedRecord(path, f"cannot be read back: {error}") from error


def encode_message(message: Message) -> bytes:
    """The bytes of a message: its type by name; a key as its record's path: `{"key":"versions/…","type":…}`."""
    if isinstance(message, HostCameDue):
        return encode_row({"type": "HostCameDue", "host": message.host, "minute": message.minute})
    return encode_row({"type": type(message).__name__, "key": message.key.path})


def decode_message(body: bytes | str, path: str) -> Message:
    """The message in `body`; raises DamagedRecord naming `path` where it cannot be read or is of no known type."""
    fields = decode(body, dict[str, str], path)
    try:
        match fields["type"]:
            case "HostCameDue":
                return HostCameDue(fields["host"], msgspec.convert(fields["minute"], datetime))
            case "VersionStored":
                return VersionStored(VersionKey.from_path(fields["key"]))
            case "ChangeStored":
                return ChangeStored(ChangeKey.from_path(fields["key"]))
            case "EventStored":
                return EventStored(EventKey.from_path(fields["key"]))
            case "DocumentsPublished" if fields["key"].startswith("changes/"):
                return DocumentsPublished(ChangeKey.from_path(fields["key"]))
            case "DocumentsPublished":
                return DocumentsPublished(EventKey.from_path(fields["key"]))
            case unknown:
                raise DamagedRecord(path, f"is a message of an unknown type: {unknown}")
    except (KeyError, ValueError) as error:
        raise DamagedRecord(path, f"cannot be read back as a message: {error!r}") from error


def unpack_snapshot(packed: bytes, digest: str, path: str) -> bytes:
    """The bytes that were gzipped as the snapshot with this SHA-256 (hex); raises DamagedRecord naming `path`."""
    try:
        body = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:  # gzip reports damage as an OSError
        raise DamagedRecord(path, f"cannot be unpacked: {error}") from error
    if hashlib.sha256(body).hexdigest() != digest:
        raise DamagedRecord(path, "holds other bytes than its name says")
    return body
