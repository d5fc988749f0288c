"""What changed: two texts compared, as edits, rows and counts, and the change that keeps that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from afterprint.model.article import BlockKind
from afterprint.model.aside import SetAside
from afterprint.model.keys import ChangeKey

Span = tuple[int, int]
"""Start and end of a passage, in characters (code points) of the text it belongs to."""


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
    something about an older version is None, and the comparison is empty. `robots` is what either version's page
    asked of robots (`noarchive`, `noindex`). `old_withdrawn`: the older version had been withdrawn, so that there was
    nothing to compare with. `set_aside` are paragraphs that the comparison leaves out.
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
    robots: tuple[str, ...] = ()
    old_withdrawn: bool = False
    set_aside: tuple[SetAside, ...] = ()
    schema: int = 1
