"""What is sent next, when it is tried again, and when a subscriber is given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.model import ArticleKey, ChangeKey, EventKey
from afterprint.notify import Refused, Result, Taken, delivery_after, opened, subscriber_after, to_send
from afterprint.notify.deliveries import GAPS, SPREAD, gap_before
from afterprint.rows import DeliveryKey, DeliveryRow, DeliveryState, SubscriberRow

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
ARTICLE = ArticleKey("north-herald", "aaaabbbbccccdddd")
DESK = SubscriberRow(name="desk")
BUSY = Refused(why="503 Service Unavailable")


def a_delivery(number: int = 2, *, now: datetime = NOW) -> DeliveryRow:
    return opened(DeliveryKey("desk", now, ChangeKey(ARTICLE, number - 1, number).path), now=now)


def life(*results: Result) -> tuple[DeliveryRow, SubscriberRow, list[datetime]]:
    """A delivery that is tried at every moment at which it is due, with these results; when that was."""
    row, subscriber, now, tried = a_delivery(), DESK, NOW, []
    for result in results:
        tried.append(now)
        row = delivery_after(row, result, now=now)
        subscriber = subscriber_after(subscriber, row, result, now=now)
        now = row.next_try or now
    return row, subscriber, tried


def test_the_message_id_is_made_of_subscriber_article_and_record() -> None:
    assert a_delivery().message_id == f"desk:{ARTICLE.path}/1-2"
    event = opened(DeliveryKey("desk", NOW, EventKey(ARTICLE, 3).path), now=NOW)
    assert event.message_id == f"desk:{ARTICLE.path}/event-3"


def test_what_was_taken_is_not_tried_again() -> None:
    row, subscriber, _ = life(Taken())
    assert (row.state, row.tries, row.next_try, row.last_try_at) == (DeliveryState.DELIVERED, 1, None, NOW)
    assert subscriber == DESK


def test_gaps_grow_from_seconds_to_a_day_and_end_after_three_days() -> None:
    row, _, tried = life(*[BUSY] * len(GAPS))
    gaps = [later - earlier for earlier, later in pairwise(tried)]
    for gap, least in zip(gaps, GAPS[1:], strict=True):
        assert least <= gap <= least * (1 + SPREAD)
    assert (row.state, row.next_try, row.tries) == (DeliveryState.FAILED, None, 10)
    assert timedelta(days=3) < tried[-1] - NOW < timedelta(days=3.6)


def test_a_subscriber_that_took_nothing_for_so_long_is_disabled_with_the_reason() -> None:
    _, subscriber, tried = life(*[BUSY] * len(GAPS))
    assert subscriber.disabled_at == tried[-1]
    assert subscriber.why == "took nothing since 2026-11-03 10:00 UTC; at last: 503 Service Unavailable"
    assert subscriber.due is None


def test_a_subscriber_that_is_gone_is_disabled_at_once() -> None:
    row, subscriber, _ = life(Refused(why="410 Gone", is_gone=True))
    assert row.state is DeliveryState.FAILED
    assert (subscriber.disabled_at, subscriber.why, subscriber.due) == (NOW, "410 Gone", None)


def test_a_subscriber_in_trouble_is_due_when_its_oldest_delivery_is_tried_again() -> None:
    row, subscriber, _ = life(BUSY, BUSY)
    assert subscriber.due == row.next_try
    assert (subscriber.failing_since, subscriber.why, subscriber.disabled_at) == (NOW, BUSY.why, None)


def test_trouble_is_over_with_the_first_that_is_taken() -> None:
    row, subscriber, _ = life(BUSY, BUSY, Taken())
    assert (row.state, row.tries, row.why) == (DeliveryState.DELIVERED, 3, "")
    assert subscriber == DESK


def test_a_subscriber_that_asks_for_more_time_gets_it() -> None:
    row, subscriber, _ = life(replace(BUSY, not_before=NOW + timedelta(hours=1)))
    assert row.next_try == subscriber.due == NOW + timedelta(hours=1)


def test_a_subscriber_cannot_ask_to_be_tried_sooner() -> None:
    row, _, _ = life(replace(BUSY, not_before=NOW))
    assert row.next_try is not None
    assert row.next_try >= NOW + GAPS[1]


def test_the_oldest_is_sent_first_and_the_others_wait_for_it() -> None:
    first, second = a_delivery(2), a_delivery(3, now=NOW + timedelta(minutes=1))
    waiting = delivery_after(first, BUSY, now=NOW)
    assert to_send([first, second], None, now=NOW) == first
    assert to_send([waiting, second], DESK, now=NOW + timedelta(seconds=4)) is None
    assert to_send([waiting, second], DESK, now=NOW + timedelta(seconds=6)) == waiting


def test_nothing_is_sent_where_nothing_is_open_or_the_subscriber_is_disabled() -> None:
    assert to_send([], None, now=NOW) is None
    assert to_send([a_delivery()], replace(DESK, disabled_at=NOW), now=NOW) is None


@given(st.integers(1, len(GAPS) - 1), st.text())
def test_a_gap_is_the_same_whenever_it_is_asked_for_and_within_its_spread(tries: int, message_id: str) -> None:
    gap = gap_before(tries, message_id)
    assert gap == gap_before(tries, message_id)
    assert GAPS[tries] <= gap <= GAPS[tries] * (1 + SPREAD)


def test_those_who_failed_together_do_not_all_come_back_together() -> None:
    assert len({gap_before(3, f"desk-{number}:a/b/1-2") for number in range(20)}) > 15


@pytest.mark.parametrize("result", [Taken(), BUSY])
def test_a_try_is_counted_whatever_came_of_it(result: Result) -> None:
    assert delivery_after(a_delivery(), result, now=NOW).tries == 1
