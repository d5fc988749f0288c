"""Comparing texts: the hard cases, beside difflib and a line-based Myers diff on the same paragraphs."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable, Iterator

from bench.diff_baselines import matched_by_difflib, myers
from bench.timing import Figure, in_turns

SENTENCE = "the council ferry harbour said on monday that a new line of boats would cost more than it had planned"
WORDS = SENTENCE.split()
PATIENCE_MS = 2_000
"""A method that took longer than this on a case is not run again on it."""

Paragraphs = list[str]


def text(chance: random.Random, paragraphs: int, words: int = 40) -> Paragraphs:
    """Made-up paragraphs."""
    return [" ".join(chance.choices(WORDS, k=words)) + f" {number}." for number in range(paragraphs)]


def cases() -> dict[str, tuple[Paragraphs, Paragraphs]]:
    """Old and new paragraphs of each case."""
    chance = random.Random(7)
    article, live, long = text(chance, 20), text(chance, 400, 25), text(chance, 2_000)
    edited = [
        paragraph.replace("monday", "tuesday") if at % 4 == 0 else paragraph for at, paragraph in enumerate(article)
    ]
    shuffled = chance.sample(long, len(long))
    repeats = [chance.choice(("Advertisement", "Read more", *article[:8])) for _ in range(2_000)]
    one = " ".join(chance.choices(WORDS, k=180_000))
    return {
        "article_edited": (article, edited),
        "live_blog_10k_words_gains_20": (live, [*text(chance, 20, 25), *live]),
        "2000_shuffled": (long, shuffled),
        "2000_all_different": (long, text(random.Random(8), 2_000)),
        "2000_identical": (long, list(long)),
        "2000_reversed": (long, long[::-1]),
        "2000_repeats_shuffled": (repeats, chance.sample(repeats, len(repeats))),
        "800_near_identical": (text(chance, 800), [f"{line} yes" for line in text(random.Random(7), 800)]),
        "one_paragraph_1mb": ([one], [one.replace("monday", "tuesday")]),
        "one_word_1mb": (["a" * 1_000_000], ["a" * 999_999 + "b"]),
        "from_nothing_2000": ([], long),
    }


def figures() -> Iterator[Figure]:
    """CPU milliseconds of a whole comparison and its peak memory, and the ratios to the matching of paragraphs alone.

    Two baselines are timed on the same paragraphs: difflib's opcodes, and Myers' greedy algorithm over lines. Both are
    given up after one run on cases that take them too long.
    """
    from afterprint.diff import compare
    from afterprint.model import ArticleText

    for name, (old, new) in cases().items():
        texts = ArticleText(paragraphs=old), ArticleText(paragraphs=new)
        methods: dict[str, Callable[[], object]] = {
            "ours": lambda texts=texts: compare(*texts),
            "difflib": lambda old=old, new=new: matched_by_difflib(old, new),
            "myers": lambda old=old, new=new: myers(old, new),
        }
        spent = {method: _once(task) for method, task in methods.items()}
        quick = {method: task for method, task in methods.items() if spent[method] < PATIENCE_MS}
        spent |= in_turns(quick, rounds=3)
        for method, milliseconds in spent.items():
            yield Figure(f"{name}_{method}", milliseconds, "ms")
        yield Figure(f"{name}_memory", _peak(methods["ours"]), "MiB at the peak")
        for method in ("difflib", "myers"):
            yield Figure(f"{name}_ratio_{method}", spent["ours"] / max(spent[method], 1e-6), f"ours to {method}")


def _once(task: Callable[[], object]) -> float:
    started = time.process_time()
    task()
    return (time.process_time() - started) * 1000


def _peak(task: Callable[[], object]) -> float:
    """The most memory (MiB) that Python held at once for the task, beyond what it held before."""
    tracemalloc.start()
    try:
        task()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
