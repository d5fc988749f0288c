"""Any two versions of an article, beside each other."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from afterprint.api.exchange import Refused
from afterprint.errors import NotStored
from afterprint.model import ArticleKey, Version, VersionKey, Watchlist
from afterprint.ports import Archive, Clock
from afterprint.tombstones import is_withdrawn

if TYPE_CHECKING:
    from afterprint.publish.marks import Passage
    from afterprint.publish.views import ChangeView, FoldView, RowView

MOST_CHARACTERS = 400_000
"""Of two versions' bodies together; longer ones are not compared while somebody waits."""


def compared(
    article: ArticleKey, old: int, new: int, *, archive: Archive, clock: Clock, watchlist: Watchlist
) -> ChangeView:
    """Version `old` beside version `new`, as far as the text policy shows it; `old` may be the later one.

    Raises Refused: where one was never there or was withdrawn, and where they are too long.
    """
    from afterprint.pipeline import change_between
    from afterprint.publish import visible
    from afterprint.publish.policy import honours

    if old == new:
        raise Refused(
            HTTPStatus.BAD_REQUEST, "old and new are the same version", parameter="new", remedy="give another number"
        )
    before, after = (_version(VersionKey(article, number), archive=archive) for number in (old, new))
    if sum(len(block.text) for version in (before, after) for block in version.text.blocks) > MOST_CHARACTERS:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"the two versions have more than {MOST_CHARACTERS:,} characters together",
            remedy="compare them on the command line: afterprint diff --data DIRECTORY ARTICLE OLD NEW",
        )
    change = change_between(before, after, archive=archive, clock=clock)
    return visible(change, watchlist.text, honoured=honours(watchlist, article.source))


def _version(key: VersionKey, *, archive: Archive) -> Version:
    try:
        return archive.version(key)
    except NotStored as error:
        if is_withdrawn(key.path, archive.has):
            raise Refused(HTTPStatus.GONE, f"version {key.number} of this article was withdrawn") from error
        detail = f"there is no version {key.number} of this article"
        raise Refused(HTTPStatus.NOT_FOUND, detail, remedy="look at the article's page for its versions") from error


def told(view: ChangeView) -> dict[str, Any]:
    """A comparison as data: passages as pairs of mark ("", "del", "ins", "woven") and text."""
    return {
        "source": view.key.article.source,
        "article": view.key.article.article,
        "old": view.key.old,
        "new": view.key.new,
        "url": view.url,
        "old_headline": _pieces(view.old_headline),
        "headline": _pieces(view.headline),
        "old_seen_at": view.old_seen_at.isoformat() if view.old_seen_at else None,
        "seen_at": view.seen_at.isoformat(),
        "summary": view.summary,
        "disclosure": view.disclosure.value if view.disclosure else None,
        "kinds": {kind.value: number for kind, number in view.kinds},
        "note": view.note,
        "rows": [_row(row) for row in view.rows],
    }


def _row(row: RowView | FoldView) -> dict[str, Any]:
    from afterprint.publish.views import FoldView

    if isinstance(row, FoldView):
        return {"unchanged": row.count, "texts": list(row.texts)}
    return {
        "kind": row.kind.value,
        "part": row.label or row.block.value,
        "old": _pieces(row.old),
        "new": _pieces(row.new),
    }


def _pieces(passage: Passage | None) -> list[list[str]] | None:
    return None if passage is None else [[piece.mark.value, piece.text] for piece in passage]
