"""What a visit to a host costs in calls of DynamoDB, its own repetitions included.

At list prices a check that moves a row of at most 1 KB in the index is three write units (the row, its old place in the
index and its new one); a visit adds two writes and eight reads of one unit each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import moto_server
from afterprint import pipeline
from afterprint.adopt import adopt
from afterprint.aws.catalog import DynamoCatalog
from afterprint.local.wiring import open_world
from afterprint.ports import World
from contract.aws_adapters import make_table
from dynamo_faults import counted
from fakes import FakeClock
from watching import START, page, watching

ARTICLES = 5
WRITES = ("PutItem", "DeleteItem", "UpdateItem", "TransactWriteItems")


class Visits:
    """A site of a few articles, watched with the table as its catalog."""

    def __init__(self, world: World, clock: FakeClock, client: Any) -> None:
        self.world = world
        self.clock = clock
        self.client = client

    def tick(self, *, minutes: float = 0) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """Let time pass and visit what is due: the calls of the tick, those of the visits, and the outcomes."""
        self.clock.advance(minutes * 60)
        outcomes: Counter[str] = Counter()
        with counted(self.client) as calls:
            messages = list(pipeline.schedule(catalog=self.world.catalog, clock=self.clock))
        with counted(self.client) as visits:
            for message in messages:
                outcomes += pipeline.fetch(message, world=self.world)
        return calls, visits, outcomes


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[Visits]:
    client, clock = moto_server.client("dynamodb", moto_server.endpoint()), FakeClock(START)
    with watching(tmp_path) as watched:
        watched.serve({f"/{number}": page(f"Ferry number {number} delayed") for number in range(ARTICLES)})
        watched.source(articles=tuple(watched.url(f"/{number}") for number in range(ARTICLES)), watch_days=40)
        world = open_world(tmp_path, watched.watchlist, clock)
        world = replace(world, catalog=DynamoCatalog(client, make_table(client)))
        adopt(world)
        yield Visits(world, clock, client)


def writes(calls: Counter[str]) -> int:
    return sum(calls[operation] for operation in WRITES)


@pytest.mark.slow
def test_an_unchanged_check_is_one_write_beside_what_its_visit_asks(visits: Visits) -> None:
    visits.tick()
    _, calls, outcomes = visits.tick(minutes=40)
    assert set(outcomes) <= {"same", "restamped"}
    assert outcomes.total() == ARTICLES
    of_the_visit = {
        "Query": 3,  # what is due; twice, what will be due next
        "BatchGetItem": 1,  # the due rows
        "GetItem": 3,  # the host's trouble twice, its robots.txt once
        "PutItem": 1,  # the host's next entry
        "DeleteItem": 1,  # the entry that was served
    }
    assert calls == Counter(of_the_visit) + Counter(PutItem=ARTICLES)
    assert writes(calls) == ARTICLES + 2


@pytest.mark.slow
def test_a_tick_reads_each_shard_once_and_each_host_of_the_present_minute_twice(visits: Visits) -> None:
    tick, _, _ = visits.tick()
    assert tick == {"Query": 16 + 1, "GetItem": 1}
    idle, none, _ = visits.tick()
    assert idle == {"Query": 16}
    assert not none


@pytest.mark.slow
def test_a_tick_reads_nothing_of_a_host_whose_minute_is_over(visits: Visits) -> None:
    tick, _, outcomes = visits.tick(minutes=1)
    assert tick == {"Query": 16}
    assert outcomes.total() == ARTICLES


@pytest.mark.slow
def test_the_first_check_of_an_article_is_a_handful_of_writes(visits: Visits) -> None:
    _, calls, outcomes = visits.tick()
    assert outcomes == {"first": ARTICLES}
    gap_that_is_news = 2  # once a host: its row, and the entry by which all hosts are found
    assert writes(calls) <= 3 + gap_that_is_news + 2 * ARTICLES
