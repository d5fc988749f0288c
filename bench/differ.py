"""Comparing texts: the hard cases, beside difflib on the same paragraphs."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterator

from bench.timing import Figure, in_turns

SENTENCE = "the council ferry harbour said on monday that a new line of boats would cost more than it had planned"
WORDS = SENTENCE.split()


def text(chance: random.Random, paragraphs: int, words: int = 40) -> list[str]:
    """Made-up paragraphs."""
    return [" ".join(chance.choices(WORDS, k=words)) + f" {number}." for number in range(paragraphs)]


def cases() -> dict[str, tuple[list[str], list[str]]]:
    """Old and new paragraphs of each case."""
    chance = random.Random(7)
    article, live, long = text(chance, 20), text(chance, 400, 25), text(chance, 2_000)
    edited = [
        paragraph.replace("monday", "tuesday") if at % 4 == 0 else paragraph for at, paragraph in enumerate(article)
    ]
    shuffled = chance.sample(long, len(long))
    return {
        "article_edited": (article, edited),
        "live_blog_10k_words_gains_20": (live, [*text(chance, 20, 25), *live]),
        "2000_shuffled": (long, shuffled),
        "2000_all_different": (long, text(random.Random(8), 2_000)),
        "2000_identical": (long, list(long)),
    }


def figures() -> Iterator[Figure]:
    """CPU milliseconds a comparison, and the ratio to difflib's matching of paragraphs."""
    from afterprint.diff import compare
    from afterprint.model import ArticleText

    for name, (old, new) in cases().items():
        ours = (ArticleText(paragraphs=old), ArticleText(paragraphs=new))
        spent = in_turns(
            {
                "ours": lambda ours=ours: compare(*ours),
                "difflib": lambda old=old, new=new: difflib.SequenceMatcher(
                    None, old, new, autojunk=False
                ).get_opcodes(),
            },
            rounds=3,
        )
        yield Figure(f"{name}_ours", spent["ours"], "ms")
        yield Figure(f"{name}_difflib", spent["difflib"], "ms")
        yield Figure(f"{name}_ratio", spent["ours"] / max(spent["difflib"], 1e-6), "ours to difflib")
