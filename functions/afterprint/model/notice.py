"""What subscribers are told: that something happened to an article, and where to read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from afterprint.model.change import Counts, Disclosure, EditKind
from afterprint.model.keys import ArticleKey

CHANGED = "changed"
"""The `happened` of a change of text; an event's is its kind."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """That an article was changed, or that something else happened to it. Holds no text of the article.

    `name` is the record's place in its article (`1-2`, `event-3`); with the article it makes `id`, which is the same
    however often the notice is sent. `url` is the article's own address; `page` and `feed` are where to read of it:
    whole addresses where the site's is known, else paths. Of an event, what speaks of edits is empty.
    """

    article: ArticleKey
    name: str
    happened: str
    source_name: str
    url: str
    page: str
    feed: str
    seen_at: datetime
    stored_at: datetime
    summary: str
    unchanged_until: datetime | None = None
    kinds: tuple[EditKind, ...] = ()
    disclosure: Disclosure | None = None
    importance: float = 0.0
    counts: Counts = field(default_factory=Counts)
    schema: int = 1

    @property
    def id(self) -> str:
        return f"{self.article.path}/{self.name}"
