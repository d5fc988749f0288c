"""Reading kept pages again after an upgrade: a new reading beside each version, the versions themselves untouched.

A watch does this by itself for the version that it compares with; done for all, whole histories are compared like with
like at once, and the next check of each article need not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from afterprint.errors import DamagedRecord, NotAnArticle, NotStored, Withdrawn
from afterprint.model import Reading, ReadingKey, Version, VersionKey
from afterprint.ports import Archive, Clock, Reader

READ, CURRENT, UNREADABLE, UNKEPT, WITHDRAWN = "read again", "up to date", "unreadable", "not kept", "withdrawn"
OUTCOMES = (READ, CURRENT, UNREADABLE, UNKEPT, WITHDRAWN)

Tell = Callable[[str, Exception], None]
"""Hears of a version that could not be read again: where its record lies, and why."""


def reread(
    keys: Iterable[VersionKey], *, archive: Archive, reader: Reader, extractor: str, clock: Clock, tell: Tell
) -> Counter[str]:
    """Read the snapshots of these versions again with the extractor of this revision; the outcomes, counted.

    Nothing is overwritten, and nothing that was read again before is read once more, so it may be stopped and started
    anew at any time. A version whose page is not kept, is damaged or is no longer taken for an article keeps the text
    that it has. Raises StoreError where the archive fails.
    """
    return Counter(
        _one(key, archive=archive, reader=reader, extractor=extractor, clock=clock, tell=tell) for key in keys
    )


def _one(key: VersionKey, *, archive: Archive, reader: Reader, extractor: str, clock: Clock, tell: Tell) -> str:
    try:
        version = archive.version(key)
        again = ReadingKey(key, extractor)
        if version.extractor == extractor or archive.has(again.path):
            return CURRENT
        if not version.snapshot:
            return UNKEPT
        text = reader.article(archive.snapshot(version.snapshot), version.url, _content_type(version))
        archive.add_reading(Reading(key=again, text=text, read_at=clock.now()))
    except Withdrawn:
        return WITHDRAWN
    except (NotStored, DamagedRecord) as error:
        tell(key.path, error)
        return UNKEPT
    except NotAnArticle as error:
        tell(key.path, error)
        return UNREADABLE
    return READ


def _content_type(version: Version) -> str | None:
    return version.headers.get("content-type")
