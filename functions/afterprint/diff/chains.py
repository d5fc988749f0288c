"""The longest, and the heaviest, chain of pairs in which both sides keep their order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_chain(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The places, in order, of the most pairs of which both indexes grow; `pairs` are sorted, each index once a side.

    Takes n log n steps for n pairs (patience sorting).
    """
    ends: list[int] = []  # the smallest second index in which a chain of each length ends
    places: list[int] = []  # the place of the pair with that index
    before: list[int] = []
    for place, (_, new) in enumerate(pairs):
        length = bisect_left(ends, new)
        before.append(places[length - 1] if length else -1)
        if length == len(ends):
            ends.append(new)
            places.append(place)
        else:
            ends[length], places[length] = new, place
    chain = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain[::-1]


def heaviest_chain(pairs: Sequence[tuple[int, int]], weights: Sequence[float], *, strict: bool) -> list[int]:
    """The places, in order, of the pairs that make the heaviest chain; `pairs` are sorted, weights above 0.

    In a strict chain both indexes grow from pair to pair; otherwise neither falls. Of equally heavy chains the one
    whose pairs come first is taken. Takes n log n steps for n pairs (a Fenwick tree of prefix maxima).
    """
    columns = {column: rank for rank, column in enumerate(sorted({column for _, column in pairs}), start=1)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(columns) + 1)
    before = [-1] * len(pairs)
    best_end, best_weight = -1, 0.0
    waiting: list[tuple[int, float, int]] = []  # of the same row; in a strict chain they cannot follow each other
    row = None
    for place, (old, new) in enumerate(pairs):
        if strict and old != row:
            _enter(tree, waiting)
            waiting.clear()
            row = old
        rank = columns[new]
        weight, before[place] = _best_up_to(tree, rank - 1 if strict else rank)
        weight += weights[place]
        waiting.append((rank, weight, place))
        if not strict:
            _enter(tree, waiting)
            waiting.clear()
        if weight > best_weight:
            best_end, best_weight = place, weight
    chain = []
    while best_end >= 0:
        chain.append(best_end)
        best_end = before[best_end]
    return chain[::-1]


def _best_up_to(tree: list[tuple[float, int]], rank: int) -> tuple[float, int]:
    best = (0.0, -1)
    while rank > 0:
        if tree[rank][0] > best[0]:
            best = tree[rank]
        rank -= rank & -rank
    return best


def _enter(tree: list[tuple[float, int]], entries: Sequence[tuple[int, float, int]]) -> None:
    for start, weight, place in entries:
        rank = start
        while rank < len(tree):
            if weight > tree[rank][0]:
                tree[rank] = (weight, place)
            rank += rank & -rank
