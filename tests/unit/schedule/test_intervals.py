"""How long to wait between two looks."""

from __future__ import annotations

from afterprint.schedule import next_interval


def test_the_first_interval_is_the_sources_shortest() -> None:
    assert next_interval(0, first_minutes=30, changed=False) == 30


def test_a_change_starts_again() -> None:
    assert next_interval(500, first_minutes=30, changed=True) == 30


def test_an_unchanged_life_of_forty_days_takes_about_thirty_looks() -> None:
    minutes, looks, interval = 0.0, 0, 0.0
    while minutes < 40 * 24 * 60:
        interval = next_interval(interval, first_minutes=30, changed=False)
        minutes += interval
        looks += 1
    assert 30 <= looks <= 40


def test_it_never_waits_longer_than_forty_days() -> None:
    assert next_interval(1e9, first_minutes=30, changed=False) == 40 * 24 * 60
