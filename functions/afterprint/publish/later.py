"""Marking groups of documents stale, and rendering those that are: a change costs the same however long lists grow.

A mark is put before the work of its change is let go, and taken away only by who rendered the group after it was put.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from afterprint.errors import StoreError
from afterprint.publish.groups import marks_of
from afterprint.rows import GroupRow, IndexLine

if TYPE_CHECKING:
    from afterprint.publish.publisher import Publisher

ATTEMPTS = 10


class Groups(Protocol):
    """What this needs of the catalog (see `ports.Catalog`)."""

    def group(self, name: str) -> GroupRow | None: ...
    def add_group(self, row: GroupRow) -> bool: ...
    def update_group(self, row: GroupRow) -> bool: ...
    def stale_groups(self) -> Iterable[GroupRow]: ...


def mark(lines: Iterable[IndexLine], *, catalog: Groups, also: Iterable[str] = ()) -> None:
    """Mark what these entered lines made stale, and what else is named. Raises StoreError."""
    for name in dict.fromkeys((*(each for line in lines for each in marks_of(line)), *also)):
        _mark(name, catalog=catalog)


def recall(names: Iterable[str], *, catalog: Groups) -> None:
    """Mark these groups stale, and see that whoever renders one at this moment writes nothing more of it."""
    for name in names:
        _mark(name, catalog=catalog, recalled=True)


def _mark(name: str, *, catalog: Groups, recalled: bool = False) -> None:
    """A group that is marked and not being rendered needs no write: whoever begins reads what was entered before."""
    for _ in range(ATTEMPTS):
        row = catalog.group(name)
        if row is None:
            if catalog.add_group(GroupRow(name=name)):
                return
            continue
        if row.is_stale and row.begun_at is None:
            return
        if catalog.update_group(replace(row, is_stale=True, begun_at=None if recalled else row.begun_at)):
            return
    raise StoreError(name, f"was marked by others during each of {ATTEMPTS} attempts")


def to_render(catalog: Groups, *, rendered_before: datetime, begun_before: datetime) -> list[GroupRow]:
    """What is stale, was last rendered at `rendered_before` or earlier, and is in nobody else's hands.

    Those who began at `begun_before` or earlier are believed dead.
    """
    return [
        row
        for row in catalog.stale_groups()
        if (row.rendered_at is None or row.rendered_at <= rendered_before)
        and (row.begun_at is None or row.begun_at <= begun_before)
    ]


def render_group(row: GroupRow, *, publisher: Publisher, catalog: Groups, now: datetime) -> list[str]:
    """Take this group in hand at `now` and render it; the paths written, none where somebody else was first.

    Raises StoreError; then the group stays stale, and in our hands until we are believed dead.
    """
    if not catalog.update_group(replace(row, begun_at=now)):
        return []
    taken = replace(row, begun_at=now, revision=row.revision + 1)

    def is_ours() -> bool:
        current = catalog.group(taken.name)
        return current is not None and current.begun_at == now

    written = publisher.write_group(taken.name, is_ours=is_ours)
    if not catalog.update_group(replace(taken, is_stale=False, rendered_at=now, begun_at=None)):
        _give_back(taken, catalog=catalog)
    return written


def _give_back(row: GroupRow, *, catalog: Groups) -> None:
    """It was marked anew meanwhile: it stays stale, and is in nobody's hands."""
    for _ in range(ATTEMPTS):
        current = catalog.group(row.name)
        if current is None or current.begun_at != row.begun_at:
            return
        if catalog.update_group(replace(current, rendered_at=row.begun_at, begun_at=None)):
            return
    raise StoreError(row.name, f"was marked by others during each of {ATTEMPTS} attempts")
