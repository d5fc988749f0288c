"""The due hosts: one entry for each host and minute, put before the one it replaces is removed.

An entry too many costs one look; an entry too few would lose a host. Somebody else may add a row to a host while its
last entry is being removed, so both sides take care: who adds puts the entry before and after the row (`expected`),
who removes looks again afterwards (`reschedule`). Whichever comes last sees the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from afterprint.messages import HostCameDue
from afterprint.ports import Catalog
from afterprint.rows import HostDue


@contextmanager
def expected(host: str, when: datetime, *, catalog: Catalog) -> Iterator[None]:
    """Around writing a row of `host` that is due at `when`: note that the host is to be looked at then."""
    catalog.put_due_host(HostDue.at(host, when))
    yield
    catalog.put_due_host(HostDue.at(host, when))


def due_messages(catalog: Catalog, *, now: datetime) -> Iterator[HostCameDue]:
    """A message for each host that has something due now and may be asked, each host once."""
    seen: set[str] = set()
    for due in catalog.due_hosts(now):
        ready = _ready_at(due.host, catalog=catalog)
        if ready is None or ready > now:
            reschedule(HostCameDue(due.host, due.minute), catalog=catalog)
        elif due.host not in seen:
            seen.add(due.host)
            yield HostCameDue(due.host, due.minute)


def reschedule(message: HostCameDue, *, catalog: Catalog) -> None:
    """After a host's lane was worked: expect it again when its next row is due, and let go of the entry just served.

    What did not fit into the lane is still due, so its entry stays.
    """
    served = HostDue(message.minute, message.host)
    following = _entry(message.host, catalog=catalog)
    if following == served:
        return
    if following is not None:
        catalog.put_due_host(following)
    catalog.remove_due_host(served)
    again = _entry(message.host, catalog=catalog)
    if again is not None and again != following:
        catalog.put_due_host(again)


def _entry(host: str, *, catalog: Catalog) -> HostDue | None:
    ready = _ready_at(host, catalog=catalog)
    return HostDue.at(host, ready) if ready else None


def _ready_at(host: str, *, catalog: Catalog) -> datetime | None:
    """When the first row of a host is due and the host may be asked; None where nothing will ever be due."""
    next_due = catalog.next_due(host)
    if next_due is None:
        return None
    row = catalog.host(host)
    return max(next_due, row.not_before) if row and row.not_before else next_due
