"""What `status` says of hosts and of what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from afterprint.cli.hosts_table import HELP, Hosts
from afterprint.errors import FetchError
from afterprint.model import ArticleKey
from afterprint.rows import ArticleRow, Doubt, HostRow, ListKind, ListRow, SecondLook

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOST = "paper.example"


def article(name: str = "a", host: str = HOST, **values: object) -> ArticleRow:
    url = f"https://{host}/{name}"
    key = ArticleKey("paper", name * 16)
    row = {"due": NOW + timedelta(hours=1), "first_seen_at": NOW - timedelta(days=1), "versions": 1, **values}
    return ArticleRow(key=key, host=host, address=url, url=url, **row)  # type: ignore[arg-type]


def listed(**values: object) -> ListRow:
    url = f"https://{HOST}/rss"
    row = {"due": NOW + timedelta(minutes=10), **values}
    return ListRow(source="paper", kind=ListKind.FEED, host=HOST, address=url, url=url, **row)  # type: ignore[arg-type]


def told(*rows: ArticleRow | ListRow, **hosts: HostRow) -> list[dict[str, object]]:
    gathered = Hosts(NOW)
    for row in rows:
        gathered.add(row)
    return gathered.told({row.host: row for row in hosts.values()})


def test_a_host_without_trouble_is_listed_with_its_last_success_and_the_floor() -> None:
    (line,) = told(article(confirmed_at=NOW - timedelta(hours=2)), listed(last_read_at=NOW - timedelta(hours=1)))
    assert line["last_success_at"] == "2026-11-24T11:00:00+00:00"
    assert (line["in_trouble"], line["gap_seconds"], line["gap_from"], line["help"]) == (False, 1.0, "floor", [])


def test_errors_are_counted_by_reason_over_the_looks_that_failed_in_a_row() -> None:
    (line,) = told(
        article("a", failures=2, last_outcome="failed: robots"),
        article("b", failures=3, last_outcome="failed: robots"),
        article("c", failures=1, last_outcome="failed: wall (consent)"),
        listed(failures=4, last_outcome="failed: status 403"),
    )
    assert line["errors"] == {"robots": 5, "status 403": 4, "wall (consent)": 1}
    assert line["help"] == [HELP["robots"], HELP["status"], HELP["wall"]]


def test_hosts_in_trouble_come_first() -> None:
    lines = told(article("a", "a.example"), article("b", "b.example", failures=1, last_outcome="failed: dns"))
    assert [line["host"] for line in lines] == ["b.example", "a.example"]


def test_the_gap_says_who_asked_for_it_and_a_time_in_the_past_is_no_not_before() -> None:
    row = HostRow(host=HOST, gap_seconds=30, gap_from="crawl-delay", not_before=NOW - timedelta(hours=1))
    (line,) = told(article(), one=row)
    assert (line["gap_seconds"], line["gap_from"], line["not_before"]) == (30, "crawl-delay", None)


@pytest.mark.parametrize("reason", sorted(FetchError.REASONS))
def test_every_reason_has_a_sentence_that_says_what_would_help(reason: str) -> None:
    assert HELP[reason]


def test_what_waits_is_told_by_kind_with_the_age_of_the_oldest() -> None:
    gathered = Hosts(NOW)
    doubt = SecondLook(doubt=Doubt.GONE, since=NOW - timedelta(minutes=10))
    gathered.add(article("a", due=NOW - timedelta(minutes=5), second_look=doubt))
    gathered.add(article("b", due=NOW - timedelta(minutes=7)))
    gathered.add(article("c", due=NOW - timedelta(minutes=90)))
    gathered.add(article("d", due=NOW - timedelta(minutes=3), versions=0))
    gathered.add(listed(due=NOW))
    assert {kind: (each["due"], each["oldest_minutes"]) for kind, each in gathered.waiting().items()} == {
        "second looks": (1, 5),
        "due checks": (2, 90),
        "new articles": (1, 3),
        "lists": (1, 0),
    }
