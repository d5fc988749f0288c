"""The simulation of the schedule and the catalog with many articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bench.memory_table import MemoryTable
from bench.scaling import simulate

from afterprint.aws.catalog import DynamoCatalog
from afterprint.rows import HostDue
from afterprint.schedule import due_messages

NOW = datetime(2026, 11, 3, 10, 5, 30, tzinfo=UTC)


@pytest.mark.slow
def test_a_visit_asks_for_as_much_whatever_the_number_of_articles() -> None:
    for articles in (400, 4_000):
        made = simulate(hosts=40, articles=articles)
        assert made.visit_writes == pytest.approx(2, abs=0.1)
        assert 6 <= made.visit_reads <= 8.5
        assert made.late_minutes < 2


def test_a_tick_with_five_thousand_overdue_hosts_reads_each_shard_once_and_no_host() -> None:
    table = MemoryTable()
    catalog = DynamoCatalog(table, "catalog")
    for number in range(5_000):
        catalog.put_due_host(HostDue.at(f"paper-{number}.example", NOW - timedelta(minutes=1 + number % 30)))
    table.forget_counts()
    assert len(list(due_messages(catalog, now=NOW))) == 5_000
    assert table.calls == {"Query": 16}


def test_a_shard_that_does_not_fit_into_an_answer_is_read_page_by_page() -> None:
    table = MemoryTable()
    catalog = DynamoCatalog(table, "catalog", page=100)
    for number in range(5_000):
        catalog.put_due_host(HostDue.at(f"paper-{number}.example", NOW - timedelta(minutes=1)))
    table.forget_counts()
    assert len(list(due_messages(catalog, now=NOW))) == 5_000
    assert table.calls["Query"] == pytest.approx(5_000 / 100 + 8, abs=10)
