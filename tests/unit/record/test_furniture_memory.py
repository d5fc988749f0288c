"""A host's furniture is learned slowly, and nothing that may be an article's own is taken for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.model import ArticleText, Block, BlockKind
from afterprint.record.furniture_memory import (
    FORGOTTEN_AFTER,
    MOST_IN_ALL,
    MOST_TODAY,
    learned,
    printed,
    set_aside,
    without,
)
from afterprint.rows import FurnitureRow

DAY = date(2026, 11, 3)
PROMO = "Get the best of our reporting by email each weekend."
STORIES = {
    "ferry": ("Ferry delayed by fog", "The harbour master held every boat until nine."),
    "school": ("Teachers strike over wages", "Pupils stayed at home as lessons were called off."),
    "bridge": ("Crack found below old bridge", "Engineers closed two lanes to lorries."),
    "museum": ("Painting returns after theft", "A guard found the canvas behind a door."),
    "cheese": ("Dairy wins national prize", "Judges praised a blue wheel from the north."),
    "budget": ("Council passes its spending plan", "Members voted by eleven to nine."),
}


def story(name: str, *more: str) -> ArticleText:
    headline, said = STORIES[name]
    return ArticleText(headline=headline, paragraphs=(said, *more))


def taught(*days: int, promo: str = PROMO) -> FurnitureRow:
    """A memory of articles with this line, each of another story, first read so many days after the first."""
    memory = FurnitureRow(host="paper.example")
    for name, day in zip(STORIES, days, strict=False):
        memory = learned(memory, f"paper/{name}", story(name, promo), day=DAY + timedelta(days=day))
    return memory


def ignored(memory: FurnitureRow, *, promo: str = PROMO, name: str = "budget", day: int = 5) -> list[str]:
    """What is set aside where an article loses this line."""
    old, new = story(name, promo), story(name)
    aside = set_aside(memory, f"paper/{name}", old, new, day=DAY + timedelta(days=day))
    return [line for each in aside for line in printed(each, old, new)]


def test_a_line_in_four_stories_of_three_days_is_set_aside_with_its_evidence() -> None:
    old, new = story("budget"), story("budget", PROMO)
    (found,) = set_aside(taught(0, 0, 1, 2), "paper/budget", old, new, day=DAY + timedelta(days=3))
    assert (printed(found, old, new), found.articles, found.since) == ({PROMO}, 4, DAY)
    assert found.witnesses == ("paper/ferry", "paper/school", "paper/bridge", "paper/museum")


@pytest.mark.parametrize("days", [(0, 1, 2), (0, 0, 1, 1), (0, 0, 0, 0, 0), (0, 1, 2, 5)], ids=str)
def test_fewer_stories_or_days_or_the_same_day_are_not_enough(days: tuple[int, ...]) -> None:
    assert ignored(taught(*days)) == []


def test_what_stands_on_both_sides_is_not_set_aside() -> None:
    text = story("budget", PROMO)
    assert set_aside(taught(0, 0, 1, 2), "paper/budget", text, text, day=DAY + timedelta(days=5)) == ()


def test_an_article_is_no_witness_against_itself() -> None:
    assert ignored(taught(0, 0, 1, 2), name="museum") == []


def test_a_quote_repeated_in_follow_ups_of_one_story_is_never_set_aside() -> None:
    said = "We shall not leave before spring."
    memory = FurnitureRow(host="paper.example")
    for day in range(8):
        text = ArticleText(
            headline=f"Miners blockade continues, day {day}", paragraphs=("Snow fell on the gate.", said)
        )
        memory = learned(memory, f"paper/{day}", text, day=DAY + timedelta(days=day))
    assert ignored(memory, promo=said, day=9) == []


@pytest.mark.parametrize(
    "line",
    [
        "“We shall not leave before spring.”",
        "This article was amended on Monday.",
        "Correction: an earlier figure was wrong.",
        "昨日は霧のため船が遅れ、港には多くの人が残された。",
        "x" * 700,
    ],
    ids=["quote", "amended", "correction", "no spaces", "long"],
)
def test_quotes_notes_and_what_cannot_be_told_apart_are_never_set_aside(line: str) -> None:
    assert ignored(taught(0, 0, 1, 2, 3, promo=line), promo=line) == []


@pytest.mark.parametrize("word", ["weekend", "reporting"])
def test_a_line_that_shares_a_long_word_with_the_article_is_its_own(word: str) -> None:
    old, new = story("budget", f"Members met on a {word}.", PROMO), story("budget", f"Members met on a {word}.")
    assert set_aside(taught(0, 0, 1, 2), "paper/budget", old, new, day=DAY + timedelta(days=5)) == ()


def test_a_line_that_shares_a_name_with_the_article_is_its_own() -> None:
    line = "More on this from Ann Lee in the hall."
    memory = taught(0, 0, 1, 2, promo=line)
    assert ignored(memory, promo=line) == [line]
    old, new = story("budget", "Ann Lee voted no.", line), story("budget", "Ann Lee voted no.")
    assert set_aside(memory, "paper/budget", old, new, day=DAY + timedelta(days=5)) == ()


def test_a_block_quote_or_live_entry_is_its_own() -> None:
    memory = taught(0, 0, 1, 2)
    for kind in (BlockKind.QUOTE, BlockKind.LIVE_ENTRY):
        old = ArticleText(headline="Council passes its plan", blocks=[Block("Members voted."), Block(PROMO, kind)])
        new = ArticleText(headline="Council passes its plan", blocks=[Block("Members voted.")])
        assert set_aside(memory, "paper/budget", old, new, day=DAY + timedelta(days=5)) == ()


@given(st.permutations(list(STORIES)[:5]), st.permutations(list(STORIES)[:5]))
def test_the_order_in_which_a_days_articles_are_read_makes_no_difference(one: list[str], other: list[str]) -> None:
    days = {name: DAY + timedelta(days=place // 2) for place, name in enumerate(STORIES)}
    memories = []
    for order in (one, other):
        memory = FurnitureRow(host="paper.example")
        for name in sorted(order, key=days.__getitem__):
            memory = learned(memory, f"paper/{name}", story(name, PROMO), day=days[name])
        memories.append(memory)
    assert memories[0] == memories[1]
    assert ignored(memories[0]) == ignored(memories[1]) == [PROMO]


def test_learning_twice_is_learning_once() -> None:
    memory = taught(0, 0, 1, 2)
    again = learned(memory, "paper/museum", story("museum", PROMO), day=DAY + timedelta(days=2))
    assert again == memory
    later = learned(memory, "paper/ferry", story("ferry", PROMO), day=DAY + timedelta(days=3))
    assert [each.articles for each in later.known] == [each.articles for each in taught(0, 0, 1, 2, 3).known]


def test_what_no_new_article_had_for_long_is_forgotten() -> None:
    memory = taught(0, 0, 1, 2)
    assert ignored(memory, day=2 + FORGOTTEN_AFTER.days) == [PROMO]
    assert ignored(memory, day=3 + FORGOTTEN_AFTER.days) == []


def test_the_memory_does_not_grow_without_end() -> None:
    memory = FurnitureRow(host="paper.example")
    for number in range(3 * MOST_TODAY):
        text = ArticleText(
            headline=f"Headline{number}", paragraphs=("A.", f"Line qq{number} here", f"Line rr{number} here")
        )
        memory = learned(memory, f"paper/{number}", text, day=DAY + timedelta(days=number // 100))
    assert len(memory.today) <= MOST_TODAY
    assert sum(len(each.witnesses) for each in memory.known) <= MOST_IN_ALL


def test_an_article_of_nothing_but_furniture_keeps_it() -> None:
    text = ArticleText(headline="Council", paragraphs=(PROMO,))
    aside = set_aside(taught(0, 0, 1, 2), "paper/x", text, ArticleText(headline="Council"), day=DAY + timedelta(days=5))
    assert without(text, aside) is text
