"""The readings that the cage knows by name. Loaded inside only: this is where the parsers are."""

from __future__ import annotations

from collections.abc import Mapping

from afterprint.cage.child import Task
from afterprint.discover import read_feed, read_sitemap
from afterprint.extract import extract_article
from afterprint.model import ArticleText, Feed, Sitemap


def article(body: bytes, url: str, fields: Mapping[str, str]) -> ArticleText:
    return extract_article(body, url, fields.get("content-type"))


def feed(body: bytes, url: str, fields: Mapping[str, str]) -> Feed:
    return read_feed(body, url, fields)


def sitemap(body: bytes, url: str, fields: Mapping[str, str]) -> Sitemap:
    return read_sitemap(body, url)


TASKS: dict[str, Task] = {"article": article, "feed": feed, "sitemap": sitemap}
