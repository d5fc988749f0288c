"""Reading sitemaps (sitemaps.org 0.9), news sitemaps among them, and sitemap indexes."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from afterprint.errors import BadFeed, BadURL
from afterprint.model import Sitemap, SitemapChild, SitemapEntry
from afterprint.web.address import resolve_url

MAX_BYTES = 50 * 1024 * 1024
"""sitemaps.org: a sitemap is at most 50 MiB uncompressed."""

MAX_ENTRIES = 50_000
GZIP = b"\x1f\x8b"


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """The sitemap or sitemap index in `body` (XML, or that gzipped), fetched from `url`.

    Addresses are made absolute; those that cannot be are passed over. Entities are not expanded and nothing is
    fetched. Raises BadFeed for anything else.
    """
    try:
        return _read(_root(_plain(body, url), url), url)
    except UnicodeDecodeError as error:  # lxml hands out lone surrogates that recovery let through only like this
        raise BadFeed(url, "not a sitemap: characters that are none") from error


def _read(root: Any, url: str) -> Sitemap:
    kind = _name(root)
    if kind == "sitemapindex":
        return Sitemap(children=tuple(child for each in _every(root, "sitemap") if (child := _child(each, url))))
    if kind == "urlset":
        return Sitemap(entries=tuple(entry for each in _every(root, "url") if (entry := _entry(each, url))))
    raise BadFeed(url, f"not a sitemap: its root is <{kind}>")


def _plain(body: bytes, url: str) -> bytes:
    if not body.startswith(GZIP):
        if len(body) > MAX_BYTES:
            raise BadFeed(url, f"larger than {MAX_BYTES} bytes")
        return body
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = decoder.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise BadFeed(url, f"damaged gzip: {error}") from error
    if decoder.unconsumed_tail:
        raise BadFeed(url, f"larger than {MAX_BYTES} bytes")
    return plain


def _root(body: bytes, url: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFeed(url, f"not a sitemap: {error}") from error
    if root is None:
        raise BadFeed(url, "not a sitemap: no XML")
    return root


def _every(root: Any, name: str) -> list[Any]:
    return [element for element in root if _name(element) == name][:MAX_ENTRIES]


def _name(element: Any) -> str:
    """The local name: many sitemaps get the namespace wrong, and mean the same."""
    # Not by QName, which refuses names that a recovering parser lets through.
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def _texts(element: Any) -> dict[str, str]:
    """The texts of an element's children, the first of each local name."""
    found: dict[str, str] = {}
    for inner in element:
        text = " ".join((inner.text or "").split())
        if text:
            found.setdefault(_name(inner), text)
    return found


def _entry(element: Any, url: str) -> SitemapEntry | None:
    texts = _texts(element)
    loc = _absolute(texts.get("loc"), url)
    if loc is None:
        return None
    # Pictures and films have titles and dates of their own, which say nothing of the article.
    news = next((_texts(inner) for inner in element if _name(inner) == "news"), {})
    return SitemapEntry(
        loc=loc,
        published=_time(news.get("publication_date")),
        modified=_time(texts.get("lastmod")),
        title=news.get("title"),
    )


def _child(element: Any, url: str) -> SitemapChild | None:
    texts = _texts(element)
    loc = _absolute(texts.get("loc"), url)
    return SitemapChild(loc=loc, modified=_time(texts.get("lastmod"))) if loc else None


def _absolute(loc: str | None, url: str) -> str | None:
    try:
        return resolve_url(loc, url or None) if loc else None
    except BadURL:
        return None


def _time(value: str | None) -> datetime | None:
    """A W3C datetime, as the format has it, or an e-mail's, as some sitemaps have it."""
    moment = _read_time(value) if value else None
    if moment is None:
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None


def _read_time(value: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(value)
        except (ValueError, OverflowError):
            continue
    return None
