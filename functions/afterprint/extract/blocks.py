"""A page cut into blocks: every run of text between block-level tags, exactly as it is printed, in reading order.

Nothing is judged here. Whoever decides what the body is (see body.py) chooses among these blocks, so the text of an
article never passes through another library's hands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from afterprint.extract.text import fold, key, paragraphs_of, words
from afterprint.model import BlockKind

_BLOCK_TAGS = frozenset(
    words(
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre "
        "section summary table tbody td tfoot th thead tr ul"
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Not text, or not the page's own: what they hold is not cut. A control parts the words around it.
_UNREAD_TAGS = frozenset(
    words(
        "audio canvas datalist embed head iframe map math meter nav noscript object progress script style svg "
        "template title video"
    )
)
_CONTROLS = frozenset(("button", "input", "option", "select", "textarea"))
_UNCLOSED_TAGS = frozenset(("button", "head", "nav"))
_SWALLOWED = 3  # paragraphs
_KINDS = {
    **dict.fromkeys(_HEADINGS, BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("blockquote",), BlockKind.QUOTE),
}
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-)?(?:img|image|photo|picture|media|figure)?[_-]?caption(?:$|[\s_-])", re.I
)
_LIVE_CLASS = re.compile(
    r"live-?blog_*-*(?:entry|entries__item|post|update|item|block)|live-?(?:entry|post|update)(?![a-z])", re.I
)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.I)
_NEW_LINES = str.maketrans("\r\n\f\v\x85\u2028\u2029", "       ")
_CAPTIONS = frozenset(("figcaption", "caption"))
_LONGEST_CELL = 200
_LONGEST_CAPTION = 800  # characters; more is a page that fell into a caption without an end


@dataclass(frozen=True, slots=True, eq=False)
class PageBlock:
    """One run of text: where it stands (`owner`, the nearest block-level element) and how much of it is links."""

    text: str
    kind: BlockKind
    owner: HtmlElement
    linked: float  # share of its characters that lie within links, 0 to 1

    @property
    def key(self) -> str:
        return key(self.text)


def cut(root: HtmlElement) -> list[PageBlock]:
    """All blocks of the tree, in document order. The tree is only read; depth costs no stack."""
    cutter = _Cutter()
    stack = [(root, iter(root), cutter.enter(root))]
    while stack:
        element, children, role = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            cutter.leave(element, role)
            if stack and element.tail:
                cutter.add(element.tail)
            continue
        tag = child.tag
        if not isinstance(tag, str) or (tag in _UNREAD_TAGS and not _swallows_page(child)):
            cutter.add(child.tail)
        elif tag in _CONTROLS and not _swallows_page(child):
            cutter.add(" " + (child.tail or ""))
        else:
            stack.append((child, iter(child), cutter.enter(child)))
    return cutter.found


class _Role(Enum):
    """What an element does to the run of text that it stands in."""

    INLINE = auto()
    LINK = auto()
    CELL = auto()
    BLOCK = auto()


_INLINE, _LINK, _CELL, _BLOCK = _Role  # asked of every element: a name is quicker than a member


class _Cutter:
    """Collects text until a block-level tag closes the run."""

    def __init__(self) -> None:
        self.found: list[PageBlock] = []
        self._owners: list[HtmlElement] = []
        self._kinds: list[BlockKind] = [BlockKind.PARAGRAPH]
        self._pieces: list[str] = []
        self._linked: list[str] = []
        self._links = self._verbatim = 0
        self._rows: list[HtmlElement] = []

    def enter(self, element: HtmlElement) -> _Role:
        role = self._role(element)
        if role is _BLOCK:
            self._close()
            self._owners.append(element)
            self._kinds.append(self._kind(element))
            self._verbatim += element.tag == "pre"
            if element.tag == "tr" and _is_data_row(element):
                self._rows.append(element)
        elif role is _LINK:
            self._links += 1
        elif role is _CELL:
            self._pieces.append(" ")
        elif element.tag == "br":
            self._pieces.append("\n")
        self.add(element.text)
        return role

    def leave(self, element: HtmlElement, role: _Role) -> None:
        if role is _BLOCK:
            self._close()
            self._owners.pop()
            self._kinds.pop()
            self._verbatim -= element.tag == "pre"
            if self._rows and self._rows[-1] is element:
                self._rows.pop()
        elif role is _LINK:
            self._links -= 1
        elif role is _CELL:
            self._pieces.append(" ")

    def add(self, text: str | None) -> None:
        if not text:
            return
        piece = text if self._verbatim else " " if text.isspace() else text.translate(_NEW_LINES)
        self._pieces.append(piece)
        if self._links:
            self._linked.append(piece)

    def _role(self, element: HtmlElement) -> _Role:
        tag = element.tag
        if tag == "br":
            return _INLINE
        if tag == "a":
            return _LINK
        if self._rows and tag in ("td", "th"):
            return _CELL
        if tag in _BLOCK_TAGS:
            return _BLOCK
        style = element.get("style")
        return _INLINE if style is None or _BLOCK_STYLE.search(style) is None else _BLOCK

    def _kind(self, element: HtmlElement) -> BlockKind:
        if is_live_entry(element):
            return BlockKind.LIVE_ENTRY
        outer = self._kinds[-1]
        if outer is BlockKind.HEADING or outer is BlockKind.CAPTION:
            return outer
        if element.tag in _CAPTIONS or _names_caption(element.get("class") or ""):
            return BlockKind.CAPTION if len(element.text_content()) <= _LONGEST_CAPTION else outer
        return _KINDS.get(element.tag, outer)

    def _close(self) -> None:
        if not self._pieces:
            return
        run = "".join(self._pieces)
        if self._owners and not run.isspace():
            linked = len(fold("".join(self._linked))) if self._linked else 0
            owner, kind = self._owners[-1], self._kinds[-1]
            texts = paragraphs_of(run)
            total = sum(map(len, texts)) or 1
            self.found.extend(PageBlock(text, kind, owner, min(1.0, linked / total)) for text in texts)
        self._pieces.clear()
        self._linked.clear()


def _swallows_page(element: HtmlElement) -> bool:
    """Whether an element that should hold no text holds paragraphs: its end tag is missing, and the page fell in."""
    if element.tag not in _UNCLOSED_TAGS:
        return False
    return sum(1 for _ in islice(element.iter("p"), _SWALLOWED)) == _SWALLOWED


def is_live_entry(element: HtmlElement) -> bool:
    """Whether the page says that this element is one entry of a live blog (schema.org liveBlogUpdate, or its class)."""
    if "liveBlogUpdate" in (element.get("itemprop") or ""):
        return True
    return element.tag in ("article", "div", "li", "section") and _names_live_entry(element.get("class") or "")


@lru_cache(maxsize=1024)
def _names_live_entry(classes: str) -> bool:
    return _LIVE_CLASS.search(classes) is not None


@lru_cache(maxsize=1024)
def _names_caption(classes: str) -> bool:
    return _CAPTION_CLASS.search(classes) is not None


def _is_data_row(row: HtmlElement) -> bool:
    """Whether a table row is read as one line: short cells without blocks of their own."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(len(cell.text_content()) > _LONGEST_CELL for cell in cells):
        return False
    return not any(child.tag in _BLOCK_TAGS for cell in cells for child in cell.iterdescendants())
