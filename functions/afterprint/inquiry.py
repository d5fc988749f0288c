"""Answers on demand, which nothing else prepares: whose an address is, and any two versions of an article compared.

Nothing is fetched and nothing is written; each answer reads a fixed number of rows and records. What it may show is
decided by the text policy, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from afterprint.errors import BadURL, NotStored
from afterprint.model import ArticleKey, TextPolicy, VersionKey
from afterprint.ports import Archive, Catalog, Clock

if TYPE_CHECKING:
    from afterprint.publish.marks import Passage
    from afterprint.publish.views import FoldView, RowView

LONGEST_URL = 4096
MOST_CHARACTERS = 400_000
"""Of two versions' bodies together; longer ones are not compared on demand."""


class TooLong(ValueError):
    """The two versions are too long to be compared while somebody waits."""


def look_up(url: str, *, catalog: Catalog, site_url: str = "") -> dict[str, Any] | None:
    """The article that an address belongs to, and where to read of it; None where none is watched there.

    Raises BadURL where it is no web address.
    """
    from afterprint.publish import paths
    from afterprint.web.address import canonical_url, resolve_url

    if len(url) > LONGEST_URL:
        raise BadURL(url[:100], "is too long")
    owner = catalog.address(canonical_url(resolve_url(url)))
    row = catalog.article(owner.host, owner.article) if owner else None
    if row is None or row.is_new:
        return None
    path = row.key.path
    return {
        "source": row.key.source,
        "article": row.key.article,
        "url": row.url,
        "versions": row.versions,
        "state": row.state.value,
        "page": paths.absolute(paths.article(row.key), site_url),
        "feed": paths.absolute(paths.feed(path, "atom"), site_url),
        "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
    }


def compared(
    article: ArticleKey,
    old: int,
    new: int,
    *,
    archive: Archive,
    clock: Clock,
    policy: TextPolicy,
    honoured: bool = True,
) -> dict[str, Any]:
    """Version `old` beside version `new`, as far as `policy` shows it; `old` may be the later one. `honoured` is as in
    `publish.visible`.

    Raises NotStored where there are no two such versions, TooLong where they are.
    """
    from afterprint.pipeline import change_between
    from afterprint.publish import visible

    if min(old, new) < 1 or old == new:
        raise NotStored(f"{article.path}/{old}-{new}")
    before, after = archive.version(VersionKey(article, old)), archive.version(VersionKey(article, new))
    if sum(len(block.text) for version in (before, after) for block in version.text.blocks) > MOST_CHARACTERS:
        raise TooLong(f"{article.path}/{old}-{new}")
    view = visible(change_between(before, after, archive=archive, clock=clock), policy, honoured=honoured)
    return {
        "source": article.source,
        "article": article.article,
        "old": old,
        "new": new,
        "url": view.url,
        "old_headline": _pieces(view.old_headline),
        "headline": _pieces(view.headline),
        "old_seen_at": view.old_seen_at.isoformat() if view.old_seen_at else None,
        "seen_at": view.seen_at.isoformat(),
        "summary": view.summary,
        "disclosure": view.disclosure,
        "kinds": {kind.value: number for kind, number in view.kinds},
        "rows": [_row(row) for row in view.rows],
    }


def _row(row: RowView | FoldView) -> dict[str, Any]:
    from afterprint.publish.views import FoldView

    if isinstance(row, FoldView):
        return {"unchanged": row.count, "texts": list(row.texts)}
    return {"kind": row.kind, "block": row.block, "old": _pieces(row.old), "new": _pieces(row.new)}


def _pieces(passage: Passage | None) -> list[list[str]] | None:
    """A passage as pairs of mark ("", "del", "ins", "woven") and text."""
    return None if passage is None else [[piece.mark.value, piece.text] for piece in passage]
