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

from afterprint.ports import Document
from afterprint.publish import paths, words
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


GROUPS: dict[str, Group] = {
    group.name: group
    for group in (
        Group(name="sources", parts_of=_source_of, documents=lambda _, source: [paths.source(source)]),
        Group(name="months", parts_of=_months_of, documents=lambda documents, month: documents.month_paths(month)),
    )
}
