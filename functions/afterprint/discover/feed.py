"""Reading feeds: RSS, Atom and RDF in all their dialects, by feedparser."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any

import feedparser

from afterprint.errors import BadFeed
from afterprint.model import Feed, FeedEntry

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SURROGATES = re.compile(rb"(?:&#(?:x0*d[89a-f][0-9a-f]{2}|0*5[5-7][0-9]{3});)+", re.IGNORECASE)


def read_feed(body: bytes, url: str, headers: Mapping[str, str] | None = None) -> Feed:
    """The feed in `body`, fetched from `url` with these answer headers; relative links are resolved.

    Ill-formed feeds are read as far as they go. Raises BadFeed for what is no feed at all, such as a web page.
    """
    told = {"content-location": url, **{name.lower(): value for name, value in (headers or {}).items()}}
    if not url:
        del told["content-location"]
    told.pop("content-encoding", None)  # was taken off before
    # feedparser opens what it takes for an address or a file's name, bytes among them; a stream it only reads.
    stream = BytesIO(_SURROGATES.sub(_joined, body))
    try:
        read = feedparser.parse(stream, response_headers=told, sanitize_html=False, resolve_relative_uris=bool(url))
    except Exception as error:  # whatever a hostile or broken body brings out of the parsers beneath
        raise BadFeed(url, f"cannot be read: {type(error).__name__}") from error
    if not read.get("entries") and not read.get("version"):
        raise BadFeed(url, "a web page, not a feed" if _HTML.search(body[:2000]) else "not a feed")
    feed = read.feed
    return Feed(
        title=_text(feed, "title"),
        link=_text(feed, "link"),
        id=_text(feed, "id"),
        subtitle=_text(feed, "subtitle"),
        summary=_text(feed, "summary"),
        published=_time(feed, "published_parsed"),
        updated=_time(feed, "updated_parsed"),
        entries=tuple(_entry(entry) for entry in read.entries),
    )


def _joined(match: re.Match[bytes]) -> bytes:
    """Character references to UTF-16 surrogates as the characters they mean; a lone one, which is none, as U+FFFD."""
    codes = [int(code[1:], 16) if code[:1] in b"xX" else int(code) for code in match[0][2:-1].split(b";&#")]
    units = b"".join(code.to_bytes(2, "big") for code in codes)
    return b"".join(b"&#%d;" % ord(character) for character in units.decode("utf-16-be", "replace"))


def _entry(entry: Any) -> FeedEntry:
    return FeedEntry(
        id=_text(entry, "id"),
        link=_text(entry, "link"),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        published=_time(entry, "published_parsed"),
        updated=_time(entry, "updated_parsed"),
    )


def _text(thing: Any, name: str) -> str | None:
    value = thing.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def _time(thing: Any, name: str) -> datetime | None:
    """feedparser's parsed times are in UTC."""
    # Asked through `dict`, since feedparser hands out the publication time where there is no time of an update.
    value = dict.get(thing, name)
    if not isinstance(value, struct_time):
        return None
    try:
        return datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None
