"""What the page says about the article: byline, times, language, addresses, section, paywall, corrections.

Its headline is a matter of its own, see headline.py.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from afterprint.extract import jsonld
from afterprint.extract.blocks import PageBlock, cut
from afterprint.extract.dates import read_date, read_printed_date
from afterprint.extract.furniture import class_words, is_correction
from afterprint.extract.headline import host_word
from afterprint.extract.page import Page
from afterprint.extract.text import ends_sentence, fold, key, words

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
    r"^(?:(?:written |reported |words |story |text )?by|von|par|por|di|door|av|af|przez|text|autor(?:in)?"
    r"|автор|текст|بقلم|文)[\s:・]+|^authors?:\s*",
    re.I,
)
_NAME_PARTERS = re.compile(r"\s*(?:[,;|/•·\n]|\s(?:and|und|et|y|e|och|og|en|i|&)\s)\s*")
_BYLINE_WORDS = frozenset(
    ("byline", "bylines", "author", "authors", "authorname", "autor", "autore", "auteur", "writer")
)
_NOT_NAME_WORDS = frozenset(words("bio date description desc image img avatar photo title role social follow time"))
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.I)
_DATE_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_-])")
_SECTIONS = ("article:section", "articlesection", "parsely-section", "section")
_FREE = {"true": True, "free": True, "false": False, "locked": False, "metered": False}
_CORRECTION_WORDS = frozenset(("correction", "corrections", "corrigendum", "erratum", "clarification", "amendment"))
_MOST_NOTES = 20
_LEAST_NOTE = 5  # words
_MOSTLY_LINK = 0.5
_LONGEST_SECTION = 100
_LONGEST_NAME = 60
_LONGEST_URL = 2_000
_LONGEST_LINE = 120
_NEAR = 40
_NEAR_ABOVE = 12
_BYLINE_LINES = 4
_BY_ALONE = re.compile(
    r"(?:(?:written|reviewed|posted|updated|medically reviewed) )?by:?|authors?:?|von|par|por|di|door", re.I
)
_AUTHOR_PAGE = re.compile(r"/(?:author|autor|auteur|autore|auteure|autoren|reporter|journalist)(?:e?s|in)?/", re.I)


def byline(page: Page, headline: str) -> str:
    """The authors' names, joined by ", ": from JSON-LD, else from meta elements, else from a byline as printed.

    The name of the site or its publisher is taken only where nobody else is named.
    """
    publisher = {key(page.meta("og:site_name")), key(jsonld.text(page.article_item.get("publisher"))), ""}
    publisher.add(host_word(page.url))
    named = ""
    for names in map(_clean_names, _authors(page, headline)):
        people = [name for name in names if key(name) not in publisher]
        if people:
            return ", ".join(people)
        named = named or ", ".join(names)
    return named


def _authors(page: Page, headline: str) -> Iterator[list[str]]:
    """The names that each source gives, most trusted first."""
    yield jsonld.names(page.article_item.get("author"))
    yield [name for field in _AUTHORS for name in page.metas.get(field, ())]
    yield _printed_authors(page, headline)


def published(page: Page, headline: str) -> datetime | None:
    """When the page says the article was published: JSON-LD, meta elements, a time element, its address, its print.

    A printed date is believed last: in a time element, or in a short line soon after the headline or just before it.
    """
    declared = [jsonld.text(page.article_item.get("datePublished")), *(page.meta(name) for name in _PUBLISHED)]
    declared += [jsonld.text(item.get("datePublished")) for item in page.linked_data if "webpage" in jsonld.types(item)]
    declared += _marked(page, "datePublished")
    declared += [element.get("datetime") or "" for element in page.elements("time")][:3]
    declared += ["-".join(match.groups()) for match in _DATE_IN_URL.finditer(page.url)][:1]
    told = next((found for found in map(read_date, filter(None, declared)) if found), None)
    return told or next((found for found in map(read_printed_date, _dated_lines(page, headline)) if found), None)


def modified(page: Page) -> datetime | None:
    """When the page says it was last changed: JSON-LD, else meta elements, else a time element marked so."""
    declared = [jsonld.text(page.article_item.get("dateModified")), *(page.meta(name) for name in _MODIFIED)]
    declared += _marked(page, "dateModified")
    return next((found for found in map(read_date, filter(None, declared)) if found), None)


def _marked(page: Page, name: str) -> list[str]:
    """What elements that microdata calls `name` say for machines (HTML microdata, and the old `abbr` pattern)."""
    marked = (element for element in page.elements("time", "abbr", "span") if name in (element.get("itemprop") or ""))
    return [element.get("datetime") or element.get("content") or element.get("title") or "" for element in marked]


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
    return _linked(page, "canonical")


def amp_url(page: Page) -> str | None:
    """The absolute http(s) address of `link rel=amphtml`, resolved against the page's; else None."""
    return _linked(page, "amphtml")


def section(page: Page) -> str | None:
    """The part of the publication that the page names first: JSON-LD articleSection, else meta elements."""
    told = jsonld.text(page.article_item.get("articleSection")) or page.meta(*_SECTIONS)
    return told if 0 < len(told) <= _LONGEST_SECTION else None


def accessible_for_free(page: Page) -> bool | None:
    """What the page says of a paywall: schema.org isAccessibleForFree, else article:content_tier; None if nothing."""
    items = (page.article_item, *page.linked_data)
    told = next((item["isAccessibleForFree"] for item in items if "isAccessibleForFree" in item), None)
    name = str(told if isinstance(told, bool | str) else page.meta("article:content_tier")).lower()
    return _FREE.get(re.split(r"[/#:]", name)[-1])


def corrections(page: Page, blocks: Sequence[PageBlock]) -> tuple[str, ...]:
    """The notes that the page marks as corrections, in order: JSON-LD `correction`, then blocks marked so.

    A block is marked by how it opens, or by the class of it or its parent.
    """
    declared = page.article_item.get("correction")
    values = declared if isinstance(declared, list) else [declared]
    notes = [jsonld.text(value.get("text") if isinstance(value, dict) else value) for value in values[:_MOST_NOTES]]
    notes += [block.text for block in blocks if is_correction(block) or _is_marked_correction(block)]
    return tuple({key(note): note for note in reversed(notes) if key(note)}.values())[::-1][:_MOST_NOTES]


def _is_marked_correction(block: PageBlock) -> bool:
    if block.linked >= _MOSTLY_LINK:
        return False
    parent = block.owner.getparent()
    near = [element for element in (block.owner, parent) if element is not None]
    marked = any(not _CORRECTION_WORDS.isdisjoint(class_words(element)) for element in near)
    return marked and len(words(block.text)) >= _LEAST_NOTE


def _linked(page: Page, relation: str) -> str | None:
    for link in page.elements("link"):
        if relation not in (link.get("rel") or "").lower().split() or not (link.get("href") or "").strip():
            continue
        try:
            url = urljoin(page.url, fold(link.get("href") or ""))
            parts = urlsplit(url)
            if parts.scheme in ("http", "https") and parts.hostname and len(url) <= _LONGEST_URL:
                return url
        except ValueError:
            continue
    return None


def _dated_lines(page: Page, headline: str) -> Iterator[str]:
    """Lines that may print the date of publication: time elements, then what stands close below the headline."""
    yield from (fold(element.text_content()) for element in islice(page.elements("time"), 3))
    yield from (text for _, text in _below_headline(page, headline) if not ends_sentence(text))
    yield from (text for text in _above_headline(page, headline) if not ends_sentence(text))


def _below_headline(page: Page, headline: str) -> Iterator[tuple[HtmlElement, str]]:
    """The elements soon after a printing of the headline that hold a short text, and these texts."""
    wanted = key(headline)
    left = 0
    for element in page.root.iter("*") if wanted else ():
        if _prints(element, wanted):
            left = _NEAR
        elif left and element.tag not in ("script", "style"):
            left -= 1
            text = fold(element.text_content())
            if text and len(text) <= _LONGEST_LINE:
                yield element, text


def _above_headline(page: Page, headline: str) -> Iterator[str]:
    """The short texts of the few elements just before the first printing of the headline, the nearest first."""
    wanted = key(headline)
    before: deque[HtmlElement] = deque(maxlen=_NEAR_ABOVE)
    for element in page.root.iter("*") if wanted else ():
        if _prints(element, wanted):
            texts = (fold(each.text_content()) for each in reversed(before) if each.tag not in ("script", "style"))
            yield from (text for text in texts if text and len(text) <= _LONGEST_LINE)
            return
        before.append(element)


def _prints(element: HtmlElement, wanted: str) -> bool:
    return element.tag in ("h1", "h2", "h3") and wanted in key(element.text_content())


def _printed_authors(page: Page, headline: str) -> list[str]:
    rel = (fold(element.text_content()) for element in page.elements("a") if (element.get("rel") or "") == "author")
    names = [name for name in rel if name and len(name) <= _LONGEST_NAME]
    if names:
        return names
    for element in page.elements("address", "div", "li", "p", "span", "a", "cite", "font"):
        if _is_byline(element):
            line = _byline_of(element)
            if line:
                return [line]
    return _linked_authors(page, headline)


def _byline_of(element: HtmlElement) -> str:
    """The first line of a byline that names somebody; empty where the element is a box that tells of a life."""
    whole = fold(element.text_content())
    if len(whole) > 2 * _LONGEST_NAME:
        return ""
    lines = [block.text for block in cut(element)] or [whole]
    names = (line for line in lines if not _BY_ALONE.fullmatch(line) and read_printed_date(line) is None)
    return next(names, "") if len(lines) <= _BYLINE_LINES else ""


def _linked_authors(page: Page, headline: str) -> list[str]:
    """The texts of links to an author's page right below the headline."""
    links = (element for element, _ in _below_headline(page, headline) if element.tag == "a")
    names = (fold(link.text_content()) for link in links if _AUTHOR_PAGE.search(link.get("href") or ""))
    return list(dict.fromkeys(name for name in names if len(name) <= _LONGEST_NAME))


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
            if name and len(name) <= _LONGEST_NAME and sum(map(str.isalpha, name)) > 1:
                found.setdefault(key(name), name)
    return list(found.values())


def _case_of_tag(tag: str) -> str:
    first, *rest = tag.split("-")
    sized = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join([first.lower(), *sized])
