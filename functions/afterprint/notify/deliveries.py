"""What becomes of a delivery: what is sent next, when it is tried again, and when to give up. Pure.

A subscriber gets its deliveries one after another, the oldest open one first, so that nothing overtakes; the others
wait until that one was taken or has failed for good. Tries follow the gaps that Standard Webhooks recommends: ten of
them, over three days. A subscriber that took nothing for so long is disabled, with the reason, and what is open stays
open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from afterprint.rows import DeliveryKey, DeliveryRow, DeliveryState, SubscriberRow

GAPS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""How long to wait before each try, the first among them."""

SPREAD = 0.1
"""A gap grows by up to this share of itself, so that not all who failed together come back together."""


@dataclass(frozen=True)
class Taken:
    """The subscriber took it."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """It did not, for the reason `why`; `is_gone` where it will take nothing any more, `not_before` as it asked for."""

    why: str
    is_gone: bool = False
    not_before: datetime | None = None


Result = Taken | Refused


def opened(key: DeliveryKey, *, now: datetime) -> DeliveryRow:
    """A delivery to be entered: open, and to be tried at once."""
    return DeliveryRow(key=key, next_try=now)


def to_send(open_ones: Sequence[DeliveryRow], subscriber: SubscriberRow | None, *, now: datetime) -> DeliveryRow | None:
    """Which of a subscriber's open deliveries, oldest first, is to be sent now; None where none is.

    `subscriber` is None for one that never was in trouble.
    """
    if not open_ones or (subscriber is not None and subscriber.disabled_at is not None):
        return None
    oldest = open_ones[0]
    return oldest if oldest.next_try is None or oldest.next_try <= now else None


def delivery_after(row: DeliveryRow, result: Result, *, now: datetime) -> DeliveryRow:
    """The row after a try that ended so."""
    tried = replace(row, tries=row.tries + 1, last_try_at=now, next_try=None)
    if isinstance(result, Taken):
        return replace(tried, state=DeliveryState.DELIVERED, why="")
    if result.is_gone or tried.tries >= len(GAPS):
        return replace(tried, state=DeliveryState.FAILED, why=result.why)
    again = max(now + gap_before(tried.tries, row.message_id), result.not_before or now)
    return replace(tried, next_try=again, why=result.why)


def subscriber_after(
    subscriber: SubscriberRow, delivery: DeliveryRow, result: Result, *, now: datetime
) -> SubscriberRow:
    """The subscriber after that try; `delivery` is what the try made of the row. The same where it is no news."""
    if isinstance(result, Taken):
        return replace(subscriber, due=None, failing_since=None, why="")
    since = subscriber.failing_since or now
    if delivery.state is DeliveryState.FAILED:
        why = result.why if result.is_gone else f"took nothing since {since:%Y-%m-%d %H:%M} UTC; at last: {result.why}"
        return replace(subscriber, due=None, failing_since=since, disabled_at=now, why=why)
    return replace(subscriber, due=delivery.next_try, failing_since=since, why=result.why)


def gap_before(tries: int, message_id: str) -> timedelta:
    """How long to wait after so many tries: the gap and a part of it that the id and the number of tries decide."""
    digest = hashlib.sha256(f"{message_id}#{tries}".encode()).digest()
    return GAPS[tries] * (1 + SPREAD * int.from_bytes(digest[:4], "big") / 2**32)
