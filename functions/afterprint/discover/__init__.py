"""Finding articles: what feeds, sitemaps and lists of sources name, and which of it is to be watched."""

from afterprint.discover.feed import read_feed
from afterprint.discover.opml import OpmlSource, read_opml
from afterprint.discover.select import Candidate, Selection, select
from afterprint.discover.sitemap import read_sitemap
from afterprint.model import Feed, FeedEntry, Sitemap, SitemapChild, SitemapEntry
from afterprint.web.address import canonical_url, resolve_url

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
