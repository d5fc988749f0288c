"""The model of how far the stack scales."""

from __future__ import annotations

from pathlib import Path

from afterprint.planning.cost import load_tariff
from afterprint.planning.scale import KNOBS, SIZES, first_to_break, knobs_for, lines, rates, table

TARIFF = load_tariff()
PAGE = Path(__file__).resolve().parents[3] / "docs" / "scale.md"


def test_the_page_on_scale_shows_the_models_table() -> None:
    assert table(TARIFF) in PAGE.read_text(encoding="utf-8")


def test_every_limit_names_what_moves_it() -> None:
    assert [line.name for line in lines(SIZES[0], TARIFF)] == list(KNOBS)


def test_the_defaults_bear_ten_thousand_articles() -> None:
    assert first_to_break(lines(10_000, TARIFF)).share < 1


def test_the_knobs_that_are_named_bear_every_size() -> None:
    for size in SIZES:
        found = lines(size, TARIFF, knobs=knobs_for(size, TARIFF))
        assert first_to_break(found).share <= 0.701


def test_more_articles_are_more_looks_and_never_fewer_visits() -> None:
    few, many = rates(10_000), rates(10_000_000)
    assert many.looks > few.looks
    assert 5_000 >= many.visits > few.visits
