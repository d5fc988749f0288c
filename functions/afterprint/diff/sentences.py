"""Find passages that left one paragraph and turned up in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from afterprint.diff.similarity import Reader, similarity
from afterprint.model import Span

_FEWEST_WORDS = 5
_ALIKE = 0.85
_MOST = 400  # passages of a side; beyond that only equal ones are found


@dataclass(frozen=True)
class Passage:
    """A passage that stands on one side only: the number of the paragraph, where in it, and what it says."""

    index: int
    span: Span
    text: str


def moved_sentences(deleted: Iterable[Passage], inserted: Iterable[Passage]) -> list[tuple[Passage, Passage]]:
    """Pairs of a deleted and an inserted passage that say the same, best first, each once."""
    reader = Reader()
    old = [(passage, reader.read(passage.text)) for passage in deleted]
    new = [(passage, reader.read(passage.text)) for passage in inserted]
    old = [entry for entry in old if len(entry[1].words) >= _FEWEST_WORDS]
    new = [entry for entry in new if len(entry[1].words) >= _FEWEST_WORDS]
    if len(old) > _MOST or len(new) > _MOST:
        return _equal([passage for passage, _ in old], [passage for passage, _ in new])
    scored = [
        (score, left, right)
        for left, (_, before) in enumerate(old)
        for right, (_, after) in enumerate(new)
        if (score := similarity(before, after, _ALIKE))
    ]
    found: list[tuple[Passage, Passage]] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, left, right in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if left not in taken_old and right not in taken_new:
            taken_old.add(left)
            taken_new.add(right)
            found.append((old[left][0], new[right][0]))
    return found


def _equal(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[Passage, Passage]]:
    where: dict[str, list[Passage]] = defaultdict(list)
    for passage in reversed(new):
        where[passage.text].append(passage)
    return [(passage, where[passage.text].pop()) for passage in old if where.get(passage.text)]
