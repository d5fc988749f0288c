"""The due hosts: one entry for each host and minute, put before the one it replaces is removed.

An entry too many costs one empty message; an entry too few would lose a host, so none is ever removed first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from afterprint.messages import HostCameDue
from afterprint.ports import Catalog
from afterprint.rows import HostDue


def minute_of(when: datetime, *, now: datetime) -> datetime:
    """The minute under which to expect something due at `when`: never before it is due, so that none comes empty."""
    start = when.replace(second=0, microsecond=0)
    return start if when <= now or start == when else start + timedelta(minutes=1)


def expect(host: str, when: datetime, *, catalog: Catalog, now: datetime) -> None:
    """Note that something of `host` is due at `when`; to be called before its row is written."""
    catalog.put_due_host(HostDue(minute_of(when, now=now), host))


def due_messages(catalog: Catalog, *, now: datetime) -> Iterator[HostCameDue]:
    """A message for each host that has something due, each host once."""
    seen: set[str] = set()
    for due in catalog.due_hosts(now):
        if due.host not in seen:
            seen.add(due.host)
            yield HostCameDue(due.host, due.minute)


def reschedule(message: HostCameDue, *, catalog: Catalog, now: datetime) -> None:
    """After a host's lane was worked: expect it again when its next row is due, and let go of the entry just served.

    What did not fit into the lane is still due, so the entry stays.
    """
    next_due = catalog.next_due(message.host)
    served = HostDue(message.minute, message.host)
    if next_due is None:
        catalog.remove_due_host(served)
        return
    host = catalog.host(message.host)
    if host and host.not_before:
        next_due = max(next_due, host.not_before)
    following = HostDue(minute_of(next_due, now=now), message.host)
    if following == served:
        return
    catalog.put_due_host(following)
    catalog.remove_due_host(served)
