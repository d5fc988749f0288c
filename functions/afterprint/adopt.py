"""Following the watchlist: what it names anew is taken up, what it dropped is parked, what came back is resumed.

Idempotent; done at every start, so that changing the watchlist is all that an owner has to do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from afterprint.article_check import desk_for
from afterprint.discover import Candidate
from afterprint.errors import BadURL, DamagedRecord, NotStored
from afterprint.list_reading import add_list, take_up_candidate
from afterprint.model import EventKind, Source
from afterprint.ports import World
from afterprint.record import DROPPED, EventDraft, record_event, was_gone
from afterprint.rows import ArticleRow, ListKind, ListRow, State
from afterprint.schedule import expected
from afterprint.web.address import canonical_url, resolve_url

PAGES = "pages:"
"""The pseudo-address under which it is noted that a source is known, whatever lists it has."""


def adopt(world: World) -> Counter[str]:
    """Bring the catalog in line with the watchlist. Returns what was done, counted."""
    done: Counter[str] = Counter()
    known = list(world.catalog.lists())
    for source in world.watchlist.sources:
        done.update(_adopt_source(source, known, world=world))
    named = {source.id: {*source.feeds, *source.sitemaps} for source in world.watchlist.sources}
    for row in known:
        if row.kind is not ListKind.PAGES and row.due and not _is_named(row, named):
            world.catalog.update_list(replace(row, due=None, last_outcome="dropped"))
            done["lists_dropped"] += 1
    for row in known:
        if row.kind is ListKind.PAGES and row.source not in named and row.last_outcome != "dropped":
            done["articles_parked"] += _park_source(row, world=world)
    return done


def _is_named(row: ListRow, named: dict[str, set[str]]) -> bool:
    addresses = named.get(row.source, set())
    return row.url in addresses or row.parent in addresses


def _adopt_source(source: Source, known: list[ListRow], *, world: World) -> Counter[str]:
    done: Counter[str] = Counter()
    marker = next((row for row in known if row.source == source.id and row.kind is ListKind.PAGES), None)
    if marker is None:  # before anything else of the source, so that what there is can be parked
        world.catalog.add_list(_marker(source))
    urls = {row.url for row in known if row.source == source.id and row.due is not None}
    for kind, addresses in ((ListKind.FEED, source.feeds), (ListKind.SITEMAP, source.sitemaps)):
        for url in addresses:
            if url not in urls:
                add_list(url, kind=kind, source=source, world=world)
                done["lists_added"] += 1
    for url in source.articles:
        done["articles_added"] += _take_up_page(url, source, world=world)
    if marker is not None and marker.last_outcome == "dropped":
        done["articles_resumed"] += _resume_source(marker, source, world=world)
    return done


def _marker(source: Source) -> ListRow:
    return ListRow(source=source.id, kind=ListKind.PAGES, host=PAGES, address=PAGES, url=PAGES, due=None)


def _take_up_page(url: str, source: Source, *, world: World) -> int:
    try:
        address = resolve_url(url)
        candidate = Candidate(url=canonical_url(url), address=address, title="", published=None)
    except BadURL:
        return 0  # the watchlist's own check has said so
    return int(take_up_candidate(candidate, source, world=world))


def _park_source(marker: ListRow, *, world: World) -> int:
    """Its articles are no longer checked and keep their history; said on their pages as an event."""
    parked = 0
    for row in list(world.catalog.articles(marker.source)):
        if row.state in (State.WATCHED, State.GONE):
            park_article(row, world=world)
            parked += 1
    world.catalog.update_list(replace(marker, last_outcome="dropped"))
    return parked


def park_article(row: ArticleRow, *, world: World) -> None:
    """No longer check an article whose source was dropped; said on its page, where it has one."""
    parked = replace(row, due=None, state=State.PARKED, second_look=None)
    if row.is_new:
        world.catalog.update_article(parked)
        return
    desk = desk_for(_gone_source(row, world=world), world=world)
    record_event(parked, EventDraft(kind=EventKind.SETTLED, detail=DROPPED), desk=desk)


def _gone_source(row: ArticleRow, *, world: World) -> Source:
    """A stand-in for the dropped source: its name as its records have it."""
    try:
        name = world.archive.version(row.latest).source_name
    except (DamagedRecord, NotStored):
        name = row.source  # its history is damaged; that must not keep the watch from starting
    return Source(id=row.source, name=name)


def _resume_source(marker: ListRow, source: Source, *, world: World) -> int:
    now = world.clock.now()
    resumed = 0
    for row in list(world.catalog.articles(source.id)):
        if row.state is State.PARKED and (row.watched_until is None or row.watched_until > now):
            with expected(row.host, now, catalog=world.catalog):
                _resume(row, source, world=world)
            resumed += 1
    world.catalog.update_list(replace(marker, last_outcome=""))
    return resumed


def _resume(row: ArticleRow, source: Source, *, world: World) -> None:
    state = State.GONE if was_gone(row.key, archive=world.archive) else State.WATCHED
    watched = replace(row, due=world.clock.now(), state=state)
    if row.is_new:
        world.catalog.update_article(watched)
        return
    draft = EventDraft(kind=EventKind.RESUMED, detail="its source is on the watchlist again")
    record_event(watched, draft, desk=desk_for(source, world=world))
