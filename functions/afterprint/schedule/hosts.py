"""The due hosts: one entry for each host and minute, put before the one it replaces is removed.

An entry too many costs one look; an entry too few would lose a host. Somebody else may add a row to a host while its
last entry is being removed, so both sides take care: who adds puts the entry before and after the row (`expected`),
who removes looks again afterwards (`reschedule`). Whichever comes last sees the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from afterprint.messages import HostCameDue
from afterprint.ports import Catalog, Clock, Queue
from afterprint.rows import HostDue, HostRow

SENT_AT_ONCE = 10
"""So many messages a queue takes in one call."""

MOST_LOOKS = 50
"""Of so many hosts a tick finds out whether they are due already, in a minute that is not over."""


@contextmanager
def expected(host: str, when: datetime, *, catalog: Catalog) -> Iterator[None]:
    """Around writing a row of `host` that is due at `when`: note that the host is to be looked at then."""
    catalog.put_due_host(HostDue.at(host, when))
    yield
    catalog.put_due_host(HostDue.at(host, when))


def due_messages(catalog: Catalog, *, now: datetime) -> Iterator[HostCameDue]:
    """A message for each host that has something due now and may be asked, each host once, the longest due first.

    Entries are read page by page, and nothing else of a host whose minute is over: it was due by then, and where it
    was not, the lane lets go of the entry, or moves it on. Of the present minute's hosts some are looked at; the next
    tick sends the others. So a tick with many hosts stays short; one that is stopped all the same is carried on by the
    next, since what was served by then is no longer there.
    """
    seen: set[str] = set()
    minute = now.replace(second=0, microsecond=0)
    looks = 0
    for due in catalog.due_hosts(now):
        if due.host in seen:
            continue
        if due.minute >= minute:
            looks += 1
            if looks > MOST_LOOKS:
                return
            if not _may_come(due, catalog=catalog, now=now):
                continue
        seen.add(due.host)
        yield HostCameDue(due.host, due.minute)


def send_while(messages: Iterator[HostCameDue], *, queue: Queue, clock: Clock, seconds: float) -> tuple[int, bool]:
    """Send messages as they come, SENT_AT_ONCE together, for at most `seconds`; how many, and whether none is left."""
    until = clock.monotonic() + seconds
    sent = 0
    while clock.monotonic() < until:
        batch = list(islice(messages, SENT_AT_ONCE))
        if not batch:
            return sent, True
        queue.send(*batch)
        sent += len(batch)
    return sent, next(messages, None) is None


def _may_come(due: HostDue, *, catalog: Catalog, now: datetime) -> bool:
    """Whether something is due already in a minute that is not over; an entry that came too early is put right."""
    ready = _ready_at(due.host, catalog=catalog)
    if ready is not None and ready <= now:
        return True
    if ready is None or HostDue.at(due.host, ready) != due:
        reschedule(HostCameDue(due.host, due.minute), catalog=catalog)
    return False


def reschedule(message: HostCameDue, *, catalog: Catalog) -> None:
    """After a host's lane was worked: expect it again when its next row is due, and let go of the entry just served.

    What did not fit into the lane is still due, so its entry stays.
    """
    served = HostDue(message.minute, message.host)
    row = catalog.host(message.host)
    following = _entry(message.host, row, catalog=catalog)
    if following == served:
        return
    if following is not None:
        catalog.put_due_host(following)
    catalog.remove_due_host(served)
    again = _entry(message.host, row, catalog=catalog)
    if again is not None and again != following:
        catalog.put_due_host(again)


def _entry(host: str, row: HostRow | None, *, catalog: Catalog) -> HostDue | None:
    ready = _ready(catalog.next_due(host), row)
    return HostDue.at(host, ready) if ready else None


def _ready_at(host: str, *, catalog: Catalog) -> datetime | None:
    """When the first row of a host is due and the host may be asked; None where nothing will ever be due."""
    next_due = catalog.next_due(host)
    return None if next_due is None else _ready(next_due, catalog.host(host))


def _ready(next_due: datetime | None, row: HostRow | None) -> datetime | None:
    if next_due is None or row is None or row.not_before is None:
        return next_due
    return max(next_due, row.not_before)
