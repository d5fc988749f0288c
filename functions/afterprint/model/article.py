"""What an article said: its text at one moment, the version that keeps it, and later readings of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from afterprint.model.aside import SetAside
from afterprint.model.keys import ReadingKey, VersionKey


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

    `published` and `modified` are the times that the page declares, aware; `language` is a BCP 47 tag. `robots` holds
    what its meta elements ask of robots: `noarchive`, `noindex`. `section` is the part of the publication it names,
    `amp_url` its address as an AMP page, `accessible_for_free` whether it says that all may read it (schema.org
    isAccessibleForFree; None where it says nothing), and `corrections` are the notes it marks as corrections, which
    stand in `blocks` too where they are printed with the text. None of these is part of what an article says.
    """

    headline: str = ""
    standfirst: str = ""
    blocks: tuple[Block, ...] = ()
    byline: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    canonical_url: str | None = None
    robots: tuple[str, ...] = ()
    section: str | None = None
    amp_url: str | None = None
    accessible_for_free: bool | None = None
    corrections: tuple[str, ...] = ()

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
        robots: tuple[str, ...] = (),
        section: str | None = None,
        amp_url: str | None = None,
        accessible_for_free: bool | None = None,
        corrections: Iterable[str] = (),
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
            "robots": robots,
            "section": section,
            "amp_url": amp_url,
            "accessible_for_free": accessible_for_free,
            "corrections": tuple(corrections),
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
    the SHA-256 of the bytes it was read from ("" where a withdrawal forbade to keep them), `previous` the SHA-256 of
    the record before it. `reverts_to` names an earlier version that says the same. `robots` is what the page and its
    header asked of robots (`noarchive`, `noindex`). `set_aside` is what was ignored when it was compared with the
    version before.
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
    robots: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    schema: int = 1


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A version's snapshot read again by a later extractor; the version itself stays as it is."""

    key: ReadingKey
    text: ArticleText
    read_at: datetime
    schema: int = 1
