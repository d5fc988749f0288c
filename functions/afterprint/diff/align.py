"""Which paragraph of the old text became which of the new one.

In passes, each of which only looks at what those before it left open: paragraphs that are equal and in the same order
(the patience method: unique ones first, then what lies between them, so equal text costs no more than reading it);
equal ones at another place; the best pairing in order by similarity in the gaps (dynamic programming; in large gaps
among the few candidates that share rare words); those that turn up reworded at another place; splits and merges,
where the rest of a paragraph is found in the neighbour of its partner.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from afterprint.diff.chains import heaviest_chain, longest_chain
from afterprint.diff.similarity import Key, Paragraph, Reader, coverage, is_continued, shared_words, similarity

Pair = tuple[int, int]
Gap = tuple[int, int, int, int]  # from and to of the old side, from and to of the new side

_ALIKE = 0.38  # the least similarity of two paragraphs in the same place
_ALONE = 0.35  # the same where both are all that stands between two pairs
_MOVED = 0.72  # of two paragraphs in different places
_PART = 0.7  # the share of a part's words that its whole must have
_WHOLES = 1_000_000  # words of wholes in which reworded parts are looked for
_FEW_WORDS = 3  # of paragraphs so short, only equal ones count as moved
_FULL_TABLE = 20_000  # cells of a gap of which every pair of paragraphs is compared
_FULL_TABLES = 100_000  # cells of all gaps together; beyond that only small ones are compared so
_SMALL_TABLE = 400
_FULL_TEXT = 10_000_000_000  # the same in letters
_EQUAL_TABLE = 50_000_000  # cells of a gap in which equal, repeated paragraphs are paired in the best order
_CANDIDATES = 6  # partners to try in a large gap
_TELLING = 8  # by so many of its rarest words a paragraph is looked for there
_RARE = 24  # a word, or two in a row, that stand in more paragraphs of a gap tell nothing of which is meant


def align(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pairs of paragraph indexes (old, new) in reading order of the new text, removed ones where they stood.

    None stands on the side that has no such paragraph. Every index appears. A moved paragraph is one pair; of a
    split or merge each part pairs with the whole. Equal input gives equal output.
    """
    return match(old, new).in_reading_order(len(old), len(new))


@dataclass(frozen=True)
class Matching:
    """The pairs of paragraphs (old, new) that belong together, sorted, and those among them that moved."""

    pairs: tuple[Pair, ...]
    moved: frozenset[Pair]

    def mirrored(self) -> Matching:
        pairs = sorted((j, i) for i, j in self.pairs)
        return Matching(tuple(pairs), frozenset((j, i) for i, j in self.moved))

    def in_reading_order(self, old_count: int, new_count: int) -> list[tuple[int | None, int | None]]:
        """All indexes of both sides in the order of the new text; a removed paragraph follows the one before it."""
        of_new: dict[int, list[int]] = defaultdict(list)
        for i, j in self.pairs:
            of_new[j].append(i)
        removed_after = self._removed_after(old_count)
        rows: list[tuple[int | None, int | None]] = [(i, None) for i in removed_after[-1]]
        for j in range(new_count):
            rows += [(i, j) for i in of_new[j]] or [(None, j)]
            rows += [(i, None) for i in removed_after[j]]
        return rows

    def _removed_after(self, old_count: int) -> dict[int, list[int]]:
        """The removed paragraphs by the new index after which they stood; -1 is the beginning."""
        stayed = {i: j for i, j in self.pairs if (i, j) not in self.moved}
        paired = {i for i, _ in self.pairs}
        removed: dict[int, list[int]] = defaultdict(list)
        place = -1
        for i in range(old_count):
            if i not in paired:
                removed[place].append(i)
            place = max(place, stayed.get(i, -1))
        return removed


def match(old: Sequence[str], new: Sequence[str]) -> Matching:
    """Which paragraphs belong together; the same in both directions, mirrored."""
    if list(old) > list(new):
        return match(new, old).mirrored()
    aligner = _Aligner(old, new)
    pairs, gaps = aligner.equal_in_order()
    pairs += aligner.equal_elsewhere(pairs)
    pairs += aligner.alike_in_order(pairs, gaps)
    pairs += aligner.alike_elsewhere(pairs)
    pairs += aligner.alone(pairs)
    pairs += aligner.parts(pairs)
    return Matching(tuple(sorted(pairs)), frozenset(moved_pairs(pairs)))


def moved_pairs(pairs: Iterable[Pair]) -> set[Pair]:
    """The pairs off the longest chain in which both sides keep their order: what has moved past the rest."""
    ordered = sorted(set(pairs))
    chain = heaviest_chain(ordered, [1.0] * len(ordered), strict=False)
    return set(ordered) - {ordered[n] for n in chain}


class _Aligner:
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        numbers: dict[str, int] = {}
        self._old_keys = [numbers.setdefault(" ".join(text.split()), len(numbers)) for text in old]
        self._new_keys = [numbers.setdefault(" ".join(text.split()), len(numbers)) for text in new]
        self._old_texts = old
        self._new_texts = new
        self._table = _FULL_TABLE
        self._budget = _WHOLES
        self._reader = Reader()
        self._read_old: dict[int, Paragraph] = {}
        self._read_new: dict[int, Paragraph] = {}

    # ── in order ─────────────────────────────────────────────────────────────────────────────────────

    def equal_in_order(self) -> tuple[list[Pair], list[Gap]]:
        """Equal paragraphs in the same order, and the gaps that they leave."""
        anchors: list[Pair] = []
        gaps: list[Gap] = []
        open_gaps: list[Gap] = [(0, len(self._old_keys), 0, len(self._new_keys))]
        while open_gaps:
            equal, (i0, i1, j0, j1) = self._ends(open_gaps.pop())
            anchors += equal
            if i0 == i1 or j0 == j1:
                continue
            chain = self._unique_in((i0, i1, j0, j1)) or self._repeated_in((i0, i1, j0, j1))
            if not chain:
                gaps.append((i0, i1, j0, j1))
                continue
            anchors += chain
            open_gaps += _between(chain, (i0, i1, j0, j1))
        return anchors, sorted(gaps)

    def _ends(self, gap: Gap) -> tuple[list[Pair], Gap]:
        """The equal paragraphs at both ends of a gap, and what is left of it."""
        i0, i1, j0, j1 = gap
        old, new = self._old_keys, self._new_keys
        equal: list[Pair] = []
        while i0 < i1 and j0 < j1 and old[i0] == new[j0]:
            equal.append((i0, j0))
            i0, j0 = i0 + 1, j0 + 1
        while i0 < i1 and j0 < j1 and old[i1 - 1] == new[j1 - 1]:
            i1, j1 = i1 - 1, j1 - 1
            equal.append((i1, j1))
        return equal, (i0, i1, j0, j1)

    def _unique_in(self, gap: Gap) -> list[Pair]:
        """The longest chain of equal paragraphs that stand once on each side of a gap."""
        i0, i1, j0, j1 = gap
        old, new = self._old_keys, self._new_keys
        old_count, new_count = Counter(old[i0:i1]), Counter(new[j0:j1])
        where = {new[j]: j for j in range(j0, j1) if new_count[new[j]] == 1}
        pairs = [(i, where[old[i]]) for i in range(i0, i1) if old_count[old[i]] == 1 and old[i] in where]
        return [pairs[n] for n in longest_chain(pairs)]

    def _repeated_in(self, gap: Gap) -> list[Pair]:
        """The longest chain of equal paragraphs of a gap in which each stands more than once on a side."""
        i0, i1, j0, j1 = gap
        old, new = self._old_keys[i0:i1], self._new_keys[j0:j1]
        if set(old).isdisjoint(new) or len(old) * len(new) > _EQUAL_TABLE:
            return []
        blocks = LCSseq.opcodes(old, new)
        return [
            (i0 + block.src_start + n, j0 + block.dest_start + n)
            for block in blocks
            if block.tag == "equal"
            for n in range(block.src_end - block.src_start)
        ]

    def alike_in_order(self, pairs: Sequence[Pair], gaps: Iterable[Gap]) -> list[Pair]:
        """The best pairing in order, by similarity, of what has no partner in each gap."""
        open_gaps = [(old, new) for old, new in self._open_in(pairs, gaps) if old and new]
        if sum(len(old) * len(new) for old, new in open_gaps) > _FULL_TABLES:
            self._table = _SMALL_TABLE
        return [pair for old, new in open_gaps for pair in self._best_pairing(old, new)]

    def _best_pairing(self, old: Sequence[int], new: Sequence[int]) -> list[Pair]:
        candidates = self._candidates(old, new)
        scored = [(pair, found) for pair in candidates if (found := self._likeness(pair, _ALIKE))]
        chain = heaviest_chain([pair for pair, _ in scored], [found for _, found in scored], strict=True)
        return [scored[n][0] for n in chain]

    def _candidates(self, old: Sequence[int], new: Sequence[int]) -> list[Pair]:
        """The pairs worth comparing, sorted: all, or of many the few for each old one that share rare words."""
        if len(old) * len(new) <= self._table and self._letters(old, new) <= _FULL_TEXT:
            return [(i, j) for i in old for j in new]
        where: dict[Key, list[int]] = defaultdict(list)
        for j in new:
            for key in self._new(j).keys:
                where[key].append(j)
        pairs: set[Pair] = set()
        for place, i in enumerate(old):
            lists = [where[key] for key in self._old(i).keys if key in where]
            rarest = [indexes for indexes in sorted(lists, key=len)[:_TELLING] if len(indexes) <= _RARE]
            votes = Counter(j for indexes in rarest for j in indexes)
            pairs.update((i, j) for j, count in votes.most_common(_CANDIDATES) if count > 1 or len(lists) < _TELLING)
            if not votes:
                pairs.update((i, j) for j in new[max(0, place - 1) : place + 2])
        return sorted(pairs)

    def alone(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Paragraphs that are all that stands without a partner between two pairs, if they are a little alike."""
        kept = sorted(set(pairs) - moved_pairs(pairs))
        found = []
        for old, new in self._open_in(pairs, _between(kept, (0, len(self._old_keys), 0, len(self._new_keys)))):
            if len(old) == 1 == len(new) and self._likeness((old[0], new[0]), _ALONE):
                found.append((old[0], new[0]))
        return found

    # ── out of order ─────────────────────────────────────────────────────────────────────────────────

    def alike_elsewhere(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Old and new paragraphs without partners that are alike enough, best first, each once."""
        old, new = self._open(pairs)
        old = [i for i in old if len(self._old(i).words) > _FEW_WORDS]
        new = [j for j in new if len(self._new(j).words) > _FEW_WORDS]
        found: list[Pair] = []
        taken_old: set[int] = set()
        taken_new: set[int] = set()
        scored = [(self._similarity(pair, _MOVED), pair) for pair in self._candidates(old, new)]
        for _, (i, j) in sorted((-score, pair) for score, pair in scored if score):
            if i not in taken_old and j not in taken_new:
                found.append((i, j))
                taken_old.add(i)
                taken_new.add(j)
        return found

    def equal_elsewhere(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Equal paragraphs without partners, in whatever places, the first with the first."""
        old, new = self._open(pairs)
        where: dict[int, list[int]] = defaultdict(list)
        for j in reversed(new):
            where[self._new_keys[j]].append(j)
        return [(i, where[key].pop()) for i in old if where.get(key := self._old_keys[i])]

    # ── splits and merges ────────────────────────────────────────────────────────────────────────────

    def parts(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Paragraphs without a partner whose words stand in the partner of a neighbour and nowhere else in it."""
        old_open, new_open = self._open(pairs)
        of_old: dict[int, list[int]] = defaultdict(list)
        of_new: dict[int, list[int]] = defaultdict(list)
        for i, j in pairs:
            of_old[i].append(j)
            of_new[j].append(i)
        old_near, new_near = _nearest(of_old, len(self._old_keys)), _nearest(of_new, len(self._new_keys))
        found = [(i, j) for j in new_open for i in self._wholes(j, of_new, new_near[j], split=True)]
        return found + [(i, j) for i in old_open for j in self._wholes(i, of_old, old_near[i], split=False)]

    def _wholes(self, part: int, partners: dict[int, list[int]], near: Sequence[int], *, split: bool) -> list[int]:
        """The paragraph of the other side that a part belongs to, by way of the nearest ones with a partner."""
        near_of, far_of = (self._new, self._old) if split else (self._old, self._new)
        for neighbour in near:
            for whole in partners[neighbour]:
                if self._is_part(near_of(part), near_of(neighbour), far_of(whole)):
                    return [whole]
        return []

    def _is_part(self, part: Paragraph, sibling: Paragraph, whole: Paragraph) -> bool:
        """Whether `part` and `sibling` together say what `whole` says, better than `sibling` alone."""
        size = len(part.words)
        if not size or len(whole.words) < len(sibling.words) + size // 3:
            return False
        if f" {part.text} " in f" {whole.text} ":
            return f" {part.text} " not in f" {sibling.text} "
        self._budget -= len(whole.words)
        if self._budget < 0 or coverage(part, whole) < _PART:
            return False
        before, after = sibling.followed_by(part), part.followed_by(sibling)
        gained = max(shared_words(before, whole), shared_words(after, whole)) - shared_words(sibling, whole)
        return gained >= _PART * size

    # ── the paragraphs ───────────────────────────────────────────────────────────────────────────────

    def _open(self, pairs: Iterable[Pair]) -> tuple[list[int], list[int]]:
        pairs = list(pairs)
        taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
        old = [i for i in range(len(self._old_keys)) if i not in taken_old]
        return old, [j for j in range(len(self._new_keys)) if j not in taken_new]

    def _open_in(self, pairs: Iterable[Pair], gaps: Iterable[Gap]) -> list[tuple[list[int], list[int]]]:
        """What has no partner in each gap."""
        old_open, new_open = map(set, self._open(pairs))
        return [
            ([i for i in range(i0, i1) if i in old_open], [j for j in range(j0, j1) if j in new_open])
            for i0, i1, j0, j1 in gaps
        ]

    def _letters(self, old: Iterable[int], new: Iterable[int]) -> int:
        """The cells of a table of all letters of both sides."""
        return sum(len(self._old_texts[i]) for i in old) * sum(len(self._new_texts[j]) for j in new)

    def _likeness(self, pair: Pair, least: float) -> float:
        """The similarity of two paragraphs in the same place, where one may have been carried on after its end."""
        old, new = self._old(pair[0]), self._new(pair[1])
        return similarity(old, new, least) or (least if is_continued(old, new) else 0.0)

    def _similarity(self, pair: Pair, least: float) -> float:
        return similarity(self._old(pair[0]), self._new(pair[1]), least)

    def _old(self, index: int) -> Paragraph:
        if index not in self._read_old:
            self._read_old[index] = self._reader.read(self._old_texts[index])
        return self._read_old[index]

    def _new(self, index: int) -> Paragraph:
        if index not in self._read_new:
            self._read_new[index] = self._reader.read(self._new_texts[index])
        return self._read_new[index]


def _between(chain: Sequence[Pair], gap: Gap) -> list[Gap]:
    """The gaps that a chain of pairs leaves within a gap."""
    i0, i1, j0, j1 = gap
    ends = [(i0 - 1, j0 - 1), *chain, (i1, j1)]
    return [(a + 1, b, c + 1, d) for (a, c), (b, d) in pairwise(ends) if b > a + 1 and d > c + 1]


def _nearest(partners: Container[int], count: int) -> list[list[int]]:
    """For each index up to `count` the nearest one before it and after it that has a partner."""
    near: list[list[int]] = [[] for _ in range(count)]
    for indexes in (range(count), range(count - 1, -1, -1)):
        last = -1
        for index in indexes:
            if last >= 0:
                near[index].append(last)
            if index in partners:
                last = index
    return near
