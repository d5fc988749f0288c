"""Sitemaps (sitemaps.org 0.9) by month, and robots.txt. Same lines, same bytes.

Where the site asks not to be indexed (`noindex`, as it does unless told otherwise) there are no sitemaps, as a sitemap
asks for the opposite; robots.txt forbids nothing even so, since a page that may not be read cannot say `noindex`.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from afterprint.model import ChangeKey, Watchlist
from afterprint.publish import paths, words
from afterprint.publish.xml import add, serialise
from afterprint.rows import IndexLine

ADDRESSES = 25_000
"""Of so many lines a month's sitemap tells, the newest; each has at most two addresses, and 50,000 are allowed."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(watchlist: Watchlist) -> bytes:
    """robots.txt (RFC 9309)."""
    rules = "User-agent: *\nDisallow:\n"
    if _may_be_listed(watchlist):
        rules += f"\nSitemap: {paths.absolute(paths.SITEMAP, watchlist.site_url)}\n"
    return rules.encode()


def sitemap_index(newest: Sequence[IndexLine], watchlist: Watchlist) -> bytes | None:
    """The index of sitemaps, of the newest line of each month; None where there is to be none."""
    if not _may_be_listed(watchlist) or not newest:
        return None
    root = ElementTree.Element("sitemapindex", {"xmlns": _NAMESPACE})
    for line in newest:
        node = add(root, "sitemap")
        add(node, "loc", paths.absolute(paths.sitemap(words.month_of(line.stored_at)), watchlist.site_url))
        add(node, "lastmod", words.iso(line.stored_at))
    return serialise(root)


def sitemap(lines: Sequence[IndexLine], watchlist: Watchlist) -> bytes | None:
    """The pages of a month's changes and of their articles, newest first; None where there is to be none."""
    if not _may_be_listed(watchlist) or not lines:
        return None
    root = ElementTree.Element("urlset", {"xmlns": _NAMESPACE})
    seen: set[str] = set()
    for line in lines:
        of_change = [paths.change(line.key)] if isinstance(line.key, ChangeKey) else []
        for path in (*of_change, paths.article(line.article)):
            if path not in seen:
                seen.add(path)
                node = add(root, "url")
                add(node, "loc", paths.absolute(path, watchlist.site_url))
                add(node, "lastmod", words.iso(line.stored_at))
    return serialise(root)


def _may_be_listed(watchlist: Watchlist) -> bool:
    return bool(watchlist.site_url) and not watchlist.noindex
