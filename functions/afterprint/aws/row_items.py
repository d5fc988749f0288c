"""Rows as items: JSON in one attribute, and what went wrong where they cannot be read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from afterprint import codec
from afterprint.aws.catalog_keys import Key
from afterprint.aws.items import BATCH, Item, Items
from afterprint.errors import DamagedRecord

R = TypeVar("R")

_REMEDY = (
    "is damaged; restore the table to a time before that, or delete this item and start again: the archive is not"
    " touched, and the catalog fills anew from the watchlist's feeds"
)


class RowItems:
    """What the catalog's methods are made of."""

    _items: Items
    _noted: set[Key]

    def _read(self, key: Key, kind: type[R]) -> R | None:
        item = self._items.get(key)
        return None if item is None else self._decode(item, kind)

    def _decode(self, item: Item, kind: type[R]) -> R:
        path = f"catalog {self._items.path(item.key)}"
        try:
            return codec.decode(item.row, kind, path)
        except DamagedRecord as error:
            raise DamagedRecord(path, f"{_REMEDY} ({error.why})") from error

    def _add(self, item: Item) -> bool:
        return self._items.add(item).done

    def _note(self, key: Key) -> None:
        """See that a directory has this entry, before what it leads to is written; once a process."""
        if key not in self._noted:
            self._items.put(Item(key=key))
            self._noted.add(key)

    def _walk(self, entries: Iterable[Item], place: Callable[[Key], Key]) -> Iterator[Item]:
        """The items that a directory's entries lead to, in its order; an entry that leads nowhere is passed over."""
        remaining = iter(entries)
        while keys := [place(entry.key) for entry in islice(remaining, BATCH)]:
            found = self._items.get_many(keys)
            yield from (found[key] for key in keys if key in found)


def as_json(row: object) -> str:
    """A row as its attribute holds it."""
    return codec.encode_row(row).decode()
