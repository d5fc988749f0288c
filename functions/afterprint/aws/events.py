"""What arrives in a queue: our own messages, and the archive bucket's events, which are messages too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from afterprint.codec import decode_message
from afterprint.errors import DamagedRecord
from afterprint.messages import Message, stored

OBJECT_CREATED = "Object Created"


def message_in(body: str, path: str) -> Message | None:
    """The message in a queue entry's body; None where it is a bucket's event about something that triggers nothing.

    The body is the JSON of a message (`codec.encode_message`), or that of an EventBridge event "Object Created" from
    S3, whose key is plain text, not percent-encoded. Of an event only the key is read: what it says of etags, versions
    and sequence is not needed. Raises DamagedRecord naming `path` where the body is neither.
    """
    event = _event(body)
    if event is None:
        return decode_message(body, path)
    if event.get("detail-type") != OBJECT_CREATED:
        return None
    key = _key(event)
    if key is None:
        raise DamagedRecord(path, "is an event of an object without a key")
    try:
        return stored(key)
    except ValueError:
        return None  # no record of ours: somebody laid a foreign object there


def _event(body: str) -> Mapping[str, Any] | None:
    """The body as an EventBridge event; None where it is none."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) and "detail-type" in fields else None


def _key(event: Mapping[str, Any]) -> str | None:
    detail = event.get("detail")
    held = detail.get("object") if isinstance(detail, dict) else None
    key = held.get("key") if isinstance(held, dict) else None
    return key if isinstance(key, str) else None
