from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.web.http_date import read_date

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
NOVEMBER = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "sun, 06 NOV 1994 08:49:37 gmt",
    ],
)
def test_the_three_forms_name_the_same_time(text: str) -> None:
    assert read_date(text, NOW) == NOVEMBER


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "0",
        "-1",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:38 GMT",
    ],
)
def test_anything_else_is_no_date(text: str | None) -> None:
    assert read_date(text, NOW) is None


def test_a_year_of_two_digits_lies_at_most_fifty_years_ahead() -> None:
    ahead, behind = read_date("Sunday, 06-Nov-76 08:49:37 GMT", NOW), read_date("Sunday, 06-Nov-77 08:49:37 GMT", NOW)
    assert ahead is not None
    assert behind is not None
    assert (ahead.year, behind.year) == (2076, 1977)


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)))  # noqa: DTZ001 - made aware below
def test_a_written_date_reads_back(when: datetime) -> None:
    aware = when.replace(tzinfo=UTC, microsecond=0)
    assert read_date(format_datetime(aware, usegmt=True), NOW) == aware


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text, NOW)
    assert found is None or found.utcoffset() == timedelta()
