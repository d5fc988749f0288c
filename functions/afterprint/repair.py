"""Finishing what is open: versions without changes, changes without documents, rows that lag behind the archive.

Reads the open-work rows only, never the whole archive. What it finds it brings up to the archive and announces again;
the steps themselves do the rest, and doing them twice is harmless.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from afterprint.errors import DamagedRecord
from afterprint.messages import Message, stored
from afterprint.model import EventKey, Source, VersionKey
from afterprint.ports import World
from afterprint.record import catch_up, find_row
from afterprint.rows import OpenWork
from afterprint.tombstones import is_withdrawn


def repair(
    world: World, *, opened_before: datetime | None = None, tell: Callable[[str, Exception], None] | None = None
) -> Counter[str]:
    """Finish all work opened before that time (all there is, where None is given: only when nobody else is at work).

    Returns what was done, counted: `never_stored` (the crash came before the record: the article is still due),
    `announced` (sent on its way again), `caught_up` (rows brought forward), `withdrawn` (taken down meanwhile). Work
    that cannot be finished, as its record is damaged, is told to `tell` and stays open; without `tell` it is raised.
    """
    done: Counter[str] = Counter()
    for work in list(world.catalog.open_works(opened_before=opened_before)):
        try:
            done.update(_finish(work, world=world))
        except DamagedRecord as error:
            if tell is None:
                raise
            tell(work.path, error)
    return done


def _finish(work: OpenWork, *, world: World) -> Counter[str]:
    if not world.archive.has(work.path):
        world.catalog.close_work(work.path)
        if world.archive.has(work.path):  # it was stored just now, by somebody who took this work for open
            world.catalog.open_work(work)
        return Counter({"never_stored": 1})
    key = _key(work.path)
    done = Counter({"caught_up": _caught_up(key, work, world=world)})
    if isinstance(key, VersionKey) and is_withdrawn(key.change.path, world.archive.has):
        world.catalog.close_work(work.path)
        return done + Counter({"withdrawn": 1})
    done["announced"] = 1
    world.queue.send(_next_message(key, world=world))
    return done


def _key(path: str) -> VersionKey | EventKey:
    return VersionKey.from_path(path) if path.startswith("versions/") else EventKey.from_path(path)


def _caught_up(key: VersionKey | EventKey, work: OpenWork, *, world: World) -> int:
    """Bring the article's row, wherever it lies by now, up to the archive."""
    record = world.archive.version(key) if isinstance(key, VersionKey) else world.archive.event(key)
    row = find_row(key.article, host=work.host, url=record.url, catalog=world.catalog)
    if row is None:
        return 0
    # A source that was dropped meanwhile still has articles whose history is to be whole.
    source = world.watchlist.source(row.source) or Source(id=row.source, name=record.source_name)
    return int(catch_up(row, archive=world.archive, catalog=world.catalog, source=source) != row)


def _next_message(key: VersionKey | EventKey, *, world: World) -> Message:
    """What should have followed the record: its own message, or that of the change it made, where that is stored."""
    follower = key.path
    if isinstance(key, VersionKey) and world.archive.has(key.change.path):
        follower = key.change.path
    message = stored(follower)
    if message is None:
        raise ValueError(f"nothing follows a record at {follower}")
    return message
