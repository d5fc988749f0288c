from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.extract.dates import read_date


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
