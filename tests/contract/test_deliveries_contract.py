"""What `ports.Catalog` promises of subscribers and deliveries; held against every adapter."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from afterprint.ports import Catalog
from afterprint.rows import DeliveryRow, DeliveryState, SubscriberRow
from contract.adapters import CatalogPlace
from contract.makers import NOW, a_delivery


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def ended(catalog: Catalog, row: DeliveryRow, state: DeliveryState = DeliveryState.DELIVERED) -> None:
    assert catalog.update_delivery(replace(row, state=state, next_try=None))


def test_a_delivery_reads_back_equal_and_is_added_once(catalog: Catalog) -> None:
    row = a_delivery(tries=2, last_try_at=NOW, why="503 Service Unavailable")
    assert catalog.delivery(row.key) is None
    assert catalog.add_delivery(row) is True
    assert catalog.add_delivery(replace(row, tries=0)) is False
    assert catalog.delivery(row.key) == row


def test_a_delivery_is_replaced_only_by_who_has_seen_it(catalog: Catalog) -> None:
    row = a_delivery()
    assert catalog.update_delivery(row) is False
    catalog.add_delivery(row)
    assert catalog.update_delivery(replace(row, tries=1)) is True
    assert catalog.update_delivery(replace(row, tries=7)) is False
    assert catalog.delivery(row.key) == replace(row, tries=1, revision=1)


def test_of_racing_threads_one_replaces_a_delivery(catalog: Catalog) -> None:
    row = a_delivery()
    catalog.add_delivery(row)
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda tries: catalog.update_delivery(replace(row, tries=tries)), range(6)))
    assert sum(told) == 1


def test_open_deliveries_come_oldest_first_by_when_their_records_were_stored(
    place: CatalogPlace, catalog: Catalog
) -> None:
    rows = [a_delivery(number, minutes=minutes) for number, minutes in ((1, 20), (2, 0), (4, 10), (3, 10))]
    for row in rows:
        catalog.add_delivery(row)
    oldest_first = [rows[1], rows[3], rows[2], rows[0]]
    assert catalog.open_deliveries("desk", limit=9) == oldest_first
    assert place.open().open_deliveries("desk", limit=2) == oldest_first[:2]


def test_a_delivery_that_waits_for_its_next_try_keeps_its_place(catalog: Catalog) -> None:
    first, second = a_delivery(1), a_delivery(2, minutes=1)
    for row in (first, second):
        catalog.add_delivery(row)
    catalog.update_delivery(replace(first, tries=1, next_try=later(60)))
    assert [row.key for row in catalog.open_deliveries("desk", limit=9)] == [first.key, second.key]


def test_a_delivery_that_ended_is_open_no_more_and_stays(catalog: Catalog) -> None:
    taken, failed, waiting = (a_delivery(number, minutes=number) for number in (1, 2, 3))
    for row in (taken, failed, waiting):
        catalog.add_delivery(row)
    ended(catalog, taken)
    ended(catalog, failed, DeliveryState.FAILED)
    assert catalog.open_deliveries("desk", limit=9) == [waiting]
    assert [row.state for row in catalog.latest_deliveries("desk", limit=9)] == ["open", "failed", "delivered"]
    assert [row.key for row in catalog.latest_deliveries("desk", limit=1)] == [waiting.key]


def test_a_delivery_may_be_added_when_it_has_ended(catalog: Catalog) -> None:
    row = a_delivery(state=DeliveryState.DELIVERED, next_try=None, tries=1)
    assert catalog.add_delivery(row) is True
    assert catalog.open_deliveries("desk", limit=9) == []


def test_a_subscriber_sees_only_its_own_deliveries(catalog: Catalog) -> None:
    mine, other = a_delivery(subscriber="desk"), a_delivery(subscriber="desk-2")
    for row in (mine, other):
        catalog.add_delivery(row)
    assert catalog.open_deliveries("desk", limit=9) == catalog.latest_deliveries("desk", limit=9) == [mine]


def test_more_deliveries_than_a_page_are_all_there(place: CatalogPlace, catalog: Catalog) -> None:
    rows = [a_delivery(number) for number in range(1, place.more_than_a_page + 1)]
    for row in rows:
        catalog.add_delivery(row)
    assert catalog.open_deliveries("desk", limit=len(rows) + 1) == rows


def test_a_subscriber_reads_back_equal_and_is_replaced_only_by_who_has_seen_it(catalog: Catalog) -> None:
    row = SubscriberRow(name="desk", due=later(5), failing_since=NOW, why="timeout")
    assert catalog.subscriber("desk") is None
    assert catalog.update_subscriber(row) is False
    assert catalog.add_subscriber(row) is True
    assert catalog.add_subscriber(row) is False
    assert catalog.subscriber("desk") == row
    disabled = replace(row, due=None, disabled_at=NOW, why="410 Gone")
    assert catalog.update_subscriber(disabled) is True
    assert catalog.update_subscriber(row) is False
    assert catalog.subscriber("desk") == replace(disabled, revision=1)


def test_due_subscribers_come_in_order_of_their_time_up_to_now(catalog: Catalog) -> None:
    for name, minutes in (("late", 20), ("b", 0), ("a", 0), ("now", 10)):
        catalog.add_subscriber(SubscriberRow(name=name, due=later(minutes)))
    catalog.add_subscriber(SubscriberRow(name="idle"))
    assert [row.name for row in catalog.due_subscribers(later(10))] == ["a", "b", "now"]


def test_a_subscriber_that_waits_for_nothing_is_due_no_more(catalog: Catalog) -> None:
    row = SubscriberRow(name="desk", due=NOW)
    catalog.add_subscriber(row)
    catalog.update_subscriber(replace(row, due=None))
    assert catalog.due_subscribers(later(1)) == []
