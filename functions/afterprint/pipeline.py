"""The journey of an article, step by step. Read this first.

    schedule   which hosts have something due                     → a message for each
    fetch      one host's lane: ask, read, decide, write down     → a version or event in the archive: the trigger
    diff       the new version beside the one before              → a change in the archive: the next trigger
    publish    index, pages and feeds that the record made stale  → the site
    (later)    lists, months and all that need not be there at once, rendered by a timer: `render_stale`
    notify     what can be read there now                         → whoever listens

Every step may be done twice: natural identities and conditional puts make that harmless. The same functions run in
both worlds; what differs is `ports.World`. Three more cross the stages and stand beside this file: `adopt` (what the
watchlist added or dropped), `repair` (finishes whatever was left open) and `withdraw` (takes down, really).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from afterprint.errors import NotStored, StoreError, Withdrawn
from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, HostCameDue, VersionStored
from afterprint.model import (
    ArticleText,
    Change,
    ChangeKey,
    Event,
    EventKey,
    Notice,
    ReadingKey,
    SetAside,
    TextPolicy,
    Version,
)
from afterprint.ports import Archive, Catalog, Clock, Outlet, Queue, World
from afterprint.rows import DeliveryKey, IndexLine, OpenWork
from afterprint.tombstones import is_withdrawn

if TYPE_CHECKING:
    from afterprint.lane_work import Hear, Tell
    from afterprint.publish import Publisher


def schedule(*, catalog: Catalog, clock: Clock) -> Iterator[HostCameDue]:
    """The hosts that have something due now, each once."""
    from afterprint.schedule import due_messages

    return due_messages(catalog, now=clock.now())


def send_due(*, catalog: Catalog, queue: Queue, clock: Clock, seconds: float) -> tuple[int, bool]:
    """Send those hosts into their lanes as they are read, for at most `seconds`; how many, and whether these were all.

    What was left is sent by the next tick, which begins with what has been due the longest.
    """
    from afterprint.schedule import send_while

    return send_while(schedule(catalog=catalog, clock=clock), queue=queue, clock=clock, seconds=seconds)


def fetch(
    message: HostCameDue, *, world: World, seconds: float = 50, tell: Tell | None = None, hear: Hear | None = None
) -> Counter[str]:
    """Work one host's lane: whatever is due there now and fits into `seconds`, one request after another.

    Returns the outcomes, counted by name. What did not fit is still due, and the host stays expected. Expected failures
    are outcomes, of which `hear` is told, each with its reason; a fault in one row is told to `tell` (logged, where
    there is none) and does not keep the others waiting. StoreError means that the world failed, and that this message
    should come again.
    """
    from afterprint.lane_work import work_lane
    from afterprint.schedule import reschedule

    outcomes = work_lane(message.host, world=world, seconds=seconds, tell=tell, hear=hear)
    reschedule(message, catalog=world.catalog)
    return outcomes


def diff(message: VersionStored, *, archive: Archive, clock: Clock) -> bool:
    """Store the change that a version made; False where it was stored already, as it is named after its versions.

    So it is where the version, or its change, was withdrawn meanwhile.
    """
    try:
        version = archive.version(message.key)
        return archive.add_change(change_of(version, archive=archive, clock=clock))
    except Withdrawn:
        return False
    except NotStored:
        if is_withdrawn(message.key.path, archive.has):
            return False
        raise


def change_of(version: Version, *, archive: Archive, clock: Clock) -> Change:
    """The change between a version and the one before it, with which nothing is compared where it was withdrawn."""
    if version.key.number == 1:
        return change_between(None, version, archive=archive, clock=clock)
    try:
        before = archive.version(version.key.previous)
    except NotStored:
        if not is_withdrawn(version.key.previous.path, archive.has):
            raise
        alone = change_between(None, version, archive=archive, clock=clock)
        return replace(alone, key=version.key.change, old_withdrawn=True)
    return change_between(before, version, archive=archive, clock=clock)


def change_between(before: Version | None, version: Version, *, archive: Archive, clock: Clock) -> Change:
    """Two versions of an article compared, forwards or backwards, read by the same extractor where that can be had."""
    from afterprint.diff import compare_without
    from afterprint.model import Comparison
    from afterprint.record import printed

    comparison = Comparison()
    aside: tuple[SetAside, ...] = ()
    if before is not None:
        old, new = texts_alike([before, version], archive=archive)
        lines = {each: printed(each, old, new) for each in version.set_aside if before.key == version.key.previous}
        aside = tuple(replace(each, text=max(found)) for each, found in lines.items() if found)
        comparison = compare_without(old, new, frozenset().union(*lines.values()))
    return Change(
        key=ChangeKey(version.key.article, before.key.number if before else 0, version.key.number),
        url=version.url,
        source_name=version.source_name,
        headline=version.text.headline,
        comparison=comparison,
        seen_at=version.seen_at,
        stored_at=clock.now(),
        watched_until=version.watched_until,
        old_seen_at=before.seen_at if before else None,
        unchanged_until=version.unchanged_until,
        reverts_to=version.reverts_to,
        language=version.text.language,
        byline=version.text.byline,
        published=version.text.published,
        robots=tuple(sorted({*version.robots, *(before.robots if before else ())})),
        set_aside=aside,
    )


def texts_alike(versions: Sequence[Version], *, archive: Archive) -> list[ArticleText]:
    """The texts of versions of an article, all as the extractor of the newest of them read them, where that can be had.

    A version that was not read again by that extractor keeps its own text.
    """
    extractor = max(versions, key=lambda version: version.key.number).extractor
    texts = []
    for version in versions:
        reading = ReadingKey(version.key, extractor)
        again = version.extractor != extractor and archive.has(reading.path)
        texts.append(archive.reading(reading).text if again else version.text)
    return texts


def publish(messages: Sequence[ChangeStored | EventStored], *, world: World) -> list[str]:
    """Enter changes and events in the index, write their documents, mark what else they made stale, close their work.

    Returns the paths whose bytes changed. Where there are outlets, notify hears of news as soon as its documents can
    be read, unless its work was closed before. Open work is closed last, and only where the catalog row has caught up
    with the archive: else repair still has something to do there. What was withdrawn meanwhile is passed over, and its
    work closed.
    """
    from afterprint.publish import index_line

    # The same record comes twice where repair sent it on its way again, and its first message was not lost after all.
    keys = dict.fromkeys(message.key for message in messages)
    records = [record for key in keys if (record := _standing(key, world=world)) is not None]
    if not records:
        return []
    lines = [index_line(record) for record in records]
    for line in lines:
        world.catalog.enter(line)
    written = publisher_of(world).publish(lines)
    still_open = [(line, work) for line in lines if (work := world.catalog.work(_work_of(line))) is not None]
    ended = [work for line, work in still_open if _has_caught_up(line, work, world=world)]
    if world.outlets:  # of what is closed they have been told
        world.queue.send(*[DocumentsPublished(line.key) for line, _ in still_open if line.is_news])
    for work in ended:
        world.catalog.close_work(work.path)
    return written


def notify(
    message: DocumentsPublished,
    *,
    archive: Archive,
    catalog: Catalog,
    clock: Clock,
    outlets: Sequence[Outlet],
    site_url: str,
) -> Notice | None:
    """Tell every outlet what can be read now; the notice, None where its record was withdrawn.

    An outlet that took it before is passed over: each delivery has a row of its own, written after it was taken, so
    that only a lost answer makes a second one.
    """
    from afterprint.notify import Taken, delivery_after, notice_of, opened
    from afterprint.publish import index_line, listed, paths

    record = _unless_withdrawn(message.key, archive=archive)
    if record is None:
        return None
    line = index_line(record)
    view = listed(line, TextPolicy.NONE)  # whatever the site shows, a notice quotes nothing
    page = paths.absolute(view.path, site_url)
    feed = paths.absolute(paths.feed(line.article.path, "atom"), site_url)
    notice = notice_of(line, summary=view.summary, page=page, feed=feed)
    for outlet in outlets:
        key = DeliveryKey(outlet.name, record.stored_at, record.key.path)
        if catalog.delivery(key) is None:
            outlet.send(notice)
            now = clock.now()
            catalog.add_delivery(delivery_after(opened(key, now=now), Taken(), now=now))
    return notice


def publish_fixed(world: World) -> list[str]:
    """Write the documents that depend on the watchlist alone; the paths whose bytes changed."""
    return publisher_of(world).publish_fixed()


def render_stale(
    world: World,
    *,
    rendered_before: datetime,
    begun_before: datetime,
    tell: Callable[[str, Exception], None],
    seconds: float = math.inf,
) -> list[str]:
    """Render the groups of documents that are stale and were last rendered at `rendered_before` or earlier.

    Those who began to render one at `begun_before` or earlier are believed dead. Returns the paths whose bytes changed;
    a group that fails is told to `tell` and stays stale. After `seconds` no other one is begun.
    """
    from afterprint.publish.later import render_group, to_render

    publisher = publisher_of(world)
    until = world.clock.monotonic() + seconds
    written: list[str] = []
    for row in to_render(world.catalog, rendered_before=rendered_before, begun_before=begun_before):
        if world.clock.monotonic() >= until:
            break
        try:
            written += render_group(row, publisher=publisher, catalog=world.catalog, now=world.clock.now())
        except StoreError as error:
            tell(row.name, error)
    return written


def publisher_of(world: World) -> Publisher:
    """What writes the site's documents in this world."""
    from afterprint.diff import compare, trace
    from afterprint.publish import Publisher

    return Publisher(
        world.archive,
        world.catalog,
        world.site,
        world.watchlist,
        compare=compare,
        trace=trace,
        user_agent=world.user_agent,
    )


def _record(key: ChangeKey | EventKey, *, archive: Archive) -> Change | Event:
    return archive.change(key) if isinstance(key, ChangeKey) else archive.event(key)


def _unless_withdrawn(key: ChangeKey | EventKey, *, archive: Archive) -> Change | Event | None:
    """The record; None where it was withdrawn. Raises NotStored where there is none for another reason."""
    try:
        return _record(key, archive=archive)
    except NotStored:
        if is_withdrawn(key.path, archive.has):
            return None
        raise


def _standing(key: ChangeKey | EventKey, *, world: World) -> Change | Event | None:
    """The record, to be published; where it was withdrawn, nothing more is to be done about it."""
    record = _unless_withdrawn(key, archive=world.archive)
    if record is None:
        world.catalog.close_work(key.version.path if isinstance(key, ChangeKey) else key.path)
    return record


def _work_of(line: IndexLine) -> str:
    """The path under which the work is open that ends with this line's record on the site."""
    return line.key.version.path if isinstance(line.key, ChangeKey) else line.key.path


def _has_caught_up(line: IndexLine, work: OpenWork, *, world: World) -> bool:
    """Whether the article's catalog row has heard of the record."""
    from afterprint.record import find_row

    row = find_row(line.article, host=work.host, url=line.url, catalog=world.catalog)
    if row is None:
        return False
    return row.versions >= line.key.new if isinstance(line.key, ChangeKey) else row.events >= line.key.number
