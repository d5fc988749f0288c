"""What the page says about the article: headline, byline, times, language, canonical address.

The printed headline comes first: it is what readers see and what an editor changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from afterprint.extract import jsonld
from afterprint.extract.dates import read_date
from afterprint.extract.furniture import class_words
from afterprint.extract.page import Page
from afterprint.extract.text import fold, key, words

_SITE_PARTERS = re.compile(r"\s+[|–—\-•·»/:]+\s+|\s*[|]\s*")
_TITLES = ("og:title", "twitter:title")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_PUBLISHED = (
    "article:published_time", "datepublished", "og:published_time", "article:published", "parsely-pub-date",
    "publish-date", "pubdate", "dc.date.issued", "dcterms.created", "dc.date", "date", "sailthru.date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "datemodified", "og:updated_time", "article:modified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified",
)  # fmt: skip
_BY = re.compile(
    r"^(?:(?:written |reported |words |story |text )?by|von|par|por|di|door|av|af|przez|text|autor(?:in)?)[\s:]+", re.I
)
_NAME_PARTERS = re.compile(r"\s*(?:[,;|/•·\n]|\s(?:and|und|et|y|e|och|og|en|i|&)\s)\s*")
_BYLINE_WORDS = frozenset(("byline", "bylines", "author", "authors", "autor", "autore", "auteur", "writer"))
_NOT_NAME_WORDS = frozenset(words("bio date description desc image img avatar photo title role social follow time"))
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.I)
_DATE_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_-])")
_LONGEST_NAME = 60
_LONGEST_URL = 2_000


def headline(page: Page) -> str:
    """The headline as printed, without a kicker before it; where none is printed, the declared one.

    Of several level-one headings, the one that the metadata agree with is meant; where JSON-LD names a headline that
    shares hardly a word with any of them, they are the site's name or a section's. Site names are cut off titles.
    """
    declared = [text for text in _declared_headlines(page) if text]
    printed = _headings(page, "h1")
    for found in (printed, _headings(page, "h2", "h3")):
        chosen = next((text for text in declared if any(_is_end(text, other) for other in found)), None)
        if chosen:
            return chosen
    named = _linked_headline(page)
    if named and printed:
        return _agreeing(printed, [named]) or named
    longest = max(printed, key=lambda text: len(words(text)), default="")
    return _agreeing(printed, declared) or longest or next(iter(declared), "")


def byline(page: Page) -> str:
    """The authors' names, joined by ", ": from JSON-LD, else from meta elements, else from a byline as printed.

    The name of the site or its publisher is taken only where nobody else is named.
    """
    sources = (
        jsonld.names(page.article_item.get("author")),
        [name for field in _AUTHORS for name in page.metas.get(field, ())],
        _printed_authors(page),
    )
    cleaned = [_clean_names(names) for names in sources]
    publisher = {key(page.meta("og:site_name")), key(jsonld.text(page.article_item.get("publisher"))), ""}
    people = [[name for name in names if key(name) not in publisher] for names in cleaned]
    return next((", ".join(names) for names in (*people, *cleaned) if names), "")


def published(page: Page) -> datetime | None:
    """When the page says the article was published: JSON-LD, meta elements, a time element, its address."""
    declared = [jsonld.text(page.article_item.get("datePublished")), *(page.meta(name) for name in _PUBLISHED)]
    declared += [element.get("datetime") or "" for element in page.elements("time")][:3]
    declared += ["-".join(match.groups()) for match in _DATE_IN_URL.finditer(page.url)][:1]
    return next((found for found in map(read_date, filter(None, declared)) if found), None)


def modified(page: Page) -> datetime | None:
    """When the page says it was last changed: JSON-LD, else meta elements, else a time element marked so."""
    declared = [jsonld.text(page.article_item.get("dateModified")), *(page.meta(name) for name in _MODIFIED)]
    marked = (element for element in page.elements("time") if "dateModified" in (element.get("itemprop") or ""))
    declared += [element.get("datetime") or "" for element in marked]
    return next((found for found in map(read_date, filter(None, declared)) if found), None)


def language(page: Page) -> str | None:
    """The page's BCP 47 tag: of the html element, else og:locale, else content-language."""
    root = page.root if page.root.tag == "html" else page.root.getroottree().getroot()
    declared = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
                page.meta("og:locale"), page.meta("content-language", "language", "inlanguage"),
                jsonld.text(page.article_item.get("inLanguage")))  # fmt: skip
    for text in declared:
        match = _LANGUAGE.fullmatch((text or "").strip().replace("_", "-"))
        if match:
            return _case_of_tag(match[0])
    return None


def canonical_url(page: Page) -> str | None:
    """The absolute http(s) address of `link rel=canonical` (RFC 6596), resolved against the page's; else None."""
    for link in page.elements("link"):
        if "canonical" not in (link.get("rel") or "").lower().split() or not (link.get("href") or "").strip():
            continue
        try:
            url = urljoin(page.url, fold(link.get("href") or ""))
            parts = urlsplit(url)
            if parts.scheme in ("http", "https") and parts.hostname and len(url) <= _LONGEST_URL:
                return url
        except ValueError:
            continue
    return None


def _declared_headlines(page: Page) -> Iterator[str]:
    yield _linked_headline(page)
    for name in _TITLES:
        yield without_site(page.meta(name), page)
    yield without_site(page.title, page)


def _linked_headline(page: Page) -> str:
    return jsonld.text(page.article_item.get("headline"))


def _agreeing(printed: list[str], declared: list[str]) -> str | None:
    return next((text for text in printed if any(_overlap(text, other) >= 0.5 for other in declared)), None)


def without_site(title: str, page: Page) -> str:
    """`title` without the name of the site behind (or before) a separator."""
    parts = _SITE_PARTERS.split(title)
    if len(parts) < 2:
        return title
    site = {key(page.meta("og:site_name")), key(page.meta("application-name")), _host_word(page.url)} - {""}
    separators = _SITE_PARTERS.findall(title)
    if _is_site(parts[-1], site):
        return fold(title[: title.rindex(separators[-1])])
    if _is_site(parts[0], site):
        return fold(title[len(parts[0]) + len(separators[0]) :])
    return title


def _is_site(part: str, site: set[str]) -> bool:
    name = key(part)
    return bool(name) and any(name == other or (len(other) > 3 and (other in name or name in other) and len(name) > 2)
                              for other in site) and len(words(part)) <= 6  # fmt: skip


def _host_word(url: str) -> str:
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    return key(max(labels[:-1], key=len, default=""))


def _headings(page: Page, *tags: str) -> list[str]:
    return [text for text in (fold(element.text_content()) for element in page.elements(*tags)) if text]


def _is_end(text: str, printed: str) -> bool:
    """Whether a heading is this text behind a kicker."""
    return bool(key(text)) and key(printed).endswith(key(text)) and len(printed) < 2 * len(text) + 20


def _overlap(one: str, other: str) -> float:
    first, second = set(words(one)), set(words(other))
    return len(first & second) / max(1, min(len(first), len(second)))


def _printed_authors(page: Page) -> list[str]:
    rel = (fold(element.text_content()) for element in page.elements("a") if (element.get("rel") or "") == "author")
    names = [name for name in rel if name and len(name) <= _LONGEST_NAME]
    if names:
        return names
    for element in page.elements("address", "div", "li", "p", "span", "a", "cite"):
        if _is_byline(element):
            text = fold(element.text_content())
            if text and len(text) <= 2 * _LONGEST_NAME:
                return [text]
    return []


def _is_byline(element: HtmlElement) -> bool:
    if "author" in (element.get("itemprop") or "").split():
        return True
    found = class_words(element)
    return not found.isdisjoint(_BYLINE_WORDS) and found.isdisjoint(_NOT_NAME_WORDS)


def _clean_names(names: list[str]) -> list[str]:
    found: dict[str, str] = {}
    for written in names:
        if "://" in written or "@" in written:
            continue
        for part in _NAME_PARTERS.split(_BY.sub("", written)):
            name = _BY.sub("", fold(part)).strip(" .-–—")
            if name and len(name) <= _LONGEST_NAME and any(map(str.isalpha, name)):
                found.setdefault(key(name), name)
    return list(found.values())


def _case_of_tag(tag: str) -> str:
    first, *rest = tag.split("-")
    sized = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join([first.lower(), *sized])
