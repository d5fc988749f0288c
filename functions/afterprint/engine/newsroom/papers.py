"""The papers, their stories and the edits scripted for them, as the files under papers/ hold them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

PAPERS = Path(__file__).parent / "papers"


class TrueKind(StrEnum):
    """What an editor did, in the newsroom's own words."""

    PUBLISHED = "published"
    TYPO = "typo"
    FIGURE = "figure"
    QUOTE = "quote"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    REWRITE = "rewrite"
    CORRECTION = "correction"
    ADDED = "added"
    MOVED = "moved"
    REVERT = "revert"
    DELETED = "deleted"


@dataclass(frozen=True, kw_only=True)
class ScriptedEdit:
    """One edit: when, and what it does to the article. Paragraphs are counted from 1, as they stand before it.

    Replacements come first, each passage occurring exactly once in the body; then `move`, `insert`, `remove`, of which
    an edit has one, or `insert` and `remove` with numbers that both speak of the paragraphs before the edit.
    """

    after: int  # minutes after publication
    kind: TrueKind
    declared: bool = False  # does the date of the last change move?
    headline: str | None = None
    standfirst: str | None = None
    replace: tuple[tuple[str, str], ...] = ()
    insert_after: int = 0
    insert: tuple[str, ...] = ()
    remove: tuple[int, ...] = ()
    move: tuple[int, int] | None = None  # from, to
    note: str | None = None  # a correction note, at the foot of the article
    revert: bool = False  # back to what the article said two edits ago
    gone: int | None = None  # 404 or 410 from now on


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article as first published, and what happens to it.

    A paragraph that begins with `## ` is a heading, one with `- ` an item of a list. `{weekday}` stands for the day of
    publication.
    """

    slug: str
    published: int  # minutes after the newsroom's start, or before it where negative
    section: str
    byline: str
    topics: tuple[str, ...]
    caption: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    edits: tuple[ScriptedEdit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A fictional paper: how it presents itself, where its feeds lie, what it prints."""

    id: str
    name: str
    motto: str
    path: str  # of an article, with {slug}, {section} and {number}
    feed: str
    feed_format: Literal["rss", "atom"]
    stories: tuple[Story, ...]
    shelf: tuple[str, ...]  # headings of its evergreen pages, for lists and promotions
    sitemap: str | None = None
    crawl_delay: int | None = None
    declares_changes: bool = True
    validators: Literal["etag", "last-modified"] | None = None  # what its answers carry
    tracking: str = ""  # what its feed appends to every link

    @cached_property
    def story_at(self) -> dict[str, Story]:
        """Path → story."""
        return {self.path_of(story): story for story in self.stories}

    def path_of(self, story: Story) -> str:
        number = 4100 + 7 * self.stories.index(story)
        return self.path.format(slug=story.slug, section=story.section.lower(), number=number)


def read_papers(folder: Path = PAPERS) -> tuple[Paper, ...]:
    """Every paper in `folder`, by file name. The files are part of the program: a mistake in one is a fault."""
    return tuple(
        msgspec.convert(tomllib.loads(file.read_text("utf-8")), Paper) for file in sorted(folder.glob("*.toml"))
    )
