"""One visit to a host's lane: what is due there is looked at in order, each row by its kind."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from afterprint.adopt import park_article
from afterprint.article_check import check, desk_for
from afterprint.errors import AfterprintError, BadURL, DiskFull, NewerSchema
from afterprint.fetch.lane import PATIENCE, Lane
from afterprint.list_reading import put_off_list, read_list
from afterprint.log_keys import Subject, named
from afterprint.model import Source
from afterprint.outcomes import Failed, Outcome
from afterprint.ports import World
from afterprint.record import record
from afterprint.rows import ArticleRow, WatchedRow
from afterprint.web.address import host_of

MOST_ROWS = 100
"""At most so many rows are read for one visit; the rest is still due."""

FAULT = "fault"

Tell = Callable[[Subject, Exception], None]
"""Hears of a fault: at what it happened, and what it was."""

Hear = Callable[[WatchedRow, str], None]
"""Hears of a look that brought nothing to rely on: at which row, and what was noted (`failed: timeout`)."""

UNSUCCESSFUL = frozenset({Outcome.FAILED.value, Outcome.UNREADABLE.value, Outcome.DOUBTED.value})


def work_lane(
    host: str, *, world: World, seconds: float, tell: Tell | None = None, hear: Hear | None = None
) -> Counter[str]:
    """Look at what is due on `host` until nothing is, time is up, or the host is in trouble; outcomes, counted.

    A fault in one row is told, and the row put off, so that it does not stand in the others' way. A look that brought
    nothing to rely on is heard of once, with its address and reason. Raises StoreError or CageBroken where the world
    failed. Left only when the gap has passed, or is noted, whatever happens.
    """
    clock = world.clock
    outcomes: Counter[str] = Counter()
    rows = world.catalog.due_rows(host, clock.now(), limit=MOST_ROWS)
    lane = _open_lane(host, rows, world=world)
    started = clock.monotonic()
    try:
        for row in rows:
            if lane.is_closed() or lane.pause > PATIENCE or clock.monotonic() - started > seconds:
                break
            outcome = _safely(row, lane, world=world, tell=tell or _log)
            outcomes[outcome] += 1
            if hear is not None and outcome in UNSUCCESSFUL:
                hear(row, _noted(row, world=world) or outcome)
    finally:
        lane.rest()
    return outcomes


def _safely(row: WatchedRow, lane: Lane, *, world: World, tell: Tell) -> str:
    try:
        return _look(row, lane, world=world)
    except AfterprintError as error:
        if error.retry or isinstance(error, DiskFull | NewerSchema):
            raise
        fault: Exception = error
    except Exception as error:  # noqa: BLE001 - whatever a page made of our code, the host's other pages are looked at
        fault = error
    tell(row, fault)
    _put_off(row, world=world)
    return FAULT


def _noted(row: WatchedRow, *, world: World) -> str:
    """What the look wrote into the row. Read anew, since only failures ask for it."""
    if isinstance(row, ArticleRow):
        article = world.catalog.article(row.host, row.key)
        return article.last_outcome if article is not None else ""
    listed = world.catalog.list_row(row.host, row.source, row.name)
    return listed.last_outcome if listed is not None else ""


def _put_off(row: WatchedRow, *, world: World) -> None:
    """Look again after a while, as after a failure. The row is read anew: the look may have come half-way."""
    source = world.watchlist.source(row.source)
    if source is None:
        return
    failure = Failed(reason=FAULT)
    if isinstance(row, ArticleRow):
        article = world.catalog.article(row.host, row.key)
        if article is not None and article.due is not None:
            record(article, failure, desk=desk_for(source, world=world))
        return
    listed = world.catalog.list_row(row.host, row.source, row.name)
    if listed is not None and listed.due is not None:
        put_off_list(listed, failure, source, world=world)


def _log(subject: Subject, error: Exception) -> None:
    logging.getLogger("afterprint").error("fetch failed at %s", named(subject), exc_info=error)


def _open_lane(host: str, rows: Sequence[WatchedRow], *, world: World) -> Lane:
    """The lane at the longest gap that any source asks for that has something due here, or names this host."""
    due = {row.source for row in rows}
    gaps = [source.min_gap_seconds for source in world.watchlist.sources if source.id in due or _names(source, host)]
    return Lane(
        host,
        web=world.web,
        catalog=world.catalog,
        clock=world.clock,
        user_agent=world.user_agent,
        gap_seconds=max(gaps, default=1.0),
    )


def _names(source: Source, host: str) -> bool:
    for url in (*source.feeds, *source.sitemaps, *source.articles):
        with suppress(BadURL):
            if host_of(url) == host:
                return True
    return False


def _look(row: WatchedRow, lane: Lane, *, world: World) -> str:
    source = world.watchlist.source(row.source)
    if source is None:
        return _park(row, world=world)
    if isinstance(row, ArticleRow):
        return check(row, source, lane=lane, world=world).value
    return read_list(row, source, lane=lane, world=world).value


def _park(row: WatchedRow, *, world: World) -> str:
    """Its source left the watchlist after it was scheduled."""
    if isinstance(row, ArticleRow):
        park_article(row, world=world)
    else:
        world.catalog.update_list(replace(row, due=None, last_outcome="dropped"))
    return "parked"
