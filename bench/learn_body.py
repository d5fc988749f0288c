"""Learns the weights by which the body's blocks are chosen, and writes them to functions/afterprint/extract/weights.py.

    python -m bench.learn_body            train on all pages of the corpora and write the module
    python -m bench.learn_body --check    five-fold cross-validation by site instead: nothing is written

Needs scikit-learn and lightgbm, which nothing else does: install them beside the locked packages. The pages come from
the extraction corpora (see bench/score.py); of them nothing but the weights of single words is kept. A block's label is
whether its words stand in the page's known body. Words and class words count only where eight sites or more use them.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import re
import statistics
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.score import CORPORA, ROOT

FOLDS = 5
FEWEST_SITES = 8
LEAST_WEIGHT = 0.10  # a smaller one is left out of the module
WEIGHT_OF_CORPUS = {"fundus": 2.0, "scrapinghub": 2.0, "wcxb": 1.0}  # newspapers are what is read most
TREES: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 8, "min_data_in_leaf": 60, "feature_fraction": 0.6,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "seed": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip
ROUNDS = 90
MODULE = ROOT / "functions" / "afterprint" / "extract" / "weights.py"


@dataclass(frozen=True, kw_only=True)
class Learned:
    """A page's candidates: their word counts, numbers, words, parents and labels (1 body, 0 not, -1 not told)."""

    corpus: str
    site: str
    counts: list[int]
    rows: list[tuple[float, ...]]
    tokens: list[frozenset[str]]
    parents: list[Any]
    labels: list[int]


def site_of(url: str) -> str:
    """The registered domain, near enough."""
    labels = (urlsplit(url).hostname or url).split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])


def fold(site: str) -> int:
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def pages() -> Iterator[Learned]:
    """All pages of the corpora that can be read."""
    from afterprint.errors import NotAnArticle

    for corpus in WEIGHT_OF_CORPUS:
        lines = gzip.decompress((CORPORA / corpus / "cases.jsonl.gz").read_bytes()).decode().splitlines()
        for case in map(json.loads, lines):
            body = gzip.decompress((CORPORA / corpus / "html" / f"{case['id']}.html.gz").read_bytes())
            try:
                learned = page_of(corpus, case, body)
            except NotAnArticle:
                continue
            if learned.counts:
                yield learned


def page_of(corpus: str, case: dict[str, Any], body: bytes) -> Learned:
    """One page, its blocks labelled by its known body."""
    from afterprint.extract.blocks import cut
    from afterprint.extract.features import Features
    from afterprint.extract.head import headline_index
    from afterprint.extract.headline import headline
    from afterprint.extract.page import read_page

    page = read_page(body, case["url"], None)
    blocks = cut(page.root)
    features, title = Features(blocks), headline_index(blocks, headline(page))
    labels = labelled(features.words, case)
    places = features.candidates
    return Learned(
        corpus=corpus,
        site=site_of(case["url"]),
        counts=[features.counts[index] for index in places],
        rows=features.rows(title),
        tokens=[frozenset({*features.names(blocks[index].owner), *features.own_words(index)}) for index in places],
        parents=[id(blocks[index].owner.getparent()) for index in places],
        labels=[-1 if index == title else labels[index] for index in places],
    )


def labelled(found: Sequence[list[str]], case: dict[str, Any]) -> list[int]:
    """1 where a block's words are a paragraph of the body or three in five of its trigrams occur there; else 0."""
    from afterprint.extract.text import words

    items = case.get("items") or []
    paragraphs = [words(text) for _, text in items] or [words(line) for line in re.split(r"\n+", case["body"])]
    whole = {" ".join(each) for each in paragraphs} - {""}
    standfirsts = {" ".join(words(text)) for kind, text in items if kind == "summary"}
    running = [word for each in paragraphs for word in each]
    trigrams = set(zip(running, running[1:], running[2:], strict=False))
    return [_label(each, whole, standfirsts, trigrams) for each in found]


def _label(own: list[str], whole: set[str], standfirsts: set[str], trigrams: set[tuple[str, str, str]]) -> int:
    text = " ".join(own)
    if text in standfirsts:
        return -1
    if text in whole:
        return 1
    if len(own) < 5:
        return 0
    inside = [each in trigrams for each in zip(own, own[1:], own[2:], strict=False)]
    share = sum(inside) / len(inside)
    return 1 if share >= 0.6 else -1 if share > 0.4 else 0


class Model:
    """The weighted sum and the trees on top of it. The trees learn from sums of sites that the sum did not see."""

    def __init__(self, learned: Sequence[Learned]) -> None:
        sums: dict[int, list[float]] = {}
        for part in range(FOLDS):
            apart = Sum([page for page in learned if fold("x" + page.site) != part])
            sums |= {id(page): apart.of(page) for page in learned if fold("x" + page.site) == part}
        lightgbm, numpy = importlib.import_module("lightgbm"), importlib.import_module("numpy")
        table = numpy.array([row for page in learned for row in rows_with_context(page, sums[id(page)])], float)
        labels, importance = numpy.array([label for page in learned for label in page.labels]), weighed(learned)
        told = importance > 0
        data = lightgbm.Dataset(table[told], labels[told], weight=importance[told])
        self.trees = lightgbm.train(TREES, data, ROUNDS)
        self.sum = Sum(learned)

    def of(self, page: Learned) -> list[float]:
        """The log-odds of a page's candidates, before the page is lifted."""
        sums = self.sum.of(page)
        grown = self.trees.predict(rows_with_context(page, sums), raw_score=True)
        return [(one + other) / 2 for one, other in zip(sums, grown, strict=True)]


class Sum:
    """A logistic regression over numbers and words."""

    def __init__(self, learned: Sequence[Learned]) -> None:
        numpy, linear = importlib.import_module("numpy"), importlib.import_module("sklearn.linear_model")
        sparse = importlib.import_module("scipy.sparse")
        self.places = vocabulary(learned)
        numbers = numpy.array([row for page in learned for row in page.rows], float)
        middle, spread = numbers.mean(0), numbers.std(0) + 1e-9
        table = sparse.hstack([sparse.csr_matrix((numbers - middle) / spread), self._words(learned)]).tocsr()
        labels, importance = numpy.array([label for page in learned for label in page.labels]), weighed(learned)
        told = importance > 0
        fitted = linear.LogisticRegression(C=0.1, max_iter=300)
        fitted.fit(table[told], labels[told], sample_weight=importance[told])
        own, self.words = fitted.coef_[0][: len(middle)], fitted.coef_[0][len(middle) :]
        self.numbers, self.bias = own / spread, float(fitted.intercept_[0] - (own * middle / spread).sum())

    def _words(self, learned: Sequence[Learned]) -> Any:
        numpy, sparse = importlib.import_module("numpy"), importlib.import_module("scipy.sparse")
        columns: list[int] = []
        ends = [0]
        for found in (tokens for page in learned for tokens in page.tokens):
            columns += [self.places[token] for token in sorted(found) if token in self.places]
            ends.append(len(columns))
        return sparse.csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(self.places)))

    def of(self, page: Learned) -> list[float]:
        """The sums of a page's candidates."""
        numpy = importlib.import_module("numpy")
        told = numpy.array(page.rows, float) @ self.numbers + self.bias + self._words([page]) @ self.words
        return [float(value) for value in told]


def vocabulary(learned: Sequence[Learned]) -> dict[str, int]:
    """The tokens that enough sites use, each with its column."""
    sites: dict[str, set[str]] = defaultdict(set)
    for page in learned:
        for token in frozenset().union(*page.tokens):
            sites[token].add(page.site)
    return {token: place for place, token in enumerate(sorted(t for t, s in sites.items() if len(s) >= FEWEST_SITES))}


def weighed(learned: Sequence[Learned]) -> Any:
    """What each block counts for: its share of its page's words, a little for each block, and nothing if not told."""
    numpy = importlib.import_module("numpy")
    found: list[float] = []
    for page in learned:
        words = sum(count for count, label in zip(page.counts, page.labels, strict=True) if label == 1)
        told = sum(label >= 0 for label in page.labels)
        for count, label in zip(page.counts, page.labels, strict=True):
            share = min(0.5, 0.7 * count / max(words, 100) + 0.5 / max(8, told))
            found.append(share * WEIGHT_OF_CORPUS[page.corpus] if label >= 0 else 0.0)
    weights = numpy.array(found)
    return weights / weights[weights > 0].mean()


def rows_with_context(page: Learned, sums: list[float]) -> list[tuple[float, ...]]:
    """What the trees see."""
    from afterprint.extract.classifier import context

    return [row + beside for row, beside in zip(page.rows, context(page.parents, page.counts, sums), strict=True)]


def written(model: Model) -> str:
    """The module with the weights."""
    words = {token: round(model.sum.words[place] * 100) for token, place in model.sum.places.items()}
    tokens = " ".join(f"{token} {weight}" for token, weight in words.items() if abs(weight) >= LEAST_WEIGHT * 100)
    numbers = " ".join(f"{value:.4g}" for value in (model.sum.bias, *model.sum.numbers))
    trees = " ; ".join(" ".join(_node(tree["tree_structure"])) for tree in model.trees.dump_model()["tree_info"])
    parts = {
        "TOKENS": (tokens, "Class words, tags (<) and words of short blocks (:), each with its weight in hundredths."),
        "NUMBERS": (numbers, "The bias, then a weight for each of a block's numbers, in the order of features.NAMES."),
        "TREES": (trees, "Trees parted by semicolons, outermost node first: number and threshold; = marks a leaf."),
    }
    head = (
        '"""Weights as plain numbers, in log-odds: `bench/learn_body.py` writes this module, classifier.py reads it."""'
    )
    return head + "".join(
        f'\n\n{name} = """\n{_folded(text)}\n"""\n"""{told}"""' for name, (text, told) in parts.items()
    )


def _folded(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 118, break_long_words=False, break_on_hyphens=False))


def _node(node: dict[str, Any]) -> list[str]:
    if "leaf_value" in node:
        return [f"={node['leaf_value']:.3f}"]
    inner = [str(node["split_feature"]), f"{node['threshold']:.4g}"]
    return [*inner, *_node(node["left_child"]), *_node(node["right_child"])]


def checked(learned: Sequence[Learned]) -> dict[str, float]:
    """Mean F1 over words of the blocks chosen on sites that the model did not see, before the rules, by corpus."""
    found: dict[str, list[float]] = defaultdict(list)
    for part in range(FOLDS):
        model = Model([page for page in learned if fold(page.site) != part])
        for page in (page for page in learned if fold(page.site) == part):
            both, chosen, wanted = 0, 0, 0
            for score, count, label in zip(model.of(page), page.counts, page.labels, strict=True):
                both += count * (score > 0 and label == 1)
                chosen += count * (score > 0 and label >= 0)
                wanted += count * (label == 1)
            found[page.corpus].append(2 * both / max(1, chosen + wanted))
    return {corpus: statistics.fmean(values) for corpus, values in found.items()}


def main() -> int:
    sys.path.insert(0, str(ROOT / "functions"))
    learned = list(pages())
    if "--check" in sys.argv[1:]:
        for corpus, value in checked(learned).items():
            print(corpus, f"{value:.4f}", sep="\t")
        return 0
    Path(MODULE).write_text(written(Model(learned)) + "\n", encoding="utf-8")
    print(f"{len(learned)} pages; {MODULE} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
