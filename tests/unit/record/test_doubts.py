"""Readings that differ and may yet be no edit: old copies, headlines on trial, beginnings, pages without an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from afterprint.model import ArticleText, EventKind, Validators
from afterprint.outcomes import Outcome, Read
from looks import FULL, LONG, URL, Watch, dated, read, text, watched


@pytest.fixture
def watch() -> Watch:
    return watched()


def test_another_headline_under_an_unmoved_date_is_believed_once_it_has_lasted(watch: Watch) -> None:
    watch.look(dated("Ferry late"))
    outcomes = [watch.look(dated("Ferry delayed by fog")).outcome for _ in range(7)]
    assert outcomes == [*[Outcome.DOUBTED] * 6, Outcome.CHANGED]
    assert watch.versions[-1].headline == "Ferry delayed by fog"


def test_a_headline_that_stood_for_long_needs_fewer_looks_to_be_replaced(watch: Watch) -> None:
    for _ in range(5):
        watch.look(dated("Ferry late"))
    hour = timedelta(hours=1)
    outcomes = [watch.look(dated("Ferry delayed by fog"), after=hour).outcome for _ in range(3)]
    assert outcomes == [Outcome.DOUBTED, Outcome.DOUBTED, Outcome.CHANGED]


def test_another_headline_under_a_moved_date_is_an_ordinary_edit(watch: Watch) -> None:
    watch.look(dated("Ferry late"))
    assert watch.look(dated("Ferry delayed by fog", hour=9)).outcome is Outcome.CHANGED


def test_headlines_that_take_turns_are_one_event_and_no_version(watch: Watch) -> None:
    watch.look(dated("Ferry late"))
    before = len(watch.versions)
    for _ in range(4):
        watch.look(dated("Fog holds ferry"))
        decision = watch.look(dated("Ferry late"))
    assert len(watch.versions) == before
    assert watch.events == [EventKind.ALTERNATING]
    assert decision.row.dispelled == 1


def test_headlines_that_take_turns_do_so_over_an_edited_body_too(watch: Watch) -> None:
    for headline in ("Ferry late", "Fog holds ferry", "Ferry late"):
        watch.look(dated(headline))
    assert watch.look(dated("Fog holds ferry", LONG, "Much more.")).outcome is Outcome.CHANGED
    assert watch.look(dated("Ferry late", LONG, "Much more.")).outcome is Outcome.ALTERNATES
    assert watch.events == [EventKind.ALTERNATING]


def test_of_two_headlines_the_one_that_stays_alone_becomes_a_version(watch: Watch) -> None:
    for headline in ("Ferry late", "Fog holds ferry", "Ferry late"):
        watch.look(dated(headline))
    outcomes = [watch.look(dated("Fog holds ferry")).outcome for _ in range(7)]
    assert outcomes == [*[Outcome.ALTERNATES] * 6, Outcome.CHANGED]


def test_an_old_copy_from_a_cache_is_no_revert(watch: Watch) -> None:
    watch.look(dated("Ferry late", hour=8))
    watch.look(dated("Ferry late", LONG, "Much more.", hour=9))
    before = len(watch.versions)
    assert watch.look(dated("Ferry late", hour=8)).outcome is Outcome.DOUBTED
    watch.look(dated("Ferry late", LONG, "Much more.", hour=9))
    assert len(watch.versions) == before


def test_an_old_copy_under_the_same_declared_date_is_no_revert(watch: Watch) -> None:
    watch.look(dated("Ferry late"))
    watch.look(dated("Ferry late", LONG, "Much more."))
    before = len(watch.versions)
    assert watch.look(dated("Ferry late")).outcome is Outcome.DOUBTED
    watch.look(dated("Ferry late", LONG, "Much more."))
    assert len(watch.versions) == before


def test_a_silent_return_to_an_earlier_text_is_believed_once_it_has_lasted_two_hours(watch: Watch) -> None:
    watch.look(dated("Ferry late"))
    watch.look(dated("Ferry late", LONG, "Much more."))
    outcomes = [watch.look(dated("Ferry late")).outcome for _ in range(5)]
    assert outcomes == [*[Outcome.DOUBTED] * 4, Outcome.CHANGED]


def test_a_return_to_an_earlier_text_that_is_dated_anew_is_believed_at_once(watch: Watch) -> None:
    watch.look(dated("Ferry late"))
    watch.look(dated("Ferry late", LONG, "Much more.", hour=9))
    assert watch.look(dated("Ferry late", hour=10)).reverts_to == 2


def test_a_copy_from_before_the_latest_version_is_old_though_it_was_never_seen(watch: Watch) -> None:
    watch.look(dated("Ferry late", hour=10))
    assert watch.look(dated("Ferry late", LONG, "Much more.", hour=9)).outcome is Outcome.DOUBTED


def test_an_undated_old_copy_is_no_revert_and_the_turns_it_takes_are_one_event(watch: Watch) -> None:
    watch.look(text(LONG, "More."))
    for _ in range(3):
        assert watch.look(text()).outcome is not Outcome.CHANGED
        watch.look(text(LONG, "More."))
    assert (watch.events, len(watch.versions)) == ([EventKind.ALTERNATING], 2)


def test_an_earlier_body_under_a_headline_never_seen_is_an_old_copy(watch: Watch) -> None:
    watch.look(text(LONG, "More."))
    assert watch.look(text(headline="Fog over Skarrow")).outcome is Outcome.DOUBTED


def test_another_headline_over_a_body_that_stood_twice_is_no_old_copy(watch: Watch) -> None:
    watch.look(text(headline="Ferry delayed by fog"))
    edited = replace(text(headline="Ferry delayed by fog"), standfirst="Nobody was hurt.")
    assert watch.look(edited).outcome is Outcome.CHANGED


def test_an_undated_headline_that_was_reworded_is_an_ordinary_edit(watch: Watch) -> None:
    assert watch.look(text(headline="Ferry delayed again")).outcome is Outcome.CHANGED


def test_an_undated_headline_that_shares_no_word_may_be_on_trial(watch: Watch) -> None:
    assert watch.look(text(headline="Fog over Skarrow")).outcome is Outcome.DOUBTED
    watch.look(text())
    assert (watch.events, len(watch.versions)) == ([EventKind.ALTERNATING], 1)


def test_a_headline_that_stood_alone_for_hours_gives_way_sooner(watch: Watch) -> None:
    for _ in range(8):
        watch.look(text())
    outcomes = [watch.look(text(headline="Fog over Skarrow")).outcome for _ in range(5)]
    assert outcomes == [*[Outcome.DOUBTED] * 4, Outcome.CHANGED]


def test_an_undated_old_copy_that_its_server_calls_older_is_no_revert(watch: Watch) -> None:
    def served(said: ArticleText, hour: int) -> Read:
        stamp = Validators(url=URL, last_modified=f"Tue, 24 Nov 2026 {hour:02}:00:00 GMT")
        return replace(read(said), validators=stamp)

    watch.look(served(text(), 8))
    watch.look(served(text(LONG, "More."), 9))
    assert watch.look(served(text(), 8)).outcome is Outcome.DOUBTED


def test_a_page_without_an_end_is_believed_at_the_second_look(watch: Watch) -> None:
    cut = replace(read(text(LONG, "More.")), is_whole=False)
    assert watch.look(cut).outcome is Outcome.DOUBTED
    assert watch.look(cut).outcome is Outcome.CHANGED


def test_the_beginning_of_an_article_and_a_plea_are_not_believed_for_a_day(watch: Watch) -> None:
    watch.look(text(*FULL))
    teaser = text(FULL[0], "Join us to see the rest.")
    for hours in (1, 5, 12):
        assert watch.look(teaser, after=timedelta(hours=hours)).outcome is Outcome.DOUBTED
    assert watch.look(teaser, after=timedelta(hours=24)).outcome is Outcome.CHANGED


@pytest.mark.parametrize(
    "shown",
    [
        text(*FULL[:-3], FULL[-3][: len(FULL[-3]) // 2] + "…"),
        text(*FULL[:-3], FULL[-3][: len(FULL[-3]) // 2] + " ..."),
    ],
)
def test_an_undated_text_that_breaks_off_is_not_believed_for_a_day(watch: Watch, shown: ArticleText) -> None:
    watch.look(text(*FULL))
    for hours in (1, 5, 12):
        assert watch.look(shown, after=timedelta(hours=hours)).outcome is Outcome.DOUBTED
    assert watch.look(shown, after=timedelta(hours=24)).outcome is Outcome.CHANGED


@pytest.mark.parametrize(
    "edited",
    [
        text(FULL[0], "Some forty households were told by letter.", *FULL[1:]),
        text(FULL[0], *(paragraph.replace("the", "every") for paragraph in FULL[1:])),
        text(*FULL[:-1]),
    ],
)
def test_an_edit_behind_the_first_paragraph_is_believed_at_once(watch: Watch, edited: ArticleText) -> None:
    watch.look(text(*FULL))
    assert watch.look(edited).outcome is Outcome.CHANGED


def test_a_meter_that_shows_the_beginning_of_an_edited_article_is_a_meter_still(watch: Watch) -> None:
    watch.look(text(*FULL))
    watch.look(text(FULL[0], "Join us to see the rest."))
    for _ in range(3):
        watch.look(text("The ferry sailed.", "Join us to see the rest."))
    assert watch.versions[-1] == text(*FULL)


def test_an_edited_standfirst_under_either_of_two_headlines_is_a_version(watch: Watch) -> None:
    for headline in ("Ferry late", "Fog holds ferry", "Ferry late"):
        watch.look(dated(headline))
    edited = replace(dated("Fog holds ferry", hour=9), standfirst="Nobody was hurt, says the harbour office.")
    assert watch.look(edited).outcome is Outcome.CHANGED


def test_a_return_to_an_earlier_text_is_a_version_that_says_so(watch: Watch) -> None:
    watch.look(text(LONG, "More."))
    assert [watch.look(text()).reverts_to for _ in range(5)] == [None] * 4 + [1]


def test_a_text_that_goes_back_and_forth_is_one_event(watch: Watch) -> None:
    one, other = text(headline="Ferry delayed"), text(headline="Ferry late")
    for _ in range(5):
        watch.look(other)
        watch.look(one)
    assert watch.events == [EventKind.ALTERNATING]
    assert len(watch.versions) == 2


def test_a_third_text_ends_the_alternation(watch: Watch) -> None:
    one, other = text(headline="Ferry delayed"), text(headline="Ferry late")
    for _ in range(3):
        watch.look(other)
        watch.look(one)
    assert watch.look(text(headline="Ferry sunk")).outcome is Outcome.CHANGED
    assert watch.row.alternating == ()
