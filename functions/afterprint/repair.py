"""Finishing what is open: versions without changes, changes without documents, rows that lag behind the archive.

Reads the open-work rows only, never the whole archive. What it finds it brings up to the archive and announces again;
the steps themselves do the rest, and doing them twice is harmless.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from afterprint.messages import Message, stored
from afterprint.model import ArticleKey, EventKey, VersionKey
from afterprint.ports import World
from afterprint.record import catch_up
from afterprint.rows import ArticleRow, OpenWork


def repair(world: World, *, opened_before: datetime | None = None) -> Counter[str]:
    """Finish all work opened before that time (all there is, where None is given: only when nobody else is at work).

    Returns what was done, counted: `never_stored` (the crash came before the record: the article is still due),
    `announced` (sent on its way again), `caught_up` (rows brought forward).
    """
    done: Counter[str] = Counter()
    for work in list(world.catalog.open_works(opened_before=opened_before)):
        done.update(_finish(work, world=world))
    return done


def _finish(work: OpenWork, *, world: World) -> Counter[str]:
    key = _key(work.path)
    row = _row(work, key.article, world=world)
    done: Counter[str] = Counter()
    if row is not None:
        done["caught_up"] += _caught_up(row, world=world)
    if not world.archive.has(work.path):
        world.catalog.close_work(work.path)
        done["never_stored"] += 1
        return done
    world.queue.send(_next_message(key, world=world))
    done["announced"] += 1
    return done


def _key(path: str) -> VersionKey | EventKey:
    return VersionKey.from_path(path) if path.startswith("versions/") else EventKey.from_path(path)


def _row(work: OpenWork, article: ArticleKey, *, world: World) -> ArticleRow | None:
    """The article's row, wherever it lies by now: it may have moved to another host since the work was opened."""
    row = world.catalog.article(work.host, article)
    if row is not None or not world.archive.has(work.path):
        return row
    key = _key(work.path)
    record = world.archive.version(key) if isinstance(key, VersionKey) else world.archive.event(key)
    address = world.catalog.address(record.url)
    return world.catalog.article(address.host, article) if address else None


def _caught_up(row: ArticleRow, *, world: World) -> int:
    source = world.watchlist.source(row.source)
    if source is None:
        return 0
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
