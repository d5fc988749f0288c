"""The harder set of edits: the same each time, what it claims is so, and the product reads nearly all of it."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench.diff_baselines import myers, newssniffer  # noqa: E402 - not part of the package
from bench.harder import cases, figures  # noqa: E402


def test_the_same_seed_makes_the_same_cases() -> None:
    assert list(cases(5)) == list(cases(5))


def test_equal_paragraphs_that_nothing_was_done_to_belong_together() -> None:
    for case in cases(20):
        kept = {origin for para in case.new for origin in para.origins}
        assert kept | case.gone == set(range(len(case.old)))
        assert all(para.text == case.old[para.origins[0]] for para in case.new if not para.done)


def test_the_product_reads_nearly_all_of_it() -> None:
    scores, _ = figures(list(cases(60)))
    assert float(str(scores["all_f1"])) > 0.99
    assert float(str(scores["kind_f1"])) > 0.95


def test_the_baseline_pairs_what_was_replaced_in_order() -> None:
    assert newssniffer(["a", "b", "c"], ["a", "x", "y", "c"]) == [(0, 0), (1, 1), (None, 2), (2, 3)]


def test_the_shortest_script_is_as_long_as_it_must_be() -> None:
    assert myers("abcabba", "cbabac") == 5
    assert myers([], ["a"]) == 1
    assert myers(["a"], ["a"]) == 0
