from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.model import Counts, Disclosure, EditKind, EventKind
from afterprint.publish import words
from sample_records import event

NOON = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=0), "less than a minute"),
        (timedelta(seconds=29), "less than a minute"),
        (timedelta(seconds=31), "1 minute"),
        (timedelta(minutes=4), "4 minutes"),
        (timedelta(minutes=49), "49 minutes"),
        (timedelta(minutes=50), "about 1 hour"),
        (timedelta(minutes=89), "about 1 hour"),
        (timedelta(minutes=91), "about 2 hours"),
        (timedelta(hours=9), "about 9 hours"),
        (timedelta(hours=23, minutes=20), "about 23 hours"),
        (timedelta(hours=24), "1 day"),
        (timedelta(hours=47), "2 days"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=40), "40 days"),
        (timedelta(days=61), "about 2 months"),
        (timedelta(days=365), "about 1 year"),
        (timedelta(days=800), "about 2 years"),
    ],
)
def test_a_length_of_time_is_said_as_one_would_say_it(time: timedelta, said: str) -> None:
    assert words.length(time) == said


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20_000)))
def test_every_length_of_time_has_words_and_no_zero(time: timedelta) -> None:
    said = words.length(time)
    assert said == "less than a minute" or int("".join(filter(str.isdigit, said))) > 0


def test_later_names_the_time_between_two_moments() -> None:
    assert words.later(NOON, NOON + timedelta(hours=9)) == "about 9 hours later"


def test_a_window_within_one_day_names_the_day_once() -> None:
    start = datetime(2018, 9, 3, 8, 35, tzinfo=UTC)
    said = words.window(start, start + timedelta(minutes=30))
    assert words.plain(said) == "between 08:35 and 09:05, 3 September 2018 UTC"


def test_a_window_across_midnight_names_both_days() -> None:
    start = datetime(2018, 9, 3, 23, 50, tzinfo=UTC)
    said = words.plain(words.window(start, start + timedelta(minutes=30)))
    assert said == "between 3 September 2018, 23:50 and 4 September 2018, 00:20 UTC"


def test_a_window_within_a_minute_names_seconds() -> None:
    said = words.plain(words.window(NOON + timedelta(seconds=5), NOON + timedelta(seconds=9)))
    assert said == "between 12:00:05 and 12:00:09, 3 September 2026 UTC"


def test_a_window_without_a_start_says_before() -> None:
    assert words.plain(words.window(None, NOON)) == "before 3 September 2026, 12:00 UTC"


def test_a_window_carries_its_times_for_machines() -> None:
    start = NOON - timedelta(minutes=30)
    assert [when for _, when in words.window(start, NOON) if when] == [start, NOON]


def test_times_of_other_zones_are_said_in_utc() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=-11)))
    assert words.moment(there) == "3 September 2026, 12:00 UTC"
    assert words.iso(there) == "2026-09-03T12:00:00Z"
    assert words.month_of(datetime(2026, 8, 31, 23, 0, tzinfo=timezone(timedelta(hours=-2)))) == "2026-09"


def test_a_month_has_its_english_name() -> None:
    assert words.month_name("2026-11") == "November 2026"


@pytest.mark.parametrize(("number", "said"), [(0, "0 words"), (1, "1 word"), (2, "2 words"), (1200, "1,200 words")])
def test_a_count_agrees_with_its_noun(number: int, said: str) -> None:
    assert words.count(number, "word") == said


@pytest.mark.parametrize(("number", "said"), [(0, "never changed"), (1, "changed 1 time"), (2, "changed 2 times")])
def test_how_often_an_article_changed(number: int, said: str) -> None:
    assert words.changed_times(number) == said


def test_a_counted_summary_tells_parts_and_paragraphs() -> None:
    kinds = (EditKind.HEADLINE, EditKind.NUMBER, EditKind.CORRECTION_NOTE)
    said = words.counted(kinds, Counts(changed=3, added=1))
    assert said == "Headline changed. 3 paragraphs reworded, 1 paragraph added. A correction note added."


def test_a_counted_summary_of_nothing_is_empty() -> None:
    assert words.counted((), Counts()) == ""


def test_every_kind_disclosure_and_event_has_words() -> None:
    assert set(words.KIND_WORDS) == set(EditKind)
    assert set(words.BADGES) == set(words.DISCLOSED) == set(Disclosure)
    assert set(words.EVENT_WORDS) == set(words.EVENT_BADGES) == set(EventKind)


def test_an_event_is_one_sentence_with_what_was_seen() -> None:
    assert words.event_words(event(EventKind.GONE, detail="404, twice")) == "Gone from its address (404, twice)."


def test_an_alternating_article_names_its_readings() -> None:
    said = words.event_words(event(EventKind.ALTERNATING, versions=(2, 3)))
    assert said == "Alternates between readings: versions 2 and 3."


def test_a_moved_article_names_its_new_address() -> None:
    said = words.event_words(event(EventKind.MOVED, to_url="https://north-herald.example/new"))
    assert said == "Moved to another address: https://north-herald.example/new."


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (None, "Watched until 3 September 2026"),
        (EventKind.BACK, "Watched until 3 September 2026"),
        (EventKind.SETTLED, "No longer checked since 1 September 2026"),
        (EventKind.GONE, "Gone from its address since 1 September 2026; no longer checked for changes"),
        (EventKind.RESUMED, "Watched again since 1 September 2026"),
        (EventKind.WITHDRAWN, "Withdrawn on 1 September 2026; no longer checked"),
    ],
)
def test_the_last_event_decides_whether_an_article_is_watched(last: EventKind | None, said: str) -> None:
    seen = (last, NOON - timedelta(days=2)) if last else None
    assert words.plain(words.standing(seen, NOON)) == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ((), "edited"),
        ((EditKind.HEADLINE,), "headline"),
        ((EditKind.HEADLINE, EditKind.NUMBER, EditKind.TYPO), "headline, number and spelling"),
        ((EditKind.HEADLINE, EditKind.NUMBER, EditKind.TYPO, EditKind.MOVED), "headline, number and 2 more"),
    ],
)
def test_a_title_names_the_first_kinds_and_counts_the_rest(kinds: tuple[EditKind, ...], said: str) -> None:
    assert words.what_changed(kinds) == said


@pytest.mark.parametrize(
    ("text", "leftward"),
    [("Ferry", False), ("", False), ("12 %", False), ("“העיר” Ferry", True), ("المجلس", True), ("BBC المجلس", False)],
)
def test_the_first_letter_says_which_way_a_text_is_written(text: str, leftward: bool) -> None:
    assert words.is_leftward(text) is leftward
