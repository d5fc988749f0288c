"""Why a page was read as it was: each block of it, kept or dropped, and the rule that decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

from afterprint.extract.article import Choice, choose
from afterprint.extract.blocks import PageBlock
from afterprint.extract.body import Chooser
from afterprint.extract.classifier import Opinion, by_kind_of_page, has_opinion, opinion
from afterprint.extract.furniture import begins_as_furniture
from afterprint.extract.page import Page, read_page
from afterprint.extract.text import key
from afterprint.model import BlockKind

BODY, FILLED, CAPTION, NOTE = "body", "between the body's", "caption", "correction note"
HEADLINE, STANDFIRST, BYLINE, HEAD = "headline", "standfirst", "byline", "line of the head"
PLEA, BOX, OUTSIDE = "plea or teaser", "stands in a box", "not the main text"
_ASKING = ("action", "background", "data", "formaction", "poster", "src", "srcset")
_WORDS = {True: "kept", False: "dropped", None: "read"}
_COLOURS = {True: "#1a7f37", False: "#b3261e", None: "#57606a"}


@dataclass(frozen=True)
class BlockFate:
    """One block of a page: its text, its kind, and whether it is read as body by which rule.

    `is_kept` is None for what is read, but not as body: the headline, the standfirst, the byline.
    """

    text: str
    kind: BlockKind
    is_kept: bool | None
    rule: str


@dataclass(frozen=True)
class Explanation:
    """The blocks in the order of the page; `verdict` says by which rule the page is no article, if it is none."""

    blocks: tuple[BlockFate, ...]
    verdict: str = ""
    overlay: str = ""


def explain(
    body: bytes, url: str, content_type: str | None = None, *, chooser: Chooser = by_kind_of_page
) -> Explanation:
    """What became of each block of a page, and the page itself with its blocks marked (HTML, without scripts).

    Reads as `extract_article` does, by the same steps. Raises NotAnArticle (`not_html`) for what is no page at all.
    """
    page = read_page(body, url, content_type)
    choice = choose(page, chooser)
    formed = None
    if chooser is by_kind_of_page and has_opinion(page):
        formed = opinion(page, choice.blocks, choice.headline)
    fates = tuple(_fates(choice, formed))
    found = choice.verdict
    said = f"{found.reason}: {found.rule}" if found else ""
    return Explanation(fates, said, _overlay(page, choice.blocks, fates, verdict=said))


def _fates(choice: Choice, formed: Opinion | None) -> Iterator[BlockFate]:
    order, read = set(choice.order), set(choice.read)
    parts = {key(choice.headline): HEADLINE, key(choice.standfirst): STANDFIRST, key(choice.byline): BYLINE}
    parts.pop("", None)
    for index, block in enumerate(choice.blocks):
        if index in order:
            rule = _told(BODY, index, formed) if index in choice.chosen else FILLED
            yield BlockFate(block.text, block.kind, True, rule)
        elif index in read:
            yield BlockFate(block.text, block.kind, True, CAPTION if block.kind is BlockKind.CAPTION else NOTE)
        elif block.key in parts:
            yield BlockFate(block.text, block.kind, None, parts[block.key])
        else:
            rule = _why_dropped(index, block, choice)
            yield BlockFate(block.text, block.kind, False, _told(rule, index, formed) if rule is OUTSIDE else rule)


def _told(rule: str, index: int, formed: Opinion | None) -> str:
    """The rule, and who chose: the learned weights with their log-odds, or trafilatura where they were in doubt."""
    return f"{rule} ({formed.reason(index, kept=rule is BODY)})" if formed else rule


def _why_dropped(index: int, block: PageBlock, choice: Choice) -> str:
    if index not in choice.filled:
        return OUTSIDE
    if index in choice.kept:
        return HEAD
    return PLEA if begins_as_furniture(block) else BOX


def _overlay(page: Page, blocks: Sequence[PageBlock], fates: Sequence[BlockFate], *, verdict: str) -> str:
    """The page with every block framed in the colour of its fate; the rule is its title. The tree is a copy."""
    page_again = deepcopy(page.root)
    copies = dict(zip(page.root.iter(), page_again.iter(), strict=True))
    for block, fate in zip(blocks, fates, strict=True):
        element = copies[block.owner]
        element.set("style", f"outline: 2px solid {_COLOURS[fate.is_kept]}; outline-offset: 1px")
        element.set("title", f"{_WORDS[fate.is_kept]}: {fate.rule}")
    _defused(page_again)
    told = html.fromstring("<p style='font: 16px sans-serif; margin: 1em'></p>")
    told.text = f"No article ({verdict})" if verdict else "Green: read as body. Grey: read as its head. Red: dropped."
    body = page_again.find("body")
    (body if body is not None else page_again).insert(0, told)
    return f"<!doctype html>\n<meta charset=utf-8>\n{html.tostring(page_again, encoding='unicode')}"


def _defused(root: HtmlElement) -> None:
    """Take out whatever would run, or ask somebody for something, when the page is opened."""
    for element in list(root.iter("script", "iframe", "object", "embed", "link", "base", "meta")):
        element.drop_tree()
    for element in root.iter(etree.Element):
        for name in [name for name in element.attrib if name.lower() in _ASKING or name.lower().startswith("on")]:
            del element.attrib[name]
