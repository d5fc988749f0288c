"""Finding articles: what feeds, sitemaps and lists of sources name, and which of it is to be watched.

The parsers are loaded on first use: choosing needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from afterprint.discover.select import Candidate, Selection, select
from afterprint.model import Feed, FeedEntry, Sitemap, SitemapChild, SitemapEntry
from afterprint.web.address import canonical_url, resolve_url

if TYPE_CHECKING:
    from afterprint.discover.feed import read_feed
    from afterprint.discover.opml import OpmlSource, read_opml
    from afterprint.discover.sitemap import read_sitemap

__all__ = [
    "Candidate",
    "Feed",
    "FeedEntry",
    "OpmlSource",
    "Selection",
    "Sitemap",
    "SitemapChild",
    "SitemapEntry",
    "canonical_url",
    "read_feed",
    "read_opml",
    "read_sitemap",
    "resolve_url",
    "select",
]

_PARSERS = {"read_feed": "feed", "OpmlSource": "opml", "read_opml": "opml", "read_sitemap": "sitemap"}


def __getattr__(name: str) -> Any:
    if name in _PARSERS:
        return getattr(import_module(f"{__name__}.{_PARSERS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
