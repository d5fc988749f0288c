"""What feeds and sitemaps say: lists that name articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One entry. Markup in title and summary stays as it was; times are aware and in UTC, None where unreadable."""

    id: str | None = None
    link: str | None = None
    title: str | None = None
    summary: str | None = None
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed and its entries in the feed's order; `subtitle` is an RSS channel's description."""

    title: str | None = None
    link: str | None = None
    id: str | None = None
    subtitle: str | None = None
    summary: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    entries: tuple[FeedEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SitemapEntry:
    """One address; times are aware and in UTC, read as UTC where they name no zone."""

    loc: str
    published: datetime | None = None  # news:publication_date
    modified: datetime | None = None  # lastmod
    title: str | None = None  # news:title


@dataclass(frozen=True, kw_only=True)
class SitemapChild:
    """One sitemap that an index names."""

    loc: str
    modified: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Sitemap:
    """A sitemap's entries, or the sitemaps that an index names, in document order."""

    entries: tuple[SitemapEntry, ...] = ()
    children: tuple[SitemapChild, ...] = ()
