"""One visit to a host's lane: what is due there is looked at in order, each row by its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from afterprint.article_check import check
from afterprint.fetch.lane import Lane
from afterprint.list_reading import read_list
from afterprint.ports import World
from afterprint.rows import ArticleRow, State, WatchedRow

MOST_ROWS = 100
"""At most so many rows are read for one visit; the rest is still due."""


def work_lane(host: str, *, world: World, seconds: float) -> Counter[str]:
    """Look at what is due on `host` until nothing is, time is up, or the host is in trouble; outcomes, counted.

    Raises StoreError where the world failed.
    """
    clock = world.clock
    outcomes: Counter[str] = Counter()
    rows = world.catalog.due_rows(host, clock.now(), limit=MOST_ROWS)
    lane = _open_lane(host, rows, world=world)
    started = clock.monotonic()
    for row in rows:
        if lane.is_closed() or clock.monotonic() - started > seconds:
            break
        outcomes[_look(row, lane, world=world)] += 1
    lane.rest()
    return outcomes


def _open_lane(host: str, rows: Sequence[WatchedRow], *, world: World) -> Lane:
    sources = [world.watchlist.source(row.source) for row in rows]
    return Lane(
        host,
        web=world.web,
        catalog=world.catalog,
        clock=world.clock,
        user_agent=world.user_agent,
        gap_seconds=max((source.min_gap_seconds for source in sources if source), default=1.0),
    )


def _look(row: WatchedRow, lane: Lane, *, world: World) -> str:
    source = world.watchlist.source(row.source)
    if source is None:
        return _park(row, world=world)
    if isinstance(row, ArticleRow):
        return check(row, source, lane=lane, world=world).value
    return read_list(row, source, lane=lane, world=world).value


def _park(row: WatchedRow, *, world: World) -> str:
    """Its source left the watchlist after it was scheduled; `adopt` says so on its page."""
    if isinstance(row, ArticleRow):
        world.catalog.update_article(replace(row, due=None, state=State.PARKED))
    else:
        world.catalog.update_list(replace(row, due=None))
    return "parked"
