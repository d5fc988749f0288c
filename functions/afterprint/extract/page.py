"""A page as it came: decoded and parsed once, for the body, the metadata and the verdicts alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from afterprint.errors import NotAnArticle
from afterprint.extract import jsonld
from afterprint.extract.text import fold, printable
from afterprint.web import decode

MAX_BYTES = 20_000_000
_HTML_TYPES = ("html", "xml")
_OTHER_FORMATS = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"{",
    b"[",
    b"OggS",
)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)[\s>]", re.S)
_TAG = re.compile(r"<[a-zA-Z!/]")
_END_OF_BODY = re.compile(r"</(?:body|html)\s*>", re.I)
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\s([^>]{4000,})")
_QUOTED = re.compile(r"\"[^\"]*(?:\"|$)|'[^']*(?:'|$)")
_MOST_ATTRIBUTES = 1000
_MOST_ELEMENTS = 20_000
_TOO_DEEP = etree.XPath(f"boolean({'/*' * 401})")


@dataclass(frozen=True)
class Page:
    """A parsed page: its tree (never changed), its address, and what its head declares."""

    root: HtmlElement
    url: str
    metas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    held: tuple[HtmlElement, ...] = ()
    """All elements of the tree: held, they are not made anew by each pass over it."""

    @cached_property
    def linked_data(self) -> tuple[jsonld.Item, ...]:
        """The items of its JSON-LD, damaged ones left out (JSON-LD 1.1 §7, schema.org)."""
        scripts = self.root.iter("script")
        return jsonld.items(script.text or "" for script in scripts if is_linked_data(script))

    @cached_property
    def article_item(self) -> jsonld.Item:
        """The JSON-LD item that describes the article; empty where none does."""
        return jsonld.article(self.linked_data)

    def meta(self, *names: str) -> str:
        """The first non-empty `content` of a meta element with one of these names or properties, in that order."""
        return next((value for name in names for value in self.metas.get(name, ())), "")

    def elements(self, *tags: str) -> Iterator[HtmlElement]:
        """Elements with these names, in document order."""
        found: Iterator[HtmlElement] = self.root.iter(*tags)
        return found

    @cached_property
    def title(self) -> str:
        """The text of its title element."""
        element = next((found for found in self.root.iter("title") if not _in_drawing(found)), None)
        return fold(element.text_content()) if element is not None else ""

    @cached_property
    def declares_article(self) -> bool:
        """Whether its metadata say that it is an article."""
        return bool(self.article_item) or "article" in self.meta("og:type").lower()

    @cached_property
    def is_monstrous(self) -> bool:
        """Whether it has more than 20,000 elements or 400 levels: more than foreign means read in seconds."""
        return len(self.held) > _MOST_ELEMENTS or bool(_TOO_DEEP(self.root))


def read_page(body: bytes, url: str, content_type: str | None) -> Page:
    """Decode and parse `body`.

    Raises NotAnArticle: `not_html` where the content type or the bytes say so, `empty` where there is nothing.
    """
    _refuse_other_formats(body, url, content_type)
    text = printable(decode(body[:MAX_BYTES], content_type))
    if not text.strip():
        raise NotAnArticle(url, "empty")
    if _FEED.match(text) or not _TAG.search(text):
        raise NotAnArticle(url, "not_html")
    text = _LONG_TAG.sub(_without_attribute_flood, text)
    # What follows these end tags is the body's all the same (HTML §13.2.6.4.19, "after body"); libxml2 drops it.
    text = _END_OF_BODY.sub("", text)
    # Up to 2,048 levels deep: without `huge_tree` libxml2 drops silently whatever lies below level 254.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    # lxml.html's own parser asks Python for the class of each element, each time that it is met.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        root = lxml.html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise NotAnArticle(url, "empty") from error
    return Page(root, url, _metas(root), tuple(root.iter()))


def _without_attribute_flood(tag: re.Match[str]) -> str:
    """A start tag bare of its attributes where it has more than a thousand: libxml2 compares each with all others."""
    flooded = len(_QUOTED.sub("", tag[2]).split()) > _MOST_ATTRIBUTES
    return f"<{tag[1]} " if flooded else tag[0]


def is_linked_data(script: HtmlElement) -> bool:
    """Whether a script element holds JSON-LD."""
    return "ld+json" in (script.get("type") or "").lower()


def _refuse_other_formats(body: bytes, url: str, content_type: str | None) -> None:
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type and not any(name in media_type for name in _HTML_TYPES) and media_type != "application/octet-stream":
        raise NotAnArticle(url, "not_html")
    if body.lstrip()[:8].startswith(_OTHER_FORMATS):
        raise NotAnArticle(url, "not_html")


def _metas(root: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = fold(meta.get("content") or "")
        if not content:
            continue
        names = {(meta.get(attribute) or "").strip().lower() for attribute in ("property", "name", "itemprop")}
        names.add((meta.get("http-equiv") or "").strip().lower())
        for name in names - {""}:
            found.setdefault(name, []).append(content)
    return {name: tuple(values) for name, values in found.items()}


def _in_drawing(element: HtmlElement) -> bool:
    return next(element.iterancestors("svg"), None) is not None
