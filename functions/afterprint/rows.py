"""The catalog's rows: what the next step needs to know, as opposed to the archive's records, which are for ever.

A row is replaced whole, and only by somebody who has seen it: `revision` counts its writes (see `ports.Catalog`).
Times are aware and in UTC.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from afterprint.model import (
    ArticleKey,
    ChangeKey,
    Counts,
    Disclosure,
    EditKind,
    EventKey,
    EventKind,
    Validators,
    VersionKey,
)


class State(StrEnum):
    """How an article stands in the schedule."""

    WATCHED = "watched"
    GONE = "gone"  # confirmed; looked at ever more seldom, down to once a week, since publishers do restore
    SETTLED = "settled"  # its last look is behind it
    PARKED = "parked"  # its source was dropped from the watchlist
    WITHDRAWN = "withdrawn"  # taken down: never looked at again, and its addresses stay its own
    ALIAS = "alias"  # turned out to be another article's address before it had a version


class Doubt(StrEnum):
    """Why a reading was not believed at first sight, so that a second look was ordered."""

    GONE = "gone"
    SHRUNK = "shrunk"
    CUT = "cut"  # the page has no end
    BEGINNING = "beginning"  # the article's first paragraphs alone, as a meter shows them
    HEADLINE = "headline"  # another headline over the same body, as half of an A/B test's readers get it
    RETURNED = "returned"  # an earlier version's text, as a cache may serve it
    LASTING = "lasting"  # of two alternating readings always the same one, lately
    UNREADABLE = "unreadable"  # a wall, an error page, no text
    ELSEWHERE = "elsewhere"  # redirected to something that is not this article


@dataclass(frozen=True, kw_only=True)
class SecondLook:
    """A doubt, since when it stands, and the digest of the text (or the rule) that raised it (may be empty).

    `seen` counts the looks in a row that saw the same; `headline` is the one that a doubted text bears.
    """

    doubt: Doubt
    since: datetime
    digest: str = ""
    seen: int = 1
    headline: str = ""


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """All that the next check of an article needs; at most 1 KB.

    `address` is where it is fetched, `url` the canonical address it is known by. `due` is None once nothing more is
    to be done. `digests` are those of the latest versions' texts in normal form, newest last, at most eight: enough
    to see a text come back; `bodies` are those of the same texts without headline and standfirst. `withheld` marks
    withdrawn texts and passages (see `record.withhold`). `confirmed_at` is when the latest version's text was last
    seen on the page.
    """

    key: ArticleKey
    host: str
    address: str
    url: str
    first_seen_at: datetime
    due: datetime | None
    state: State = State.WATCHED
    versions: int = 0
    events: int = 0
    headline: str = ""
    digests: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    characters: int = 0  # of the latest version's body
    extractor: str = ""
    page: str = ""  # digest of the words of the page on which the latest version's text was seen last
    confirmed_at: datetime | None = None
    changed_at: datetime | None = None
    watched_until: datetime | None = None
    interval_minutes: float = 0
    validators: Validators | None = None
    second_look: SecondLook | None = None
    alternating: tuple[str, ...] = ()  # digests of the readings (of headlines: h…) it goes back and forth between
    withheld: tuple[str, ...] = ()
    dispelled: int = 0  # doubts about a text that a second look did not confirm: false versions saved
    steady: int = 0  # looks in a row that found the latest version's text
    failures: int = 0
    hops: int = 0  # redirects from host to host since it was last read
    checks: int = 0  # looks so far, whatever came of them
    last_outcome: str = ""
    last_checked_at: datetime | None = None
    revision: int = 0

    @property
    def source(self) -> str:
        return self.key.source

    @property
    def latest(self) -> VersionKey:
        """The key of the latest version that this row knows of; only where `versions` is not 0."""
        return VersionKey(self.key, self.versions)

    @property
    def is_new(self) -> bool:
        return self.versions == 0


class ListKind(StrEnum):
    FEED = "feed"
    SITEMAP = "sitemap"
    PAGES = "pages"  # the single addresses that the watchlist names; never due, only a note that they were taken up


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A feed or sitemap of a source, standing in the schedule like an article; `due` is None once it was dropped.

    `first_read_at` fixes what counts as new: nothing older than that by more than `lookback_days` is taken up, ever.
    """

    source: str
    kind: ListKind
    host: str
    address: str
    url: str  # as the watchlist, or the sitemap index above it, has it
    due: datetime | None
    parent: str = ""  # the sitemap index that named it
    first_read_at: datetime | None = None
    validators: Validators | None = None
    failures: int = 0
    last_outcome: str = ""
    last_checked_at: datetime | None = None
    last_read_at: datetime | None = None
    entries: int = 0  # in the last reading
    hops: int = 0  # redirects from host to host since it was last read
    revision: int = 0

    @property
    def name(self) -> str:
        """Its identity within its source."""
        return hashlib.sha256(self.url.encode()).hexdigest()[:16]


WatchedRow = ArticleRow | ListRow


def due_class(row: WatchedRow) -> int:
    """In which order a host's due rows are taken: 0 second looks, 1 articles that have versions, 2 all others."""
    if isinstance(row, ListRow) or (row.second_look is None and row.is_new):
        return 2
    return 0 if row.second_look is not None else 1


@dataclass(frozen=True, kw_only=True)
class HostRow:
    """A host's trouble; written on news only. Its validators are not sent before `ignore_validators_until`."""

    host: str
    not_before: datetime | None = None
    failures: int = 0
    last_error: str = ""
    last_error_at: datetime | None = None
    last_success_at: datetime | None = None
    gap_seconds: float = 0  # the gap that was last kept here, where it is another than the floor of a second
    gap_from: str = ""  # who asked for it: watchlist | crawl-delay
    ignore_validators_until: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, kw_only=True)
class RobotsRow:
    """A host's robots.txt as last read: its text, or that all is allowed (4xx) or forbidden (5xx, unreachable).

    RFC 9309 §2.3.1, §2.4: kept for at most 24 hours.
    """

    host: str
    text: str
    read_at: datetime
    status: str = "read"  # read | absent | unreachable
    retry_at: datetime | None = None  # not to be asked for again before this


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """That an article (`source/article`) had a paragraph when it was first read, on a day in UTC.

    `text` is the paragraph's digest, `story` what the headline's words were (record.furniture_memory).
    """

    text: str
    article: str
    day: date
    story: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class KnownParagraph:
    """A paragraph that may be furniture: how many articles had it, from which day to which, and some of them."""

    text: str
    articles: int
    since: date
    until: date
    witnesses: tuple[Sighting, ...]


@dataclass(frozen=True, kw_only=True)
class FurnitureRow:
    """What was learned of a host's furniture: from the days that are over, and what `day` adds once it is over."""

    host: str
    day: date | None = None
    today: tuple[Sighting, ...] = ()
    known: tuple[KnownParagraph, ...] = ()


@dataclass(frozen=True, order=True)
class HostDue:
    """That a host has something due, from this minute on."""

    minute: datetime
    host: str

    @classmethod
    def at(cls, host: str, when: datetime) -> HostDue:
        return cls(when.replace(second=0, microsecond=0), host)


@dataclass(frozen=True, kw_only=True)
class AddressRow:
    """Which article an address belongs to, and under which host its row lies."""

    url: str
    article: ArticleKey
    host: str


@dataclass(frozen=True, kw_only=True)
class OpenWork:
    """A version or event that was begun and is not yet on the site; `path` is its record's in the archive."""

    path: str
    host: str
    opened_at: datetime


class DeliveryState(StrEnum):
    OPEN = "open"
    DELIVERED = "delivered"
    FAILED = "failed"  # for good: it is not tried again


@dataclass(frozen=True, order=True)
class DeliveryKey:
    """What is delivered to whom: the record at `path`, stored at `stored_at`, to the subscriber of this name.

    Natural, so that entering it twice makes one; in the order in which a subscriber gets them: by `stored_at`, then
    path.
    """

    subscriber: str
    stored_at: datetime
    path: str


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """How a delivery stands. `next_try` is set while it is open; `why` says what became of the last try that failed."""

    key: DeliveryKey
    state: DeliveryState = DeliveryState.OPEN
    tries: int = 0
    next_try: datetime | None = None
    last_try_at: datetime | None = None
    why: str = ""
    revision: int = 0

    @property
    def message_id(self) -> str:
        """The same for every try, and another for each subscriber and record: `desk:north-herald/…/1-2`."""
        path = self.key.path
        record = ChangeKey.from_path(path) if path.startswith("changes/") else EventKey.from_path(path)
        return f"{self.key.subscriber}:{record.article.path}/{record.name}"


@dataclass(frozen=True, kw_only=True)
class SubscriberRow:
    """A subscriber's trouble; written on news only.

    `due` is when its oldest open delivery is to be tried again; None where nothing waits for a time. Nothing is sent
    from `disabled_at` on; `why` says what ended it, or what is wrong at the moment.
    """

    name: str
    due: datetime | None = None
    failing_since: datetime | None = None
    disabled_at: datetime | None = None
    why: str = ""
    revision: int = 0


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """A group of documents that are rendered later: whether it is stale, and when it was rendered last.

    `begun_at` is when a rendering that has not ended yet began.
    """

    name: str
    is_stale: bool = True
    rendered_at: datetime | None = None
    begun_at: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, kw_only=True)
class IndexLine:
    """A line of the index: what lists and feeds need to know of a change or event without opening its record.

    Ordered by `stored_at`, the record's own stored time, then by `name`; entered twice it stands once.
    """

    article: ArticleKey
    name: str  # "1-2", "event-3"
    stored_at: datetime
    seen_at: datetime
    url: str
    source_name: str
    headline: str
    unchanged_until: datetime | None = None
    old_headline: str | None = None  # where the headline changed
    summary: str = ""
    importance: float = 0.0
    kinds: tuple[EditKind, ...] = ()
    disclosure: Disclosure | None = None
    counts: Counts = field(default_factory=Counts)
    event: EventKind | None = None
    language: str | None = None
    robots: tuple[str, ...] = ()  # what the pages it was read from ask of robots
    reverts_to: int | None = None  # the version whose text it has again

    @property
    def is_news(self) -> bool:
        """Whether feeds and Latest carry it: all changes but `0-1`, and the events that are news."""
        if self.event is not None:
            return self.event.is_news
        return not self.name.startswith("0-")

    @property
    def key(self) -> ChangeKey | EventKey:
        """The key of the record it speaks of."""
        return record_key(self.article, self.name)


def record_key(article: ArticleKey, name: str) -> ChangeKey | EventKey:
    """The key of an article's change or event by its name: `1-2`, `event-3`."""
    if name.startswith("event-"):
        return EventKey(article, int(name.removeprefix("event-")))
    old, new = name.split("-")
    return ChangeKey(article, int(old), int(new))
