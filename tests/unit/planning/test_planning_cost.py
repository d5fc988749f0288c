"""The model of what a watchlist costs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from afterprint.errors import NoTemplate
from afterprint.model import Source
from afterprint.planning.cost import (
    MINUTES,
    Assumptions,
    bill,
    load_of,
    load_tariff,
    look_units,
    looks_at,
    million_checks,
    thousand_changes,
    tick_units,
    too_busy,
)
from sample_records import WATCHLIST

TARIFF = load_tariff()
USUAL = Assumptions()
SOURCE = Source(id="a", name="A", feeds=("https://a.example/rss",))


def test_a_million_unchanged_checks_stay_below_their_target() -> None:
    measure = million_checks(TARIFF)
    assert measure.total <= measure.target == 3.00
    assert measure.parts[0][0] == "dynamodb.write"


def test_a_million_checks_include_their_share_of_the_ticks() -> None:
    few, many = million_checks(TARIFF, a_minute=10), million_checks(TARIFF, a_minute=1000)
    tick = TARIFF.of(tick_units(TARIFF))
    assert few.total - many.total == pytest.approx(1e6 * tick * (1 / 10 - 1 / 1000))
    assert million_checks(TARIFF, a_minute=45).total <= 3.00 < million_checks(TARIFF, a_minute=44).total


def test_a_thousand_published_changes_stay_below_their_target() -> None:
    measure = thousand_changes(TARIFF)
    assert measure.total <= measure.target == 0.20


def test_an_article_that_never_changes_is_looked_at_some_thirty_times() -> None:
    assert looks_at(SOURCE, changes=0) == 33


def test_a_change_begins_the_intervals_anew() -> None:
    assert looks_at(SOURCE, changes=1) == 2 * looks_at(SOURCE, changes=0)


def test_a_feed_is_looked_at_as_often_as_is_set() -> None:
    load = load_of(replace(WATCHLIST, sources=(SOURCE,)), replace(USUAL, articles_a_day=0))
    assert load.looks == MINUTES / SOURCE.feed_minutes


def test_sources_on_one_host_share_its_lane_at_the_longest_gap() -> None:
    slow = replace(SOURCE, id="b", min_gap_seconds=5)
    (host,) = load_of(replace(WATCHLIST, sources=(SOURCE, slow)), USUAL).hosts
    assert (host.host, host.gap) == ("a.example", 5)


def test_waiting_is_paid_for_once_by_all_hosts_side_by_side() -> None:
    alone = look_units(TARIFF, per_visit=10, side_by_side=1, seconds=1)["lambda.gb_second"]
    assert look_units(TARIFF, per_visit=10, side_by_side=10, seconds=1)["lambda.gb_second"] == pytest.approx(alone / 10)


def test_a_host_that_is_asked_for_more_than_its_gap_allows_is_named() -> None:
    load = load_of(replace(WATCHLIST, sources=(replace(SOURCE, min_gap_seconds=600),)), USUAL)
    ((host, times),) = too_busy(load, USUAL)
    assert host == "a.example"
    assert times > 1


def test_a_bill_is_the_sum_of_its_rows_the_dearest_component_first() -> None:
    made = bill(load_of(WATCHLIST, USUAL), TARIFF, USUAL)
    assert made.total == pytest.approx(sum(dollars for *_, dollars in made.rows()))
    components = list(dict.fromkeys(row[0] for row in made.rows()))
    assert components == sorted(components, key=lambda name: -made.component(name))


def test_more_articles_cost_more_and_what_stands_by_the_same() -> None:
    few, many = (
        bill(load_of(WATCHLIST, assumed), TARIFF, assumed) for assumed in (USUAL, replace(USUAL, articles_a_day=300))
    )
    assert many.component("looks") > few.component("looks")
    assert many.component("standing by") == few.component("standing by")


def test_prices_that_cannot_be_read_are_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NoTemplate, match=r"prices\.toml"):
        load_tariff(tmp_path)
