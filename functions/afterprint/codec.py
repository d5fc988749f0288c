"""Records and rows to bytes and back: JSON, sorted keys, readable by hand, the same bytes for the same value.

Dataclasses are encoded by their fields; an unknown field of a later schema is passed over, a missing one takes its
default, so that a reader of schema N reads all before it.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from afterprint.errors import DamagedRecord

T = TypeVar("T")


def encode_record(record: object) -> bytes:
    """The bytes of an archive record: UTF-8, one field a line, a final newline."""
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"


def encode_row(row: object) -> bytes:
    """The bytes of a catalog row or message: UTF-8, compact."""
    return msgspec.json.encode(row, order="sorted")


def decode(body: bytes | str, kind: type[T], path: str) -> T:
    """The value of type `kind` in `body`; raises DamagedRecord naming `path` where it cannot be read."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise DamagedRecord(path, f"cannot be read back: {error}") from error
