"""The due hosts, one entry a host and minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from afterprint.local.catalog import SqliteCatalog
from afterprint.messages import HostCameDue
from afterprint.model import ArticleKey
from afterprint.ports import Queue
from afterprint.rows import ArticleRow, HostDue, HostRow
from afterprint.schedule import due_messages, expected, reschedule, send_while
from afterprint.schedule.hosts import MOST_LOOKS
from fakes import FakeClock

NOW = datetime(2026, 11, 24, 10, 5, 30, tzinfo=UTC)
HOST = "paper.example"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqliteCatalog]:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    yield catalog
    catalog.close()


def article(due: datetime | None, name: str = "a") -> ArticleRow:
    url = f"https://{HOST}/{name}"
    key = ArticleKey("paper", name * 16)
    return ArticleRow(key=key, host=HOST, address=url, url=url, first_seen_at=NOW, due=due)


def hosts(catalog: SqliteCatalog, now: datetime = NOW) -> list[str]:
    return [message.host for message in due_messages(catalog, now=now)]


def add(catalog: SqliteCatalog, due: datetime, name: str = "a") -> None:
    with expected(HOST, due, catalog=catalog):
        catalog.add_article(article(due, name))


def test_what_is_due_a_second_ago_is_given_though_its_minute_is_not_over(catalog: SqliteCatalog) -> None:
    add(catalog, NOW - timedelta(seconds=1))
    assert hosts(catalog) == [HOST]


def test_what_is_due_in_a_second_is_not_given_though_its_minute_has_come(catalog: SqliteCatalog) -> None:
    add(catalog, NOW + timedelta(seconds=1))
    assert hosts(catalog) == []
    assert hosts(catalog, NOW + timedelta(seconds=1)) == [HOST]


def test_a_host_is_given_once_however_many_entries_it_has(catalog: SqliteCatalog) -> None:
    add(catalog, NOW - timedelta(minutes=3))
    add(catalog, NOW - timedelta(minutes=1), "b")
    assert hosts(catalog) == [HOST]


def test_a_host_that_may_not_be_asked_yet_is_expected_later(catalog: SqliteCatalog) -> None:
    add(catalog, NOW)
    catalog.add_host(HostRow(host=HOST, not_before=NOW + timedelta(hours=1)))
    assert hosts(catalog) == []
    assert list(catalog.due_hosts(NOW)) == []
    assert hosts(catalog, NOW + timedelta(hours=1)) == [HOST]


def test_an_entry_without_anything_due_is_let_go(catalog: SqliteCatalog) -> None:
    catalog.put_due_host(HostDue.at(HOST, NOW))
    assert hosts(catalog) == []
    assert catalog.next_due_host() is None


def test_after_a_lane_the_host_is_expected_when_its_next_row_is_due(catalog: SqliteCatalog) -> None:
    add(catalog, NOW)
    (message,) = due_messages(catalog, now=NOW)
    row = catalog.article(HOST, ArticleKey("paper", "a" * 16))
    assert row is not None
    catalog.update_article(article(NOW + timedelta(minutes=30)))
    reschedule(message, catalog=catalog)
    assert list(catalog.due_hosts(NOW + timedelta(hours=1))) == [HostDue.at(HOST, NOW + timedelta(minutes=30))]


def test_what_did_not_fit_into_a_lane_keeps_its_entry(catalog: SqliteCatalog) -> None:
    add(catalog, NOW)
    (message,) = due_messages(catalog, now=NOW)
    reschedule(message, catalog=catalog)
    assert hosts(catalog) == [HOST]


class Meddling(SqliteCatalog):
    """While an entry is being removed, somebody else takes up an article on that host."""

    def remove_due_host(self, due: HostDue) -> None:
        catalog = SqliteCatalog(self.path)
        with expected(HOST, NOW, catalog=catalog):
            catalog.add_article(article(NOW))
        catalog.close()
        super().remove_due_host(due)


def test_an_article_taken_up_while_its_hosts_entry_is_removed_is_not_lost(tmp_path: Path) -> None:
    meddling = Meddling(tmp_path / "catalog.sqlite")
    meddling.path = tmp_path / "catalog.sqlite"
    meddling.put_due_host(HostDue.at(HOST, NOW))
    reschedule(HostCameDue(HOST, HostDue.at(HOST, NOW).minute), catalog=meddling)
    assert hosts(meddling) == [HOST]
    meddling.close()


# ── many hosts ──


class SlowQueue:
    """Each call of `send` takes a second; nobody receives."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.calls: list[int] = []
        self.sent: list[HostCameDue] = []

    def send(self, *messages: HostCameDue) -> None:
        self._clock.advance(1)
        self.calls.append(len(messages))
        self.sent += messages


def send(catalog: SqliteCatalog, *, now: datetime, seconds: float) -> tuple[SlowQueue, tuple[int, bool]]:
    clock = FakeClock(now)
    queue = SlowQueue(clock)
    messages = due_messages(catalog, now=now)
    return queue, send_while(messages, queue=cast(Queue, queue), clock=clock, seconds=seconds)


def many(catalog: SqliteCatalog, count: int) -> list[str]:
    """So many hosts with an entry each, one a minute, the last an hour ago; in order of their entries."""
    names = [f"paper-{number:03d}.example" for number in range(count)]
    for number, name in enumerate(names):
        catalog.put_due_host(HostDue.at(name, NOW - timedelta(minutes=60 + count - number)))
    return names


def test_a_tick_sends_ten_hosts_at_once_and_says_that_all_are_sent(catalog: SqliteCatalog) -> None:
    many(catalog, 25)
    queue, sent = send(catalog, now=NOW, seconds=40)
    assert sent == (25, True)
    assert queue.calls == [10, 10, 5]


def test_a_tick_ends_in_time_and_the_next_one_goes_on_where_it_stopped(catalog: SqliteCatalog) -> None:
    names = many(catalog, 70)
    served: list[str] = []
    for minute, expected_count in enumerate(((30, False), (30, False), (10, True))):
        queue, sent = send(catalog, now=NOW + timedelta(minutes=minute), seconds=3)
        assert sent == expected_count
        for message in queue.sent:  # the lanes are worked before the next tick, and nothing is left to do there
            reschedule(message, catalog=catalog)
            served.append(message.host)
    assert served == names


def test_what_has_been_due_the_longest_is_sent_first(catalog: SqliteCatalog) -> None:
    many(catalog, 12)
    assert hosts(catalog) == [f"paper-{number:03d}.example" for number in range(12)]


def test_a_host_whose_minute_is_over_is_sent_without_a_look_at_its_rows(catalog: SqliteCatalog) -> None:
    catalog.put_due_host(HostDue.at(HOST, NOW - timedelta(minutes=1)))
    assert hosts(catalog) == [HOST]


def test_of_the_present_minutes_hosts_some_are_looked_at_and_the_next_tick_sends_the_others(
    catalog: SqliteCatalog,
) -> None:
    for number in range(MOST_LOOKS + 5):
        catalog.put_due_host(HostDue.at(f"paper-{number:03d}.example", NOW))
        key, url = ArticleKey("paper", f"{number:016d}"), f"https://paper-{number:03d}.example/"
        host = f"paper-{number:03d}.example"
        catalog.add_article(ArticleRow(key=key, host=host, address=url, url=url, first_seen_at=NOW, due=NOW))
    assert len(hosts(catalog)) == MOST_LOOKS
    assert len(hosts(catalog, NOW + timedelta(minutes=1))) == MOST_LOOKS + 5
