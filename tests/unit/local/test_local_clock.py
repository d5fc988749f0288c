from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from afterprint.local.clock import FixedClock, SpedClock, SystemClock
from afterprint.ports import Clock
from fakes import FakeClock

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
CLOCKS: list[Clock] = [SystemClock(), FixedClock(NOW), SpedClock(100), FakeClock()]


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: type(clock).__name__)
def test_now_is_in_utc(clock: Clock) -> None:
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: type(clock).__name__)
@pytest.mark.parametrize("seconds", [-1, 0, 0.003])
def test_a_pause_lasts_at_least_as_long_as_was_asked_for(clock: Clock, seconds: float) -> None:
    before = clock.monotonic()
    clock.sleep(seconds)
    assert clock.monotonic() >= before + max(0, seconds)


def test_on_a_fixed_clock_it_is_always_the_same_time() -> None:
    clock = FixedClock(NOW.astimezone(timezone(timedelta(hours=9))))
    clock.sleep(0.002)
    assert clock.now() == NOW


def test_a_sped_clock_starts_where_it_is_told_and_runs_ahead_of_the_host() -> None:
    clock = SpedClock(1000, NOW)
    began = clock.now()
    clock.sleep(0.01)
    assert began >= NOW
    assert clock.now() - began >= timedelta(seconds=10)


def test_a_sped_clock_starts_now_where_nothing_is_said() -> None:
    before = datetime.now(UTC)
    assert SpedClock(1).now() >= before


@pytest.mark.parametrize("factor", [0, -1, float("nan")])
def test_a_clock_must_run_forwards(factor: float) -> None:
    with pytest.raises(ValueError, match="forwards"):
        SpedClock(factor)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(datetime(2026, 11, 3))  # noqa: DTZ001


def test_a_fake_clock_moves_only_when_it_is_told_to() -> None:
    clock = FakeClock(NOW)
    started = clock.monotonic()
    clock.sleep(2)
    clock.advance(3)
    assert clock.now() == NOW + timedelta(seconds=5)
    assert clock.monotonic() == started + 5
    assert clock.slept == [2]
