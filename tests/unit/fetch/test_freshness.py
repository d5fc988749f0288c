from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.fetch.freshness import FLOOR_CAP, directives, floor, freshness

AT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def date(seconds: float) -> str:
    return format_datetime(AT + timedelta(seconds=seconds), usegmt=True)


def fresh_seconds(status: int = 200, **fields: str) -> float:
    found = freshness(status, {name.replace("_", "-"): value for name, value in fields.items()}, AT)
    return (found.until - AT).total_seconds() if found else 0


def test_max_age_is_how_long_an_answer_is_fresh() -> None:
    assert fresh_seconds(cache_control="public, Max-Age=300") == 300


def test_max_age_wins_over_expires() -> None:
    assert fresh_seconds(cache_control="max-age=300", expires=date(900), date=date(0)) == 300


def test_what_speaks_to_shared_caches_is_passed_over() -> None:
    assert fresh_seconds(cache_control="s-maxage=900, max-age=60") == 60
    assert fresh_seconds(cache_control="s-maxage=900") == 0


def test_expires_counts_from_the_servers_own_date() -> None:
    assert fresh_seconds(expires=date(-3000), date=date(-3600)) == 0  # an hour old when it came, for ten minutes
    assert fresh_seconds(expires=date(3900), date=date(3600)) == 300  # the server's clock runs an hour ahead


@pytest.mark.parametrize("value", ["0", "-1", "soon", ""])
def test_an_expires_that_is_no_date_is_past(value: str) -> None:
    assert fresh_seconds(expires=value, last_modified=date(-86400)) == 0


@pytest.mark.parametrize("value", ["max-age=-5", "max-age=1.5", "max-age=5a", "max-age", "max-age= 5", "max-age =5"])
def test_a_max_age_that_is_no_number_is_no_freshness(value: str) -> None:
    assert fresh_seconds(cache_control=value, expires=date(900)) == 0


def test_age_is_taken_off() -> None:
    assert fresh_seconds(cache_control="max-age=300", age="100") == 200
    assert fresh_seconds(cache_control="max-age=300", age="100, 5") == 200
    assert fresh_seconds(cache_control="max-age=300", age="old") == 300


def test_an_old_date_is_age_too() -> None:
    assert fresh_seconds(cache_control="max-age=300", age="10", date=date(-100)) == 200


@pytest.mark.parametrize("directive", ["no-store", "no-cache", 'no-cache="set-cookie"', "No-Cache"])
def test_what_must_not_be_reused_unasked_is_never_fresh(directive: str) -> None:
    assert fresh_seconds(cache_control=f"max-age=300, {directive}") == 0


def test_an_answer_that_varies_by_anything_is_never_fresh() -> None:
    assert fresh_seconds(cache_control="max-age=300", vary="Accept, *") == 0


def test_a_directive_within_quotes_is_not_one() -> None:
    assert directives({"cache-control": 'x="no-store, max-age=9", max-age="7"'}) == {
        "x": "no-store, max-age=9",
        "max-age": "7",
    }


def test_of_several_max_ages_the_first_counts() -> None:
    assert fresh_seconds(cache_control="max-age=60, max-age=900") == 60


def test_a_guess_is_a_tenth_of_the_time_since_the_last_modification() -> None:
    found = freshness(200, {"last-modified": date(-1000), "date": date(0)}, AT)
    assert found is not None
    assert (found.until - AT, found.declared) == (timedelta(seconds=100), False)


def test_nothing_is_guessed_for_answers_that_may_pass_quickly() -> None:
    assert fresh_seconds(503, last_modified=date(-1000)) == 0
    assert fresh_seconds(503, last_modified=date(-1000), cache_control="public") == 100


def test_the_floor_is_what_was_declared_up_to_the_cap() -> None:
    assert floor(200, {"cache-control": "max-age=300"}, AT) == AT + timedelta(minutes=5)
    assert floor(304, {"cache-control": "max-age=300"}, AT) == AT + timedelta(minutes=5)
    assert floor(200, {"cache-control": "max-age=99999999999999999999"}, AT) == AT + FLOOR_CAP
    assert floor(200, {}, AT) is None


def test_the_floor_is_not_guessed() -> None:
    assert floor(200, {"last-modified": date(-86400)}, AT) is None


FIELDS = st.dictionaries(
    st.sampled_from(["cache-control", "expires", "date", "age", "vary", "last-modified"]),
    st.one_of(
        st.text(),
        st.from_regex(r"(max-age|no-cache|public)( ?= ?\"?\d{0,30}\"?)?(, .*)?", fullmatch=True),
        st.integers(-(10**9), 10**9).map(date),
        st.integers(0, 10**30).map(str),
    ),
)


@given(FIELDS, st.sampled_from([200, 304, 404, 503]))
def test_whatever_a_site_declares_the_floor_lies_ahead_and_below_the_cap(fields: dict[str, str], status: int) -> None:
    found = floor(status, fields, AT)
    assert found is None or AT < found <= AT + FLOOR_CAP
