"""Other ways to compare paragraphs, as baselines: none of this is in the product."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import LCSseq

Pairs = list[tuple[int | None, int | None]]
Opcode = tuple[str, int, int, int, int]


def newssniffer(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """NewsSniffer's method: the longest common subsequence of paragraphs; what was replaced is paired in order."""
    numbers: dict[str, int] = {}
    left, right = ([numbers.setdefault(text, len(numbers)) for text in side] for side in (old, new))
    codes = LCSseq.opcodes(left, right)
    return _paired((code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end) for code in codes)


def matched_by_difflib(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """The standard library's matching of paragraphs; what was replaced is paired in order."""
    return _paired(difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _paired(codes: Iterable[Opcode]) -> Pairs:
    """Pairs of opcodes; neighbouring deletions and insertions stand for a replacement."""
    pairs: Pairs = []
    olds: list[int] = []
    news: list[int] = []

    def close() -> None:
        both = min(len(olds), len(news))
        pairs.extend(zip(olds[:both], news[:both], strict=True))
        pairs.extend((i, None) for i in olds[both:])
        pairs.extend((None, j) for j in news[both:])
        olds.clear()
        news.clear()

    for tag, i1, i2, j1, j2 in codes:
        if tag == "equal":
            close()
            pairs.extend(zip(range(i1, i2), range(j1, j2), strict=True))
        else:
            olds.extend(range(i1, i2))
            news.extend(range(j1, j2))
    close()
    return pairs


Spans = list[tuple[int, int, int]]
Align = Callable[[Sequence[str], Sequence[str]], Pairs]


def newssniffer_spans(old: Sequence[str], new: Sequence[str]) -> tuple[Spans, Spans]:
    """What NewsSniffer marks: words that differ inside paired paragraphs, and whole paragraphs on one side only."""
    return _spans(newssniffer, old, new)


def difflib_spans(old: Sequence[str], new: Sequence[str]) -> tuple[Spans, Spans]:
    return _spans(matched_by_difflib, old, new)


def _spans(align: Align, old: Sequence[str], new: Sequence[str]) -> tuple[Spans, Spans]:
    marked_old: Spans = []
    marked_new: Spans = []
    for i, j in align(old, new):
        left, right = (_words(text) for text in (old[i] if i is not None else "", new[j] if j is not None else ""))
        matcher = difflib.SequenceMatcher(None, [w for w, _, _ in left], [w for w, _, _ in right], autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                continue
            marked_old += [(i, start, end) for _, start, end in left[i1:i2] if i is not None]
            marked_new += [(j, start, end) for _, start, end in right[j1:j2] if j is not None]
    return marked_old, marked_new


def _words(text: str) -> list[tuple[str, int, int]]:
    """The words between spaces, and where they stand."""
    found = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        found.append((word, at, at + len(word)))
        at += len(word)
    return found


def myers(old: Sequence[str], new: Sequence[str]) -> int:
    """The length of the shortest script of insertions and deletions of lines (Myers 1986, greedy, forward).

    Only the farthest reach of each diagonal is kept, so the script itself is not: less than a full diff does.
    """
    reach = {1: 0}
    for distance in range(len(old) + len(new) + 1):
        for diagonal in range(-distance, distance + 1, 2):
            down = diagonal == -distance or (diagonal != distance and reach[diagonal - 1] < reach[diagonal + 1])
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reach[diagonal] = x
            if x >= len(old) and y >= len(new):
                return distance
    return 0
