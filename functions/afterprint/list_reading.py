"""One reading of a feed or sitemap: ask, read, and take up the articles that it names for the first time.

Ties the stages fetch, discover and record together for `pipeline.fetch`; the decisions are theirs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from afterprint.discover import Candidate, select
from afterprint.errors import BadFeed
from afterprint.fetch.ask import ask
from afterprint.fetch.lane import Lane
from afterprint.model import Fetched, Sitemap, Source
from afterprint.outcomes import Elsewhere, Failed, Missing, NotModified, Outcome
from afterprint.ports import World
from afterprint.record import take_up
from afterprint.rows import ListKind, ListRow
from afterprint.schedule import expected
from afterprint.web.address import host_of

LONGEST_RETRY_MINUTES = 24 * 60.0
MOST_CHILDREN = 20
"""Of a sitemap index, so many of the newest sitemaps are read."""

MOST_HOPS = 5
"""So many redirects from host to host are followed between two readings."""


def read_list(row: ListRow, source: Source, *, lane: Lane, world: World) -> Outcome:
    """Read one feed or sitemap and write down when to read it again."""
    now = world.clock.now()
    following = replace(row, last_checked_at=now, due=now + timedelta(minutes=source.feed_minutes))
    got = ask(row.address, lane=lane, validators=row.validators if lane.trusts_validators else None)
    match got:
        case Fetched():
            following = _not_while_fresh(following, lane.floor(got))
            return _take_up_from(following, got, source, world=world)
        case NotModified(fresh_until=fresh_until):
            following = _not_while_fresh(following, fresh_until)
            unchanged = replace(following, failures=0, hops=0, last_read_at=now, last_outcome=Outcome.SAME.value)
            world.catalog.update_list(unchanged)
            return Outcome.SAME
        case Elsewhere(url=url):
            return _follow(following, url, source, world=world)
        case Missing(status=status):
            return put_off_list(following, Failed(reason="status", status=status), source, world=world)
        case Failed():
            return put_off_list(following, got, source, world=world)


def _not_while_fresh(row: ListRow, fresh_until: datetime | None) -> ListRow:
    """What its site declares fresh is not asked for again before that ends."""
    return replace(row, due=max(row.due, fresh_until)) if row.due and fresh_until else row


def _take_up_from(row: ListRow, got: Fetched, source: Source, *, world: World) -> Outcome:
    now = world.clock.now()
    first_read_at = row.first_read_at or now
    try:
        candidates = _candidates(row, got, source=source, first_read_at=first_read_at, world=world)
    except BadFeed as error:
        return put_off_list(row, Failed(reason=error.why), source, world=world)
    for candidate in candidates:
        take_up_candidate(candidate, source, world=world)
    read = replace(
        row,
        first_read_at=first_read_at,
        address=got.permanent_url or row.address,
        validators=got.validators if got.final_url in (row.address, got.permanent_url) else None,
        failures=0,
        hops=0,
        last_outcome=Outcome.READ.value,
        last_read_at=now,
        entries=len(candidates),
    )
    world.catalog.update_list(read)
    return Outcome.READ


def take_up_candidate(candidate: Candidate, source: Source, *, world: World) -> bool:
    """Watch the article that a feed, a sitemap or the watchlist names; whether it is new."""
    now = world.clock.now()
    key = take_up(
        candidate.url,
        address=candidate.address,
        host=host_of(candidate.address),
        source=source,
        catalog=world.catalog,
        now=now,
        expected=partial(expected, catalog=world.catalog),
    )
    return key is not None


def _candidates(
    row: ListRow, got: Fetched, *, source: Source, first_read_at: datetime, world: World
) -> tuple[Candidate, ...]:
    if row.kind is ListKind.FEED:
        feed = world.reader.feed(got.body, got.final_url, got.headers)
        return select(feed.entries, source=source, first_read_at=first_read_at, base_url=got.final_url).taken
    sitemap = world.reader.sitemap(got.body, got.final_url)
    _follow_children(row, sitemap, source=source, first_read_at=first_read_at, world=world)
    return select(sitemap.entries, source=source, first_read_at=first_read_at, base_url=got.final_url).taken


def _follow_children(row: ListRow, sitemap: Sitemap, *, source: Source, first_read_at: datetime, world: World) -> None:
    """Read the newest sitemaps that an index names as lists of their own, and no longer those that it dropped.

    One level deep: an index within an index is not followed.
    """
    if row.parent or not sitemap.children:
        return
    oldest = first_read_at - timedelta(days=source.lookback_days)
    recent = [child for child in sitemap.children if child.modified is None or child.modified >= oldest]
    recent.sort(key=lambda child: child.modified or first_read_at, reverse=True)
    wanted = {child.loc for child in recent[:MOST_CHILDREN]}
    scheduled = [
        known for known in world.catalog.lists() if known.source == source.id and known.parent == row.url and known.due
    ]
    for known in scheduled:
        if known.url not in wanted:
            world.catalog.update_list(replace(known, due=None))
    for url in sorted(wanted - {known.url for known in scheduled}):
        add_list(url, kind=ListKind.SITEMAP, source=source, world=world, parent=row.url)


def add_list(url: str, *, kind: ListKind, source: Source, world: World, parent: str = "") -> None:
    """Put a feed or sitemap into the schedule, due now, where it does not stand there yet."""
    now = world.clock.now()
    host = host_of(url)
    row = ListRow(source=source.id, kind=kind, host=host, address=url, url=url, due=now, parent=parent)
    known = world.catalog.list_row(host, source.id, row.name)
    if known is not None and known.due is not None:
        return
    with expected(host, now, catalog=world.catalog):
        if known is None:
            world.catalog.add_list(row)
        else:
            world.catalog.update_list(replace(known, due=now, failures=0))


def _follow(row: ListRow, url: str, source: Source, *, world: World) -> Outcome:
    """A feed that redirects to another host is read there: its row stays under its name, in the other host's lane."""
    if row.hops >= MOST_HOPS:
        return put_off_list(row, Failed(reason="redirects"), source, world=world)
    _hand_over(replace(row, address=url, due=world.clock.now(), hops=row.hops + 1), row, world=world)
    return Outcome.MOVED


def _hand_over(there: ListRow, row: ListRow, *, world: World) -> None:
    """Put `row` into the lane of the address that `there` has, and take it out of its own."""
    host = host_of(there.address)
    there = replace(there, host=host, validators=None, revision=0)
    with expected(host, there.due or world.clock.now(), catalog=world.catalog):
        if not world.catalog.add_list(there):  # it was there before
            known = world.catalog.list_row(host, row.source, row.name)
            world.catalog.update_list(replace(there, revision=known.revision if known else 0))
    world.catalog.update_list(replace(row, due=None, last_outcome=f"{Outcome.MOVED.value}: {there.address}"))


def put_off_list(row: ListRow, failure: Failed, source: Source, *, world: World) -> Outcome:
    """Read it again after a growing while, not before the time the site named; a feed that strayed, at home."""
    now = world.clock.now()
    pause = timedelta(minutes=min(source.feed_minutes * 2 ** min(row.failures, 16), LONGEST_RETRY_MINUTES))
    due = max(now + pause, failure.retry_at or now)
    said = f"{failure.reason} {failure.status}" if failure.status else failure.reason
    outcome = f"{Outcome.FAILED.value}: {said}"
    after = replace(row, due=due, failures=row.failures + 1, hops=0, last_outcome=outcome)
    if host_of(row.url) == row.host:
        world.catalog.update_list(replace(after, address=row.url))
    else:
        _hand_over(replace(after, address=row.url), row, world=world)
    return Outcome.FAILED
