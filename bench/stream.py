"""`changed/terms` twice: pair by pair, as the scorer does, and as a stream in time order with learned furniture.

In the stream each page is an article of its host: its first snapshot is learned from when it is first met, and every
later pair is compared with what was learned before its day. What is set aside is printed on standard error. The stream
must lose no recall.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from afterprint.errors import NotAnArticle
from afterprint.extract import extract_article
from afterprint.extract.first_look import page_digest
from afterprint.extract.text import words
from afterprint.model import ArticleText
from afterprint.record.furniture_memory import learned, set_aside, without
from afterprint.rows import FurnitureRow
from bench.score import CORPORA
from bench.timing import Figure


@dataclass
class Memory:
    """What was learned of each host, and which pages it was learned from."""

    hosts: dict[str, FurnitureRow] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)


def figures() -> Iterator[Figure]:
    """Recall of text changes and false alarms per 1,000, alone and as a stream; how often anything was set aside."""
    path = CORPORA / "terms" / "pairs.jsonl.xz"
    if not path.exists():
        return
    pairs = sorted(_pairs(str(path)), key=lambda pair: pair["time"])
    memory = Memory()
    said = [_look(pair, memory) for pair in pairs]
    for name, place in (("alone", 0), ("stream", 1)):
        yield from _rates(name, pairs, [each[place] for each in said])
    yield Figure("pairs in which something was set aside", sum(aside > 0 for *_, aside in said), "pairs")
    known = [paragraph for row in memory.hosts.values() for paragraph in row.known]
    yield Figure("hosts with a memory", len(memory.hosts), "hosts")
    yield Figure("paragraphs remembered", len(known), "paragraphs")
    yield Figure("of these with four witnesses", sum(len(each.witnesses) >= 4 for each in known), "paragraphs")


def _pairs(path: str) -> Iterator[dict[str, Any]]:
    """The pairs with their pages read, so that the pages themselves need not be kept.

    What the first look settles is the same, as in a watch, and only read where the page is met for the first time.
    """
    met: set[str] = set()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for pair in map(json.loads, lines):
            before, after = pair.pop("old"), pair.pop("new")
            page = f"{pair['collection']}/{pair['path']}"
            is_settled = page_digest(before.encode()) == page_digest(after.encode())
            old = ArticleText() if is_settled and page in met else _read(before, pair["url"])
            new = old if is_settled else _read(after, pair["url"])
            met.add(page)
            yield {**pair, "old": old, "new": new}


@lru_cache(maxsize=4)
def _read(html: str, url: str) -> ArticleText:
    try:
        return extract_article(html.encode(), url)
    except NotAnArticle:
        return ArticleText()


def _look(pair: dict[str, Any], memory: Memory) -> tuple[bool, bool, int]:
    """Whether the text differs, alone and with furniture set aside; and how many paragraphs were."""
    day = datetime.fromtimestamp(pair["time"], UTC).date()
    host, page = pair["host"], f"{pair['collection']}/{pair['path']}"
    row = memory.hosts.get(host) or FurnitureRow(host=host)
    if page not in memory.pages:
        memory.pages.add(page)
        row = learned(row, page, pair["old"], day=day)
        memory.hosts[host] = row
    old, new = pair["old"], pair["new"]
    if _said(old) == _said(new):
        return False, False, 0
    aside = set_aside(row, page, old, new, day=day)
    for each in aside:
        print(pair["id"], page, each, file=sys.stderr)
    return True, _said(without(old, aside)) != _said(without(new, aside)), len(aside)


def _said(text: ArticleText) -> list[str]:
    return words(" ".join((text.headline, *text.paragraphs)))


def _rates(name: str, pairs: list[dict[str, Any]], said: list[bool]) -> Iterator[Figure]:
    seen: dict[str, list[bool]] = defaultdict(list)
    for pair, each in zip(pairs, said, strict=True):
        seen["text" if pair["text_changed"] else "other" if pair["changed"] else "quiet"].append(each)
    yield Figure(f"{name}: recall_text", sum(seen["text"]) / len(seen["text"]), "share")
    yield Figure(f"{name}: false_per_1000", 1000 * sum(seen["quiet"]) / len(seen["quiet"]), "pairs")
