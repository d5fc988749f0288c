"""The nouns: what an article is, what a version, a change and an event say, and where each record lies.

Everything here is a frozen value without behaviour beyond naming itself. Times are aware and in UTC; texts are
`str` without lone surrogates. Keys are small types of their own, and each knows its path in the archive: no other
place spells one out.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Span = tuple[int, int]
"""Start and end of a passage, in characters (code points) of the text it belongs to."""


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, order=True)
class ArticleKey:
    """Which article: its source's id, and 16 characters drawn from the address under which it was first seen."""

    source: str
    article: str

    @classmethod
    def first_seen_at(cls, source: str, canonical_url: str) -> ArticleKey:
        """The key of the article that `source` first named by `canonical_url`; kept for ever, whatever moves later."""
        digest = hashlib.sha256(canonical_url.encode()).digest()
        return cls(source, base64.b32encode(digest).decode().lower()[:16])

    @classmethod
    def from_path(cls, path: str) -> ArticleKey:
        source, article = path.split("/")
        return cls(source, article)

    @property
    def path(self) -> str:
        return f"{self.source}/{self.article}"

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, order=True)
class VersionKey:
    """Which version of an article, counted from 1."""

    article: ArticleKey
    number: int

    PATTERN = re.compile(r"versions/([^/]+)/([^/]+)/(\d{6,})\.json")

    @classmethod
    def from_path(cls, path: str) -> VersionKey:
        source, article, number = _parts(cls.PATTERN, path)
        return cls(ArticleKey(source, article), int(number))

    @property
    def path(self) -> str:
        return f"versions/{self.article.path}/{self.number:06d}.json"

    @property
    def previous(self) -> VersionKey:
        return VersionKey(self.article, self.number - 1)

    @property
    def change(self) -> ChangeKey:
        """The change that made this version; version 1 makes the change 0-1: the article appeared."""
        return ChangeKey(self.article, self.number - 1, self.number)


@dataclass(frozen=True, order=True)
class ReadingKey:
    """A version read again by a later extractor."""

    version: VersionKey
    extractor: str

    @property
    def path(self) -> str:
        return f"readings/{self.version.article.path}/{self.version.number:06d}.{self.extractor}.json"


@dataclass(frozen=True, order=True)
class ChangeKey:
    """Which change: two neighbouring versions of an article."""

    article: ArticleKey
    old: int
    new: int

    PATTERN = re.compile(r"changes/([^/]+)/([^/]+)/(\d{6,})-(\d{6,})\.json")

    @classmethod
    def from_path(cls, path: str) -> ChangeKey:
        source, article, old, new = _parts(cls.PATTERN, path)
        return cls(ArticleKey(source, article), int(old), int(new))

    @property
    def path(self) -> str:
        return f"changes/{self.article.path}/{self.old:06d}-{self.new:06d}.json"

    @property
    def name(self) -> str:
        """Its place in the article's row of changes, as pages and feeds write it: `1-2`."""
        return f"{self.old}-{self.new}"

    @property
    def version(self) -> VersionKey:
        return VersionKey(self.article, self.new)

    @property
    def is_first(self) -> bool:
        """Whether this is `0-1`: the article appeared."""
        return self.old == 0


@dataclass(frozen=True, order=True)
class EventKey:
    """Which event: its number in the article's row of events, from 1."""

    article: ArticleKey
    number: int

    PATTERN = re.compile(r"events/([^/]+)/([^/]+)/(\d{6,})\.json")

    @classmethod
    def from_path(cls, path: str) -> EventKey:
        source, article, number = _parts(cls.PATTERN, path)
        return cls(ArticleKey(source, article), int(number))

    @property
    def path(self) -> str:
        return f"events/{self.article.path}/{self.number:06d}.json"

    @property
    def name(self) -> str:
        return f"event-{self.number}"


RecordKey = VersionKey | ReadingKey | ChangeKey | EventKey


def snapshot_path(digest: str) -> str:
    """Where the bytes with this SHA-256 (hex) lie."""
    return f"snapshots/{digest[:2]}/{digest}.gz"


def _parts(pattern: re.Pattern[str], path: str) -> tuple[str, ...]:
    match = pattern.fullmatch(path)
    if match is None:
        raise ValueError(f"not such a path: {path!r}")
    return match.groups()


# ── what is watched ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Source:
    """A publication to watch. Every default is the watchlist's; durations carry their unit in the name."""

    id: str
    name: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    min_gap_seconds: float = 1
    feed_minutes: float = 10
    first_check_minutes: float = 30
    second_look_minutes: float = 5
    watch_days: float = 40
    lookback_days: float = 2
    cosmetic: bool = False
    honour_noarchive: bool = True


@dataclass(frozen=True, kw_only=True)
class Search:
    """A saved search, published as feeds."""

    name: str
    query: str


class TextPolicy(StrEnum):
    """How much of other people's text is published."""

    CHANGES = "changes"  # edited paragraphs and one of context
    FULL = "full"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class NetworkPolicy:
    """What may be fetched beyond public addresses on ports 80 and 443. All of it is written out by the owner."""

    allow: tuple[str, ...] = ()  # CIDR blocks
    ports: tuple[int, ...] = ()
    hosts: tuple[tuple[str, str], ...] = ()  # name → fixed address

    @property
    def fixed(self) -> dict[str, str]:
        return dict(self.hosts)


@dataclass(frozen=True, kw_only=True)
class Watchlist:
    """What is watched and how it is published, as one TOML file says it."""

    contact: str
    tag: str
    site_url: str = ""  # ends with "/" where set; "" makes relative links only
    text: TextPolicy = TextPolicy.CHANGES
    noindex: bool = True
    sources: tuple[Source, ...] = ()
    searches: tuple[Search, ...] = ()
    network: NetworkPolicy = field(default_factory=NetworkPolicy)

    def source(self, source_id: str) -> Source | None:
        return next((source for source in self.sources if source.id == source_id), None)


# ── what the web answered ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What a conditional request may send back, byte for byte (RFC 9110 §8.8), and for which URL."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A whole, decoded answer.

    `status` is 2xx or 304, or 3xx when `moved_to` is set: a redirect to another host, which is not followed in
    place. `headers` has lower-case names. `body` is decoded of its content coding, empty for 304. `permanent_url`
    is the last address that a chain of only permanent redirects (301, 308) led to, else None.
    """

    url: str
    final_url: str
    status: int
    headers: dict[str, str]
    body: bytes
    validators: Validators | None = None
    permanent_url: str | None = None
    moved_to: str | None = None

    @property
    def not_modified(self) -> bool:
        return self.status == 304

    @property
    def content_type(self) -> str | None:
        return self.headers.get("content-type")


# ── what an article said ─────────────────────────────────────────────────────────────────────────────


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"
    LIVE_ENTRY = "live_entry"


@dataclass(frozen=True)
class Block:
    """One block of an article's body, in reading order; its text has no line breaks and no outer spaces."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, kw_only=True, init=False)
class ArticleText:
    """What an article says at one moment, as printed: nothing is normalised but space.

    `published` and `modified` are the times that the page declares, aware; `language` is a BCP 47 tag.
    """

    headline: str = ""
    standfirst: str = ""
    blocks: tuple[Block, ...] = ()
    byline: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    canonical_url: str | None = None

    def __init__(
        self,
        *,
        headline: str = "",
        standfirst: str = "",
        blocks: Iterable[Block] = (),
        paragraphs: Iterable[str] | None = None,
        byline: str = "",
        published: datetime | None = None,
        modified: datetime | None = None,
        language: str | None = None,
        canonical_url: str | None = None,
    ) -> None:
        """`paragraphs` alone will do for `blocks`, where every block is a plain paragraph."""
        chosen = tuple(blocks) if paragraphs is None else tuple(Block(text) for text in paragraphs)
        values = {
            "headline": headline,
            "standfirst": standfirst,
            "blocks": chosen,
            "byline": byline,
            "published": published,
            "modified": modified,
            "language": language,
            "canonical_url": canonical_url,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the blocks that are read as body: all but captions."""
        return tuple(block.text for block in self.blocks if block.kind is not BlockKind.CAPTION)


@dataclass(frozen=True, kw_only=True)
class Version:
    """What an article said when that was first seen. Immutable.

    The edit that made it happened after `unchanged_until` (the last check that saw the text before; None for
    version 1) and not later than `seen_at`. `extractor` is the revision of the extractor that read it, `snapshot`
    the SHA-256 of the bytes it was read from, `previous` the SHA-256 of the record before it. `reverts_to` names an
    earlier version that says the same.
    """

    key: VersionKey
    url: str
    source_name: str
    text: ArticleText
    seen_at: datetime
    stored_at: datetime
    watched_until: datetime
    extractor: str
    snapshot: str
    unchanged_until: datetime | None = None
    previous: str | None = None
    reverts_to: int | None = None
    final_url: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    schema: int = 1


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A version's snapshot read again by a later extractor; the version itself stays as it is."""

    key: ReadingKey
    text: ArticleText
    read_at: datetime
    schema: int = 1


# ── what changed ─────────────────────────────────────────────────────────────────────────────────────


class EditKind(StrEnum):
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    QUOTE = "quote"
    TYPO = "typo"
    WORDING = "wording"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    SENTENCE_MOVED = "sentence_moved"
    CORRECTION_NOTE = "correction_note"
    LIVE_UPDATE = "live_update"
    REWRITE = "rewrite"
    PUNCTUATION = "punctuation"
    WHITESPACE = "whitespace"


class Part(StrEnum):
    """Which part of an article an edit touched."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    PUBLISHED = "published"
    BODY = "body"


class RowKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # the same paragraph at another place, perhaps reworded


class Disclosure(StrEnum):
    SILENT = "silent"  # the text changed; the declared date stood still and no note was added
    DECLARED = "declared"  # the declared date moved, or a correction note was added
    UNKNOWN = "unknown"  # the site declares no date


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One thing that a change did.

    The indexes count blocks of the old and the new body (None for the other parts of the article, and on the side
    that has nothing); the spans are the passages that differ. `importance` lies between 0 and 1.
    """

    part: Part
    kinds: tuple[EditKind, ...]
    importance: float
    old_index: int | None = None
    new_index: int | None = None
    old_spans: tuple[Span, ...] = ()
    new_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the two columns: a block of the old body beside a block of the new one.

    Rows stand in reading order of the new body, with removed blocks where they stood. `old` and `new` are the
    blocks' texts (None on the side that has none), the spans the passages that differ. Of a split or merge each
    part is a row, paired with the whole.
    """

    kind: RowKind
    old_index: int | None = None
    new_index: int | None = None
    old: str | None = None
    new: str | None = None
    old_spans: tuple[Span, ...] = ()
    new_spans: tuple[Span, ...] = ()
    block: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, kw_only=True)
class PartChange:
    """A headline, standfirst, byline or declared publication time that differs, with the passages that do."""

    part: Part
    old: str
    new: str
    old_spans: tuple[Span, ...] = ()
    new_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Blocks added, removed, changed in place and moved; words that only the new or only the old text has."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    moved: int = 0
    words_added: int = 0
    words_removed: int = 0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two texts of an article compared: read as edits, not as a soup of words."""

    parts: tuple[PartChange, ...] = ()
    rows: tuple[Row, ...] = ()
    edits: tuple[Edit, ...] = ()
    disclosure: Disclosure = Disclosure.UNKNOWN
    summary: str = ""
    counts: Counts = field(default_factory=Counts)

    @property
    def importance(self) -> float:
        return max((edit.importance for edit in self.edits), default=0.0)

    @property
    def kinds(self) -> tuple[EditKind, ...]:
        """All kinds of edit in it, each once, in the order of the list of kinds."""
        found = {kind for edit in self.edits for kind in edit.kinds}
        return tuple(kind for kind in EditKind if kind in found)

    def part(self, part: Part) -> PartChange | None:
        return next((change for change in self.parts if change.part is part), None)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Two neighbouring versions compared. Immutable, and enough to render its page and feed entry from.

    `headline` is the newer version's. `old_seen_at` is when the older version was first seen, `seen_at` when the
    newer one was; the edit happened after `unchanged_until` and not later than `seen_at`. For `0-1` all that says
    something about an older version is None, and the comparison is empty.
    """

    key: ChangeKey
    url: str
    source_name: str
    headline: str
    comparison: Comparison
    seen_at: datetime
    stored_at: datetime
    watched_until: datetime
    old_seen_at: datetime | None = None
    unchanged_until: datetime | None = None
    reverts_to: int | None = None
    language: str | None = None
    byline: str = ""
    published: datetime | None = None
    schema: int = 1


class EventKind(StrEnum):
    GONE = "gone"
    BACK = "back"
    MOVED = "moved"
    ALTERNATING = "alternating"
    SETTLED = "settled"  # no longer watched
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"

    @property
    def is_news(self) -> bool:
        """Whether feeds and Latest carry it; settling and resuming stand on the article's and its source's page."""
        return self not in (EventKind.SETTLED, EventKind.RESUMED)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to an article other than a change of its text. Immutable.

    `detail` says in a few words what was seen ("404, twice"); `to_url` is where a moved article went;
    `versions` are the readings between which an alternating one goes back and forth.
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
    schema: int = 1
