"""What pages and feeds are given: all that may be shown, and nothing else.

Only `policy` makes these. A page or feed that is given a view cannot show what the text policy withholds, since it is
not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from afterprint.model import (
    ArticleKey,
    BlockKind,
    ChangeKey,
    Counts,
    Disclosure,
    EditKind,
    EventKey,
    EventKind,
    RowKind,
)
from afterprint.publish.marks import Passage


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One row of the two columns.

    `old_rows` and `new_rows` say how many rows a cell spans (0: a cell above reaches down here). `light`: the new
    cell holds the deletions woven in, so that it can stand alone on a narrow screen. `twin` is the anchor of the
    other place of a moved paragraph; `is_stub`: this is the place that it left, where its old text stands alone, as
    its new text does in the columns at the place that it came to.
    """

    anchor: str
    kind: RowKind
    old: Passage | None = None
    new: Passage | None = None
    block: BlockKind = BlockKind.PARAGRAPH
    label: str = ""
    old_rows: int = 1
    new_rows: int = 1
    light: bool = False
    twin: str = ""
    is_stub: bool = False

    is_fold = False

    @property
    def place(self) -> str:
        """What its anchor stands for, in words: `row 3`, `the standfirst`."""
        return f"row {self.anchor[1:]}" if self.anchor[1:2].isdigit() else f"the {self.label.lower()}"


@dataclass(frozen=True, kw_only=True)
class FoldView:
    """A run of unchanged paragraphs: how many, and their texts where the policy shows them."""

    count: int
    texts: tuple[str, ...] = ()

    is_fold = True


@dataclass(frozen=True, kw_only=True)
class EditView:
    """An edit to jump to: the anchor of its row, its kinds, and the words that went and came ("" where none did)."""

    anchor: str
    kinds: tuple[EditKind, ...]
    gone: str = ""
    come: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """A change as far as it may be shown. `old_headline` is None where the headline did not change."""

    key: ChangeKey
    url: str
    source_name: str
    headline: Passage
    old_headline: Passage | None
    seen_at: datetime
    stored_at: datetime
    watched_until: datetime
    old_seen_at: datetime | None
    unchanged_until: datetime | None
    reverts_to: int | None
    language: str
    summary: str
    disclosure: Disclosure | None
    kinds: tuple[tuple[EditKind, int], ...]
    counts: Counts
    rows: tuple[RowView | FoldView, ...] = ()
    note: str = ""  # what its page asks of robots, what is withheld for that, and how much was set aside
    edits: tuple[EditView, ...] = ()

    @property
    def edited_rows(self) -> tuple[RowView, ...]:
        """The rows that differ, without the places that moved paragraphs left."""
        rows = (row for row in self.rows if isinstance(row, RowView))
        return tuple(row for row in rows if row.kind is not RowKind.SAME and not row.is_stub)


@dataclass(frozen=True, kw_only=True)
class EventView:
    """An event as it may be shown; `summary` says it in words."""

    key: EventKey
    kind: EventKind
    url: str
    to_url: str
    source_name: str
    headline: str
    summary: str
    seen_at: datetime
    stored_at: datetime
    unchanged_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A line of a list: a change or an event, and the document that tells more."""

    path: str
    name: str
    article: ArticleKey
    url: str
    source_name: str
    headline: str
    old_headline: str
    summary: str
    seen_at: datetime
    stored_at: datetime
    unchanged_until: datetime | None
    disclosure: Disclosure | None
    kinds: tuple[EditKind, ...]
    event: EventKind | None
    is_first: bool
    language: str
    reverts_to: int | None = None
    note: str = ""  # as of ChangeView


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of an article's history: a version (by number) or an event (0), and how long after the version before."""

    line: LineView
    version: int = 0
    since: timedelta | None = None
    unwatched: timedelta | None = None  # where nobody looked for long before it was seen


@dataclass(frozen=True, kw_only=True)
class TracedView:
    """A block of the newest text, or its headline, standfirst or byline (`label`), in pieces.

    Each piece is a text and the number of the version in which it entered, 0 for what was there from the start.
    """

    pieces: tuple[tuple[str, int], ...]
    block: BlockKind = BlockKind.PARAGRAPH
    label: str = ""

    is_fold = False


@dataclass(frozen=True, kw_only=True)
class RemovalView:
    """A passage that is no more, and the numbers of the first and the last version that had it."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Passages:
    """The newest version's text by what entered after version `since`, and what was taken out after it."""

    since: int
    newest: int
    rows: tuple[TracedView | FoldView, ...]
    removals: tuple[RemovalView, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Around:
    """What stands around a change: documents of its neighbours ("" where there is none), and its article's standing.

    `changes` and `standing` are given on the newest change alone: they alter with each later one.
    """

    previous: str = ""
    next: str = ""
    is_comparison: bool = False
    changes: int = 0
    standing: tuple[tuple[str, datetime | None], ...] = field(default=())
