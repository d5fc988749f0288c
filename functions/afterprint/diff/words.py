"""Mark in two paragraphs what differs: whole words and numbers, as a person would underline them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from afterprint.diff.chains import longest_chain
from afterprint.diff.tokens import is_unspaced, is_word, tokenise
from afterprint.model import Span

_TABLE = 16_000_000  # cells of a table of tokens; longer texts are first cut at words that stand once in each
_COMMON = 0.28  # a smaller share of common letters than this, and the whole is marked
_MOSTLY_EQUAL = 0.5  # a smaller share of differing letters than this, and a hunk is marked token by token
_SOUP_TOKENS = 2  # hunks are joined across so few equal tokens at most,
_SOUP_LETTERS = 6  # with so few letters,
_SOUP_HUNK = 8  # where both hunks replace at least so many letters
_FEW_TOKENS = 3  # a text so short is never called rewritten

_FARTHEST = 60  # tokens that a run is shifted at most
_SENTENCE_ENDS = frozenset('.!?…”"»。！？')
_CLAUSE_ENDS = frozenset(",;:–—、")

Hunk = tuple[int, int, int, int]  # from and to among the old tokens, from and to among the new ones


@dataclass(frozen=True)
class Marks:
    """The passages that differ, as spans of the old and the new text, sorted and apart.

    `hunks` pairs them: the passage of the old text (empty where it has none) and what took its place. `rewritten`
    says that so little is common that both texts are marked whole.
    """

    old: tuple[Span, ...] = ()
    new: tuple[Span, ...] = ()
    hunks: tuple[tuple[Span, Span], ...] = ()
    rewritten: bool = False

    def mirrored(self) -> Marks:
        return Marks(self.new, self.old, tuple((new, old) for old, new in self.hunks), self.rewritten)


def mark(old: str, new: str) -> Marks:
    """The passages that differ between two texts; without them both say the same, but for white space.

    Both directions give the same passages, mirrored.
    """
    if old == new:
        return Marks()
    if old > new:
        return mark(new, old).mirrored()
    before, after = _Text(old), _Text(new)
    hunks = _hunks(before, after)
    if not hunks:
        return Marks()
    if _little_in_common(before, after, hunks):
        everything = (0, len(before.tokens), 0, len(after.tokens))
        return _marks([everything], before, after, rewritten=True)
    return _marks(_soup_joined(hunks, before, after), before, after, rewritten=False)


def whole(text: str) -> tuple[Span, ...]:
    """The span of all that is printed of `text`; none where it is blank."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return ((start, end),) if end > start else ()


class _Text:
    """A text cut twice: into tokens, and into the runs of tokens between spaces, which are compared first."""

    def __init__(self, text: str) -> None:
        self.spans = tokenise(text)
        self.tokens = [text[start:end] for start, end in self.spans]
        self.starts: list[int] = []  # the first token of each run
        end_before = -1
        for number, (start, end) in enumerate(self.spans):
            if start != end_before or is_unspaced(text[start]) or is_unspaced(text[start - 1]):
                self.starts.append(number)
            end_before = end
        self.starts.append(len(self.spans))
        self.runs = [text[self.spans[a][0] : self.spans[b - 1][1]] for a, b in pairwise(self.starts)]

    def passage(self, first: int, end: int) -> Span:
        """Where the tokens from `first` up to `end` stand; an empty span where they would stand if there are none."""
        if first < end:
            return self.spans[first][0], self.spans[end - 1][1]
        place = self.spans[first - 1][1] if first else 0
        return place, place

    def best_shift(self, run: Span, room: Span) -> int:
        """By how many tokens an inserted or deleted run may be shifted within `room` to where it reads best.

        "The [dog ran. The] cat" says the same as "[The dog ran.] The cat", and reads worse.
        """
        first, end = run
        shifts = [0]
        for shift in range(-1, max(room[0] - first, -_FARTHEST) - 1, -1):
            if self.tokens[first + shift] != self.tokens[end + shift]:
                break
            shifts.append(shift)
        for shift in range(1, min(room[1] - end, _FARTHEST) + 1):
            if self.tokens[first + shift - 1] != self.tokens[end + shift - 1]:
                break
            shifts.append(shift)
        return max(shifts, key=lambda shift: (self._breaks(first + shift) + self._breaks(end + shift), -abs(shift)))

    def _breaks(self, place: int) -> int:
        """How well a text may be cut before a token: best between sentences, then clauses, then words."""
        if place in (0, len(self.tokens)):
            return 3
        if self.spans[place - 1][1] == self.spans[place][0]:
            return 0
        before = self.tokens[place - 1]
        return 3 if before in _SENTENCE_ENDS else 2 if before in _CLAUSE_ENDS else 1

    def letters(self, first: int, end: int) -> int:
        return sum(map(len, self.tokens[first:end]))


def _marks(hunks: Sequence[Hunk], old: _Text, new: _Text, *, rewritten: bool) -> Marks:
    pairs = tuple((old.passage(i1, i2), new.passage(j1, j2)) for i1, i2, j1, j2 in hunks)
    return Marks(
        old=tuple(passage for passage, _ in pairs if passage[0] < passage[1]),
        new=tuple(passage for _, passage in pairs if passage[0] < passage[1]),
        hunks=pairs,
        rewritten=rewritten,
    )


# ── what differs ─────────────────────────────────────────────────────────────────────────────────────


def _hunks(old: _Text, new: _Text) -> list[Hunk]:
    """The runs of tokens that differ, in order, with an equal token at least between any two."""
    hunks: list[Hunk] = []
    for i1, i2, j1, j2 in _differences(old.runs, new.runs):
        hunks += _refined((old.starts[i1], old.starts[i2], new.starts[j1], new.starts[j2]), old.tokens, new.tokens)
    ends = [(0, 0, 0, 0), *hunks, (len(old.tokens),) * 2 + (len(new.tokens),) * 2]
    for place in range(1, len(ends) - 1):
        (_, i0, _, j0), (i1, i2, j1, j2), (i3, _, j3, _) = ends[place - 1 : place + 2]
        if i1 == i2:
            shift = new.best_shift((j1, j2), (j0, j3))
        elif j1 == j2:
            shift = old.best_shift((i1, i2), (i0, i3))
        else:
            continue
        ends[place] = (i1 + shift, i2 + shift, j1 + shift, j2 + shift)
    return ends[1:-1]


def _refined(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """A hunk without the tokens that are equal at its ends, and cut into several where most of it is equal."""
    i1, i2, j1, j2 = hunk
    while i1 < i2 and j1 < j2 and old[i1] == new[j1]:
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1]:
        i2, j2 = i2 - 1, j2 - 1
    if i1 == i2 or j1 == j2:
        return [(i1, i2, j1, j2)]
    limit = 1.0 if _only_punctuation_differs(old[i1:i2], new[j1:j2]) else _MOSTLY_EQUAL
    inner = [(i1 + a, i1 + b, j1 + c, j1 + d) for a, b, c, d in _differences(old[i1:i2], new[j1:j2])]
    left = sum(len(token) for a, b, c, d in inner for token in (*old[a:b], *new[c:d]))
    total = sum(map(len, old[i1:i2])) + sum(map(len, new[j1:j2]))
    return inner if left <= limit * total else [(i1, i2, j1, j2)]


def _only_punctuation_differs(old: Sequence[str], new: Sequence[str]) -> bool:
    return [token for token in old if is_word(token)] == [token for token in new if is_word(token)]


def _differences(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Where two sequences differ, by their longest common subsequence."""
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(token, len(numbers)) for token in old]
    b = [numbers.setdefault(token, len(numbers)) for token in new]
    found: list[Hunk] = []
    for i1, i2, j1, j2 in _cut(a, b):
        if (i2 - i1) * (j2 - j1) > _TABLE:
            found.append((i1, i2, j1, j2))
            continue
        for block in LCSseq.opcodes(a[i1:i2], b[j1:j2]):
            if block.tag != "equal":
                found.append((i1 + block.src_start, i1 + block.src_end, j1 + block.dest_start, j1 + block.dest_end))
    return _touching_joined(found)


def _cut(a: Sequence[int], b: Sequence[int]) -> list[Hunk]:
    """Pieces in which two token sequences are compared; a single one unless they are very long."""
    start, limit = 0, min(len(a), len(b))
    while start < limit and a[start] == b[start]:
        start += 1
    i2, j2 = len(a), len(b)
    while i2 > start and j2 > start and a[i2 - 1] == b[j2 - 1]:
        i2, j2 = i2 - 1, j2 - 1
    piece = (start, i2, start, j2)
    if (i2 - start) * (j2 - start) <= _TABLE:
        return [piece]
    return _cut_at_unique(a, b, piece)


def _cut_at_unique(a: Sequence[int], b: Sequence[int], piece: Hunk) -> list[Hunk]:
    """Pieces between runs of three tokens that stand once on each side; those still too long are left out whole."""
    i1, i2, j1, j2 = piece
    old_runs = [tuple(a[i : i + 3]) for i in range(i1, i2 - 2)]
    new_runs = [tuple(b[j : j + 3]) for j in range(j1, j2 - 2)]
    old_count, new_count = Counter(old_runs), Counter(new_runs)
    where = {run: j1 + n for n, run in enumerate(new_runs) if new_count[run] == 1}
    pairs = [(i1 + n, where[run]) for n, run in enumerate(old_runs) if old_count[run] == 1 and run in where]
    chain = [pairs[n] for n in longest_chain(pairs)]
    ends = [(i1 - 1, j1 - 1), *chain, (i2, j2)]
    return [(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(ends) if k > i + 1 or m > j + 1]


def _touching_joined(hunks: Sequence[Hunk]) -> list[Hunk]:
    joined: list[Hunk] = []
    for hunk in hunks:
        if joined and joined[-1][1] == hunk[0] and joined[-1][3] == hunk[2]:
            joined[-1] = (joined[-1][0], hunk[1], joined[-1][2], hunk[3])
        else:
            joined.append(hunk)
    return joined


# ── how it reads ─────────────────────────────────────────────────────────────────────────────────────


def _little_in_common(old: _Text, new: _Text, hunks: Sequence[Hunk]) -> bool:
    """Whether so few of the letters are common that marks would be a soup of words."""
    if min(len(old.tokens), len(new.tokens)) <= _FEW_TOKENS:
        return False
    changed = sum(old.letters(i1, i2) + new.letters(j1, j2) for i1, i2, j1, j2 in hunks)
    total = old.letters(0, len(old.tokens)) + new.letters(0, len(new.tokens))
    return total - changed < _COMMON * total


def _soup_joined(hunks: Sequence[Hunk], old: _Text, new: _Text) -> list[Hunk]:
    """Hunks joined across a few short equal tokens where the text on both sides of them is rewritten."""
    joined = [hunks[0]]
    for hunk in hunks[1:]:
        last = joined[-1]
        between = range(last[1], hunk[0])
        small = len(between) <= _SOUP_TOKENS and old.letters(last[1], hunk[0]) <= _SOUP_LETTERS
        if small and min(_size(last, old, new), _size(hunk, old, new)) >= _SOUP_HUNK:
            joined[-1] = (last[0], hunk[1], last[2], hunk[3])
        else:
            joined.append(hunk)
    return joined


def _size(hunk: Hunk, old: _Text, new: _Text) -> int:
    """The letters that a hunk replaces: of the shorter of its sides."""
    return min(old.letters(hunk[0], hunk[1]), new.letters(hunk[2], hunk[3]))
