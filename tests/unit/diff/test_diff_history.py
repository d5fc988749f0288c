"""When each passage of the newest text entered, and what was taken out."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterprint.diff import trace
from afterprint.model import ArticleText, Block, BlockKind, Part, Stretch, TextHistory

REST = ("The line was opened in 1962 and carries many people.", "Its owner declined to comment on the matter.")


def history(*versions: Iterable[str]) -> TextHistory:
    return trace([ArticleText(headline="Ferry sinks", paragraphs=paragraphs) for paragraphs in versions])


def entered(found: TextHistory, block: int) -> list[tuple[str, int]]:
    return [(stretch.text.strip(), stretch.since) for stretch in found.blocks[block].stretches]


def test_one_text_entered_as_a_whole() -> None:
    found = history(REST)
    assert [block.stretches for block in found.blocks] == [(Stretch(text, 0),) for text in REST]
    assert found.removals == ()


def test_no_text_has_no_history() -> None:
    assert trace([]) == TextHistory()


def test_a_passage_bears_the_text_in_which_it_entered() -> None:
    found = history(
        ("The ferry carries 240 passengers.", *REST),
        ("The ferry carries 204 passengers.", *REST),
        ("The old ferry carries 204 passengers.", *REST),
    )
    assert entered(found, 0) == [("The", 0), ("old", 2), ("ferry carries", 0), ("204", 1), ("passengers.", 0)]


def test_what_was_taken_out_is_listed_with_its_span_of_life() -> None:
    found = history(("It carries 240 people.", *REST), ("It carries 204 people.", *REST), REST)
    assert [(removal.text, removal.since, removal.gone) for removal in found.removals] == [
        ("240", 0, 1),
        ("It carries 204 people.", 0, 2),
    ]


def test_a_paragraph_that_moved_or_was_split_did_not_enter_anew() -> None:
    first, second = "A boat left the harbour of Holm at noon on Friday.", "Nobody on board was hurt when it came back."
    moved = history((first, *REST), (*REST, first))
    split = history((f"{first} {second}", *REST), (first, second, *REST))
    assert {stretch.since for found in (moved, split) for block in found.blocks for stretch in block.stretches} == {0}
    assert moved.removals == split.removals == ()


def test_a_sentence_that_went_to_another_paragraph_did_not_enter_anew() -> None:
    sentence = "Nobody on board was hurt when it came back."
    found = history((f"{REST[0]} {sentence}", REST[1]), (REST[0], f"{REST[1]} {sentence}"))
    assert {stretch.since for block in found.blocks for stretch in block.stretches} == {0}
    assert found.removals == ()


def test_what_came_back_entered_when_it_came_back() -> None:
    found = history(("It was late.", *REST), REST, ("It was late.", *REST))
    assert entered(found, 0) == [("It was late.", 2)]


def test_headlines_are_traced_too() -> None:
    found = trace([ArticleText(headline="Nine rescued near Holm"), ArticleText(headline="Ten rescued near Holm")])
    assert [(stretch.text, stretch.since) for stretch in found.headline] == [("Ten", 1), (" rescued near Holm", 0)]
    assert [(removal.part, removal.text) for removal in found.removals] == [(Part.HEADLINE, "Nine")]


WORDS = st.sampled_from(["the", "ferry", "left", "Holm", "12", "é", "橋は", "الجسر", "👩‍👩‍👧", "“so”", ".", "  "])
TEXTS = st.one_of(st.lists(WORDS, max_size=8).map(" ".join), st.text(max_size=12))
ARTICLES = st.builds(
    ArticleText,
    headline=TEXTS,
    standfirst=TEXTS,
    byline=TEXTS,
    blocks=st.lists(st.builds(Block, TEXTS, st.sampled_from(BlockKind)), max_size=5),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ARTICLES, min_size=1, max_size=4))
def test_the_stretches_are_the_newest_text(texts: list[ArticleText]) -> None:
    found = trace(texts)
    newest = texts[-1]

    def joined(stretches: Iterable[Stretch]) -> str:
        return "".join(stretch.text for stretch in stretches)

    assert joined(found.headline) == newest.headline
    assert joined(found.standfirst) == newest.standfirst
    assert joined(found.byline) == newest.byline
    assert [joined(block.stretches) for block in found.blocks] == [block.text for block in newest.blocks]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ARTICLES, min_size=1, max_size=4))
def test_removals_stood_in_the_texts_between_which_they_are_dated(texts: list[ArticleText]) -> None:
    found = trace(texts)
    for removal in found.removals:
        assert 0 <= removal.since < removal.gone < len(texts)
        before = texts[removal.gone - 1]
        where = {Part.HEADLINE: [before.headline], Part.STANDFIRST: [before.standfirst], Part.BYLINE: [before.byline]}
        assert any(removal.text in text for text in where.get(removal.part, [b.text for b in before.blocks]))
