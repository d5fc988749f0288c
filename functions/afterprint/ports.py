"""What the core needs of the world. Each port's docstring is its contract; tests/contract/ holds every adapter to it.

All methods may raise StoreError (or a subclass) and nothing else: foreign exceptions are chained as its cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from afterprint.messages import Message
from afterprint.model import (
    ArticleKey,
    ArticleText,
    Change,
    ChangeKey,
    Event,
    EventKey,
    Feed,
    Fetched,
    Notice,
    Reading,
    ReadingKey,
    Sitemap,
    Validators,
    Version,
    VersionKey,
    Watchlist,
)
from afterprint.rows import (
    AddressRow,
    ArticleRow,
    DeliveryKey,
    DeliveryRow,
    FurnitureRow,
    GroupRow,
    HostDue,
    HostRow,
    IndexLine,
    ListRow,
    OpenWork,
    RobotsRow,
    SubscriberRow,
    WatchedRow,
)
from afterprint.tombstones import Tombstone


class Clock(Protocol):
    """Time. Recorded times come from `now`; gaps, deadlines and timeouts from `monotonic` and `sleep`.

    * `now()` is aware and in UTC, and never runs backwards within a process by more than the host's clock does.
    * `monotonic()` counts seconds and never runs backwards; `sleep(s)` returns when it has grown by at least `s`.
    """

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class Web(Protocol):
    """The guarded HTTP client.

    * `get` returns a whole, decoded answer of status 2xx or 304, or one with `moved_to` set (a redirect to another
      host, not followed in place unless `across_hosts`). Everything else is a FetchError; a refused address is
      Blocked.
    * Conditional headers are sent only where `validators` are given and were taken from this very URL.
    * `pace` is called with the URL before each single request, redirects among them: it waits for the host's gap and
      may raise FetchError to stop.
    """

    def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        pace: Callable[[str], None] | None = None,
        across_hosts: bool = False,
        max_body: int | None = None,
    ) -> Fetched: ...


class Reader(Protocol):
    """Reads what strangers wrote, whatever it is, within limits of time and memory.

    * `article` raises NotAnArticle (see extract.extract_article), also where a page was too heavy to read; `feed` and
      `sitemap` raise BadFeed likewise. Nothing that a body holds makes a call hang or ends this process.
    * Texts come back without lone surrogates, times aware and in UTC.
    * CageBroken says that nothing can be read at the moment, which is no fault of the page.
    """

    def article(self, body: bytes, url: str, content_type: str | None = None) -> ArticleText: ...
    def feed(self, body: bytes, url: str, headers: Mapping[str, str] | None = None) -> Feed: ...
    def sitemap(self, body: bytes, url: str) -> Sitemap: ...


class Archive(Protocol):
    """Immutable records and the bytes they were read from, kept for ever.

    Every adapter promises:
    * `add_*` never overwrite. They return True to the one caller that stored the record and False to everyone else,
      also when they race, also across processes.
    * A record that was added can be read at once, by any process, and reads back equal. So does one that `add_*`
      answered False for.
    * A record is there whole or not at all, whenever the process dies.
    * Once `add_version`, `add_change` or `add_event` has returned True, its message (`messages.stored`) was announced,
      after the record lay there; a crash in between, or an announcement that fails (its StoreError comes through),
      loses the message, never the record: repair sends it again. Readings and snapshots announce nothing.
    * A path that a tombstone covers (`tombstones.tombstones_of`) raises Withdrawn on every `add_*`, and nothing is
      stored, also where the tombstone is set meanwhile: whoever withdraws sets it first and removes the record then.
      Of a withdrawn article, the page that a refused version names goes, too.
    * Absence is NotStored, a record that cannot be read or is not the one its path says is DamagedRecord, no room is
      DiskFull; any other failure is StoreError with its cause.
    * `*_keys` iterate in ascending order of the keys and see at least what was stored when they began; what is no
      record of ours is passed over.
    * `purge` is the one way that anything leaves: afterwards its bytes lie nowhere in the store, older versions of
      objects among them, whenever the power fails. What is absent may be purged. A tombstone is never purged, and one
      that stands is not replaced: `put_tombstone` does nothing then.
    """

    def add_version(self, version: Version) -> bool: ...
    def add_reading(self, reading: Reading) -> bool: ...
    def add_change(self, change: Change) -> bool: ...
    def add_event(self, event: Event) -> bool: ...
    def add_snapshot(self, body: bytes) -> str:
        """Keep `body` (gzipped, mtime 0; the same bytes once) and return its SHA-256 in hex."""
        ...

    def version(self, key: VersionKey) -> Version: ...
    def version_digest(self, key: VersionKey) -> str:
        """SHA-256 (hex) of the stored record's bytes, which the next version names as `previous`."""
        ...

    def reading(self, key: ReadingKey) -> Reading: ...
    def change(self, key: ChangeKey) -> Change: ...
    def event(self, key: EventKey) -> Event: ...
    def snapshot(self, digest: str) -> bytes: ...

    def has(self, path: str) -> bool:
        """Whether a record, a snapshot or a tombstone lies at this path."""
        ...

    def digest(self, path: str) -> str:
        """SHA-256 (hex) of the bytes that lie at `path`."""
        ...

    def version_keys(self, article: ArticleKey | None = None) -> Iterator[VersionKey]:
        """All versions, or those of one article."""
        ...

    def change_keys(self, article: ArticleKey | None = None) -> Iterator[ChangeKey]: ...
    def event_keys(self, article: ArticleKey | None = None) -> Iterator[EventKey]: ...

    # taking down
    def put_tombstone(self, tombstone: Tombstone) -> None: ...
    def tombstone(self, path: str) -> Tombstone | None: ...
    def paths_of(self, article: ArticleKey) -> Sequence[str]:
        """Where everything of an article lies, ascending: all records, and what an older object alone still holds."""
        ...

    def purge(self, path: str) -> None: ...


class Catalog(Protocol):
    """What is due, what an address belongs to, what the lists hold, what is still open. Strongly consistent.

    Every adapter promises:
    * Rows are replaced by comparing revisions: `add_*` store the row as given, its revision too, and return False
      where it exists already; `update_*(row)` writes `row` with `revision + 1` where the stored revision equals
      `row.revision`, and returns False otherwise (also where the row is gone). Of racing writers one is told True.
    * An article or list row stands in its host's schedule exactly once, at its `due`, and not at all where that is
      None; one write moves both.
    * `due_rows` gives what is due at `now` (its `due` is not later), second looks first, then articles that have
      versions, then new articles, feeds and sitemaps (`rows.due_class`); each class in order of `due`, rows of the
      same `due` articles first, by key.
    * `due_hosts` gives the entries up to and with `now` in ascending order; it may be stopped and called again, and
      entries may be put and removed meanwhile.
    * What walks through all rows of a kind does so in ascending order of their keys (open work: of `opened_at`).
    * Putting a due host, index line or open-work row that is there already changes nothing (open work keeps its first
      `opened_at`); removing an absent one likewise.
    * Lines with the same `stored_at` stand in order of name, then of article, so that no order is left to chance.
    * What was written can be read at once, by any process; a crash leaves a write done or not done.
    * A store of a later Afterprint is NewerSchema when it is opened; damage is DamagedRecord and names the remedy.
    """

    # hosts that have something due
    def put_due_host(self, due: HostDue) -> None: ...
    def remove_due_host(self, due: HostDue) -> None: ...
    def due_hosts(self, now: datetime) -> Iterator[HostDue]: ...
    def next_due_host(self) -> datetime | None:
        """The earliest minute of all; None where nothing is scheduled."""
        ...

    # rows in a host's schedule
    def due_rows(self, host: str, now: datetime, *, limit: int) -> Sequence[WatchedRow]: ...
    def next_due(self, host: str) -> datetime | None:
        """When the first row of this host comes due."""
        ...

    def article(self, host: str, key: ArticleKey) -> ArticleRow | None: ...
    def add_article(self, row: ArticleRow) -> bool: ...
    def update_article(self, row: ArticleRow) -> bool: ...
    def move_article(self, row: ArticleRow, *, from_host: str) -> bool:
        """Take a row from one host's schedule into `row.host`'s, the new one (as given) before the old one goes.

        False where the new host has a row of that key already: that one stays as it is, and the old one goes all the
        same, so that a second call completes what a crash cut short. From a host to itself is False, and does nothing.
        """
        ...

    def articles(self, source: str | None = None) -> Iterator[ArticleRow]:
        """Every article row, for `status` and for parking what a watchlist dropped. Pages; never used by a step."""
        ...

    def list_row(self, host: str, source: str, name: str) -> ListRow | None: ...
    def add_list(self, row: ListRow) -> bool: ...
    def update_list(self, row: ListRow) -> bool: ...
    def lists(self) -> Iterator[ListRow]: ...

    # hosts
    def host(self, host: str) -> HostRow | None: ...
    def add_host(self, row: HostRow) -> bool: ...
    def update_host(self, row: HostRow) -> bool: ...
    def hosts(self) -> Iterator[HostRow]: ...
    def robots(self, host: str) -> RobotsRow | None: ...
    def put_robots(self, row: RobotsRow) -> None:
        """Replace a host's robots.txt, whose text fits into 64 KB, packed; an adapter may cut off what does not."""
        ...

    def furniture(self, host: str) -> FurnitureRow | None: ...
    def put_furniture(self, row: FurnitureRow) -> None:
        """Replace what was learned of a host's furniture; only its lane does so, and whoever is late is forgotten."""
        ...

    # addresses
    def address(self, url: str) -> AddressRow | None: ...
    def claim_address(self, row: AddressRow) -> AddressRow:
        """Who owns this address: `row` where nobody did before, else the row of whoever was first."""
        ...

    def rehome_addresses(self, article: ArticleKey, *, host: str) -> None:
        """Note on every address of this article that its row now lies under `host`."""
        ...

    # index
    def enter(self, line: IndexLine) -> None: ...
    def remove_line(self, line: IndexLine) -> None: ...
    def article_lines(self, article: ArticleKey) -> Sequence[IndexLine]:
        """All lines of an article, oldest first."""
        ...

    def source_lines(self, source: str, *, limit: int, month: str | None = None) -> Sequence[IndexLine]:
        """A source's newest lines, newest first; of one month (`2026-11`) where given."""
        ...

    def news_lines(
        self, *, limit: int, month: str | None = None, source: str | None = None, until: datetime | None = None
    ) -> Sequence[IndexLine]:
        """The newest lines that are news, newest first, of all or of one source; of one month where given, and of
        records stored at `until` or earlier."""
        ...

    def months(self, source: str | None = None) -> Sequence[str]:
        """The months (`2026-11`) that hold news, newest first."""
        ...

    def enter_in(self, collection: str, line: IndexLine) -> None:
        """Note that what `line` speaks of belongs to a collection; twice is once. No text of it is kept there."""
        ...

    def gathered(self, collection: str, *, limit: int, month: str | None = None) -> Sequence[ChangeKey | EventKey]:
        """What was entered in a collection, newest first; of one month where given. It may be withdrawn by now."""
        ...

    def gathered_months(self, collection: str) -> Sequence[str]:
        """The months (`2026-11`) of what was entered in a collection, newest first."""
        ...

    # groups of documents that are rendered later
    def group(self, name: str) -> GroupRow | None: ...
    def add_group(self, row: GroupRow) -> bool: ...
    def update_group(self, row: GroupRow) -> bool: ...
    def stale_groups(self) -> Sequence[GroupRow]:
        """Those that are stale."""
        ...

    # open work
    def open_work(self, work: OpenWork) -> None: ...
    def close_work(self, path: str) -> None: ...
    def open_works(self, *, opened_before: datetime | None = None) -> Iterator[OpenWork]:
        """All open work, or what was opened before this time; work may be closed while this is walked through."""
        ...

    def work(self, path: str) -> OpenWork | None: ...

    # deliveries to subscribers
    def delivery(self, key: DeliveryKey) -> DeliveryRow | None: ...
    def add_delivery(self, row: DeliveryRow) -> bool: ...
    def update_delivery(self, row: DeliveryRow) -> bool: ...
    def open_deliveries(self, subscriber: str, *, limit: int) -> Sequence[DeliveryRow]:
        """A subscriber's open deliveries, the oldest first, in order of their keys; those that ended are not read."""
        ...

    def latest_deliveries(self, subscriber: str, *, limit: int) -> Sequence[DeliveryRow]:
        """A subscriber's newest deliveries, however they stand, the newest first."""
        ...

    def subscriber(self, name: str) -> SubscriberRow | None: ...
    def add_subscriber(self, row: SubscriberRow) -> bool: ...
    def update_subscriber(self, row: SubscriberRow) -> bool: ...
    def due_subscribers(self, now: datetime) -> Sequence[SubscriberRow]:
        """Those whose `due` is not later than `now`, in order of it, then by name."""
        ...

    # taking down
    def scrub(self) -> None:
        """See that what was removed or replaced lies nowhere in the store's files any more.

        StoreError where somebody else holds them for too long. A store that keeps older states by itself keeps them.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Document:
    """One published file. `path` is relative to the site's root, without a leading slash."""

    path: str
    body: bytes
    content_type: str  # with its charset
    cache_seconds: int


@dataclass(frozen=True, kw_only=True)
class Published:
    """A document as the site holds it; `etag` is opaque and names these bytes."""

    body: bytes
    etag: str


class Site(Protocol):
    """The published documents.

    Every adapter promises:
    * `put(document, etag=…)` writes only where the site still holds what `etag` names (None: nothing at that path)
      and returns whether it did; of racing writers with the same etag one is told True.
    * A document is there whole or not at all; a reader never sees half of one.
    * `read` is None where nothing lies at the path.
    * A path that leaves the site or is not in its plain form (`..` or `.` or an empty name between slashes, a leading
      or trailing slash, a backslash, a NUL) is a ValueError.
    * `remove` of what is not there does nothing. `paths` are in plain form, in no promised order, and name nothing
      but documents.
    """

    def read(self, path: str) -> Published | None: ...
    def put(self, document: Document, *, etag: str | None) -> bool: ...
    def remove(self, path: str) -> None: ...
    def paths(self) -> Iterator[str]: ...


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A message on loan: it comes back unless `receipt` is given to `Queue.done` in time."""

    message: Message
    receipt: str
    tries: int


class Queue(Protocol):
    """Messages between the steps: at least once, in no promised order, held until done.

    Every adapter promises:
    * A message sent is delivered at least once, and again after it was received and neither done nor given back
      within its visibility time, also where the process died. While on loan it is not delivered to anyone else.
    * `receive` gives at most `limit` messages of these kinds, and none where none is ready. Kinds that one step takes
      (ChangeStored and EventStored) are asked for together: they may share a queue.
    * `send` of an equal HostCameDue while one waits adds nothing. In the minute in which one was sent it may add
      nothing either, whatever became of that one: the host's entry stays until it was served, so the next tick sends
      it again.
    * A message given back (`give_back`) is delivered again after at least the delay; after `max_tries` deliveries it
      lies among the dead letters instead and is no longer delivered. So does one that cannot be read back.
    * `done` is for good. Done or given back late, when the loan has run out, a message may come once more. Both may be
      called twice.
    """

    def send(self, *messages: Message) -> None: ...
    def receive(self, kinds: tuple[type, ...], *, limit: int) -> Sequence[Delivery]: ...
    def done(self, delivery: Delivery) -> None: ...
    def give_back(self, delivery: Delivery, *, delay_seconds: float = 0) -> None: ...
    def waiting(self) -> int:
        """How many messages are waiting or on loan."""
        ...

    def dead_letters(self) -> Sequence[Message]: ...


class Edge(Protocol):
    """What stands between the site and its readers, and may hold copies of documents.

    * Once `mark_gone` has returned, or soon after, each address answers 410 with a notice of that date; twice is once.
      A path is a document's, or `source/article` for all of an article.
    * Once `forget` has returned, copies of these documents are being dropped everywhere.
    * Both raise EdgeUnready, with the remedy, where the edge cannot be reached in this way at all.
    """

    def mark_gone(self, paths: Sequence[str], *, since: datetime) -> None: ...
    def forget(self, paths: Sequence[str]) -> None: ...


class Outlet(Protocol):
    """A way out to subscribers.

    * `name` is what its deliveries are noted under; no subscriber of a watchlist can have it.
    * Once `send` has returned, the notice will reach whoever listens there; StoreError where it was not taken: then it
      is sent again, whole. Where an answer was lost, a notice comes twice, with the same `id`.
    """

    @property
    def name(self) -> str: ...
    def send(self, notice: Notice) -> None: ...


@dataclass(frozen=True, kw_only=True)
class World:
    """One world, wired: all that the pipeline's steps need. Built in `aws/wiring.py` or `local/wiring.py` only."""

    archive: Archive
    catalog: Catalog
    site: Site
    queue: Queue
    clock: Clock
    web: Web
    reader: Reader
    watchlist: Watchlist
    user_agent: str
    outlets: tuple[Outlet, ...] = ()  # without any, nothing is announced
