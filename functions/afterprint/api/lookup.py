"""Has this address been edited? Whose it is, and what changed there."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from afterprint.api.exchange import Refused, bad_parameter
from afterprint.api.parameters import URL
from afterprint.errors import BadURL
from afterprint.model import Watchlist
from afterprint.ports import Catalog
from afterprint.rows import ArticleRow, IndexLine, State

if TYPE_CHECKING:
    from afterprint.publish.views import LineView

LISTED = 100
"""How many changes of an article are told, the newest ones."""


def look_up(url: str, *, catalog: Catalog) -> ArticleRow | None:
    """The article that an address belongs to, spelled like that or otherwise; None where none was read there.

    Raises Refused: where it is no web address, and where the article was withdrawn.
    """
    from afterprint.web.address import canonical_url, resolve_url

    try:
        owner = catalog.address(canonical_url(resolve_url(url)))
    except BadURL as error:
        raise bad_parameter(URL.name, f"url is no web address: {error.why}", URL.remedy) from error
    row = catalog.article(owner.host, owner.article) if owner else None
    if row is not None and row.state is State.WITHDRAWN:
        raise Refused(HTTPStatus.GONE, "what was watched at this address was withdrawn", parameter=URL.name)
    return None if row is None or row.is_new else row


def told(row: ArticleRow, *, catalog: Catalog, watchlist: Watchlist) -> dict[str, Any]:
    """An article and its changes, the newest first, with where to read of each."""
    from afterprint.publish import paths

    lines = [line for line in reversed(catalog.article_lines(row.key)) if line.is_news]
    edits = [line for line in lines if line.event is None]
    return {
        "source": row.key.source,
        "article": row.key.article,
        "url": row.url,
        "headline": row.headline,
        "versions": row.versions,
        "state": row.state.value,
        "edited": bool(edits),
        "edits": len(edits),
        "page": paths.absolute(paths.article(row.key), watchlist.site_url),
        "feed": paths.absolute(paths.feed(row.key.path, "atom"), watchlist.site_url),
        "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
        "changes": [line_told(shown(line, watchlist), watchlist) for line in lines[:LISTED]],
    }


def shown(line: IndexLine, watchlist: Watchlist) -> LineView:
    """What of an index line the text policy shows."""
    from afterprint.publish import listed
    from afterprint.publish.policy import honours

    return listed(line, watchlist.text, honoured=honours(watchlist, line.article.source))


def line_told(view: LineView, watchlist: Watchlist) -> dict[str, Any]:
    """A change or event as a search and a look-up list it."""
    from afterprint.publish import paths

    return {
        "name": view.name,
        "page": paths.absolute(view.path, watchlist.site_url),
        "headline": view.headline,
        "old_headline": view.old_headline or None,
        "summary": view.summary,
        "kinds": [view.event.value] if view.event else [kind.value for kind in view.kinds],
        "disclosure": view.disclosure.value if view.disclosure else None,
        "seen_at": view.seen_at.isoformat(),
        "unchanged_until": view.unchanged_until.isoformat() if view.unchanged_until else None,
    }


def site_path(watchlist: Watchlist, path: str) -> str:
    """Where a document lies for a reader of this site: below the site's own folder, "/" where none is known."""
    return f"{urlsplit(watchlist.site_url).path or '/'}{path.removesuffix('index.html')}"
