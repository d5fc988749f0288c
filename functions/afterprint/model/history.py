"""A whole history read from its newest text: when each passage of it entered, and what was taken out on the way."""

from __future__ import annotations

from dataclasses import dataclass

from afterprint.model.article import BlockKind
from afterprint.model.change import Part


@dataclass(frozen=True)
class Stretch:
    """A stretch of text, and the text of the history (counted from 0) in which it first stood where it stands."""

    text: str
    since: int


@dataclass(frozen=True)
class TracedBlock:
    """A block of the newest body, cut into stretches; joined, they are its text."""

    stretches: tuple[Stretch, ...]
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, kw_only=True)
class Removal:
    """A passage that the newest text has no more: where it stood, since which text, and the first that lacked it."""

    part: Part
    text: str
    since: int
    gone: int


@dataclass(frozen=True, kw_only=True)
class TextHistory:
    """The newest of several texts of an article with the origin of each passage, and all removals, in their order."""

    headline: tuple[Stretch, ...] = ()
    standfirst: tuple[Stretch, ...] = ()
    byline: tuple[Stretch, ...] = ()
    blocks: tuple[TracedBlock, ...] = ()
    removals: tuple[Removal, ...] = ()
