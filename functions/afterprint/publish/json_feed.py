"""Feeds as JSON Feed 1.1, with what the Atom feed beside it has; the same bytes for the same entries."""

from __future__ import annotations

import json
from typing import Any

from afterprint.model import Watchlist
from afterprint.publish import feeds, pages, paths, words
from afterprint.publish.xml import clean

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: feeds.Feed, watchlist: Watchlist) -> bytes:
    """The feed in UTF-8. Its links are absolute: without the address of the site, those to it are left out."""
    value: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feeds.home(feed, watchlist),
        "feed_url": _address(feed.path("json"), watchlist),
        "description": feeds.describe(feed, watchlist.text),
        "authors": [_filled({"name": "Afterprint", "url": pages.weblink(watchlist.contact)})],
        "language": "en",
        "items": [_item(entry, watchlist) for entry in feed.entries],
    }
    return clean(json.dumps(_filled(value), ensure_ascii=False, indent=1)).encode() + b"\n"


def _item(entry: feeds.Entry, watchlist: Watchlist) -> dict[str, Any]:
    stored_at = words.iso(entry.stored_at)
    value = {
        "id": entry.id,
        "url": _address(entry.path, watchlist),
        "external_url": entry.original,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "date_published": stored_at,
        "date_modified": stored_at,
        "authors": [{"name": entry.source_name}],
        "tags": list(entry.categories),
        "language": entry.language,
    }
    return _filled(value)


def _address(path: str, watchlist: Watchlist) -> str:
    return paths.absolute(path, watchlist.site_url) if watchlist.site_url else ""


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known; a feed's list of items stays, though empty."""
    return {name: each for name, each in value.items() if each or name == "items"}
