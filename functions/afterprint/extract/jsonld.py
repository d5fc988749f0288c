"""JSON-LD as pages really carry it: damaged, nested and listed, read as far as it can be (schema.org's terms)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from afterprint.extract.text import fold

Item = dict[str, Any]

MAX_SCRIPT = 1_000_000
MAX_ITEMS = 500
MAX_DEPTH = 12
_ARTICLE_TYPES = ("article", "posting", "report", "review", "advertisercontentarticle")
_NOT_THE_ARTICLE = ("hasPart", "mentions", "itemListElement", "liveBlogUpdate", "comment", "publisher", "isPartOf")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", re.S)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LINE_BREAKS = str.maketrans("\r\n\t", "   ")


def items(scripts: Iterable[str]) -> tuple[Item, ...]:
    """Every object of these scripts, outermost first; what cannot be read is left out.

    A script of more than 1,000,000 characters, objects deeper than 12 levels and those after the 500th are ignored.
    """
    found: list[Item] = []
    for script in scripts:
        if len(script) <= MAX_SCRIPT:
            found.extend(_objects(_load(script)))
    return tuple(found[:MAX_ITEMS])


def article(found: Iterable[Item]) -> Item:
    """The item that describes an article: the first with a headline or a date, else the first; empty if none."""
    candidates = [item for item in found if is_article(item)]
    told = (item for item in candidates if item.get("headline") or item.get("datePublished"))
    return next(told, candidates[0] if candidates else {})


def is_article(item: Item) -> bool:
    """Whether the item's type is one of schema.org's articles."""
    return any(kind.endswith(_ARTICLE_TYPES) for kind in types(item))


def types(item: Item) -> tuple[str, ...]:
    """Its types in lower case, without a namespace."""
    declared = item.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return tuple(re.split(r"[/#:]", name)[-1].lower() for name in names if isinstance(name, str))


def text(value: object) -> str:
    """A text value folded to one line; of a list the first one, of an object its `@value` or `name`."""
    if isinstance(value, list):
        return next((found for found in map(text, value[:MAX_DEPTH]) if found), "")
    if isinstance(value, dict):
        inner = value.get("@value", value.get("name"))
        return _plain(inner) if isinstance(inner, str) else ""
    return _plain(value) if isinstance(value, str) else ""


def names(value: object) -> list[str]:
    """The names of persons and organisations in an `author` value, in order."""
    values = value[:MAX_ITEMS] if isinstance(value, list) else [value]
    found: list[str] = []
    for one in values:
        inner = one.get("name") if isinstance(one, dict) else one
        nested = inner if isinstance(inner, list) else [inner]
        found.extend(_plain(name) for name in nested if isinstance(name, str))
    return [name for name in found if name]


def _plain(value: str) -> str:
    """Character references are no part of JSON, but many pages escape twice."""
    return fold(html.unescape(value))


def _load(script: str) -> object:
    """What a script says, after repairs: comments around it, trailing commas, line breaks within strings."""
    stripped = _COMMENT.sub("", _COMMENT.sub("", script)).strip().rstrip(";")
    for attempt in (stripped, _TRAILING_COMMA.sub(r"\1", stripped.translate(_LINE_BREAKS))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int = 0) -> Iterator[Item]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for entry in value[:MAX_ITEMS]:
            yield from _objects(entry, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name, entry in value.items():
            if name not in _NOT_THE_ARTICLE and isinstance(entry, dict | list):
                yield from _objects(entry, depth + 1)


def paragraphs(value: str) -> list[str]:
    """The paragraphs of an articleBody: plain text whose line feeds part them."""
    plain = (_plain(line) for line in value.split("\n"))
    return [line for line in plain if line]
