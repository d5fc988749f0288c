"""What scripted edits make of an article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.engine.newsroom.papers import ScriptedEdit, Story, TrueKind
from afterprint.engine.newsroom.states import Copy, edited, state_at, states

START = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
TEXT = Copy(headline="Head", standfirst="Stand", paragraphs=("one", "two", "three", "four"))


def an_edit(after: int = 10, kind: TrueKind = TrueKind.REWRITE, **what: object) -> ScriptedEdit:
    return ScriptedEdit(after=after, kind=kind, **what)  # type: ignore[arg-type]


def a_story(*edits: ScriptedEdit, published: int = 0, paragraphs: tuple[str, ...] = TEXT.paragraphs) -> Story:
    return Story(
        slug="a-story",
        published=published,
        section="News",
        byline="A Writer",
        topics=(),
        caption="",
        headline=TEXT.headline,
        standfirst=TEXT.standfirst,
        paragraphs=paragraphs,
        edits=edits,
    )


def test_a_passage_is_replaced_where_it_stands() -> None:
    assert edited(TEXT, an_edit(replace=(("wo", "WO"),))).paragraphs == ("one", "tWO", "three", "four")


@pytest.mark.parametrize("passage", ["absent", "o"])
def test_a_passage_that_is_not_there_exactly_once_is_a_fault(passage: str) -> None:
    with pytest.raises(ValueError, match="exactly once"):
        edited(TEXT, an_edit(replace=((passage, ""),)))


@pytest.mark.parametrize(("move", "order"), [((4, 2), "one four two three"), ((1, 4), "two three four one")])
def test_a_moved_paragraph_takes_the_place_that_is_named(move: tuple[int, int], order: str) -> None:
    assert edited(TEXT, an_edit(move=move)).paragraphs == tuple(order.split())


def test_numbers_of_inserted_and_removed_paragraphs_speak_of_the_text_before() -> None:
    edit = an_edit(insert_after=1, insert=("new",), remove=(1, 4))
    assert edited(TEXT, edit).paragraphs == ("new", "two", "three")


def test_a_correction_note_is_added_to_those_that_are_there() -> None:
    once = edited(TEXT, an_edit(note="First."))
    assert edited(once, an_edit(note="Second.")).notes == ("First.", "Second.")


def test_a_revert_brings_back_the_text_before_the_last_edit_as_a_new_one() -> None:
    first, _, back = states(a_story(an_edit(10, headline="Other"), an_edit(20, revert=True)), START)
    assert back.text == first.text
    assert back.number == 3


def test_a_silent_edit_leaves_the_declared_date_and_a_declared_one_moves_it() -> None:
    _, silent, declared = states(a_story(an_edit(10), an_edit(20, declared=True)), START)
    assert silent.modified == START
    assert declared.modified == START + timedelta(minutes=20)


def test_a_deletion_keeps_the_last_number_and_ends_the_story() -> None:
    story = a_story(an_edit(10), an_edit(20, TrueKind.DELETED, gone=410), an_edit(30))
    assert [(state.number, state.gone) for state in states(story, START)] == [(1, None), (2, None), (2, 410)]


def test_the_weekday_is_that_of_publication() -> None:
    first, second = states(a_story(an_edit(900, note="On {weekday}."), paragraphs=("on {weekday}",)), START)
    assert first.text.paragraphs == ("on Tuesday",)
    assert second.text.notes == ("On Tuesday.",)


def test_there_is_no_state_before_publication() -> None:
    assert state_at(states(a_story(), START), START - timedelta(seconds=1)) is None


@given(st.integers(min_value=0, max_value=200))
def test_the_state_at_any_time_is_the_last_one_that_began(minutes: int) -> None:
    history = states(a_story(an_edit(10), an_edit(50), an_edit(90)), START)
    found = state_at(history, START + timedelta(minutes=minutes))
    assert found is not None
    assert found.number == 1 + sum(minutes >= after for after in (10, 50, 90))
