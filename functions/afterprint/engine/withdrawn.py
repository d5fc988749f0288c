"""Which documents of the site were withdrawn, and when: read from the tombstones, as the CDN reads its own store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from afterprint.model import VersionKey
from afterprint.ports import Archive
from afterprint.publish import paths
from afterprint.publish.paths import Kind, Place
from afterprint.tombstones import own_tombstone, tombstone_of_article


def gone_since(archive: Archive) -> Callable[[str], datetime | None]:
    """Tells when the document at a path of the site was withdrawn (aware, UTC); None for one that was not."""

    def since(document: str) -> datetime | None:
        place = paths.place(document)
        if place is None or not place.article:
            return None
        stones = (archive.tombstone(path) for path in _tombstones(place))
        return next((stone.withdrawn_at for stone in stones if stone is not None), None)

    return since


def _tombstones(place: Place) -> list[str]:
    found = [tombstone_of_article(place.article_key)]
    if place.kind not in (Kind.CHANGE, Kind.CHANGE_DATA):
        return found
    key = place.change_key
    if key.new == key.old + 1:
        return [*found, own_tombstone(key.path)]
    return [*found, *(own_tombstone(VersionKey(key.article, number).path) for number in (key.old, key.new))]
