"""Paragraphs that belong together, as groups: one with one, or of a split or merge one with several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from afterprint.diff.align import Matching, Pair, match
from afterprint.diff.words import Marks, mark
from afterprint.model import Span


@dataclass(frozen=True)
class Group:
    """Paragraphs of both sides that say the same thing, and what differs between them.

    `old` and `new` are their indexes. What differs is found in the texts of each side put one after another, so that
    a split alone marks nothing; `old_spans(index)` and `new_spans(index)` give each paragraph its own part of that.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool
    old_texts: tuple[str, ...]
    new_texts: tuple[str, ...]

    @cached_property
    def old_text(self) -> str:
        return "\n".join(self.old_texts)

    @cached_property
    def new_text(self) -> str:
        return "\n".join(self.new_texts)

    @cached_property
    def marks(self) -> Marks:
        return mark(self.old_text, self.new_text)

    @property
    def is_pair(self) -> bool:
        return len(self.old) == 1 == len(self.new)

    @property
    def is_equal(self) -> bool:
        return self.is_pair and self.old_texts == self.new_texts

    def old_spans(self, index: int) -> tuple[Span, ...]:
        return _own(self.marks.old, self.old_texts, self.old.index(index))

    def new_spans(self, index: int) -> tuple[Span, ...]:
        return _own(self.marks.new, self.new_texts, self.new.index(index))

    def old_place(self, passage: Span) -> tuple[int, Span]:
        """The old paragraph in which a passage of `old_text` begins, and the passage within it."""
        return _place(passage, self.old_texts, self.old)

    def new_place(self, passage: Span) -> tuple[int, Span]:
        """The new paragraph in which a passage of `new_text` begins, and the passage within it."""
        return _place(passage, self.new_texts, self.new)


def groups_of(old: Sequence[str], new: Sequence[str]) -> tuple[Matching, list[Group]]:
    """Which paragraphs belong together, and the groups they make, in the order of the old text.

    Both directions give the same, mirrored.
    """
    matching = match(old, new)
    groups = []
    for olds, news in _connected(matching.pairs):
        has_moved = any((i, j) in matching.moved for i in olds for j in news)
        texts = tuple(old[i] for i in olds), tuple(new[j] for j in news)
        groups.append(Group(tuple(olds), tuple(news), has_moved, *texts))
    return matching, groups


def _connected(pairs: Sequence[Pair]) -> list[tuple[list[int], list[int]]]:
    """The old and new indexes of each set of pairs that hang together."""
    of_old: dict[int, set[int]] = defaultdict(set)
    of_new: dict[int, set[int]] = defaultdict(set)
    for i, j in pairs:
        of_old[i].add(j)
        of_new[j].add(i)
    found = []
    seen: set[int] = set()
    for start in sorted(of_old):
        if start in seen:
            continue
        olds, news = {start}, set[int]()
        reached = {start}
        while reached:
            reached_new = {j for i in reached for j in of_old[i]} - news
            news |= reached_new
            reached = {i for j in reached_new for i in of_new[j]} - olds
            olds |= reached
        seen |= olds
        found.append((sorted(olds), sorted(news)))
    return found


def _own(spans: Sequence[Span], texts: Sequence[str], place: int) -> tuple[Span, ...]:
    """The parts of spans of the joined texts that lie in the one at `place`, in its own offsets."""
    begin = sum(len(text) + 1 for text in texts[:place])
    size = len(texts[place])
    cut = ((max(0, start - begin), min(size, end - begin)) for start, end in spans)
    return tuple((start, end) for start, end in cut if start < end)


def _place(passage: Span, texts: Sequence[str], indexes: Sequence[int]) -> tuple[int, Span]:
    begin = 0
    for text, index in zip(texts, indexes, strict=True):
        if passage[0] <= begin + len(text):
            return index, (passage[0] - begin, min(len(text), passage[1] - begin))
        begin += len(text) + 1
    raise IndexError(passage)
