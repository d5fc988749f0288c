"""What happened to an article other than a change of its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from afterprint.model.keys import EventKey


class EventKind(StrEnum):
    GONE = "gone"
    BACK = "back"
    MOVED = "moved"
    ALTERNATING = "alternating"
    SETTLED = "settled"  # no longer watched
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    PARTLY_WITHDRAWN = "partly_withdrawn"  # versions of it were; it is watched on

    @property
    def is_news(self) -> bool:
        """Whether feeds and Latest carry it; settling and resuming stand on the article's and its source's page."""
        return self not in (EventKind.SETTLED, EventKind.RESUMED)

    @property
    def is_withdrawal(self) -> bool:
        """Whether it tells of a take-down; such an event bears no headline."""
        return self in (EventKind.WITHDRAWN, EventKind.PARTLY_WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to an article other than a change of its text. Immutable.

    `detail` says in a few words what was seen ("404, twice"); `to_url` is where a moved article went;
    `versions` are the readings between which an alternating one goes back and forth; where only its headline does,
    `headlines` are. Of one that was partly withdrawn, `versions` went, and `withheld` are the marks by which their
    texts or a passage are known again (`record.withhold`).
    """

    key: EventKey
    kind: EventKind
    url: str
    source_name: str
    headline: str
    after_version: int
    seen_at: datetime
    stored_at: datetime
    unchanged_until: datetime | None = None
    detail: str = ""
    to_url: str | None = None
    versions: tuple[int, ...] = ()
    headlines: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    schema: int = 1
