"""Find passages that left one paragraph and turned up in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from afterprint.diff.similarity import Reader, similarity
from afterprint.diff.tokens import words_of
from afterprint.model import Span

_FEWEST_WORDS = 5
_ALIKE = 0.85
_MOST = 10_000  # pairs to compare; beyond that only equal passages are found


@dataclass(frozen=True)
class Passage:
    """A passage that stands on one side only: the number of the paragraph, where in it, and what it says."""

    index: int
    span: Span
    text: str


def moved_sentences(deleted: Iterable[Passage], inserted: Iterable[Passage]) -> list[tuple[Passage, Passage]]:
    """Pairs of a deleted and an inserted passage that say the same, best first, each once."""
    reader = Reader()
    old = [passage for passage in deleted if _is_telling(passage)]
    new = [passage for passage in inserted if _is_telling(passage)]
    found = _equal(old, new)
    equal_old, equal_new = {left for left, _ in found}, {right for _, right in found}
    old = [passage for passage in old if passage not in equal_old]
    new = [passage for passage in new if passage not in equal_new]
    if len(old) * len(new) > _MOST:
        return found
    old_read, new_read = ([reader.read(passage.text) for passage in side] for side in (old, new))
    scored = [
        (score, left, right)
        for left, before in enumerate(old_read)
        for right, after in enumerate(new_read)
        if (score := similarity(before, after, _ALIKE))
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, left, right in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if left not in taken_old and right not in taken_new:
            taken_old.add(left)
            taken_new.add(right)
            found.append((old[left], new[right]))
    return found


def _is_telling(passage: Passage) -> bool:
    return len(words_of(passage.text)) >= _FEWEST_WORDS


def _equal(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[Passage, Passage]]:
    where: dict[str, list[Passage]] = defaultdict(list)
    for passage in reversed(new):
        where[passage.text].append(passage)
    return [(passage, where[passage.text].pop()) for passage in old if where.get(passage.text)]
