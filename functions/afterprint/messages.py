"""Every message between the steps: facts in the past tense, holding keys and never texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterprint.model import ChangeKey, EventKey, VersionKey


@dataclass(frozen=True)
class HostCameDue:
    """schedule → fetch: something of this host is due. A second one for the same minute is the same message."""

    host: str
    minute: datetime


@dataclass(frozen=True)
class VersionStored:
    """archive → diff: a version lies in the archive."""

    key: VersionKey


@dataclass(frozen=True)
class ChangeStored:
    """archive → publish: a change lies in the archive."""

    key: ChangeKey


@dataclass(frozen=True)
class EventStored:
    """archive → publish: an event lies in the archive."""

    key: EventKey


@dataclass(frozen=True)
class DocumentsPublished:
    """publish → notify: the pages and feeds of this change or event can be read, so links to them are live."""

    key: ChangeKey | EventKey


Message = HostCameDue | VersionStored | ChangeStored | EventStored | DocumentsPublished


def stored(path: str) -> VersionStored | ChangeStored | EventStored | None:
    """The message that a record stored at `path` is; None for records that trigger nothing (readings, snapshots)."""
    kind = path.split("/", 1)[0]
    if kind == "versions":
        return VersionStored(VersionKey.from_path(path))
    if kind == "changes":
        return ChangeStored(ChangeKey.from_path(path))
    if kind == "events":
        return EventStored(EventKey.from_path(path))
    return None
