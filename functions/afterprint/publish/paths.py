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
    FEEDS = "feeds"
    FEED = "feed"
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
FORMATS = ("atom", "rss")


@dataclass(frozen=True, kw_only=True)
class Place:
    """What stands at a path. A feed of all has neither source nor article; one of a source has no article."""

    kind: Kind
    source: str = ""
    article: str = ""
    old: int = 0
    new: int = 0
    month: str = ""
    page: int = 1
    format: str = ""
    file: str = ""

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
        (r"feeds/all\.(?P<format>atom|rss)", Kind.FEED),
        (rf"{_MONTH}/index\.html", Kind.MONTH),
        (rf"{_MONTH}/page-(?P<page>[2-9]|[1-9]\d{{1,5}})\.html", Kind.MONTH),
        (rf"{_SOURCE}/index\.html", Kind.SOURCE),
        (rf"{_SOURCE}/feed\.(?P<format>atom|rss)", Kind.FEED),
        (rf"{_ARTICLE}/index\.html", Kind.ARTICLE),
        (rf"{_ARTICLE}/feed\.(?P<format>atom|rss)", Kind.FEED),
        (rf"{_ARTICLE}/(?P<old>{_NUMBER})-(?P<new>{_NUMBER})\.html", Kind.CHANGE),
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
    return Place(kind=kind, month=month, **numbers, **found)  # type: ignore[arg-type]  # the rest are strings


def change(key: ChangeKey) -> str:
    return f"{key.article.path}/{key.name}.html"


def article(key: ArticleKey) -> str:
    return f"{key.path}/index.html"


def source(source_id: str) -> str:
    return f"{source_id}/index.html"


def month(month_id: str, page: int = 1) -> str:
    """The page of a month (`2026-11`), counted from the oldest."""
    folder = month_id.replace("-", "/")
    return f"{folder}/index.html" if page == 1 else f"{folder}/page-{page}.html"


def feed(owner: str, form: str) -> str:
    """The feed of an article (`source/article`), of a source (`source`) or of all (""), as `atom` or `rss`."""
    return f"{owner}/feed.{form}" if owner else f"feeds/all.{form}"


def feeds(owner: str) -> list[str]:
    return [feed(owner, form) for form in FORMATS]


def to_root(path: str) -> str:
    """What leads from the folder of `path` back to the site's root: "" or `../` and so on."""
    return "../" * path.count("/")


def absolute(path: str, site_url: str) -> str:
    """The address of a document where the site's address is known, else its path; folders without `index.html`."""
    if not site_url:
        return path
    return site_url + (path.removesuffix("index.html") if path.endswith("/index.html") or path == LATEST else path)
