"""All feeds of the site as one list that a feed reader takes in at once: OPML 2.0. Same watchlist, same bytes."""

from __future__ import annotations

from xml.etree import ElementTree

from afterprint.model import Watchlist
from afterprint.publish import paths
from afterprint.publish.gathered import KINDS, owner_of
from afterprint.publish.xml import add, clean, serialise

TITLE = "Afterprint: feeds of edits"


def opml(watchlist: Watchlist) -> bytes | None:
    """The list; None where the site's address is not known, since a reader needs whole addresses."""
    if not watchlist.site_url:
        return None
    root = ElementTree.Element("opml", {"version": "2.0"})
    add(add(root, "head"), "title", TITLE)
    body = add(root, "body")
    _outline(body, "All edits", "", paths.LATEST, watchlist)
    for source in watchlist.sources:
        _outline(body, f"{source.name}: edits", source.id, paths.source(source.id), watchlist)
    for kind in KINDS:
        _outline(body, kind.title, kind.owner, paths.FEEDS, watchlist)
    for search in watchlist.searches:
        _outline(body, f"Search: {search.name}", owner_of(search), paths.FEEDS, watchlist)
    return serialise(root)


def _outline(body: ElementTree.Element, text: str, owner: str, page: str, watchlist: Watchlist) -> None:
    address = paths.absolute(paths.feed(owner, "atom"), watchlist.site_url)
    home = paths.absolute(page, watchlist.site_url)
    named = clean(text)
    add(body, "outline", type="atom", text=named, title=named, xmlUrl=address, htmlUrl=home)
