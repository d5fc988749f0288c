"""The head of an article: what stands between its headline and its first paragraph, and the standfirst among it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from afterprint.extract.blocks import PageBlock
from afterprint.extract.furniture import class_words
from afterprint.extract.page import Page
from afterprint.extract.text import ends_sentence, key, length, words
from afterprint.model import BlockKind

_STANDFIRST_WORDS = frozenset(
    words(
        "abstract bajada chapo chapeau copete dek deck desc description entradilla excerpt ingress intro lead "
        "lede manchet preamble standfirst strapline subheadline sub subhead subheading subline subtitle "
        "summary teaser vorspann"
    )
)
_NOT_STANDFIRST_WORDS = frozenset(
    words("author avatar bio byline caption gallery image media nav navigation photo picture related share video")
)
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dcterms.description")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d+ \w+ ago", re.I)
_BY = re.compile(r"(?:by|von|par|por|di|door|av|af|przez|autor|text|words|автор|текст|بقلم|文)[\s:・]+", re.I)
_HEAD_BLOCKS = 8
_REAL_WORDS = 15
_LONGEST_BYLINE = 20  # words, a date behind it among them


def headline_index(blocks: Sequence[PageBlock], headline: str) -> int | None:
    """Where the headline is printed: the first level-one heading that holds it, else the first heading that does."""
    wanted = key(headline)
    if not wanted:
        return None
    found = [
        index for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING and _holds(block.key, wanted)
    ]
    return next((index for index in found if _level(blocks[index].owner) == "h1"), found[0] if found else None)


def after_head(
    blocks: Sequence[PageBlock], chosen: frozenset[int], *, headline: str, standfirst: str, byline: str
) -> list[int]:
    """`chosen` in order without the head: what is printed above the headline, and the head's lines below it.

    A line of the head is a repetition of headline, standfirst or byline, or a short line with a date or "By" before
    the first real paragraph. Headings with nothing below them are left out too.
    """
    order = sorted(chosen)
    title = headline_index(blocks, headline)
    if title is not None and _is_above_body(blocks, order, title):
        order = [index for index in order if index > title]
    printed = {key(text) for text in (headline, standfirst, byline) if text}
    names = {key(name) for name in byline.split(", ")} - {""}
    order = [index for index in order if blocks[index].key not in printed and blocks[index].key not in names]
    start = next((place for place, index in enumerate(order) if _is_real(blocks[index])), len(order))
    head = [index for index in order[:start] if not _is_head_line(blocks[index], headline)]
    order = head + order[start:]
    while order and blocks[order[-1]].kind is BlockKind.HEADING:
        order.pop()
    return order


def standfirst_of(
    page: Page, blocks: Sequence[PageBlock], chosen: frozenset[int], *, headline: str, byline: str = ""
) -> str:
    """The standfirst as printed: a block of the head that is marked as one; never one from the metadata alone.

    Marked means by its class or itemprop, as a second heading right below the first, by saying what the page's
    description says while it stands apart from the body's paragraphs, or by standing between headline and byline.
    """
    title = headline_index(blocks, headline)
    real = [index for index in sorted(chosen) if _is_real(blocks[index]) and (title is None or index > title)]
    start = 0 if title is None else title + 1
    stop = min((real[0] if real else len(blocks) - 1) + 1, start + _HEAD_BLOCKS * 3)
    descriptions = _descriptions(page)
    for index in range(start, stop):
        block = blocks[index]
        if (
            block.key != key(headline)
            and _may_be_standfirst(block)
            and (
                ((_is_marked(block.owner) or _matches(block, descriptions)) and not _is_ordinary(blocks, index, chosen))
                or (
                    index == start
                    and title is not None
                    and block.kind is BlockKind.HEADING
                    and _is_close(blocks, index)
                )
                or (index == start and title is not None and _is_byline(blocks, index + 1, byline))
            )
        ):
            return " ".join(_with_companions(blocks, index))
    return ""


def _is_byline(blocks: Sequence[PageBlock], index: int, byline: str) -> bool:
    """Whether a block is a short line that begins with the byline, as "By" and a name or as the names alone."""
    if not byline or index >= len(blocks) or length(blocks[index].text) > _LONGEST_BYLINE:
        return False
    written = key(_BY.sub("", blocks[index].text, count=1))
    return written.startswith(key(byline.partition(", ")[0]))


def _with_companions(blocks: Sequence[PageBlock], index: int) -> Iterator[str]:
    """The standfirst's block and those that follow it under the same parent with the same mark."""
    first = blocks[index].owner
    yield blocks[index].text
    if not _is_marked(first):
        return
    for block in blocks[index + 1 : index + 4]:
        owner = block.owner
        same = owner is first or (owner.getparent() is first.getparent() and owner.get("class") == first.get("class"))
        if not same or not first.get("class") or not _may_be_standfirst(block):
            return
        yield block.text


def _descriptions(page: Page) -> set[str]:
    texts = [page.meta(name) for name in _DESCRIPTIONS]
    texts.append(str(page.article_item.get("description") or ""))
    return {key(text) for text in texts if length(text) >= 4}


def _may_be_standfirst(block: PageBlock) -> bool:
    kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM)
    if _BY.match(block.text) or (length(block.text) <= 12 and _CLOCK.search(block.text)):
        return False
    return block.kind in kinds and block.linked < 0.5 and 4 <= length(block.text) <= 120


def _matches(block: PageBlock, descriptions: set[str]) -> bool:
    return any(block.key == text or (len(text) > 60 and block.key.startswith(text[:-3])) for text in descriptions)


def _is_marked(owner: HtmlElement) -> bool:
    length = len(owner.text_content())
    for element in (owner, *owner.iterancestors()):
        if element.tag in ("body", "html", "main", "article") or len(element.text_content()) > 1.5 * length + 20:
            return False
        if (element.get("itemprop") or "") in ("description", "alternativeHeadline"):
            return True
        found = class_words(element, with_id=False)
        if not found.isdisjoint(_NOT_STANDFIRST_WORDS):
            return False
        if not found.isdisjoint(_STANDFIRST_WORDS):
            return True
    return False


def _is_ordinary(blocks: Sequence[PageBlock], index: int, chosen: frozenset[int]) -> bool:
    """Whether the block looks like the body's paragraphs after it: then it is the first of them."""
    mark = _mark(blocks[index].owner)
    following = [_mark(blocks[other].owner) for other in sorted(chosen) if other > index]
    return mark in following[:6]


def _mark(owner: HtmlElement) -> tuple[object, ...]:
    parent = owner.getparent()
    return owner.tag, owner.get("class"), parent.tag if parent is not None else None, parent


def _is_close(blocks: Sequence[PageBlock], index: int) -> bool:
    """Whether a heading stands beside the one before it, under one parent."""
    return blocks[index].owner.getparent() is blocks[index - 1].owner.getparent()


def _is_above_body(blocks: Sequence[PageBlock], order: Sequence[int], title: int) -> bool:
    """Whether most of the chosen text comes after the headline; if not, that heading is not the article's."""
    after = sum(len(blocks[index].text) for index in order if index > title)
    return after >= 0.7 * sum(len(blocks[index].text) for index in order if index != title)


def _is_real(block: PageBlock) -> bool:
    return block.kind is not BlockKind.HEADING and length(block.text) >= _REAL_WORDS and block.linked < 0.7


def _is_head_line(block: PageBlock, headline: str) -> bool:
    if block.kind is not BlockKind.HEADING:
        count = length(block.text)
        if count <= 12 and not ends_sentence(block.text) and (_CLOCK.search(block.text) or _BY.match(block.text)):
            return True
        return block.linked >= 0.8
    return bool(key(headline)) and key(headline) in block.key


def _holds(text: str, wanted: str) -> bool:
    return wanted in text and len(text) <= 2 * len(wanted)


def _level(owner: HtmlElement) -> str:
    if owner.tag == "h1":
        return "h1"
    return next((str(element.tag) for element in owner.iterancestors("h1")), str(owner.tag))
