"""What may be shown of records and lines of the index, read once and kept for a while."""

from __future__ import annotations

from typing import Protocol

from afterprint.errors import NotStored, Withdrawn
from afterprint.model import Change, ChangeKey, Event, EventKey, Reading, ReadingKey, Version, VersionKey, Watchlist
from afterprint.publish import feeds, policy
from afterprint.publish.views import ChangeView, EventView, LineView
from afterprint.rows import IndexLine

KEPT = 1000
"""How many views of records are kept at most, so that memory stays flat however many documents are rendered."""


class Records(Protocol):
    """What a document needs of the archive (see `ports.Archive`)."""

    def version(self, key: VersionKey) -> Version: ...
    def reading(self, key: ReadingKey) -> Reading: ...
    def change(self, key: ChangeKey) -> Change: ...
    def event(self, key: EventKey) -> Event: ...
    def has(self, path: str) -> bool: ...


class Shown:
    """Records and lines as the policy of a watchlist shows them. Views never change, so they may be kept."""

    def __init__(self, archive: Records, watchlist: Watchlist) -> None:
        self._archive = archive
        self._watchlist = watchlist
        self._views: dict[ChangeKey | EventKey, ChangeView | EventView] = {}
        self._entries: dict[ChangeKey | EventKey, feeds.Entry] = {}

    def forget(self) -> None:
        """Let go of all that is kept."""
        self._views.clear()
        self._entries.clear()

    def view(self, key: ChangeKey | EventKey) -> ChangeView | EventView | None:
        """What may be shown of a record; None where it is not stored (any more)."""
        if key not in self._views:
            if len(self._views) >= KEPT:
                self.forget()
            try:
                self._views[key] = self._read(key)
            except (NotStored, Withdrawn):
                return None
        return self._views[key]

    def entry(self, key: ChangeKey | EventKey) -> feeds.Entry | None:
        """The record's entry in feeds; None where it is not stored (any more)."""
        if key not in self._entries and (view := self.view(key)) is not None:
            self._entries[key] = feeds.entry(view, self._watchlist)
        return self._entries.get(key)

    def line(self, line: IndexLine) -> LineView:
        return policy.listed(line, self._watchlist.text, honoured=self.honours(line.article.source))

    def honours(self, source_id: str) -> bool:
        return policy.honours(self._watchlist, source_id)

    def _read(self, key: ChangeKey | EventKey) -> ChangeView | EventView:
        if isinstance(key, ChangeKey):
            honoured = self.honours(key.article.source)
            return policy.visible(self._archive.change(key), self._watchlist.text, honoured=honoured)
        return policy.shown_event(self._archive.event(key))
