from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.extract.dates import read_date, read_printed_date


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-01-12T08:30:00+01:00", datetime(2026, 1, 12, 7, 30, tzinfo=UTC)),
        ("2026-01-12T08:30:00.123Z", datetime(2026, 1, 12, 8, 30, tzinfo=UTC)),
        ("2026-01-12T08:30:00+0100", datetime(2026, 1, 12, 7, 30, tzinfo=UTC)),
        ("2026-01-12T08:30-05", datetime(2026, 1, 12, 13, 30, tzinfo=UTC)),
        ("2026-01-12 08:30:00", datetime(2026, 1, 12, 8, 30, tzinfo=UTC)),
        ("2026-01-12", datetime(2026, 1, 12, tzinfo=UTC)),
        ("20260112", datetime(2026, 1, 12, tzinfo=UTC)),
        ("Mon, 12 Jan 2026 08:30:00 +0100", datetime(2026, 1, 12, 7, 30, tzinfo=UTC)),
        ("  2026-01-12T08:30:00Z ", datetime(2026, 1, 12, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_declared_time_is_read_into_utc(written: str, moment: datetime) -> None:
    assert read_date(written) == moment


@pytest.mark.parametrize(
    "written", ["", "yesterday", "2026-13-40", "0000-00-00", "2026-01-12T25:00", "0001-01-01T00:00+14:00"]
)
def test_what_is_no_time_is_none(written: str) -> None:
    assert read_date(written) is None


@given(st.text(max_size=60))
def test_any_text_gives_an_aware_time_or_none(written: str) -> None:
    found = read_date(written)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Do 12.01.26 | 08:30 Uhr | Von Tove Lind", datetime(2026, 1, 12, 8, 30, tzinfo=UTC)),
        ("12. 1. 2026", datetime(2026, 1, 12, tzinfo=UTC)),
        ("2026年1月12日 8:30", datetime(2026, 1, 12, 8, 30, tzinfo=UTC)),
        ("Published 12th January 2026", datetime(2026, 1, 12, tzinfo=UTC)),
        ("Jan. 12, 2026 at 8:30", datetime(2026, 1, 12, 8, 30, tzinfo=UTC)),
        ("12 de enero de 2026", datetime(2026, 1, 12, tzinfo=UTC)),
        ("le 12 août 2026 à 08h30", datetime(2026, 8, 12, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_printed_date_is_read_where_its_order_is_certain(line: str, moment: datetime) -> None:
    assert read_printed_date(line) == moment


@pytest.mark.parametrize("line", ["", "4/5/2026", "Version 1.2.3.4", "31.02.2026", "7 rooms 2026", "yesterday, 8:30"])
def test_a_line_without_a_certain_date_gives_none(line: str) -> None:
    assert read_printed_date(line) is None


@given(st.text(max_size=200))
def test_any_printed_line_gives_a_time_in_utc_or_none(line: str) -> None:
    found = read_printed_date(line)
    assert found is None or found.tzinfo is UTC
