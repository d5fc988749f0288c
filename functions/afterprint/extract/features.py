"""What tells a body's block from furniture: numbers and words for each block of a page, cheap to count.

Counted for every block at once, since most say how a block stands among the others: beside whom, under which element,
how much of the page's running text lies there. Class words count only below the container of the running text; above
it they describe the whole page and would tip it over at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log1p

from lxml.html import HtmlElement

from afterprint.extract.blocks import PageBlock
from afterprint.extract.furniture import class_words
from afterprint.extract.text import ends_sentence, words
from afterprint.model import BlockKind

NAMES = (
    "log_words", "words", "linked", "heading", "list_item", "quote", "live_entry", "table_row", "p", "h1", "h2",
    "sentence", "commas", "digits", "capitals", "word_length", "parent_share", "grandparent_share", "mark_share",
    "parent_plain", "parent_linked", "before_words", "before_linked", "before_beside", "after_words", "after_linked",
    "after_beside", "outside", "before_headline", "near_headline", "before_text", "after_text", "copies", "window",
    "text_before", "running",
)  # fmt: skip
"""The names of a block's numbers, in order."""

_PLAIN_WORDS = 8
_MOST_LINKED = 0.5
_MAIN_SHARE = 0.6
_SHORT = 25


class Features:
    """The numbers and words of a page's blocks. `candidates` are those worth a look: not mere links."""

    def __init__(self, blocks: Sequence[PageBlock]) -> None:
        self.blocks = blocks
        self.words = [words(block.text) for block in blocks]
        self.counts = [len(found) for found in self.words]
        self._plain = [
            count
            if count >= _PLAIN_WORDS and block.linked < _MOST_LINKED and block.kind is not BlockKind.CAPTION
            else 0
            for block, count in zip(blocks, self.counts, strict=True)
        ]
        self.total = sum(self._plain) or 1
        self._weigh()
        self._names: dict[HtmlElement, frozenset[str]] = {}
        self._inside: dict[HtmlElement, bool] = {}
        self.candidates = [
            index
            for index, block in enumerate(blocks)
            if block.kind is not BlockKind.CAPTION and (block.linked < 0.9 or self.counts[index] > 12)
        ]

    def _weigh(self) -> None:
        """How much of the running text lies below each element, and which element is its container."""
        own: dict[HtmlElement, int] = defaultdict(int)
        for block, plain in zip(self.blocks, self._plain, strict=True):
            if plain:
                own[block.owner] += plain
        weight: dict[HtmlElement, int] = defaultdict(int)
        for owner, plain in own.items():
            element: HtmlElement | None = owner
            while element is not None:
                weight[element] += plain
                element = element.getparent()
        self._weight = weight
        self._marks: dict[tuple[object, ...], int] = defaultdict(int)
        self._members: dict[HtmlElement | None, int] = defaultdict(int)
        self._all: dict[HtmlElement | None, int] = defaultdict(int)
        self._links: dict[HtmlElement | None, float] = defaultdict(float)
        for block, plain, count in zip(self.blocks, self._plain, self.counts, strict=True):
            parent = block.owner.getparent()
            self._all[parent] += count
            self._links[parent] += count * block.linked
            if plain:
                self._members[parent] += 1
                self._marks[_mark(block.owner)] += plain
        self.container: HtmlElement | None = None
        heavy = [element for element, found in weight.items() if found >= _MAIN_SHARE * self.total]
        self._above: set[HtmlElement] = set(heavy)
        if heavy:
            least = min(weight[element] for element in heavy)
            # of a chain of single children the innermost: it is the first met on the way up
            self.container = next(element for element in heavy if weight[element] == least)

    def names(self, owner: HtmlElement) -> frozenset[str]:
        """The class words and tags from `owner` up to the container (or up to what also holds the container)."""
        known = self._names.get(owner)
        if known is not None:
            return known
        if owner in self._above:
            found: frozenset[str] = frozenset()
        else:
            parent = owner.getparent()
            outer = self.names(parent) if parent is not None else frozenset()
            found = outer | class_words(owner) | {f"<{owner.tag}"}
        self._names[owner] = found
        return found

    def own_words(self, index: int) -> Iterable[str]:
        """The words of a short block and how it begins, each with a colon before it; nothing of a long one."""
        if self.counts[index] > _SHORT:
            return ()
        own = self.words[index]
        opening = f":{own[0]}_{own[1]}" if len(own) > 1 else ":"
        return {opening, *(f":{word}" for word in own)}

    def is_plain(self, index: int) -> bool:
        """Whether a block is running text: eight words or more, less than half of it links."""
        return self._plain[index] > 0

    def rows(self, title: int | None) -> list[tuple[float, ...]]:
        """A row of numbers for each candidate, in the order of NAMES. `title` is the headline's block, if printed."""
        seen: dict[str, int] = defaultdict(int)
        for block, count in zip(self.blocks, self.counts, strict=True):
            if count >= 4:
                seen[block.text] += 1
        owners = [block.owner for block in self.blocks]
        inside = [index for index, plain in enumerate(self._plain) if plain and self._is_inside(owners[index])]
        first, last = (inside[0], inside[-1]) if inside else (0, len(self.blocks))
        running, sums = 0, []
        for plain in self._plain:
            running += plain
            sums.append(running)
        return [self._row(index, title, seen, (first, last), sums) for index in self.candidates]

    def _is_inside(self, element: HtmlElement) -> bool:
        """Whether an element is the container or lies in it."""
        known = self._inside.get(element)
        if known is None:
            parent = element.getparent()
            known = element is self.container or (parent is not None and self._is_inside(parent))
            self._inside[element] = known
        return known

    def _row(
        self, index: int, title: int | None, seen: dict[str, int], span: tuple[int, int], sums: list[int]
    ) -> tuple[float, ...]:
        block, count, owner = self.blocks[index], self.counts[index], self.blocks[index].owner
        text, tag, kind = block.text, owner.tag, block.kind
        parent = owner.getparent()
        outer = parent.getparent() if parent is not None else None
        before = self.blocks[index - 1] if index else None
        after = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        length = max(1, count)
        window = self._plain[max(0, index - 3) : index + 4]
        return (
            log1p(count), min(count, 60) / 60, block.linked, kind is BlockKind.HEADING, kind is BlockKind.LIST_ITEM,
            kind is BlockKind.QUOTE, kind is BlockKind.LIVE_ENTRY, tag == "tr", tag == "p", tag == "h1", tag == "h2",
            ends_sentence(text), text.count(",") / length, sum(map(str.isdigit, text)) / len(text),
            sum(map(str.isupper, text)) / len(text), len(text) / length,
            self._weight.get(parent, 0) / self.total, self._weight.get(outer, 0) / self.total,
            self._marks.get(_mark(owner), 0) / self.total, min(self._members.get(parent, 0), 8),
            self._links[parent] / max(1, self._all[parent]),
            log1p(self.counts[index - 1]) if before else 0, before.linked if before else 0,
            before is not None and before.owner.getparent() is parent,
            log1p(self.counts[index + 1]) if after else 0, after.linked if after else 0,
            after is not None and after.owner.getparent() is parent,
            not self._is_inside(owner), title is not None and index < title,
            min(10, index - title) if title is not None and index >= title else 11,
            index < span[0], index > span[1], min(3, seen[text]) if count >= 4 else 1, sum(window) / len(window) / 40,
            sums[index] / self.total, log1p(self.total),
        )  # fmt: skip


def _mark(owner: HtmlElement) -> tuple[object, ...]:
    return owner.getparent(), owner.tag, owner.get("class")
