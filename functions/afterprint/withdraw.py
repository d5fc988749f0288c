"""Taking down, really: an article, a version of it or a passage leaves the archive, the catalog and the site.

The order makes every crash harmless, as the same call made again completes it: the event first, which is what tells of
it; then the tombstones, which keep anything from being written again; then everything goes: records, snapshots, lines
of the index, documents. What stays is a digest of the removed bytes, the date, the reason and the address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from afterprint.errors import DamagedRecord, NotStored, StoreError, Withdrawn
from afterprint.model import (
    ArticleKey,
    ChangeKey,
    Event,
    EventKey,
    EventKind,
    Source,
    Version,
    VersionKey,
    snapshot_path,
)
from afterprint.ports import Archive, Edge, World
from afterprint.record import Passage, catch_up
from afterprint.rows import AddressRow, ArticleRow, IndexLine, OpenWork
from afterprint.tombstones import Tombstone, own_tombstone, tombstone_of_article, tombstone_of_passage
from afterprint.withdrawn_text import Held, held_by_article, held_by_passage, held_by_version

if TYPE_CHECKING:
    from afterprint.publish import Publisher

MOST_ROUNDS = 20
BATCH = 64


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is to be taken down: a whole article, one version of it (from 1), or a passage wherever it stands there."""

    article: ArticleKey
    version: int = 0
    passage: Passage | None = None

    @property
    def what(self) -> str:
        return "passage" if self.passage else "version" if self.version else "article"

    @property
    def tombstone(self) -> str:
        """The path of the tombstone that keeps what becomes of this."""
        if self.passage is not None:
            return tombstone_of_passage(self.article, self.passage.digest)
        if self.version:
            return own_tombstone(VersionKey(self.article, self.version).path)
        return tombstone_of_article(self.article)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a withdrawal removes.

    `removed` has the SHA-256 of the bytes by path, `shared` the digests of snapshots that stay, since other versions
    need them. `documents` are to be written anew or removed, `gone` those whose addresses answer 410 (`source/article`:
    all of it). `begun` is the tombstone of an earlier call, which this one completes.
    """

    target: Target
    row: ArticleRow
    held: Held
    removed: dict[str, str]
    shared: tuple[str, ...]
    lines: tuple[IndexLine, ...]
    documents: tuple[str, ...]
    gone: tuple[str, ...]
    begun: Tombstone | None = None


# ── what is to go ────────────────────────────────────────────────────────────────────────────────────


def plan(target: Target, *, world: World, ahead: int = 0) -> Plan:
    """What taking this down removes; nothing is written.

    `ahead` versions are read side by side to see which snapshots others need. Raises NotStored where there is nothing
    of the kind, Withdrawn where the whole article was taken down already, StoreError where the world fails.
    """
    archive = world.archive
    begun = archive.tombstone(target.tombstone)
    if begun is None and archive.has(tombstone_of_article(target.article)):
        raise Withdrawn(target.article.path)
    row = _row(target.article, world=world)
    held = _held(target, begun, archive=archive)
    if begun is not None:
        held = _with_begun(held, begun)
    if begun is None and not held.paths and not (target.what == "article" and row.is_new):
        raise NotStored(f"{target.article.path}: {target.what}")
    needed = _needed(held, archive=archive, ahead=ahead)
    snapshots = {digest for digest in held.snapshots if digest not in needed and archive.has(snapshot_path(digest))}
    removed = {path: archive.digest(path) for path in held.paths if archive.has(path)}
    removed |= {snapshot_path(digest): digest for digest in sorted(snapshots)}
    lines = tuple(line for line in world.catalog.article_lines(target.article) if _goes(line, target, held))
    return Plan(
        target=target,
        row=row,
        held=held,
        removed=removed,
        shared=tuple(sorted(held.snapshots & needed)),
        lines=lines,
        documents=tuple(dict.fromkeys((*(begun.documents if begun else ()), *_documents(row, lines, world=world)))),
        gone=_gone(target, row, held),
        begun=begun,
    )


def _held(target: Target, begun: Tombstone | None, *, archive: Archive) -> Held:
    if target.passage is not None:
        return held_by_passage(target.article, target.passage, archive=archive, also=begun.versions if begun else ())
    if target.version:
        return held_by_version(VersionKey(target.article, target.version), archive=archive)
    return held_by_article(target.article, archive=archive)


def _with_begun(held: Held, begun: Tombstone) -> Held:
    """With what an earlier call found, and may have removed already."""
    paths = frozenset(path for path in begun.removed if not path.startswith("snapshots/"))
    changes = frozenset(path for path in paths if path.startswith("changes/"))
    return replace(held, paths=held.paths | paths, changes=held.changes | changes)


def _row(article: ArticleKey, *, world: World) -> ArticleRow:
    """The article's row; one that holds its addresses where the catalog was lost. Raises NotStored for no article."""
    for row in world.catalog.articles(article.source):
        if row.key == article:
            return row
    for version in (world.archive.version(key) for key in world.archive.version_keys(article)):
        return _row_anew(version, world=world)
    raise NotStored(article.path)


def _row_anew(version: Version, *, world: World) -> ArticleRow:
    from afterprint.web.address import host_of

    host, url = host_of(version.url), version.url
    row = ArticleRow(
        key=version.key.article, host=host, address=url, url=url, first_seen_at=version.seen_at, due=None
    )  # fmt: skip
    world.catalog.add_article(row)
    world.catalog.claim_address(AddressRow(url=url, article=row.key, host=host))
    return row


def _needed(held: Held, *, archive: Archive, ahead: int) -> set[str]:
    """Which of these snapshots another version names that stays."""
    if not held.snapshots:
        return set()
    going = set(held.paths)
    keys = (key for key in archive.version_keys() if key.path not in going)
    found: set[str] = set()
    with ThreadPoolExecutor(max(1, ahead)) as pool:
        while batch := list(islice(keys, BATCH)):
            found |= {digest for digest in pool.map(lambda key: _snapshot_of(key, archive), batch) if digest}
    return {digest for digest in held.snapshots if digest in found and digest not in held.tainted}


def _snapshot_of(key: VersionKey, archive: Archive) -> str:
    try:
        return archive.version(key).snapshot
    except (NotStored, DamagedRecord):
        return ""  # withdrawn meanwhile, or one whose page nobody can read again


def _goes(line: IndexLine, target: Target, held: Held) -> bool:
    if target.what == "article":
        return line.event is not EventKind.WITHDRAWN
    return line.key.path in held.paths


def _documents(row: ArticleRow, lines: Iterable[IndexLine], *, world: World) -> list[str]:
    """Every document that may tell of the article: its own, and the lists."""
    from afterprint.publish import paths, words

    article = row.key
    last = max([row.versions, *(key.number for key in world.archive.version_keys(article))])
    changes = [ChangeKey(article, number - 1, number) for number in range(1, last + 1)]
    changes += [ChangeKey(article, 1, number) for number in range(3, last + 1)]
    months = {words.month_of(line.stored_at) for line in lines if line.is_news}
    lists = [path for owner in (article.path, article.source, "") for path in paths.feeds(owner)]
    return [
        *map(paths.change, changes),
        *map(paths.change_data, changes),
        paths.article(article),
        paths.article_data(article),
        paths.time_map(article),
        *lists,
        paths.source(article.source),
        *(paths.month(month) for month in sorted(months)),
        paths.LATEST,
    ]


def _gone(target: Target, row: ArticleRow, held: Held) -> tuple[str, ...]:
    from afterprint.publish import paths

    if target.what == "article":
        return (target.article.path,)
    changes = {ChangeKey.from_path(path) for path in held.changes}
    last = max([row.versions, *held.versions], default=0)
    changes |= {
        ChangeKey(target.article, 1, number)
        for number in range(3, last + 1)
        if 1 in held.versions or number in held.versions
    }
    twins = (paths.change_data(key) for key in sorted(changes) if key.new == key.old + 1)
    return (*(paths.change(key) for key in sorted(changes)), *twins)


# ── doing it ─────────────────────────────────────────────────────────────────────────────────────────


def withdraw(plan: Plan, reason: str, *, world: World, edge: Edge | None = None) -> list[str]:
    """Take down what the plan names, for this reason; the documents of the site that changed.

    Twice is once, and a call that was cut short is completed by the next. Raises StoreError where the world fails,
    EdgeUnready at the very end where the CDN cannot be told: all else is done then.
    """
    event = _tell(plan, world=world)
    stone = plan.begun or _tombstone(plan, reason, at=world.clock.now())
    world.archive.put_tombstone(stone)
    _lay(plan, stone, archive=world.archive)
    _bring_up(plan.row, event, world=world)
    _purge(plan, stone, event, archive=world.archive)
    _mark(plan.lines, world=world)  # while it is known of what they were
    for line in plan.lines:
        world.catalog.remove_line(line)
    for path in {*plan.held.paths, *stone.removed}:
        if path.startswith(("versions/", "events/")):
            world.catalog.close_work(path)
    changed = _publish(plan, event, world=world)
    world.catalog.scrub()
    if edge is not None:
        edge.mark_gone(plan.gone, since=stone.withdrawn_at)
        edge.forget(list(dict.fromkeys((*plan.documents, *changed))))
    return changed


def _tell(plan: Plan, *, world: World) -> Event:
    """The event that tells of it, stored under the next free number unless an earlier call did so."""
    archive, target = world.archive, plan.target
    standing = [archive.event(key) for key in archive.event_keys(target.article)]
    for event in standing:
        if _tells_of(event, plan):
            return event
    number = max([plan.row.events, *(event.key.number for event in standing)]) + 1
    for key in (EventKey(target.article, each) for each in range(number, number + MOST_ROUNDS)):
        if archive.has(key.path) or archive.has(own_tombstone(key.path)):
            continue
        event = _event(key, plan, world=world)
        world.catalog.open_work(OpenWork(path=key.path, host=plan.row.host, opened_at=world.clock.now()))
        if archive.add_event(event):
            return event
    raise StoreError(target.article.path, f"its events' places were taken {MOST_ROUNDS} times in a row")


def _tells_of(event: Event, plan: Plan) -> bool:
    target = plan.target
    if target.what == "article":
        return event.kind is EventKind.WITHDRAWN
    if event.kind is not EventKind.PARTLY_WITHDRAWN:
        return False
    return target.passage.mark in event.withheld if target.passage else target.version in event.versions


def _event(key: EventKey, plan: Plan, *, world: World) -> Event:
    row, now = plan.row, world.clock.now()
    whole = plan.target.what == "article"
    return Event(
        key=key,
        kind=EventKind.WITHDRAWN if whole else EventKind.PARTLY_WITHDRAWN,
        url=row.url,
        source_name=_source(row, world=world).name,
        headline="",
        after_version=row.versions,
        seen_at=now,
        stored_at=now,
        versions=() if whole else tuple(sorted(plan.held.versions)),
        withheld=() if whole else plan.held.marks,
    )


def _source(row: ArticleRow, *, world: World) -> Source:
    return world.watchlist.source(row.source) or Source(id=row.source, name=row.source)


def _tombstone(plan: Plan, reason: str, *, at: datetime) -> Tombstone:
    passage = plan.target.passage
    return Tombstone(
        path=plan.target.tombstone,
        what=plan.target.what,
        withdrawn_at=at,
        reason=reason,
        removed=plan.removed,
        documents=plan.documents,
        versions=tuple(sorted(plan.held.versions)),
        digest=passage.digest if passage else "",
        words=passage.words if passage else 0,
    )


def _lay(plan: Plan, stone: Tombstone, *, archive: Archive) -> None:
    """A tombstone for each record and snapshot that the first one does not cover."""
    paths = {*plan.removed, *stone.removed, *plan.held.changes}
    if plan.target.what == "article":
        paths = {path for path in paths if path.startswith("snapshots/")}
    for path in sorted(paths):
        if path.startswith("readings/"):
            continue  # their version's covers them
        digest = plan.removed.get(path) or stone.removed.get(path, "")
        removed = {path: digest} if digest else {}
        what = path.partition("/")[0].removesuffix("s") if plan.target.what != "passage" else plan.target.what
        own = replace(stone, path=own_tombstone(path), what=what, removed=removed, documents=(), versions=())
        archive.put_tombstone(own)


def _bring_up(row: ArticleRow, event: Event, *, world: World) -> None:
    """The row past the event, which takes from it whatever was withdrawn."""
    for _ in range(MOST_ROUNDS):
        current = world.catalog.article(row.host, row.key) or _row(row.key, world=world)
        if current.events >= event.key.number:
            return
        catch_up(current, archive=world.archive, catalog=world.catalog, source=_source(row, world=world))
    raise StoreError(row.key.path, f"its row was written by others {MOST_ROUNDS} times in a row")


def _purge(plan: Plan, stone: Tombstone, event: Event, *, archive: Archive) -> None:
    """All that was planned, and what was stored meanwhile, before the tombstones were seen."""
    for path in dict.fromkeys((*plan.removed, *stone.removed)):
        if path != event.key.path and path not in map(snapshot_path, plan.shared):
            archive.purge(path)
    for path in _left(plan, stone, archive=archive):
        if path != event.key.path:
            archive.purge(path)


def _left(plan: Plan, stone: Tombstone, *, archive: Archive) -> Iterator[str]:
    article = plan.target.article
    if plan.target.what == "article":
        yield from archive.paths_of(article)
        return
    yield from _overtaken(plan, stone, archive=archive)
    numbers = {f"{number:06d}" for number in plan.held.versions}
    for path in archive.paths_of(article):
        kind, name = path.partition("/")[0], path.rsplit("/", 1)[1]
        if kind in ("readings", "versions") and name.partition(".")[0] in numbers:
            yield path


def _overtaken(plan: Plan, stone: Tombstone, *, archive: Archive) -> Iterator[str]:
    """Changes to versions that were stored after all was planned.

    Whoever compares such a version with a withdrawn one has read that before it was purged, so both are there by now,
    and what is written from here on meets a tombstone.
    """
    for key in (VersionKey(plan.target.article, number) for number in sorted(plan.held.versions)):
        following = VersionKey(key.article, key.number + 1)
        change = following.change
        if following.number in plan.held.versions or not archive.has(following.path):
            continue
        if key.path in plan.removed and change.path not in plan.held.changes:
            own = replace(stone, path=own_tombstone(change.path), what="change", removed={}, documents=(), versions=())
            archive.put_tombstone(own)
        if archive.has(change.path) and not archive.change(change).old_withdrawn:
            yield change.path


def _mark(lines: Sequence[IndexLine], *, world: World) -> None:
    from afterprint.publish.later import mark

    mark(lines, catalog=world.catalog)


def _publish(plan: Plan, event: Event, *, world: World) -> list[str]:
    """Write all that told of it, at once, what is otherwise rendered later among it."""
    from afterprint.pipeline import publisher_of
    from afterprint.publish import index_line
    from afterprint.publish.later import recall

    line = index_line(event)
    world.catalog.enter(line)
    _mark([line], world=world)
    stale = [row.name for row in world.catalog.stale_groups()]
    recall(stale, catalog=world.catalog)  # whoever renders one read its lists before the lines were removed
    publisher: Publisher = publisher_of(world)
    return publisher.refresh([*plan.documents, *publisher.stale([line])], marks=stale)
