"""What `ports.Catalog` promises of rows: the schedule, hosts, addresses and open work; held against every adapter."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import strategies
from afterprint.errors import DamagedRecord, DiskFull, NewerSchema, StoreError
from afterprint.ports import Catalog
from afterprint.rows import (
    Doubt,
    FurnitureRow,
    GroupRow,
    HostDue,
    HostRow,
    KnownParagraph,
    OpenWork,
    RobotsRow,
    SecondLook,
    Sighting,
    State,
    SubscriberRow,
    due_class,
)
from contract.adapters import CATALOGS_ON_DISK, CatalogOnDisk, CatalogPlace
from contract.conftest import Crowd
from contract.makers import AN_ARTICLE, HOST, NOW, a_delivery, a_line, an_address, an_article_row, article_key
from contract.rivals import A_LIST, race_to_claim, race_to_update, update_for_ever

ours_to_reuse = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
on_disk = pytest.mark.parametrize("place", CATALOGS_ON_DISK, indirect=True)
A_HOST = HostRow(host=HOST, last_error="connect")


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def work(number: int = 1, *, opened: float = 0) -> OpenWork:
    return OpenWork(path=f"versions/{AN_ARTICLE.path}/{number:06d}.json", host=HOST, opened_at=minutes(opened))


# ── rows are replaced by whoever has seen them ──


@given(strategies.article_rows())
@ours_to_reuse
def test_an_article_row_reads_back_equal(catalog: Catalog, row: Any) -> None:
    assume(catalog.article(row.host, row.key) is None)  # the store outlives the examples
    assert catalog.add_article(row) is True
    assert catalog.article(row.host, row.key) == row
    assert catalog.update_article(replace(row, headline="new")) is True
    assert catalog.article(row.host, row.key) == replace(row, headline="new", revision=row.revision + 1)


@given(strategies.list_rows())
@ours_to_reuse
def test_a_list_row_reads_back_equal(catalog: Catalog, row: Any) -> None:
    assume(catalog.list_row(row.host, row.source, row.name) is None)
    assert catalog.add_list(row) is True
    assert catalog.list_row(row.host, row.source, row.name) == row
    assert catalog.update_list(replace(row, entries=9)) is True
    assert catalog.list_row(row.host, row.source, row.name) == replace(row, entries=9, revision=row.revision + 1)


def test_a_row_that_exists_is_not_added_again(catalog: Catalog) -> None:
    for add, row in (
        (catalog.add_article, an_article_row()),
        (catalog.add_list, A_LIST),
        (catalog.add_host, A_HOST),
    ):
        assert add(row) is True  # type: ignore[operator]
        assert add(replace(row, failures=5)) is False  # type: ignore[operator,type-var]
    assert catalog.article(HOST, AN_ARTICLE) == an_article_row()
    assert catalog.list_row(HOST, A_LIST.source, A_LIST.name) == A_LIST
    assert catalog.host(HOST) == A_HOST


@pytest.mark.parametrize("revision", [0, 2, 7])
def test_a_row_that_was_not_seen_is_not_replaced(catalog: Catalog, revision: int) -> None:
    catalog.add_article(an_article_row())
    catalog.update_article(an_article_row())
    catalog.add_list(A_LIST)
    catalog.update_list(A_LIST)
    catalog.add_host(A_HOST)
    catalog.update_host(A_HOST)
    assert catalog.update_article(an_article_row(revision=revision, headline="late")) is False
    assert catalog.update_list(replace(A_LIST, revision=revision, entries=1)) is False
    assert catalog.update_host(replace(A_HOST, revision=revision, failures=1)) is False
    assert catalog.article(HOST, AN_ARTICLE) == an_article_row(revision=1)
    assert catalog.list_row(HOST, A_LIST.source, A_LIST.name) == replace(A_LIST, revision=1)
    assert catalog.host(HOST) == replace(A_HOST, revision=1)


def test_a_row_that_is_not_there_is_not_replaced(catalog: Catalog) -> None:
    assert catalog.update_article(an_article_row()) is False
    assert catalog.update_list(A_LIST) is False
    assert catalog.update_host(A_HOST) is False
    assert catalog.article(HOST, AN_ARTICLE) is None
    assert catalog.list_row(HOST, A_LIST.source, A_LIST.name) is None
    assert catalog.host(HOST) is None


def test_of_racing_threads_one_replaces_the_row(catalog: Catalog) -> None:
    catalog.add_article(an_article_row())
    rivals = [an_article_row(headline=f"rival {number}") for number in range(16)]
    with ThreadPoolExecutor(len(rivals)) as pool:
        won = list(pool.map(catalog.update_article, rivals))
    assert won.count(True) == 1
    assert catalog.article(HOST, AN_ARTICLE) == replace(rivals[won.index(True)], revision=1)


def test_of_racing_threads_one_adds_the_row(catalog: Catalog) -> None:
    rivals = [an_article_row(headline=f"rival {number}") for number in range(16)]
    with ThreadPoolExecutor(len(rivals)) as pool:
        won = list(pool.map(catalog.add_article, rivals))
    assert won.count(True) == 1
    assert catalog.article(HOST, AN_ARTICLE) == rivals[won.index(True)]


def test_of_racing_processes_at_most_one_replaces_a_revision(place: CatalogPlace, crowd: Crowd) -> None:
    catalog = place.open()
    catalog.add_article(an_article_row())
    catalog.add_list(A_LIST)
    catalog.add_host(HostRow(host=HOST))
    told = list(zip(*crowd.race(race_to_update, place, rounds=40), strict=True))
    article, feed, host = (sum(each.count(True) for each in told[kind::3]) for kind in range(3))
    assert max(each.count(True) for each in told) == 1
    assert catalog.article(HOST, AN_ARTICLE).revision == article  # type: ignore[union-attr]
    assert catalog.list_row(HOST, A_LIST.source, A_LIST.name).revision == feed  # type: ignore[union-attr]
    assert catalog.host(HOST).revision == host  # type: ignore[union-attr]
    assert min(article, feed, host) > 0


def test_what_was_written_can_be_read_at_once_by_another_user(place: CatalogPlace, catalog: Catalog) -> None:
    other = place.open()
    catalog.add_article(an_article_row())
    assert other.article(HOST, AN_ARTICLE) == an_article_row()
    assert other.update_article(an_article_row(headline="new"))
    assert catalog.article(HOST, AN_ARTICLE) == an_article_row(headline="new", revision=1)


# ── the schedule ──


@given(st.lists(strategies.article_rows(hosts=st.just("x.example")) | strategies.list_rows(st.just("x.example"))))
@settings(ours_to_reuse, max_examples=15)
def test_a_row_stands_in_the_schedule_exactly_once_at_its_due(place: CatalogPlace, rows: list[Any]) -> None:
    catalog = place.open_empty()
    host = "x.example"
    kept = {}
    for row in rows:
        name = row.key if hasattr(row, "key") else (row.source, row.name)
        if (catalog.add_article if hasattr(row, "key") else catalog.add_list)(row):
            kept[name] = row
    standing = [row for row in kept.values() if row.due is not None]
    at = max((row.due for row in standing), default=NOW)
    assert catalog.due_rows(host, at, limit=99) == sorted(standing, key=_order)
    assert catalog.next_due(host) == min((row.due for row in standing), default=None)


def _order(row: Any) -> tuple[Any, ...]:
    if hasattr(row, "key"):
        return due_class(row), row.due, 0, row.key.source, row.key.article
    return due_class(row), row.due, 1, row.source, row.name


def test_one_write_moves_a_row_in_the_schedule(catalog: Catalog) -> None:
    catalog.add_article(an_article_row(due=minutes(0)))
    catalog.update_article(an_article_row(due=minutes(30)))
    assert catalog.due_rows(HOST, minutes(29), limit=9) == []
    assert [row.due for row in catalog.due_rows(HOST, minutes(30), limit=9)] == [minutes(30)]
    assert catalog.next_due(HOST) == minutes(30)


def test_a_row_that_is_due_no_more_leaves_the_schedule_and_stays(catalog: Catalog) -> None:
    catalog.add_article(an_article_row())
    catalog.update_article(an_article_row(due=None, state=State.SETTLED))
    assert catalog.due_rows(HOST, minutes(99_999), limit=9) == []
    assert catalog.next_due(HOST) is None
    assert catalog.article(HOST, AN_ARTICLE) == an_article_row(due=None, state=State.SETTLED, revision=1)


def test_second_looks_come_first_then_what_has_versions_then_what_is_new(catalog: Catalog) -> None:
    doubt = SecondLook(doubt=Doubt.SHRUNK, since=NOW)
    new_with_doubt = an_article_row(article_key(1), due=minutes(9), second_look=doubt)
    known_with_doubt = an_article_row(article_key(2), due=minutes(8), versions=1, second_look=doubt)
    watched = an_article_row(article_key(3), due=minutes(7), versions=1)
    gone = an_article_row(article_key(4), due=minutes(6), versions=1, state=State.GONE)
    new = an_article_row(article_key(5), due=minutes(1))
    feed = replace(A_LIST, due=minutes(0))
    for row in (new, gone, new_with_doubt, watched, known_with_doubt):
        catalog.add_article(row)
    catalog.add_list(feed)
    expected = [known_with_doubt, new_with_doubt, gone, watched, feed, new]
    assert catalog.due_rows(HOST, minutes(10), limit=9) == expected
    assert catalog.due_rows(HOST, minutes(10), limit=3) == expected[:3]
    assert catalog.next_due(HOST) == minutes(0)


def test_what_is_due_at_this_very_moment_is_due(catalog: Catalog) -> None:
    catalog.add_article(an_article_row(due=NOW))
    assert catalog.due_rows(HOST, NOW - timedelta(microseconds=1), limit=9) == []
    assert len(catalog.due_rows(HOST, NOW, limit=9)) == 1


def test_a_host_sees_only_its_own_rows(catalog: Catalog) -> None:
    catalog.add_article(an_article_row(host="other.example"))
    assert catalog.due_rows(HOST, minutes(1), limit=9) == []
    assert catalog.next_due(HOST) is None
    assert catalog.article(HOST, AN_ARTICLE) is None


def test_a_row_moves_to_another_host(catalog: Catalog) -> None:
    catalog.add_article(an_article_row(versions=2))
    there = an_article_row(versions=2, host="new.example", due=minutes(5))
    assert catalog.move_article(there, from_host=HOST) is True
    assert catalog.article("new.example", AN_ARTICLE) == there
    assert catalog.article(HOST, AN_ARTICLE) is None
    assert catalog.due_rows(HOST, minutes(9), limit=9) == []
    assert list(catalog.articles()) == [there]


def test_a_row_does_not_move_over_another_one(catalog: Catalog) -> None:
    there = an_article_row(host="new.example", headline="was first")
    catalog.add_article(there)
    catalog.add_article(an_article_row())
    assert catalog.move_article(an_article_row(host="new.example"), from_host=HOST) is False
    assert list(catalog.articles()) == [there]


def test_a_row_that_moves_to_where_it_is_stays_as_it_is(catalog: Catalog) -> None:
    catalog.add_article(an_article_row())
    assert catalog.move_article(an_article_row(headline="new"), from_host=HOST) is False
    assert list(catalog.articles()) == [an_article_row()]


def test_articles_are_walked_through_in_order_of_their_keys(place: CatalogPlace, catalog: Catalog) -> None:
    some = range(place.more_than_a_page // 3 + 1)
    rows = [an_article_row(article_key(number, source)) for source in ("a", "a-b", "b") for number in some]
    for row in rows:
        catalog.add_article(row)
    assert [row.key for row in catalog.articles()] == sorted(row.key for row in rows)
    assert [row.key for row in catalog.articles("a-b")] == sorted(row.key for row in rows if row.source == "a-b")
    assert list(catalog.articles("nobody")) == []


def test_lists_are_walked_through(catalog: Catalog) -> None:
    rows = [replace(A_LIST, source=source) for source in ("a", "b")]
    for row in rows:
        catalog.add_list(row)
    catalog.add_article(an_article_row())
    assert list(catalog.lists()) == rows


# ── hosts ──


def test_due_hosts_come_in_order_and_up_to_now(catalog: Catalog) -> None:
    dues = [HostDue(minutes(minute), host) for minute in (0, 1, 2) for host in ("a.example", "b.example")]
    for due in reversed(dues):
        catalog.put_due_host(due)
        catalog.put_due_host(due)
    assert list(catalog.due_hosts(minutes(1))) == dues[:4]
    assert next(iter(catalog.due_hosts(minutes(1)))) == dues[0]
    assert list(catalog.due_hosts(minutes(1))) == dues[:4]
    assert catalog.next_due_host() == minutes(0)


def test_due_hosts_may_be_put_and_removed_while_they_are_walked_through(place: CatalogPlace, catalog: Catalog) -> None:
    dues = [HostDue(minutes(0), f"h{number:04d}.example") for number in range(place.more_than_a_page)]
    for due in dues:
        catalog.put_due_host(due)
    walked = []
    for due in catalog.due_hosts(minutes(0)):
        catalog.put_due_host(HostDue(minutes(1), due.host))
        catalog.remove_due_host(due)
        walked.append(due)
    assert walked == dues
    assert catalog.next_due_host() == minutes(1)


def test_removing_a_due_host_may_be_done_twice(catalog: Catalog) -> None:
    due = HostDue.at(HOST, NOW)
    catalog.put_due_host(due)
    catalog.remove_due_host(due)
    catalog.remove_due_host(due)
    assert list(catalog.due_hosts(minutes(9))) == []
    assert catalog.next_due_host() is None


def test_hosts_read_back_equal_and_in_order(catalog: Catalog) -> None:
    rows = [replace(A_HOST, host=f"{name}.example", not_before=NOW, revision=3) for name in ("a", "b", "c")]
    for row in reversed(rows):
        assert catalog.add_host(row)
    assert list(catalog.hosts()) == rows
    assert catalog.host("b.example") == rows[1]
    assert catalog.host("d.example") is None


def test_robots_are_replaced_whole(catalog: Catalog) -> None:
    assert catalog.robots(HOST) is None
    for row in (RobotsRow(host=HOST, text="User-agent: *\n", read_at=NOW), RobotsRow(host=HOST, text="", read_at=NOW)):
        catalog.put_robots(row)
        assert catalog.robots(HOST) == row


def test_furniture_is_replaced_whole_however_much_it_is(catalog: Catalog) -> None:
    assert catalog.furniture(HOST) is None
    seen = [Sighting(text=f"{n:016x}", article=f"a/{n:016d}", day=NOW.date(), story=("0a1b",)) for n in range(600)]
    known = [
        KnownParagraph(text=each.text, articles=1, since=each.day, until=each.day, witnesses=(each,)) for each in seen
    ]
    for row in (
        FurnitureRow(host=HOST, day=NOW.date(), today=tuple(seen[:200]), known=tuple(known)),
        FurnitureRow(host=HOST),
    ):
        catalog.put_furniture(row)
        assert catalog.furniture(HOST) == row


# ── addresses ──


def test_an_address_belongs_to_whoever_was_first(catalog: Catalog) -> None:
    assert catalog.address(an_address().url) is None
    assert catalog.claim_address(an_address(owner=1)) == an_address(owner=1)
    assert catalog.claim_address(an_address(owner=2)) == an_address(owner=1)
    assert catalog.claim_address(an_address(owner=1)) == an_address(owner=1)
    assert catalog.address(an_address().url) == an_address(owner=1)


def test_racing_threads_agree_on_the_owner_of_an_address(catalog: Catalog) -> None:
    with ThreadPoolExecutor(16) as pool:
        owners = list(pool.map(lambda number: catalog.claim_address(an_address(owner=number)), range(16)))
    assert set(owners) == {catalog.address(an_address().url)}


def test_racing_processes_agree_on_the_owners_of_addresses(place: CatalogPlace, crowd: Crowd) -> None:
    told = crowd.race(race_to_claim, place, rounds=40)
    assert told[0] == told[1] == told[2]


def test_addresses_follow_their_article_to_another_host(catalog: Catalog) -> None:
    mine, alias, other = an_address(1, owner=1), an_address(2, owner=1), an_address(3, owner=2)
    for row in (mine, alias, other):
        catalog.claim_address(row)
    catalog.rehome_addresses(mine.article, host="new.example")
    assert catalog.address(mine.url) == replace(mine, host="new.example")
    assert catalog.address(alias.url) == replace(alias, host="new.example")
    assert catalog.address(other.url) == other


# ── open work ──


def test_open_work_keeps_its_first_time(catalog: Catalog) -> None:
    catalog.open_work(work(opened=0))
    catalog.open_work(work(opened=5))
    assert catalog.work(work().path) == work(opened=0)
    assert list(catalog.open_works()) == [work(opened=0)]


def test_open_work_is_closed_for_good_and_may_be_closed_twice(catalog: Catalog) -> None:
    catalog.open_work(work(1))
    catalog.open_work(work(2))
    catalog.close_work(work(1).path)
    catalog.close_work(work(1).path)
    assert catalog.work(work(1).path) is None
    assert list(catalog.open_works()) == [work(2)]


def test_old_open_work_comes_by_age_and_may_be_closed_meanwhile(place: CatalogPlace, catalog: Catalog) -> None:
    works = [work(number, opened=1 - number / 10_000) for number in range(1, place.more_than_a_page)]
    for each in works:
        catalog.open_work(each)
    catalog.open_work(work(9999, opened=1))
    walked = []
    for each in catalog.open_works(opened_before=minutes(1)):
        catalog.close_work(each.path)
        walked.append(each)
    assert walked == works[::-1]
    assert list(catalog.open_works()) == [work(9999, opened=1)]


# ── failing and dying ──

# ── groups of documents ──


def test_a_group_is_replaced_by_whoever_has_seen_it(catalog: Catalog) -> None:
    row = GroupRow(name="months/2026-11", rendered_at=NOW)
    assert catalog.add_group(row) is True
    assert catalog.add_group(replace(row, rendered_at=None)) is False
    assert catalog.update_group(replace(row, begun_at=minutes(1))) is True
    assert catalog.update_group(replace(row, begun_at=minutes(2))) is False
    assert catalog.group(row.name) == replace(row, begun_at=minutes(1), revision=1)
    assert catalog.update_group(GroupRow(name="months/2026-12")) is False


def test_stale_groups_are_those_that_are_stale_by_name(catalog: Catalog) -> None:
    rows = [GroupRow(name=f"sources/{number:02d}") for number in range(30)]
    for row in reversed(rows):
        catalog.add_group(row)
    assert catalog.stale_groups() == rows
    catalog.update_group(replace(rows[3], is_stale=False, rendered_at=NOW))
    assert catalog.stale_groups() == [*rows[:3], *rows[4:]]
    catalog.update_group(replace(rows[3], rendered_at=NOW, revision=1))
    assert catalog.stale_groups()[3] == replace(rows[3], rendered_at=NOW, revision=2)


CALLS: list[Callable[[Catalog], object]] = [
    lambda catalog: catalog.put_due_host(HostDue.at(HOST, NOW)),
    lambda catalog: catalog.remove_due_host(HostDue.at(HOST, NOW)),
    lambda catalog: list(catalog.due_hosts(NOW)),
    lambda catalog: catalog.next_due_host(),
    lambda catalog: catalog.due_rows(HOST, NOW, limit=1),
    lambda catalog: catalog.next_due(HOST),
    lambda catalog: catalog.article(HOST, AN_ARTICLE),
    lambda catalog: catalog.add_article(an_article_row()),
    lambda catalog: catalog.update_article(an_article_row()),
    lambda catalog: catalog.move_article(an_article_row(), from_host="b.example"),
    lambda catalog: list(catalog.articles()),
    lambda catalog: catalog.list_row(HOST, "a", "b"),
    lambda catalog: catalog.add_list(A_LIST),
    lambda catalog: catalog.update_list(A_LIST),
    lambda catalog: list(catalog.lists()),
    lambda catalog: catalog.host(HOST),
    lambda catalog: catalog.add_host(A_HOST),
    lambda catalog: catalog.update_host(A_HOST),
    lambda catalog: list(catalog.hosts()),
    lambda catalog: catalog.robots(HOST),
    lambda catalog: catalog.put_robots(RobotsRow(host=HOST, text="", read_at=NOW)),
    lambda catalog: catalog.furniture(HOST),
    lambda catalog: catalog.put_furniture(FurnitureRow(host=HOST)),
    lambda catalog: catalog.address("https://h.example/"),
    lambda catalog: catalog.claim_address(an_address()),
    lambda catalog: catalog.rehome_addresses(AN_ARTICLE, host=HOST),
    lambda catalog: catalog.enter(a_line()),
    lambda catalog: catalog.article_lines(AN_ARTICLE),
    lambda catalog: catalog.source_lines("a", limit=1),
    lambda catalog: catalog.news_lines(limit=1),
    lambda catalog: catalog.months(),
    lambda catalog: catalog.enter_in("kind", a_line()),
    lambda catalog: catalog.gathered("kind", limit=1),
    lambda catalog: catalog.gathered_months("kind"),
    lambda catalog: catalog.group("months/2026-11"),
    lambda catalog: catalog.add_group(GroupRow(name="months/2026-11")),
    lambda catalog: catalog.update_group(GroupRow(name="months/2026-11")),
    lambda catalog: catalog.stale_groups(),
    lambda catalog: catalog.open_work(work()),
    lambda catalog: catalog.close_work("versions/a/b/000001.json"),
    lambda catalog: list(catalog.open_works()),
    lambda catalog: catalog.work("versions/a/b/000001.json"),
    lambda catalog: catalog.delivery(a_delivery().key),
    lambda catalog: catalog.add_delivery(a_delivery()),
    lambda catalog: catalog.update_delivery(a_delivery()),
    lambda catalog: catalog.open_deliveries("desk", limit=1),
    lambda catalog: catalog.latest_deliveries("desk", limit=1),
    lambda catalog: catalog.subscriber("desk"),
    lambda catalog: catalog.add_subscriber(SubscriberRow(name="desk")),
    lambda catalog: catalog.update_subscriber(SubscriberRow(name="desk")),
    lambda catalog: catalog.due_subscribers(NOW),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_catalog_that_fails_raises_store_errors_only(place: CatalogPlace, call: Callable[[Catalog], object]) -> None:
    with pytest.raises(StoreError):
        call(place.open_closed())


def test_a_damaged_store_names_itself_and_the_remedy(place: CatalogPlace) -> None:
    place.damage()
    with pytest.raises(DamagedRecord, match=r"catalog.*damaged.*start again") as caught:
        place.open().article(HOST, AN_ARTICLE)
    assert caught.value.__cause__ is not None


def test_a_store_of_a_later_afterprint_is_refused(place: CatalogPlace) -> None:
    place.make_newer()
    with pytest.raises(NewerSchema, match=r"later Afterprint.*upgrade"):
        place.open()


@on_disk
def test_a_full_device_leaves_the_old_row(place: CatalogOnDisk, catalog: Catalog) -> None:
    catalog.add_article(an_article_row())
    large = an_article_row(headline="long " * 100_000)
    with place.full(catalog), pytest.raises(DiskFull):  # type: ignore[attr-defined]
        catalog.update_article(large)
    assert catalog.article(HOST, AN_ARTICLE) == an_article_row()
    assert catalog.update_article(an_article_row(headline="short"))


@on_disk
def test_a_store_that_stays_locked_is_a_store_error_that_may_be_tried_again(place: CatalogOnDisk) -> None:
    with place.hold_locked() as catalog:  # type: ignore[attr-defined]
        with pytest.raises(StoreError, match="locked") as caught:
            catalog.add_article(an_article_row())
        assert caught.value.retry
    assert catalog.add_article(an_article_row())


@pytest.mark.slow
def test_a_killed_writer_leaves_each_write_done_or_not_done(
    place: CatalogPlace, run_and_kill: Callable[..., None]
) -> None:
    catalog = place.open()
    catalog.add_article(an_article_row(due=NOW))

    def row() -> Any:
        return catalog.article(HOST, AN_ARTICLE)

    for _ in range(3):
        seen = row().revision
        run_and_kill(update_for_ever, place, begun=lambda seen=seen: row().revision > seen + 1)
        held = place.open().article(HOST, AN_ARTICLE)
        assert held is not None
        assert held.due == NOW + timedelta(seconds=held.revision)
        assert held.headline == "word " * (held.revision - 1)
        assert catalog.due_rows(HOST, minutes(99_999), limit=9) == [held]
