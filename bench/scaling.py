"""How the schedule and the catalog bear many articles: the real code on a table in memory, and the model's table.

`python -m bench scaling`. Of the larger sizes a sample of hosts is simulated, each with as many articles as it would
have. What is due is spread evenly over each article's interval.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from afterprint.aws.catalog import DynamoCatalog
from afterprint.messages import HostCameDue
from afterprint.model import ArticleKey
from afterprint.planning.cost import load_tariff
from afterprint.planning.scale import HOSTS, SIZES, first_to_break, lines, monthly
from afterprint.rows import ArticleRow, HostDue
from afterprint.schedule import due_messages, next_interval, reschedule
from bench.memory_table import MemoryTable
from bench.timing import Figure

START = datetime(2026, 11, 3, 10, 0, 20, tzinfo=UTC)
SAMPLES = {10_000: 5_000, 1_000_000: 200, 10_000_000: 20}
MINUTES = 10
INTERVAL = 30 * 1.2**16  # minutes; about a look and a fifth a day, as an article has them on average
VISIT_ROWS = 40  # that a lane of 45 seconds gets through


@dataclass(frozen=True)
class Simulated:
    """What so many minutes of ticks and lanes did: hosts sent, looks, and what they asked of the table."""

    hosts: int
    articles: int
    sent: int
    looks: int
    tick_calls: float  # a tick
    tick_seconds: float  # of our own computing, the longest tick
    visit_reads: float  # read units a visit, beside one a look
    visit_writes: float  # write units a visit, beside three a look
    busiest: float  # the busiest partition's share of all writes
    late_minutes: float  # by which the last of what was due came


def simulate(*, hosts: int, articles: int, minutes: int = MINUTES) -> Simulated:
    """Ticks and lanes over so many hosts, minute by minute, everything served within its minute."""
    table = MemoryTable()
    catalog = DynamoCatalog(table, "catalog")
    _fill(catalog, hosts, articles)
    table.forget_counts()
    sent = looks = calls = 0
    longest = late = 0.0
    written: dict[str, int] = {}
    for minute in range(1, minutes + 1):
        now = START + timedelta(minutes=minute)
        before, began = table.calls.total(), time.perf_counter()
        messages = list(due_messages(catalog, now=now))
        longest = max(longest, time.perf_counter() - began)
        calls += table.calls.total() - before
        for message in messages:
            done, behind = _visit(message, catalog, now=now)
            looks, late = looks + done, max(late, behind)
        sent += len(messages)
        written = dict(table.written)
    reads, writes = table.read.total() - looks - _tick_reads(table), table.written.total() - 3 * looks
    return Simulated(
        hosts=hosts,
        articles=articles,
        sent=sent,
        looks=looks,
        tick_calls=calls / minutes,
        tick_seconds=longest,
        visit_reads=reads / sent,
        visit_writes=writes / sent,
        busiest=max(written.values()) / sum(written.values()),
        late_minutes=late,
    )


def _tick_reads(table: MemoryTable) -> int:
    return sum(count for partition, count in table.read.items() if partition.startswith("due#"))


def _fill(catalog: DynamoCatalog, hosts: int, articles: int) -> None:
    """Articles round the hosts, their times spread over the interval; an entry for the first of each host."""
    first: dict[str, datetime] = {}
    for number in range(articles):
        host = f"paper-{number % hosts}.example"
        due = START + timedelta(minutes=INTERVAL * ((number * 0.6180339887) % 1))
        url = f"https://{host}/{number}"
        key = ArticleKey(f"paper-{number % hosts}", f"{number:016d}")
        row = ArticleRow(key=key, host=host, address=url, url=url, first_seen_at=START, due=due, versions=1)
        catalog.add_article(row)
        first[host] = min(due, first.get(host, due))
    for host, due in first.items():
        catalog.put_due_host(HostDue.at(host, due))


def _visit(message: HostCameDue, catalog: DynamoCatalog, *, now: datetime) -> tuple[int, float]:
    """What a lane does in the catalog: reads what is due, moves each row on, and lets go of its entry."""
    catalog.host(message.host)
    catalog.robots(message.host)
    rows = [row for row in catalog.due_rows(message.host, now, limit=VISIT_ROWS) if isinstance(row, ArticleRow)]
    late = max(((now - row.due).total_seconds() / 60 for row in rows if row.due), default=0.0)
    for row in rows:
        wait = timedelta(minutes=next_interval(INTERVAL / 1.2, first_minutes=30, changed=False))
        catalog.update_article(replace(row, due=now + wait))
    reschedule(message, catalog=catalog)
    return len(rows), late


def figures() -> Iterator[Figure]:
    """Simulated figures a size, then the model's nearest limit and bill."""
    tariff = load_tariff()
    for articles in SIZES:
        hosts = SAMPLES[articles]
        made = simulate(hosts=hosts, articles=articles * hosts // HOSTS)
        size = f"{articles:,} articles"
        yield Figure(f"{size}, calls a tick of {hosts:,} hosts", made.tick_calls, "calls")
        yield Figure(f"{size}, the longest tick's own computing", made.tick_seconds, "s")
        yield Figure(f"{size}, reads a visit beside its looks", made.visit_reads, "units")
        yield Figure(f"{size}, writes a visit beside its looks", made.visit_writes, "units")
        yield Figure(f"{size}, the busiest partition's share of writes", made.busiest, "of all")
        yield Figure(f"{size}, the latest look", made.late_minutes, "min")
        nearest = first_to_break(lines(articles, tariff))
        yield Figure(f"{size}, {nearest.name}", nearest.share, "of its limit")
        yield Figure(f"{size}, cost", sum(monthly(articles, tariff).values()), "USD a month")
