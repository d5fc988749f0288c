"""The decision, reading by reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from afterprint.model import ArticleText, EventKind, Validators
from afterprint.outcomes import Elsewhere, Failed, Missing, NotModified, Outcome, Unreadable
from afterprint.rows import Doubt, State
from looks import FULL, LONG, SOURCE, URL, Watch, read, text, watched


@pytest.fixture
def watch() -> Watch:
    return watched()


def test_the_first_reading_is_version_1(watch: Watch) -> None:
    assert watch.row.last_outcome == Outcome.FIRST
    assert watch.versions == [text()]


def test_after_the_first_reading_the_next_look_is_in_half_an_hour(watch: Watch) -> None:
    assert watch.minutes_to_next() == 30


def test_each_unchanged_look_waits_a_fifth_longer(watch: Watch) -> None:
    watch.look(text())
    watch.look(NotModified())
    assert watch.minutes_to_next() == pytest.approx(30 * 1.2 * 1.2)


def test_a_changed_text_is_a_version_and_the_interval_starts_again(watch: Watch) -> None:
    watch.look(text())
    decision = watch.look(text(LONG, "More followed."))
    assert (decision.outcome, watch.minutes_to_next()) == (Outcome.CHANGED, 30)


def test_validators_are_kept_from_a_body_that_was_decided_on(watch: Watch) -> None:
    watch.look(read(text(), etag='"2"'))
    assert watch.row.validators == Validators(url=URL, etag='"2"')


def test_validators_of_a_doubted_body_are_not_kept(watch: Watch) -> None:
    watch.look(read(text("Short."), etag='"broken"'))
    assert watch.row.validators == Validators(url=URL, etag='"1"')


def test_not_modified_confirms_the_text(watch: Watch) -> None:
    watch.look(NotModified())
    assert watch.row.confirmed_at == watch.now


def test_a_text_that_shrank_by_half_is_doubted_first(watch: Watch) -> None:
    decision = watch.look(text("Short."))
    assert decision.outcome is Outcome.DOUBTED
    assert watch.row.second_look is not None
    assert (watch.row.second_look.doubt, watch.minutes_to_next()) == (Doubt.SHRUNK, 5)


def test_a_text_that_stays_short_at_the_second_look_is_believed(watch: Watch) -> None:
    watch.look(text("Short."))
    assert watch.look(text("Short.")).outcome is Outcome.CHANGED


def test_a_text_that_is_whole_again_at_the_second_look_makes_no_version(watch: Watch) -> None:
    watch.look(text("Short."))
    assert watch.look(text()).outcome is Outcome.SAME
    assert watch.row.second_look is None


def test_a_lost_headline_is_doubted_first(watch: Watch) -> None:
    assert watch.look(text(headline="")).outcome is Outcome.DOUBTED


def test_a_wall_makes_no_version_however_often_it_stands(watch: Watch) -> None:
    outcomes = [watch.look(Unreadable(reason="wall")).outcome for _ in range(4)]
    assert outcomes[0] is Outcome.DOUBTED
    assert set(outcomes[1:]) == {Outcome.UNREADABLE}
    assert len(watch.versions) == 1


def test_a_wall_says_which_rule_told_it(watch: Watch) -> None:
    watch.look(Unreadable(reason="wall", rule="consent"))
    assert watch.row.last_outcome == "doubted: wall (consent)"
    watch.look(Unreadable(reason="wall", rule="consent"))
    assert watch.row.last_outcome == "failed: wall (consent)"


@pytest.mark.parametrize("headline", ["Welcome to the Herald", ""])
def test_a_sentence_under_another_headline_is_no_version_however_often_it_stands(watch: Watch, headline: str) -> None:
    watch.look(text(*FULL))
    for _ in range(4):
        watch.look(text("A new day begins with a click on the button below.", headline=headline))
    assert len(watch.versions) == 2
    assert watch.row.last_outcome == "failed: wall (nothing_left)"
    assert watch.look(text(*FULL)).outcome is Outcome.SAME


def test_a_sentence_in_place_of_an_article_that_is_gone_does_not_bring_it_back(watch: Watch) -> None:
    watch.look(text(*FULL))
    watch.look(Missing(status=404))
    watch.look(Missing(status=404))
    watch.look(text("A new day begins with a click on the button below.", headline="Welcome"))
    assert watch.events == [EventKind.GONE]


@pytest.mark.parametrize(
    "left",
    [
        text("This report has been retracted after a complaint by the harbour.", headline="A note to our readers"),
        text("The ferry sails again.", headline="Ferry no longer delayed"),
        text(FULL[0], headline="Fog over Skarrow"),
    ],
)
def test_what_little_is_left_of_an_article_is_believed_at_the_second_look(watch: Watch, left: ArticleText) -> None:
    watch.look(text(*FULL))
    assert watch.look(left).outcome is Outcome.DOUBTED
    assert watch.look(left).outcome is Outcome.CHANGED


def test_a_wall_does_not_confirm_the_text(watch: Watch) -> None:
    confirmed = watch.row.confirmed_at
    watch.look(Unreadable(reason="wall"))
    assert watch.row.confirmed_at == confirmed


def test_a_404_is_believed_at_the_second_look(watch: Watch) -> None:
    assert watch.look(Missing(status=404)).outcome is Outcome.DOUBTED
    assert watch.look(Missing(status=404)).outcome is Outcome.GONE
    assert watch.events == [EventKind.GONE]


def test_a_single_404_leaves_no_event(watch: Watch) -> None:
    watch.look(Missing(status=404))
    watch.look(text())
    assert watch.events == []


def test_a_failure_between_two_404s_does_not_erase_the_doubt(watch: Watch) -> None:
    watch.look(Missing(status=410))
    watch.look(Failed(reason="deadline"))
    watch.look(Missing(status=410))
    assert watch.events == [EventKind.GONE]


def test_what_is_gone_is_looked_at_ever_more_seldom_down_to_once_a_week(watch: Watch) -> None:
    watch.look(Missing(status=404))
    watch.look(Missing(status=404))
    waits = [watch.minutes_to_next()]
    for _ in range(9):
        assert watch.look(Missing(status=404), after=timedelta(minutes=waits[-1])).outcome is Outcome.STILL_GONE
        waits.append(watch.minutes_to_next())
    assert waits[:4] == [60, 120, 240, 480]
    assert waits[-1] == 7 * 24 * 60


def test_what_is_gone_for_good_is_looked_at_once_a_week(watch: Watch) -> None:
    watch.look(Missing(status=410))
    watch.look(Missing(status=410))
    assert watch.minutes_to_next() == 7 * 24 * 60
    watch.look(Missing(status=410), after=timedelta(days=7))
    assert watch.minutes_to_next() == 7 * 24 * 60


@pytest.mark.parametrize("rule", ["soft_404", "redirect_to_front_page"])
def test_a_page_that_says_for_an_hour_that_the_article_is_not_there_is_believed(watch: Watch, rule: str) -> None:
    absent = Unreadable(reason="error_page", rule=rule)
    for minutes in (30, 5, 30):
        watch.look(absent, after=timedelta(minutes=minutes))
    assert watch.events == []
    assert watch.look(absent, after=timedelta(minutes=60)).outcome is Outcome.GONE
    assert watch.look(absent, after=timedelta(minutes=60)).outcome is Outcome.STILL_GONE
    assert watch.events == [EventKind.GONE]


@pytest.mark.parametrize("rule", ["maintenance", "consent", "bot_challenge", "paywall"])
def test_a_wall_or_an_error_never_means_that_an_article_is_gone(watch: Watch, rule: str) -> None:
    for _ in range(20):
        watch.look(Unreadable(reason="wall", rule=rule), after=timedelta(hours=5))
    assert watch.events == []


def test_an_unknown_page_in_place_of_an_article_means_that_it_is_gone_after_hours(watch: Watch) -> None:
    watch.look(text(*FULL))
    for hours in (1, 1, 1, 1):
        watch.look(text("Nothing.", headline="Welcome"), after=timedelta(hours=hours))
    assert watch.events == []
    watch.look(text("Nothing.", headline="Welcome"), after=timedelta(hours=3))
    assert watch.events == [EventKind.GONE]


def test_what_comes_back_unchanged_is_an_event_and_no_version(watch: Watch) -> None:
    watch.look(Missing(status=404))
    watch.look(Missing(status=404))
    watch.look(text(), after=timedelta(days=7))
    assert (watch.events, len(watch.versions)) == ([EventKind.GONE, EventKind.BACK], 1)


def test_what_comes_back_changed_is_an_event_and_a_version(watch: Watch) -> None:
    watch.look(Missing(status=404))
    watch.look(Missing(status=404))
    decision = watch.look(text(LONG, "More."), after=timedelta(days=7))
    assert (watch.events[-1], decision.outcome, watch.row.state) == (EventKind.BACK, Outcome.CHANGED, State.WATCHED)


def test_failures_wait_longer_each_time_up_to_a_day(watch: Watch) -> None:
    waits = []
    for _ in range(10):
        watch.look(Failed(reason="deadline"))
        waits.append(watch.minutes_to_next())
    assert waits[:3] == [30, 60, 120]
    assert waits[-1] == 24 * 60


def test_a_retry_time_that_the_site_names_is_respected(watch: Watch) -> None:
    later = watch.now + timedelta(hours=9)
    watch.look(Failed(reason="status", status=503, retry_at=later))
    assert watch.row.due == later


def test_a_success_ends_the_failures(watch: Watch) -> None:
    watch.look(Failed(reason="deadline"))
    watch.look(text())
    assert watch.row.failures == 0


def test_a_passing_redirect_to_another_host_is_not_believed(watch: Watch) -> None:
    decision = watch.look(Elsewhere(url="https://consent.example/", permanent=False))
    assert (decision.outcome, len(watch.versions)) == (Outcome.FAILED, 1)


def test_the_last_look_falls_on_the_end_of_the_watch(watch: Watch) -> None:
    end = watch.row.watched_until
    assert end == watch.now + timedelta(days=40)
    watch.now = end - timedelta(minutes=10)
    watch.look(text(), after=timedelta(minutes=1))
    assert watch.row.due == end


def test_after_the_last_look_an_article_is_settled(watch: Watch) -> None:
    watch.look(text(), after=timedelta(days=40))
    assert (watch.events, watch.row.state, watch.row.due) == ([EventKind.SETTLED], State.SETTLED, None)


def test_a_change_at_the_last_look_extends_the_watch(watch: Watch) -> None:
    watch.look(text(LONG, "More."), after=timedelta(days=40))
    assert watch.row.watched_until == watch.now + timedelta(days=40)
    assert watch.row.state is State.WATCHED


def test_a_doubt_at_the_last_look_is_resolved_first(watch: Watch) -> None:
    watch.look(text("Short."), after=timedelta(days=40))
    assert watch.row.state is State.WATCHED
    watch.look(text(), after=timedelta(minutes=5))
    assert watch.row.state is State.SETTLED


def test_a_doubt_that_is_never_resolved_does_not_keep_an_article_for_ever(watch: Watch) -> None:
    watch.look(text("Short."), after=timedelta(days=40))
    for _ in range(8):
        if watch.row.due:
            watch.look(Failed(reason="deadline"), after=timedelta(days=1))
    assert watch.row.state is State.SETTLED


def test_an_address_that_never_was_an_article_is_let_go_without_an_event() -> None:
    watch = Watch()
    for _ in range(60):
        if watch.row.due:
            watch.look(Unreadable(reason="listing"), after=watch.row.due - watch.now)
    assert (watch.row.due, watch.row.state, watch.events) == (None, State.SETTLED, [])


def test_a_row_remembers_at_most_eight_digests(watch: Watch) -> None:
    for number in range(12):
        watch.look(text(LONG, f"Update {number}."))
    assert len(watch.row.digests) == 8


def test_a_change_of_extractor_that_reads_the_same_is_no_version(watch: Watch) -> None:
    decision = watch.look(replace(read(text()), extractor="2"))
    assert (decision.outcome, watch.row.extractor) == (Outcome.SAME, "2")


def test_a_sentence_under_the_name_of_the_publication_is_no_first_version() -> None:
    watch = Watch()
    watch.look(text("Our partners wish you a fine morning.", headline=SOURCE.name))
    assert (watch.versions, watch.row.state) == ([], State.WATCHED)
    watch.look(text())
    assert [version.headline for version in watch.versions] == ["Ferry delayed"]
