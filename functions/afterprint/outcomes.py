"""What a look at an article's address brought (an answer), and what was made of it (an outcome).

The fetch and extract stages make answers, the record stage turns them into outcomes; each outcome is logged and
counted by its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from afterprint.model import ArticleText, Validators


@dataclass(frozen=True, kw_only=True)
class Read:
    """A page from which an article was read; `fresh_until` is as in `fetch.freshness.floor`.

    `is_whole`: whether the page has an end; without one it may have been cut off unnoticed.
    """

    text: ArticleText
    body: bytes
    extractor: str
    validators: Validators | None = None
    final_url: str = ""
    permanent_url: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    fresh_until: datetime | None = None
    is_whole: bool = True
    page: str = ""  # the page's digest (extract.page_digest)


@dataclass(frozen=True, kw_only=True)
class NotModified:
    """304: what was decided on last still stands."""

    validators: Validators | None = None
    fresh_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Reprinted:
    """A page that prints the words on which was decided last; it was not read again."""

    validators: Validators | None = None
    fresh_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A page came, but no article was in it: `reason` and `rule` as in errors.NotAnArticle."""

    reason: str
    rule: str = ""

    @property
    def said(self) -> str:
        """The reason, and the rule in brackets where one is named."""
        return f"{self.reason} ({self.rule})" if self.rule else self.reason


@dataclass(frozen=True, kw_only=True)
class Missing:
    """404 or 410."""

    status: int


@dataclass(frozen=True, kw_only=True)
class Failed:
    """No page came: `reason` as in errors.FetchError."""

    reason: str
    status: int | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A redirect to another host, which is taken up in that host's lane."""

    url: str
    permanent: bool


Answer = Read | NotModified | Reprinted | Unreadable | Missing | Failed | Elsewhere


class Outcome(StrEnum):
    FIRST = "first"  # version 1
    SAME = "same"
    RESTAMPED = "restamped"  # the same text, but its validators had changed, so that the whole page came
    CHANGED = "changed"  # a new version
    ALTERNATES = "alternates"  # one of the readings it goes back and forth between
    DOUBTED = "doubted"  # a second look was ordered
    GONE = "gone"
    STILL_GONE = "still_gone"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    MOVED = "moved"  # its row went to another host's lane
    ALIAS = "alias"  # it turned out to be another article's address
    STALE = "stale"  # somebody recorded a newer reading meanwhile
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"  # its article had been taken down meanwhile
    READ = "read"  # a feed or sitemap
