"""A comparison as a unified diff: a line for each part and paragraph, as `diff -u` and `patch` write and read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from afterprint.diff import align
from afterprint.model import ArticleText

CONTEXT = 1
"""Unchanged lines on either side of a change: a line is a paragraph."""

Op = tuple[str, str]  # " ", "-" or "+", and the line


def unified(old: ArticleText, new: ArticleText, *, names: tuple[str, str]) -> str:
    """What turns the lines of `old` into those of `new`; empty where they are equal.

    A moved paragraph is taken out at one place and put in at the other.
    """
    return "".join(f"{line}\n" for line in _unified(lines_of(old), lines_of(new), names))


def lines_of(text: ArticleText) -> list[str]:
    """Headline, standfirst, byline and the blocks of the body, each on one line; what is empty is left out."""
    parts = [text.headline, text.standfirst, text.byline, *(block.text for block in text.blocks)]
    return [" ".join(part.split()) for part in parts if part.strip()]


def _unified(old: Sequence[str], new: Sequence[str], names: tuple[str, str]) -> Iterator[str]:
    ops = list(_ops(old, new))
    changed = [place for place, (sign, _) in enumerate(ops) if sign != " "]
    if not changed:
        return
    yield f"--- {' '.join(names[0].split())}"
    yield f"+++ {' '.join(names[1].split())}"
    start = 0
    ends = [
        place for place, after in pairwise([*changed, len(ops) + 2 * CONTEXT + 2]) if after - place > 2 * CONTEXT + 1
    ]
    for end in ends:
        first = next(place for place in changed if place >= start)
        yield from _hunk(ops, max(start, first - CONTEXT), min(len(ops), end + CONTEXT + 1))
        start = end + 1


def _hunk(ops: Sequence[Op], first: int, end: int) -> Iterator[str]:
    old_before = sum(sign != "+" for sign, _ in ops[:first])
    new_before = sum(sign != "-" for sign, _ in ops[:first])
    old_count = sum(sign != "+" for sign, _ in ops[first:end])
    new_count = sum(sign != "-" for sign, _ in ops[first:end])
    yield f"@@ -{old_before + bool(old_count)},{old_count} +{new_before + bool(new_count)},{new_count} @@"
    for sign, line in ops[first:end]:
        yield sign + line


def _ops(old: Sequence[str], new: Sequence[str]) -> Iterator[Op]:
    """All lines of both sides, in order: what stands between two that stayed goes before what came there."""
    i = j = 0
    for kept_old, kept_new in [*_kept(old, new), (len(old), len(new))]:
        yield from (("-", line) for line in old[i:kept_old])
        yield from (("+", line) for line in new[j:kept_new])
        if kept_old < len(old):
            yield " ", old[kept_old]
        i, j = kept_old + 1, kept_new + 1


def _kept(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Equal lines that kept their order: of all that belong together, those on the longest chain."""
    from afterprint.diff.chains import longest_chain

    pairs = sorted((i, j) for i, j in align(old, new) if i is not None and j is not None and old[i] == new[j])
    once = list(dict(reversed(pairs)).items())[::-1]  # each old line once, with its first partner
    return [once[place] for place in longest_chain(once)]
