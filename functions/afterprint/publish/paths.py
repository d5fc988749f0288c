"""Where every document of the site lies: one table from paths to what stands there, and back.

Paths are relative to the site's root, without a leading slash. Names of sources never collide with the site's own
folders, since the watchlist refuses those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from afterprint.model import ArticleKey, ChangeKey


class Kind(StrEnum):
    LATEST = "latest"
    MONTH = "month"
    SOURCES = "sources"
    SOURCE = "source"
    ARTICLE = "article"
    CHANGE = "change"
    CHANGE_DATA = "change as data"
    ARTICLE_DATA = "article as data"
    TIME_MAP = "time map"
    FEEDS = "feeds"
    FEED = "feed"
    ARCHIVE = "archive of a feed"
    SITEMAP = "sitemap"
    ROBOTS = "robots"
    SCHEMA = "schema"
    OPML = "list of feeds"
    ABOUT = "about"
    SEARCH = "search"
    NOT_FOUND = "not found"
    STATIC = "static"


LATEST = "index.html"
SOURCES = "sources.html"
FEEDS = "feeds/index.html"
OPML = "feeds/all.opml"
ABOUT = "about.html"
SEARCH = "search.html"
NOT_FOUND = "404.html"
STYLESHEET = "static/style.css"
SCRIPT = "static/reader.js"
ICON = "static/icon.svg"
STATIC = (STYLESHEET, SCRIPT, ICON)
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
CHANGE_SCHEMA = "schemas/change.json"
ARTICLE_SCHEMA = "schemas/article.json"
FORMATS = ("atom", "rss", "json")


@dataclass(frozen=True, kw_only=True)
class Place:
    """What stands at a path.

    A feed of all has neither source nor article; one of a source has no article; one of a search or of a kind has its
    name alone. `page` counts from 1; of an archive 0 is the newest page of its month. The
    index of sitemaps has no month.
    """

    kind: Kind
    source: str = ""
    article: str = ""
    old: int = 0
    new: int = 0
    month: str = ""
    page: int = 1
    format: str = ""
    file: str = ""
    search: str = ""
    of_kind: str = ""

    @property
    def owner(self) -> str:
        """Whose feed it is, as `feed` takes it."""
        if self.search:
            return search_owner(self.search)
        if self.of_kind:
            return kind_owner(self.of_kind)
        return f"{self.source}/{self.article}" if self.article else self.source

    @property
    def article_key(self) -> ArticleKey:
        return ArticleKey(self.source, self.article)

    @property
    def change_key(self) -> ChangeKey:
        return ChangeKey(self.article_key, self.old, self.new)


_SOURCE = r"(?P<source>[a-z0-9-]{1,40})"
_ARTICLE = rf"{_SOURCE}/(?P<article>[a-z2-7]{{16}})"
_MONTH = r"(?P<year>\d{4})/(?P<month>0[1-9]|1[0-2])"
_NUMBER = r"0|[1-9]\d{0,8}"
_FORMAT = r"(?P<format>atom|rss|json)"
_ARCHIVED = r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<page>[1-9]\d{0,5}))?\.(?P<format>atom)"
_SEARCH = r"searches/(?P<search>[a-z0-9-]{1,40})"
_KIND = r"feeds/kinds/(?P<of_kind>[a-z-]{1,40})"
_TABLE: tuple[tuple[re.Pattern[str], Kind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (re.escape(LATEST), Kind.LATEST),
        (re.escape(SOURCES), Kind.SOURCES),
        (re.escape(FEEDS), Kind.FEEDS),
        (re.escape(OPML), Kind.OPML),
        (re.escape(ABOUT), Kind.ABOUT),
        (re.escape(SEARCH), Kind.SEARCH),
        (re.escape(NOT_FOUND), Kind.NOT_FOUND),
        (f"(?P<file>{'|'.join(map(re.escape, STATIC))})", Kind.STATIC),
        (re.escape(SITEMAP), Kind.SITEMAP),
        (re.escape(ROBOTS), Kind.ROBOTS),
        (rf"(?P<file>{re.escape(CHANGE_SCHEMA)}|{re.escape(ARTICLE_SCHEMA)})", Kind.SCHEMA),
        (rf"feeds/all\.{_FORMAT}", Kind.FEED),
        (rf"feeds/all/{_ARCHIVED}", Kind.ARCHIVE),
        (rf"{_KIND}/feed\.{_FORMAT}", Kind.FEED),
        (rf"{_KIND}/feed/{_ARCHIVED}", Kind.ARCHIVE),
        (rf"{_SEARCH}/feed\.{_FORMAT}", Kind.FEED),
        (rf"{_SEARCH}/feed/{_ARCHIVED}", Kind.ARCHIVE),
        (rf"{_MONTH}/sitemap\.xml", Kind.SITEMAP),
        (rf"{_MONTH}/index\.html", Kind.MONTH),
        (rf"{_MONTH}/page-(?P<page>[2-9]|[1-9]\d{{1,5}})\.html", Kind.MONTH),
        (rf"{_SOURCE}/index\.html", Kind.SOURCE),
        (rf"{_SOURCE}/feed\.{_FORMAT}", Kind.FEED),
        (rf"{_SOURCE}/feed/{_ARCHIVED}", Kind.ARCHIVE),
        (rf"{_ARTICLE}/index\.html", Kind.ARTICLE),
        (rf"{_ARTICLE}/index\.json", Kind.ARTICLE_DATA),
        (rf"{_ARTICLE}/timemap\.link", Kind.TIME_MAP),
        (rf"{_ARTICLE}/feed\.{_FORMAT}", Kind.FEED),
        (rf"{_ARTICLE}/(?P<old>{_NUMBER})-(?P<new>{_NUMBER})\.html", Kind.CHANGE),
        (rf"{_ARTICLE}/(?P<old>{_NUMBER})-(?P<new>{_NUMBER})\.json", Kind.CHANGE_DATA),
    )
)


def place(path: str) -> Place | None:
    """What stands at `path`; None where nothing of the site ever does."""
    for pattern, kind in _TABLE:
        if match := pattern.fullmatch(path):
            found = {name: value for name, value in match.groupdict().items() if value is not None}
            return _place(kind, found)
    return None


def _place(kind: Kind, found: dict[str, str]) -> Place:
    year = found.pop("year", "")
    month = f"{year}-{found.pop('month')}" if year else ""
    numbers = {name: int(found.pop(name)) for name in ("old", "new", "page") if name in found}
    if kind is Kind.ARCHIVE:
        numbers.setdefault("page", 0)
    return Place(kind=kind, month=month, **numbers, **found)  # type: ignore[arg-type]  # the rest are strings


def change(key: ChangeKey) -> str:
    return f"{key.article.path}/{key.name}.html"


def change_data(key: ChangeKey) -> str:
    """The change's page as data."""
    return f"{key.article.path}/{key.name}.json"


def article(key: ArticleKey) -> str:
    return f"{key.path}/index.html"


def article_data(key: ArticleKey) -> str:
    """The article's page as data."""
    return f"{key.path}/index.json"


def time_map(key: ArticleKey) -> str:
    return f"{key.path}/timemap.link"


def source(source_id: str) -> str:
    return f"{source_id}/index.html"


def month(month_id: str, page: int = 1) -> str:
    """The page of a month (`2026-11`), counted from the oldest."""
    folder = month_id.replace("-", "/")
    return f"{folder}/index.html" if page == 1 else f"{folder}/page-{page}.html"


def sitemap(month_id: str) -> str:
    """The sitemap of a month (`2026-11`)."""
    return f"{month_id.replace('-', '/')}/sitemap.xml"


def search_owner(name: str) -> str:
    """Who owns the feeds of a saved search."""
    return f"searches/{name}"


def kind_owner(name: str) -> str:
    """Who owns the feeds of a kind of edit."""
    return f"feeds/kinds/{name}"


def feed(owner: str, form: str) -> str:
    """A feed as `atom`, `rss` or `json`.

    Its owner is an article (`source/article`), a source (`source`), all (""), or what `search_owner` or `kind_owner`
    gives.
    """
    return f"{owner}/feed.{form}" if owner else f"feeds/all.{form}"


def feeds(owner: str) -> list[str]:
    return [feed(owner, form) for form in FORMATS]


def archive(owner: str, month_id: str, page: int = 0) -> str:
    """A page of the archive of an owner's Atom feed: of a month, counted from the oldest; 0 for the newest."""
    number = f"-{page}" if page else ""
    return f"{feed(owner, 'atom').removesuffix('.atom')}/{month_id}{number}.atom"


_TYPES = {
    "html": "text/html",
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain",
    "link": "application/link-format",
    "opml": "text/x-opml",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}


def content_type(path: str) -> str:
    """The media type and charset of a document; of what is none of the site's, of bytes."""
    extension = path.rsplit(".", 1)[-1]
    if extension not in _TYPES:
        return "application/octet-stream"
    of_feed = extension == "json" and (found := place(path)) is not None and found.kind is Kind.FEED
    return f"{'application/feed+json' if of_feed else _TYPES[extension]}; charset=utf-8"


def to_root(path: str) -> str:
    """What leads from the folder of `path` back to the site's root: "" or `../` and so on."""
    return "../" * path.count("/")


def absolute(path: str, site_url: str) -> str:
    """The address of a document where the site's address is known, else its path; folders without `index.html`."""
    if not site_url:
        return path
    return site_url + (path.removesuffix("index.html") if path.endswith("/index.html") or path == LATEST else path)
