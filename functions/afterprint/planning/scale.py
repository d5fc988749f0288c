"""How far each part of the stack is from its limit, for so many watched articles: a model.

Loads are those of the busiest hour, which is taken to have PEAK times the day's mean. Sizes and limits are those of the
template, of AWS's documentation, or counted (infra/units.toml); every limit names the setting or the design that moves
it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from afterprint.model import Source, Watchlist
from afterprint.planning.cost import (
    SIDE_BY_SIDE,
    Assumptions,
    Tariff,
    bill,
    load_of,
    looks_at,
)
from afterprint.schedule.hosts import MOST_LOOKS

PEAK = 3.0
HOSTS = 5_000
SIZES = (10_000, 1_000_000, 10_000_000)
RUN_SECONDS = 0.5  # of a run of fetch beyond its looks
CALL_SECONDS = 0.015  # of a call to AWS by a function of 256 MB
TICK_SECONDS = 40.0
PUBLISH_SECONDS = 0.9  # of one change: 59 calls, one after another
CAS_SECONDS = 0.1  # between reading a document and putting it
PUBLISHED_AT_ONCE = 100
OTHER_SECONDS = 0.5  # of a change, by diff and notify
PARTITION_UNITS = 1000
SHARDS = 16
SKEW = 1.5  # the fullest shard to the mean one
NEWS_UNITS = 4  # that a change takes in the month's partition of all news, in a transaction
ROW_GIGABYTES = 1.1e-6


@dataclass(frozen=True)
class Knobs:
    """The settings that scale asks for; the defaults are the template's."""

    fetch_concurrency: int = 5
    write_units: int = 200
    publish_concurrency: int = 2
    gap_seconds: float = 1.0


@dataclass(frozen=True)
class Line:
    """One part: how much is asked of it at the peak, how much it can take, and what moves that."""

    name: str
    load: float
    limit: float
    unit: str

    @property
    def knob(self) -> str:
        return KNOBS[self.name]

    @property
    def share(self) -> float:
        return self.load / self.limit


@dataclass(frozen=True)
class Rates:
    """What happens in a minute of the busiest hour."""

    looks: float
    looks_a_host: float
    visits: float
    run_seconds: float
    new: float
    changes: float

    @property
    def runs(self) -> float:
        return self.visits / SIDE_BY_SIDE

    @property
    def records(self) -> float:
        """What is published: changes, and articles that appeared."""
        return self.new + self.changes


def rates(
    articles: int, *, hosts: int = HOSTS, assumed: Assumptions | None = None, knobs: Knobs | None = None
) -> Rates:
    """The rates for so many watched articles, spread evenly over hosts of one source and one feed each."""
    assumed, knobs = assumed or Assumptions(), knobs or Knobs()
    source = Source(id="a", name="A")
    new_a_day = articles / (source.watch_days * (1 + assumed.changes))
    looks_a_day = new_a_day * looks_at(source, changes=assumed.changes) + hosts * 24 * 60 / source.feed_minutes
    looks = PEAK * looks_a_day / (24 * 60)
    a_host = looks / hosts
    visits = hosts * (1 - math.exp(-a_host))  # hosts with at least one look in the minute
    seconds = looks / visits * (knobs.gap_seconds + assumed.answer_seconds) + RUN_SECONDS
    new = PEAK * new_a_day / (24 * 60)
    return Rates(looks, a_host, visits, seconds, new, new * assumed.changes)


def lines(articles: int, tariff: Tariff, *, hosts: int = HOSTS, knobs: Knobs | None = None) -> list[Line]:
    """Every part that has a limit, in the order of the flow."""
    knobs, assumed = knobs or Knobs(), Assumptions()
    at = rates(articles, hosts=hosts, assumed=assumed, knobs=knobs)
    of_the_way_in = [*_schedule(at), *_fetch(at, assumed, knobs)]
    return [*of_the_way_in, *_catalog(at, hosts, tariff, knobs), *_publish(at, tariff, knobs)]


def _schedule(at: Rates) -> list[Line]:
    calls = 16 + 2 * MOST_LOOKS + at.visits / 10  # its shards, the hosts that it looks at, the messages
    return [
        Line("a tick", calls * CALL_SECONDS, TICK_SECONDS, "s"),
        Line("fetch queue, calls of a kind", at.visits / 10 / 60, 300, "a second"),
    ]


def _fetch(at: Rates, assumed: Assumptions, knobs: Knobs) -> list[Line]:
    a_minute = 60 / (knobs.gap_seconds + assumed.answer_seconds)
    side_by_side = at.runs * at.run_seconds / 60
    others = at.records * (PUBLISH_SECONDS + OTHER_SECONDS) / 60
    return [
        Line("a host's lane", at.looks_a_host, a_minute, "looks a minute"),
        Line("fetch functions at once", side_by_side, knobs.fetch_concurrency, ""),
        Line("functions of the account at once", side_by_side + others, 1000, ""),
    ]


def _catalog(at: Rates, hosts: int, tariff: Tariff, knobs: Knobs) -> list[Line]:
    units = tariff.units
    looks = at.looks / 60 * units["check"]["dynamodb.write"]
    visits = at.visits / 60 * units["visit"]["dynamodb.write"]
    records = at.records / 60 * units["change"]["dynamodb.write"]
    rows_a_year = 365 * 24 * 60 * at.new / PEAK / hosts
    return [
        Line("table, write units", looks + visits + records, knobs.write_units, "a second"),
        Line("a host's partition, write units", looks / hosts, PARTITION_UNITS, "a second"),
        Line("a shard of due hosts, write units", visits / SHARDS * SKEW, PARTITION_UNITS, "a second"),
        Line("the month's news, write units", at.changes / 60 * NEWS_UNITS, PARTITION_UNITS, "a second"),
        Line("a host's rows in ten years", 10 * rows_a_year * ROW_GIGABYTES, 10, "GB"),
    ]


def _publish(at: Rates, tariff: Tariff, knobs: Knobs) -> list[Line]:
    puts = at.records / 60 * tariff.units["change"]["s3.put"]
    writing = (knobs.publish_concurrency - 1) * CAS_SECONDS / (PUBLISHED_AT_ONCE * PUBLISH_SECONDS)
    return [
        Line("publish functions at once", at.records * PUBLISH_SECONDS / 60, knobs.publish_concurrency, ""),
        Line("feed of all, share of puts that meet another", writing, 0.5, ""),
        Line("objects put", puts, 3_500, "a second and prefix"),
    ]


KNOBS = {
    "a tick": "ScheduleFunction's memory; what does not fit, the next tick goes on with",
    "fetch queue, calls of a kind": "`FifoThroughputLimit: perMessageGroupId`",
    "a host's lane": "the source's `min_gap_seconds`, or a longer `first_check_minutes`; looks come late, none is lost",
    "fetch functions at once": "the parameter `FetchConcurrency`",
    "functions of the account at once": "the account's quota: ten where it is new",
    "table, write units": "the parameter `MaxWriteUnits`; then the account's quota, 40,000",
    "a host's partition, write units": "nothing needed: the gap bounds it",
    "a shard of due hosts, write units": "more shards, read beside the old ones",
    "the month's news, write units": "a partition a day instead of a month",
    "a host's rows in ten years": "nothing needed; 10 GB is the limit of a local index",
    "publish functions at once": "`MaximumConcurrency` of PublishFunction's queue",
    "feed of all, share of puts that meet another": "fewer, larger batches; a put that meets another is made again",
    "objects put": "nothing needed: S3 splits prefixes by load",
}
"""The setting or the design that moves each limit."""


def first_to_break(found: list[Line]) -> Line:
    """The part that is nearest to its limit, or furthest beyond."""
    return max(found, key=lambda line: line.share)


def knobs_for(articles: int, tariff: Tariff) -> Knobs:
    """The settings that keep each part at or below seven tenths of its limit."""
    asked = {line.name: line.load / 0.7 for line in lines(articles, tariff)}
    usual = Knobs()
    return Knobs(
        fetch_concurrency=max(usual.fetch_concurrency, math.ceil(asked["fetch functions at once"])),
        write_units=max(usual.write_units, math.ceil(asked["table, write units"] / 100) * 100),
        publish_concurrency=max(usual.publish_concurrency, math.ceil(asked["publish functions at once"])),
    )


def monthly(articles: int, tariff: Tariff, *, hosts: int = HOSTS) -> Mapping[str, float]:
    """Dollars a month by component, for so many watched articles over these hosts."""
    assumed = Assumptions(articles_a_day=articles / hosts / (40 * (1 + Assumptions().changes)))
    sources = tuple(
        Source(id=f"s{number}", name="S", feeds=(f"https://s{number}.example/rss",)) for number in range(hosts)
    )
    watchlist = Watchlist(contact="", tag="", sources=sources)
    made = bill(load_of(watchlist, assumed), tariff, assumed)
    return {name: made.component(name) for name in made.used}


def table(tariff: Tariff) -> str:
    """The table of docs/scale.md: loads by size, those beyond their limit in bold, and the bill."""
    found = [lines(articles, tariff) for articles in SIZES]
    rows = [_row("at the peak", [f"{size:,}" for size in SIZES], "limit", "what moves it"), "|---" * 6 + "|"]
    for of in zip(*found, strict=True):
        limit = f"{_amount(of[0].limit)} {of[0].unit}".strip()
        rows.append(_row(of[0].name, [_cell(line) for line in of], limit, of[0].knob))
    nearest = [first_to_break(each) for each in found]
    rows.append(_row("**first at its limit**", [f"{each.name}: {each.share:.0%}" for each in nearest]))
    asked = [knobs_for(size, tariff) for size in SIZES]
    rows.append(_row("`FetchConcurrency` to set", [str(each.fetch_concurrency) for each in asked]))
    rows.append(_row("`MaxWriteUnits` to set", [f"{each.write_units:,}" for each in asked]))
    rows.append(_row("publish's concurrency to set", [str(each.publish_concurrency) for each in asked]))
    bills = [monthly(size, tariff) for size in SIZES]
    for name in bills[0]:
        rows.append(_row(f"USD a month, {name}", [f"{each[name]:,.0f}" for each in bills]))
    rows.append(_row("USD a month, together", [f"{sum(each.values()):,.0f}" for each in bills]))
    return "\n".join(rows)


def _row(name: str, cells: list[str], limit: str = "", knob: str = "") -> str:
    return f"| {' | '.join([name, *cells, limit, knob])} |"


def _cell(line: Line) -> str:
    return f"**{_amount(line.load)}**" if line.share > 1 else _amount(line.load)


def _amount(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
