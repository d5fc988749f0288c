"""The chooser in use: learned weights where JSON-LD tells of an article, and trafilatura's vote where in doubt.

The sum (logistic regression) weighs a block's numbers, the class words around it and the words of a short block. Small
trees see the same numbers and the sums of the blocks beside it. Their mean is the log-odds that the block is the
article's. A page whose heaviest parent scores low throughout is lifted as a whole: what differs is its template, and
one paragraph of it is as good as the next. The weights come from `bench/learn_body.py`; they are added up here in plain
Python, class words in whole hundredths, so that a page is read alike on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import fsum
from operator import mul

from lxml.html import HtmlElement

from afterprint.extract import weights
from afterprint.extract.blocks import PageBlock
from afterprint.extract.body import by_trafilatura, densest, once_only
from afterprint.extract.features import Features
from afterprint.extract.head import headline_index
from afterprint.extract.page import Page

Node = tuple[int, float, "Node | float", "Node | float"]
"""A tree's node: which number, its threshold, the node for at most that much, the node for more; a leaf is a float."""

_SURE_DROPPED, _SURE_KEPT = -1.0, 1.5  # log-odds
_LEAST = -0.5  # log-odds; below even, since a paragraph lost is worse than a line too many
_MOST_DOUBT = 0.2
_FEWEST_WORDS = 20
_LIFTED_TO = 1.0
_MOST_LIFTED = 2.0
_CLIP = 6.0
_HOPELESS = -4.0  # log-odds of the sum that no tree makes up for


@dataclass(frozen=True)
class Opinion:
    """What is thought of each block: its log-odds, and trafilatura's vote (None where it was not asked)."""

    scores: dict[int, float]
    vote: frozenset[int] | None

    def keeps(self, index: int) -> bool:
        """Whether the block is the article's: as the weights say where they are sure, else as trafilatura says."""
        score = self.scores.get(index)
        if self.vote is None:
            return score is not None and score > _LEAST
        if score is None:
            return False
        return score > _SURE_KEPT or (score > _SURE_DROPPED and index in self.vote)

    def reason(self, index: int, *, kept: bool) -> str:
        """Who chose or left out the block, and its log-odds, for those who ask why."""
        score = self.scores.get(index)
        if score is None or self.keeps(index) is not kept:
            return "densest text" if kept else "links, a caption or a copy"
        sure = self.vote is None or not _SURE_DROPPED < score <= _SURE_KEPT
        return f"{'learned weights' if sure else 'trafilatura'}, {score:+.1f}"


def by_kind_of_page(page: Page, blocks: Sequence[PageBlock], headline: str) -> frozenset[int]:
    """The blocks that are the article's by `opinion`, where the page declares an article; else trafilatura's.

    The weights come from articles. On terms of service and other long texts that are none they miss changes which
    trafilatura sees. Where neither finds anything, and on pages too large for them, the densest blocks.
    """
    if not has_opinion(page):
        return by_trafilatura(page, blocks)
    formed = opinion(page, blocks, headline)
    return once_only(blocks, frozenset(filter(formed.keeps, range(len(blocks))))) or densest(blocks)


def has_opinion(page: Page) -> bool:
    """Whether the learned weights have a say: its JSON-LD describes an article, and its size can be weighed.

    Open Graph's type alone is not believed here: many systems call every page an article, their privacy policy too.
    """
    return bool(page.article_item) and not page.is_monstrous


def opinion(page: Page, blocks: Sequence[PageBlock], headline: str) -> Opinion:
    """The log-odds of all blocks worth a look, and trafilatura's vote where too much of the page is in doubt."""
    features = Features(blocks)
    scores = log_odds(features, headline_index(blocks, headline))
    doubtful = sum(features.counts[index] for index, score in scores.items() if _SURE_DROPPED < score <= _SURE_KEPT)
    certain = sum(features.counts[index] for index, score in scores.items() if score > _SURE_KEPT)
    asks = doubtful > _MOST_DOUBT * max(_FEWEST_WORDS, certain)
    return Opinion(scores, by_trafilatura(page, blocks) if asks else None)


def log_odds(features: Features, title: int | None) -> dict[int, float]:
    """How likely each block worth a look is the article's, as log-odds; `title` is the headline's block, if any."""
    if not features.candidates:
        return {}
    blocks = features.blocks
    rows = features.rows(title)
    sums = _sums(features, rows)
    parents = [blocks[index].owner.getparent() for index in features.candidates]
    counts = [features.counts[index] for index in features.candidates]
    contexts = context(parents, counts, sums)
    trees = _trees()
    scores = [
        (own + _grown(trees, row + around)) / 2 if own > _HOPELESS else own
        for own, row, around in zip(sums, rows, contexts, strict=True)
    ]
    plain = [features.is_plain(index) for index in features.candidates]
    lift = _lift([parent if told else None for parent, told in zip(parents, plain, strict=True)], counts, scores)
    return {index: score + lift for index, score in zip(features.candidates, scores, strict=True)}


def _sums(features: Features, rows: Sequence[tuple[float, ...]]) -> list[float]:
    token, (bias, numbers) = _tokens(), _numbers()
    around: dict[frozenset[str], int] = {}
    found: list[float] = []
    for index, row in zip(features.candidates, rows, strict=True):
        names = features.names(features.blocks[index].owner)
        if names not in around:
            around[names] = sum(token.get(name, 0) for name in names)
        own = sum(token.get(word, 0) for word in features.own_words(index))
        found.append(bias + (around[names] + own) / 100 + fsum(map(mul, numbers, row)))
    return found


def context(
    parents: Sequence[HtmlElement | None], counts: Sequence[int], sums: Sequence[float]
) -> list[tuple[float, ...]]:
    """For each block: its own sum, those beside it, the means of its parent and the heaviest one, and its place."""
    clipped = [max(-_CLIP, min(_CLIP, value)) for value in sums]
    means = _means(parents, counts, clipped)
    heaviest = max(means.values(), default=(1, 0.0))
    padded = [-_CLIP, -_CLIP, *clipped, -_CLIP, -_CLIP]
    texts = [count if value > 0 else 0 for count, value in zip(counts, sums, strict=True)]
    running = list(accumulate(texts))
    total = max(1, running[-1])
    return [
        (
            value,
            padded[place + 1],
            padded[place + 3],
            padded[place],
            padded[place + 4],
            means[parents[place]][1],
            heaviest[1],
            (running[place] - texts[place]) / total,
            1 - running[place] / total,
        )
        for place, value in enumerate(clipped)
    ]


def _means(
    parents: Sequence[HtmlElement | None], counts: Sequence[int], values: Sequence[float]
) -> dict[HtmlElement | None, tuple[int, float]]:
    """Words and mean value, weighed by words, of the blocks under each parent."""
    weight: dict[HtmlElement | None, int] = defaultdict(int)
    total: dict[HtmlElement | None, float] = defaultdict(float)
    for parent, count, value in zip(parents, counts, values, strict=True):
        weight[parent] += count
        total[parent] += count * value
    return {parent: (words, total[parent] / max(1, words)) for parent, words in weight.items()}


def _lift(parents: Sequence[HtmlElement | None], counts: Sequence[int], scores: Sequence[float]) -> float:
    """What is added to all scores of a page; `parents` names None for blocks that are no running text."""
    means = _means(parents, counts, [max(-_CLIP, min(_CLIP, score)) for score in scores])
    means.pop(None, None)
    if not means:
        return 0.0
    mean = max(means.values(), key=lambda found: found[0])[1]
    return min(_MOST_LIFTED, _LIFTED_TO - mean) if mean < _LIFTED_TO else 0.0


def _grown(trees: Sequence[Node | float], row: tuple[float, ...]) -> float:
    """The sum of the leaves that `row` falls into, one of each tree."""
    total = 0.0
    for tree in trees:
        node = tree
        while type(node) is tuple:  # called a million times a day: faster than isinstance
            node = node[2] if row[node[0]] <= node[1] else node[3]
        total += node  # type: ignore[operator]
    return total


@cache
def _tokens() -> dict[str, int]:
    pieces = weights.TOKENS.split()
    return {word: int(weight) for word, weight in zip(pieces[::2], pieces[1::2], strict=True)}


@cache
def _numbers() -> tuple[float, tuple[float, ...]]:
    bias, *rest = map(float, weights.NUMBERS.split())
    return bias, tuple(rest)


@cache
def _trees() -> tuple[Node | float, ...]:
    return tuple(_tree(iter(line.split())) for line in " ".join(weights.TREES.split()).split(";") if line.strip())


def _tree(pieces: Iterator[str]) -> Node | float:
    """A tree written outermost first: `=value` is a leaf, `number threshold` a node with its two branches after it."""
    piece = next(pieces)
    if piece.startswith("="):
        return float(piece[1:])
    threshold = float(next(pieces))
    return int(piece), threshold, _tree(pieces), _tree(pieces)
