"""Retry-After, in seconds and as a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.web.retry_after import LONGEST, retry_at

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_seconds_count_from_now() -> None:
    assert retry_at(" 120 ", NOW) == NOW + timedelta(seconds=120)


@pytest.mark.parametrize(
    "date", ["Fri, 20 Nov 2026 12:00:00 GMT", "Friday, 20-Nov-26 12:00:00 GMT", "Fri Nov 20 12:00:00 2026"]
)
def test_all_three_forms_of_a_date_are_read_as_utc(date: str) -> None:
    assert retry_at(date, NOW) == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "Fri, 99 Nov 2026 12:00:00 GMT"])
def test_what_cannot_be_read_names_no_time(value: str | None) -> None:
    assert retry_at(value, NOW) is None


def test_a_time_that_is_far_off_is_cut() -> None:
    assert retry_at("999999999999", NOW) == NOW + LONGEST


@given(st.text(max_size=40))
def test_any_value_gives_an_aware_time_or_none(value: str) -> None:
    when = retry_at(value, NOW)
    assert when is None or when.utcoffset() == timedelta(0)
