"""Telling subscribers that something can be read: what a notice says, and what becomes of its delivery."""

from afterprint.notify.deliveries import Refused, Result, Taken, delivery_after, opened, subscriber_after, to_send
from afterprint.notify.notice import notice_of

__all__ = [
    "Refused",
    "Result",
    "Taken",
    "delivery_after",
    "notice_of",
    "opened",
    "subscriber_after",
    "to_send",
]
