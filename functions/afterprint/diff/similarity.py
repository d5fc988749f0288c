"""How alike two paragraphs are, from 0 to 1: by the words they share in order, and by their letters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

from afterprint.diff.tokens import words_of

_FEW_WORDS = 3  # so few may begin any paragraph
_LONG = 4_000_000  # cells of a table of words or letters: beyond that, order is no longer looked at


Key = int | tuple[int, int]


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph read for comparing: its words as numbers (equal words, equal numbers), and its folded text."""

    words: list[int]
    text: str

    @cached_property
    def bag(self) -> Counter[int]:
        return Counter(self.words)

    @cached_property
    def keys(self) -> list[Key]:
        """Its words, and every two of them in a row, each once: what it can be found by."""
        return list(dict.fromkeys([*self.words, *pairwise(self.words)]))

    def followed_by(self, other: Paragraph) -> Paragraph:
        return Paragraph(self.words + other.words, f"{self.text} {other.text}")


class Reader:
    """Reads the paragraphs of both sides, so that any two of them can be compared quickly.

    Punctuation, case and white space do not count, except between paragraphs that hold nothing else.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def read(self, text: str) -> Paragraph:
        """The paragraph that `text` is; comparable with all others that this reader read."""
        numbers = self._numbers
        words = words_of(text) or text.split()
        return Paragraph([numbers.setdefault(word, len(numbers)) for word in words], " ".join(words))


def shared_words(old: Paragraph, new: Paragraph) -> int:
    """The number of words that both have in the same order (of very long ones: in any order)."""
    if len(old.words) * len(new.words) > _LONG:
        return shared_in_any_order(old, new)
    return int(LCSseq.similarity(old.words, new.words))


def shared_in_any_order(old: Paragraph, new: Paragraph) -> int:
    """An upper bound of `shared_words`: the number of words that both have, wherever they stand."""
    return (old.bag & new.bag).total()


def coverage(part: Paragraph, whole: Paragraph) -> float:
    """The share of the words of `part` that stand, in order, in `whole`."""
    return shared_words(part, whole) / len(part.words) if part.words else 0.0


def is_continued(old: Paragraph, new: Paragraph) -> bool:
    """Whether one of two paragraphs is the other with something put before or after it."""
    short, long = sorted((old.words, new.words), key=len)
    return len(short) > _FEW_WORDS and short in (long[: len(short)], long[-len(short) :])


def similarity(old: Paragraph, new: Paragraph, at_least: float = 0.0) -> float:
    """The mean of two measures: twice the shared words by all words, and the same of letters.

    1 where the words are equal. 0 where the result would lie below `at_least`.
    """
    if old.words == new.words:
        return 1.0
    total = len(old.words) + len(new.words)
    if not total or _bound(old, new) < at_least:
        return 0.0
    by_words = 2 * shared_words(old, new) / total
    if len(old.text) * len(new.text) > _LONG:
        return by_words if by_words >= at_least else 0.0
    by_letters = ratio(old.text, new.text, score_cutoff=max(0.0, 2 * at_least - by_words) * 100) / 100
    found = (by_words + by_letters) / 2
    return found if found >= at_least else 0.0


def _bound(old: Paragraph, new: Paragraph) -> float:
    """No result of `similarity` lies above this; found from the lengths alone."""
    few, many = sorted((len(old.words), len(new.words)))
    short, long = sorted((len(old.text), len(new.text)))
    return few / (few + many) + short / (short + long) if few and short else 0.0
