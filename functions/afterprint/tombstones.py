"""Tombstones: what was taken down, when and why, kept in its place so that it is not written again.

A tombstone's name follows from what it covers, so one look tells, and none is ever listed:

* `withdrawn/{source}/{article}/article.json` covers every record of an article;
* `withdrawn/{source}/{article}/{versions|readings|changes|events}/{name}.json` covers one record, and that of a version
  its readings, too;
* `withdrawn/snapshots/{2 hex}/{sha256}.json` covers the bytes with this digest;
* `withdrawn/{source}/{article}/passages/{sha256}.json` covers no record: it keeps what became of a passage's removal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from afterprint.model import ArticleKey


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """What stands in place of something that was taken down. Holds none of its text.

    `path` is its own, `what` says in a word what was removed: article, version, passage, change, event, snapshot.
    `removed` has the SHA-256 (hex) of the removed bytes by the path where they lay; a snapshot's is that of the page.
    `documents` are those of the site that told of it, `versions` the numbers that went. Of a passage, `digest` is the
    SHA-256 of its folded words, and `words` their number.
    """

    path: str
    what: str
    withdrawn_at: datetime
    reason: str
    removed: dict[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()
    digest: str = ""
    words: int = 0
    schema: int = 1


def tombstones_of(path: str) -> tuple[str, ...]:
    """The paths of the tombstones that cover the record or snapshot at `path`, the widest first.

    `path` is as the keys (`model.VersionKey.path` and its like, `model.snapshot_path`) spell it; ValueError otherwise.
    """
    kind, *rest = path.split("/")
    if kind == "snapshots" and len(rest) == 2:
        return (f"withdrawn/{kind}/{rest[0]}/{rest[1].removesuffix('.gz')}.json",)
    if kind not in {"versions", "readings", "changes", "events"} or len(rest) != 3:
        raise ValueError(f"not the path of a record: {path!r}")
    source, article, name = rest
    folder = f"withdrawn/{source}/{article}"
    own = f"{folder}/{kind}/{name}"
    if kind == "readings":
        return (f"{folder}/article.json", f"{folder}/versions/{name.partition('.')[0]}.json", own)
    return (f"{folder}/article.json", own)


def own_tombstone(path: str) -> str:
    """The path of the tombstone that covers the record or snapshot at `path` and nothing beside it."""
    return tombstones_of(path)[-1]


def tombstone_of_article(key: ArticleKey) -> str:
    """The path of the tombstone that covers every record of an article."""
    return f"withdrawn/{key.path}/article.json"


def tombstone_of_passage(key: ArticleKey, digest: str) -> str:
    """The path of the tombstone of a passage, by the SHA-256 of its folded words."""
    return f"withdrawn/{key.path}/passages/{digest}.json"


def is_withdrawn(path: str, has: Callable[[str], bool]) -> bool:
    """Whether the record or snapshot at `path` was taken down; `has` is the archive's."""
    return any(map(has, tombstones_of(path)))
