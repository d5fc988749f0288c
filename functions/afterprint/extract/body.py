"""Which of a page's blocks are the article's body.

A chooser looks at the page and its blocks and answers with their indexes. It decides; it does not write: the text of a
chosen block is the page's own. `by_trafilatura` is one chooser; the one in use, classifier.py, asks it where in doubt.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from afterprint.extract.blocks import PageBlock
from afterprint.extract.page import Page
from afterprint.extract.text import key, words
from afterprint.model import BlockKind

Chooser = Callable[[Page, Sequence[PageBlock], str], frozenset[int]]
"""From a page, its blocks and its headline, the indexes of those that are the body. Never raises, whatever the page."""

_WINDOW = 16  # characters; long enough that two texts share one only if one quotes the other
_STEP = 4
_SHARED = 0.6  # share of a block's windows that must occur in the text found
_ROUNDING = 1e-9
_LONGEST_TEXT = 2_000_000
_PLAIN_WORDS = 8
_MOST_LINKED = 0.5
_ALIKE = 3


def by_trafilatura(page: Page, blocks: Sequence[PageBlock], _headline: str = "") -> frozenset[int]:
    """The blocks whose words trafilatura finds to be the main text; where it finds none, the densest ones.

    A page of more than 20,000 elements or 400 levels goes to the densest at once: trafilatura may take minutes there.
    """
    if page.is_monstrous:
        return densest(blocks)
    found = located(_trafilatura_texts(page), blocks)
    return once_only(blocks, found) or densest(blocks)


def located(texts: Sequence[str], blocks: Sequence[PageBlock]) -> frozenset[int]:
    """The blocks whose characters occur in `texts`: most of a long block's, all of a short one's."""
    whole = {key(text) for text in texts}
    longest = max(whole, key=lambda text: (len(text), text), default="")
    pieces = [longest, *sorted(text for text in whole if text not in longest)]
    stream = "\n".join(pieces)[:_LONGEST_TEXT]
    windows = {stream[start : start + _WINDOW] for start in range(max(0, len(stream) - _WINDOW + 1))}
    return frozenset(index for index, block in enumerate(blocks) if _occurs(block.key, whole, windows))


def once_only(blocks: Sequence[PageBlock], chosen: frozenset[int]) -> frozenset[int]:
    """`chosen` less copies of a text of six words or more that stand elsewhere than its heaviest neighbours.

    Pages print a passage again as a pull quote, as a teaser or in a menu for small screens; a list or a poem repeats
    itself in place, and that is text. The copies under the parent element that holds most of the chosen text stay.
    """
    weight: dict[HtmlElement | None, int] = defaultdict(int)
    copies: dict[str, list[int]] = defaultdict(list)
    for index in chosen:
        weight[blocks[index].owner.getparent()] += len(blocks[index].text)
        copies[blocks[index].key].append(index)
    kept: set[int] = set()
    for indexes in copies.values():
        if len(indexes) > 1 and len(words(blocks[indexes[0]].text)) >= 6:
            best = min(indexes, key=lambda index: (-weight[blocks[index].owner.getparent()], index))
            home = blocks[best].owner.getparent()
            kept.update(index for index in indexes if blocks[index].owner.getparent() is home)
        else:
            kept.update(indexes)
    return frozenset(kept)


def filled(blocks: Sequence[PageBlock], chosen: frozenset[int]) -> frozenset[int]:
    """`chosen` and the plain paragraphs and headings left out between its blocks.

    A gap is filled where a block stands under the same parent as at least three chosen ones, a paragraph with the
    very tag and class that theirs have; a heading also where each block has a parent of its own, and these are alike.
    Choosers stumble over names that are links, and over short headings.
    """
    if not chosen:
        return chosen
    marks: dict[tuple[object, ...], int] = defaultdict(int)
    parents: dict[HtmlElement | None, int] = defaultdict(int)
    rows: dict[tuple[object, ...], int] = defaultdict(int)
    for index in chosen:
        owner = blocks[index].owner
        marks[_mark(owner)] += 1
        parents[owner.getparent()] += 1
        rows[_row(owner)] += 1
    known = {blocks[index].key for index in chosen}
    found = set(chosen)
    for index in range(min(chosen), max(chosen)):
        block, owner = blocks[index], blocks[index].owner
        if index in chosen or block.linked >= _MOST_LINKED or block.key in known:
            continue
        heading = block.kind is BlockKind.HEADING and (
            parents[owner.getparent()] >= _ALIKE or rows[_row(owner)] >= _ALIKE
        )
        paragraph = owner.tag == "p" and marks[_mark(owner)] >= _ALIKE and len(words(block.text)) >= _PLAIN_WORDS
        if heading or paragraph:
            found.add(index)
    return frozenset(found)


def densest(blocks: Sequence[PageBlock]) -> frozenset[int]:
    """The plain sentences under the one parent that holds most of them: for pages too short for other means."""
    weight: dict[HtmlElement | None, int] = defaultdict(int)
    plain = [
        index
        for index, block in enumerate(blocks)
        if block.linked < _MOST_LINKED and len(words(block.text)) >= _PLAIN_WORDS
    ]
    for index in plain:
        weight[blocks[index].owner.getparent()] += len(blocks[index].text)
    if not weight:
        return frozenset()
    heaviest = max(weight.values())
    home = next(parent for parent, total in weight.items() if total == heaviest)
    return frozenset(index for index in plain if blocks[index].owner.getparent() is home)


def _mark(owner: HtmlElement) -> tuple[object, ...]:
    return owner.getparent(), owner.tag, owner.get("class")


def _row(owner: HtmlElement) -> tuple[object, ...]:
    """What the parents of blocks share that each stand in a row of their own; where one has no class, nothing."""
    parent = owner.getparent()
    return _mark(parent) if parent is not None and parent.get("class") else (owner,)


def _occurs(wanted: str, whole: set[str], windows: set[str]) -> bool:
    if wanted in whole:
        return bool(wanted)
    if len(wanted) < _WINDOW:
        return False
    starts = range(0, len(wanted) - _WINDOW + 1, _STEP)
    absent = (start for start in starts if wanted[start : start + _WINDOW] not in windows)
    too_many = int((1 - _SHARED) * len(starts) + _ROUNDING) + 1
    return next(islice(absent, too_many - 1, None), None) is None


def _trafilatura_texts(page: Page) -> list[str]:
    """The texts of the elements of trafilatura's body tree; it works on a copy of the page's, which stays as it is."""
    import trafilatura  # heavy: only where a page is read

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(
            page.root, url=page.url, include_comments=False, with_metadata=False, deduplicate=False
        )
    except Exception:  # noqa: BLE001 (a foreign parser fed with any bytes: whatever it trips over, it found nothing)
        return []
    body = getattr(document, "body", None)
    return _texts(body) if body is not None else []


def _texts(body: etree._Element) -> list[str]:
    """Each element's whole text, and each item, cell and line within it, so that short blocks are found too."""
    found: list[str] = []
    for element in body.iter(etree.Element):
        found.append("".join(map(str, element.itertext())))
        found.extend(piece for piece in (element.text, element.tail) if piece)
    return found
