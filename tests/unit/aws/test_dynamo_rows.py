"""What the catalog's items are like: small, in order, and of keys that stay."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import moto_server
import strategies
from afterprint.aws import catalog_keys as keys
from afterprint.aws.catalog import ROBOTS_BYTES, DynamoCatalog
from afterprint.errors import DamagedRecord
from afterprint.model import ArticleKey, Validators
from afterprint.rows import ArticleRow, HostDue, IndexLine, OpenWork, RobotsRow
from contract.aws_adapters import make_table
from contract.makers import AN_ARTICLE, HOST, NOW, a_line, an_article_row

KIB = 1024


@pytest.fixture
def client() -> Any:
    return moto_server.client("dynamodb", moto_server.endpoint())


@pytest.fixture
def table(client: Any) -> str:
    return make_table(client)


@pytest.fixture
def catalog(client: Any, table: str) -> DynamoCatalog:
    return DynamoCatalog(client, table)


def size(item: dict[str, Any]) -> int:
    """The bytes of an item as DynamoDB counts them, nearly: names, and values of text, numbers and bytes."""
    return sum(len(name.encode()) + len(next(iter(value.values()))) for name, value in item.items())


def stored(client: Any, table: str, key: keys.Key) -> dict[str, Any]:
    item: dict[str, Any] = client.get_item(TableName=table, Key={"pk": {"S": key[0]}, "sk": {"S": key[1]}})["Item"]
    return item


def a_typical_row(*, versions: int = 3, headline: str = "") -> ArticleRow:
    address = "https://www.north-herald.example/news/2026/11/03/ferry-delayed-by-fog-for-a-third-day-running-81273"
    times = [NOW + timedelta(microseconds=1_234_567 * number) for number in range(6)]
    return an_article_row(
        host="www.north-herald.example",
        address=address,
        url=address,
        first_seen_at=times[0],
        due=times[1],
        versions=versions,
        events=1,
        headline=headline or "Ferry delayed by fog for a third day running, harbour office says",
        digests=tuple(hashlib.sha256(bytes([number])).hexdigest() for number in range(versions)),
        characters=4211,
        extractor="r7",
        confirmed_at=times[2],
        changed_at=times[3],
        watched_until=times[4] + timedelta(days=40),
        interval_minutes=47.5,
        validators=Validators(url=address, etag='W/"5f3a-18b7c9e2d40"', last_modified="Tue, 03 Nov 2026 09:58:11 GMT"),
        checks=41,
        last_outcome="same",
        last_checked_at=times[5],
        revision=44,
    )


@pytest.mark.parametrize("versions", [1, 3, 8])
def test_a_typical_article_row_is_written_as_one_unit_of_1_kb(
    catalog: DynamoCatalog, client: Any, table: str, versions: int
) -> None:
    row = a_typical_row(versions=versions)
    catalog.add_article(row)
    assert catalog.article(row.host, row.key) == row
    assert size(stored(client, table, keys.article_key(row.host, row.key))) <= KIB


def test_a_packed_row_that_is_damaged_is_told(catalog: DynamoCatalog, client: Any, table: str) -> None:
    row = a_typical_row()
    catalog.add_article(row)
    item = stored(client, table, keys.article_key(row.host, row.key))
    client.put_item(TableName=table, Item=item | {"packed": {"B": b"not zlib"}})
    with pytest.raises(DamagedRecord, match="start again"):
        catalog.article(row.host, row.key)


def test_a_row_that_is_not_due_has_no_due_time(catalog: DynamoCatalog, client: Any, table: str) -> None:
    catalog.add_article(an_article_row())
    catalog.update_article(an_article_row(due=None))
    assert "due" not in stored(client, table, keys.article_key(HOST, AN_ARTICLE))


def test_rows_can_be_read_by_hand(catalog: DynamoCatalog, client: Any, table: str) -> None:
    catalog.add_article(an_article_row(headline="Fähre verspätet"))
    item = stored(client, table, keys.article_key(HOST, AN_ARTICLE))
    assert json.loads(item["row"]["S"])["headline"] == "Fähre verspätet"
    assert item["due"]["S"] == "2026-11-03T10:00:00.000000Z#2"


# ── robots ──


def test_a_long_robots_txt_is_kept_whole_in_an_item_of_64_kb(catalog: DynamoCatalog, client: Any, table: str) -> None:
    text = "User-agent: *\n" + "".join(f"Disallow: /archive/{number}/print\n" for number in range(15_000))
    assert len(text) > 400 * KIB
    catalog.put_robots(RobotsRow(host=HOST, text=text, read_at=NOW))
    assert catalog.robots(HOST) == RobotsRow(host=HOST, text=text, read_at=NOW)
    assert size(stored(client, table, keys.robots_key(HOST))) <= 64 * KIB


def test_a_robots_txt_that_cannot_be_made_small_is_cut_at_a_line_end(
    catalog: DynamoCatalog, client: Any, table: str
) -> None:
    chance = random.Random(3)
    text = "User-agent: *\n" + "".join(f"Disallow: /{chance.getrandbits(256):x}\n" for _ in range(7_000))
    catalog.put_robots(RobotsRow(host=HOST, text=text, read_at=NOW))
    kept = catalog.robots(HOST)
    assert kept is not None
    assert text.startswith(kept.text)
    assert kept.text.endswith("\n")
    assert len(kept.text) > ROBOTS_BYTES
    assert size(stored(client, table, keys.robots_key(HOST))) <= 64 * KIB


def test_a_robots_txt_of_one_endless_line_says_nothing(catalog: DynamoCatalog) -> None:
    text = random.Random(4).randbytes(300_000).hex()
    catalog.put_robots(RobotsRow(host=HOST, text=text, read_at=NOW))
    assert catalog.robots(HOST) == RobotsRow(host=HOST, text="", read_at=NOW)


def test_a_damaged_robots_txt_is_told(catalog: DynamoCatalog, client: Any, table: str) -> None:
    catalog.put_robots(RobotsRow(host=HOST, text="User-agent: *\n", read_at=NOW))
    item = stored(client, table, keys.robots_key(HOST))
    client.put_item(TableName=table, Item=item | {"body": {"B": b"not zlib"}})
    with pytest.raises(DamagedRecord, match="robots"):
        catalog.robots(HOST)


# ── keys ──


@given(strategies.times)
def test_stamps_read_back_and_are_of_one_length(moment: datetime) -> None:
    assert keys.from_stamp(keys.stamp(moment)) == moment
    assert len(keys.stamp(moment)) == len("2026-11-03T10:00:00.000000Z")


@given(strategies.times, strategies.times)
def test_stamps_sort_as_the_times_do(one: datetime, other: datetime) -> None:
    assert (keys.stamp(one) < keys.stamp(other)) == (one < other)


@given(st.lists(strategies.index_lines(stored_times=st.sampled_from([NOW, NOW + timedelta(days=1)])), max_size=8))
def test_lines_sort_as_the_port_says(lines: list[IndexLine]) -> None:
    by_key = sorted(lines, key=keys.line_order)
    said = sorted(lines, key=lambda line: (line.stored_at, line.name, line.article))
    assert [keys.line_order(line) for line in by_key] == [keys.line_order(line) for line in said]


@given(strategies.article_rows(), strategies.list_rows())
def test_directories_lead_to_their_rows(article: Any, feed: Any) -> None:
    assert keys.article_of_entry(keys.article_entry(article.host, article.key)) == keys.watched_key(article)
    assert keys.list_of_entry(keys.list_entry(feed)) == keys.watched_key(feed)


def test_a_due_host_reads_back_from_its_key() -> None:
    due = HostDue.at("h.example:8080", datetime(2026, 11, 3, 10, 7, 9, tzinfo=UTC))
    assert keys.due_host_of(keys.due_host_key(due)) == due


def test_hosts_and_work_are_spread_over_all_shards() -> None:
    hosts = {keys.due_host_key(HostDue(NOW, f"h{number}.example"))[0] for number in range(400)}
    works = {keys.work_key(f"versions/a/{number}/000001.json")[0] for number in range(400)}
    assert hosts == set(keys.due_host_partitions())
    assert works == set(keys.work_partitions())


def test_keys_stay_as_they_are() -> None:
    """They are what lies in tables; a change here is a new schema."""
    article = ArticleKey("north-herald", "aaaabbbbccccdddd")
    assert keys.article_key("h.example", article) == ("h#h.example", "a#north-herald/aaaabbbbccccdddd")
    assert keys.list_key("h.example", "north-herald", "0123") == ("h#h.example", "l#north-herald/0123")
    assert keys.due_host_key(HostDue(NOW, "h.example")) == ("due#04", "2026-11-03T10:00:00.000000Z#h.example")
    assert keys.work_key("versions/a/b/000001.json") == ("o#01", "versions/a/b/000001.json")
    assert keys.address_key("https://h.example/1")[0].startswith("u#")
    assert keys.line_key(a_line()) == ("i#a#north-herald/aaaabbbbccccdddd", "1-2")
    assert keys.directories_of(a_line()) == ["i#s#north-herald", "i#n#north-herald", "i#n#*"]
    assert keys.line_order(a_line()) == "2026-11-03T10:00:00.000000Z#1-2#north-herald#aaaabbbbccccdddd"


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-1", "0026-01", "2026-11-03", "*"])
def test_what_is_no_month_is_refused(catalog: DynamoCatalog, month: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        catalog.news_lines(limit=1, month=month)


def test_open_work_is_read_whole_though_the_index_has_only_its_keys(catalog: DynamoCatalog) -> None:
    work = OpenWork(path="versions/a/b/000001.json", host=HOST, opened_at=NOW)
    catalog.open_work(work)
    assert list(catalog.open_works()) == [work]


def test_the_limit_of_a_list_reaches_over_months(catalog: DynamoCatalog) -> None:
    lines = [a_line(f"{n}-{n + 1}", stored_at=NOW + timedelta(days=25 * n)) for n in range(1, 6)]
    for line in lines:
        catalog.enter(line)
    assert catalog.news_lines(limit=4) == lines[:0:-1]
    assert catalog.source_lines(AN_ARTICLE.source, limit=2) == lines[:2:-1]


def test_addresses_that_are_claimed_already_cost_no_write(catalog: DynamoCatalog, client: Any) -> None:
    from contract.makers import an_address
    from dynamo_faults import counted

    catalog.claim_address(an_address())
    with counted(client) as calls:
        catalog.claim_address(replace(an_address(owner=2)))
    assert calls == {"GetItem": 1}
