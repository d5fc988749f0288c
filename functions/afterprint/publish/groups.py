"""The documents that a change does not write at once: in groups, each rendered by a timer, at most hourly.

A change marks the groups that it made stale (`marks_of`, `later.mark`), and the timer renders what is marked
(`later.render_stale`). A mark is `{group}/{part}`, such as `months/2026-11`: a part is what is rendered together.

To add a group, append it to `GROUPS`. `parts_of` says which parts an entered line makes stale, from the line alone,
without reading anything. `documents` gives what a part consists of, in the order in which it is to be written: paths,
each rendered by `Documents.render` when its turn comes, or whole documents, for what is made together with others. Only
what differs is written. A document that other documents link to comes before them. Lists that `Documents` reads are
kept while a part is rendered, so that they are read once.

Whatever tells of a single record must be among the parts of that record's line: a withdrawal renders these at once, and
removes those of their paths at which nothing is rendered any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from afterprint.model import ArticleKey
from afterprint.ports import Document
from afterprint.publish import gathered, paths, words
from afterprint.rows import IndexLine

if TYPE_CHECKING:
    from afterprint.publish.documents import Documents


@dataclass(frozen=True, kw_only=True)
class Group:
    """Documents of one sort that are rendered later."""

    name: str
    parts_of: Callable[[IndexLine], Iterable[str]]
    documents: Callable[[Documents, str], Iterable[str | Document]]


def marks_of(line: IndexLine) -> list[str]:
    """The marks of all that an entered line makes stale."""
    return [f"{group.name}/{part}" for group in GROUPS.values() for part in group.parts_of(line)]


def documents_of(mark: str, documents: Documents) -> Iterable[str | Document]:
    """What a mark's part consists of; nothing where no such group is known (any more)."""
    name, _, part = mark.partition("/")
    group = GROUPS.get(name)
    return group.documents(documents, part) if group else ()


def _months_of(line: IndexLine) -> list[str]:
    return [words.month_of(line.stored_at)] if line.is_news else []


def _source_of(line: IndexLine) -> list[str]:
    return [line.article.source]


def _article_of(line: IndexLine) -> list[str]:
    return [line.article.path]


def _kinds_of(line: IndexLine) -> list[str]:
    return [kind.name for kind in gathered.kinds_of(line)]


def _feeds_of(line: IndexLine) -> list[str]:
    """Which feeds' archives are stale: `{owner}/{month}`, of the feed of all `*/{month}`."""
    if not line.is_news:
        return []
    owners = ["", line.article.source, *(kind.owner for kind in gathered.kinds_of(line))]
    return [archive_part(owner, line) for owner in owners]


def archive_part(owner: str, line: IndexLine) -> str:
    """The part of a feed's archives in which a line stands."""
    return f"{owner or '*'}/{words.month_of(line.stored_at)}"


def _archives(documents: Documents, part: str) -> list[str]:
    """A month's parts, and the newest two of the month before, which change by what is entered after them.

    The newest becomes an archive, and the one before it leads on to that.
    """
    owner, _, month = part.rpartition("/")
    owner = "" if owner == "*" else owner
    before = documents.feeds.month_before(owner, month)
    ended = documents.feeds.parts(owner, before)[-2:] if before else []
    return [*ended, *documents.feeds.parts(owner, month)]


def _sitemaps(_documents: Documents, month: str) -> list[str]:
    return [paths.sitemap(month), paths.SITEMAP]


GROUPS: dict[str, Group] = {
    group.name: group
    for group in (
        Group(name="sources", parts_of=_source_of, documents=lambda _, source: [paths.source(source)]),
        Group(name="months", parts_of=_months_of, documents=lambda documents, month: documents.month_paths(month)),
        Group(
            name="time-maps",
            parts_of=_article_of,
            documents=lambda _, article: [paths.time_map(ArticleKey(*article.split("/")))],
        ),
        Group(name="kinds", parts_of=_kinds_of, documents=lambda _, kind: paths.feeds(paths.kind_owner(kind))),
        Group(name="archives", parts_of=_feeds_of, documents=_archives),
        Group(name="sitemaps", parts_of=_months_of, documents=_sitemaps),
    )
}
