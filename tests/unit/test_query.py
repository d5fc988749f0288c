"""The search language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.errors import BadQuery
from afterprint.model import Disclosure, EditKind, EventKind
from afterprint.query import KINDS, Subject, parse, words_of

SUBJECT = Subject(
    source="north-herald",
    kinds=(EditKind.HEADLINE, EditKind.CORRECTION_NOTE),
    headline="Ferry to Skål delayed",
    old_headline="Ferry on time",
    texts=("The live-streaming of the debate didn’t start.", "Climate change was not mentioned.", "東京タワーの記事"),
    disclosure=Disclosure.DECLARED,
    seen_at=datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
)


def found(query: str, subject: Subject = SUBJECT) -> bool:
    return parse(query).matches(subject)


@pytest.mark.parametrize(
    "query",
    [
        "ferry",
        "FERRY delayed",
        '"ferry to"',
        "time",
        "live-streaming",
        "didn't",
        "skål",
        "skal",
        "SKÄL",
        "ska\u030al",
        "“climate change”",
        "タワー",
        '"東京"',
        "absent OR ferry",
        "-absent",
        '-"change climate"',
        "source:north-herald",
        "kind:headline",
        "kind:correction-note",
        "kind:correction_note",
        'headline:"on time"',
        "disclosure:declared",
        "after:2026-11-24",
        "after:2026-11",
        "after:2026",
        "before:2026-11-25",
        "before:2027",
        "-before:2026-11-24",
        'climate OR "no such thing" source:north-herald after:2026',
    ],
)
def test_a_query_finds_what_it_says(query: str) -> None:
    assert found(query)


@pytest.mark.parametrize(
    "query",
    [
        "ferr",
        "ferry absent",
        '"ferry delayed"',
        '"start climate"',
        "-ferry",
        "source:courier",
        "kind:number",
        "headline:climate",
        "disclosure:silent",
        "after:2026-11-25",
        "before:2026-11-24",
        "before:2026",
    ],
)
def test_a_query_finds_nothing_else(query: str) -> None:
    assert not found(query)


def test_or_binds_closer_than_standing_side_by_side() -> None:
    assert not found('"climate change" OR emissions source:courier')


def test_a_minus_turns_one_term_only() -> None:
    assert found("-absent OR -ferry climate")


def test_a_phrase_does_not_run_from_the_new_headline_into_the_old_one() -> None:
    assert not found('"delayed ferry"')


def test_letters_of_one_fold_are_one() -> None:
    assert found("STRASSE", Subject(source="a", headline="Die Straße"))


def test_marks_do_not_cut_a_word() -> None:
    assert not found("हिन", Subject(source="a", headline="हिन्दी"))


def test_what_has_no_time_lies_neither_before_nor_after() -> None:
    timeless = Subject(source="a")
    assert not found("after:2026 OR before:2026", timeless)


@pytest.mark.parametrize("kind", [*EditKind, *EventKind])
def test_every_kind_of_edit_and_event_can_be_asked_for(kind: EditKind | EventKind) -> None:
    assert found(f"kind:{kind.value}", Subject(source="a", kinds=(kind,)))


@pytest.mark.parametrize(
    ("query", "place", "remedy"),
    [
        ("", "", "write at least one word"),
        ("   ", "", "write at least one word"),
        ('a "climate change', "character 3", 'write a second "'),
        ("OR a", "character 1", "on either side"),
        ("a OR", "character 3", "on either side"),
        ("a OR OR b", "character 6", "on either side"),
        ("a AND b", "character 3", "side by side"),
        ("a NOT b", "character 3", "minus"),
        ("(a OR b) c", "character 1", "leave them out"),
        ("a - b", "character 3", "right before a word"),
        ("a ???", "character 3", "letters or digits"),
        ('a ""', "character 3", "letters or digits"),
        ("sorce:a", "character 1", "did you mean source?"),
        ("https://north-herald.example/", "character 1", "quotation marks"),
        ("source: a", "character 1", "right behind the colon"),
        ("source:A_b", "character 1", "a-z"),
        ("kind:headlines", "character 1", "did you mean headline?"),
        ("kind:zzz", "character 1", ", ".join(KINDS[:3])),
        ("disclosure:secret", "character 1", "silent"),
        ("after:2026-13", "character 1", "2026-11-24"),
        ("before:yesterday", "character 1", "2026-11-24"),
        ("after:2026-02-30", "character 1", "2026-11-24"),
        ("after:0000", "character 1", "2026-11-24"),
        ("a" * 1001, "", "at most 1,000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_a_remedy(query: str, place: str, remedy: str) -> None:
    with pytest.raises(BadQuery) as raised:
        parse(query)
    assert place in raised.value.why
    assert remedy in raised.value.why


def test_a_time_of_day_is_no_field() -> None:
    assert found("10:30", Subject(source="a", headline="At 10.30 sharp"))


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_a_bad_one(text: str) -> None:
    try:
        query = parse(text)
    except BadQuery:
        return
    assert query.matches(SUBJECT) in (True, False)


@given(st.text(min_size=1, max_size=60))
def test_every_text_is_found_by_its_own_words(text: str) -> None:
    words = words_of(text)
    if words:
        assert found(f'"{" ".join(words)}"', Subject(source="a", texts=("Before.", text)))


@given(st.lists(st.sampled_from(["ferry", "absent", "climate"]), min_size=1, max_size=4))
def test_a_negated_word_finds_just_what_the_word_does_not(words: list[str]) -> None:
    for word in words:
        assert found(word) != found(f"-{word}")


WORDS = st.text(min_size=1, max_size=8).filter(words_of)
FIELDED = st.sampled_from(
    ["source:courier", "kind:number", "kind:correction-note", "disclosure:silent", "after:2026", "before:2026-11-24"]
)


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Queries that can be read, of words, phrases and fields in every position."""
    phrases = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words_of(" ".join(words)))}"')
    terms = st.one_of(phrases, phrases.map("headline:{}".format), FIELDED, st.sampled_from(["ferry", "absent"]))
    signed = st.tuples(st.sampled_from(["", "-"]), terms).map("".join)
    groups = st.lists(signed, min_size=1, max_size=3).map(" OR ".join)
    return " ".join(draw(st.lists(groups, min_size=1, max_size=3)))


SUBJECTS = st.builds(
    Subject,
    source=st.sampled_from(["courier", "north-herald"]),
    kinds=st.lists(st.sampled_from([EditKind.NUMBER, EditKind.CORRECTION_NOTE]), unique=True).map(tuple),
    headline=st.sampled_from(["The ferry", "No boat"]),
    texts=st.lists(st.sampled_from(["ferry late", "東京", "cafés"]), max_size=2).map(tuple),
    disclosure=st.sampled_from([None, *Disclosure]),
    seen_at=st.sampled_from([None, datetime(2025, 5, 1, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)]),
)


@given(queries())
def test_a_query_that_is_written_down_reads_back_the_same(text: str) -> None:
    query = parse(text)
    assert parse(str(query)).groups == query.groups
    assert str(parse(str(query))) == str(query)


@given(queries(), queries(), SUBJECTS)
def test_what_stands_side_by_side_must_all_hold(one: str, other: str, subject: Subject) -> None:
    both = found(one, subject) and found(other, subject)
    assert found(f"{one} {other}", subject) == found(f"{other} {one}", subject) == both


@given(st.lists(st.one_of(FIELDED, st.sampled_from(["ferry", '"ferry late"', "東", "cafe"])), min_size=1), SUBJECTS)
def test_that_none_is_found_is_the_opposite_of_that_one_is(terms: list[str], subject: Subject) -> None:
    none = " ".join(f"-{term}" for term in terms)
    assert found(none, subject) != found(" OR ".join(terms), subject)


@given(st.text(max_size=40))
def test_words_are_folded_once_and_for_all(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words
