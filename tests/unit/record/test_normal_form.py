"""What counts as the same text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.model import ArticleText, Block, BlockKind
from afterprint.record import same_text, text_digest
from afterprint.record.normal_form import words


def body(*paragraphs: str) -> ArticleText:
    return ArticleText(headline="Ferry delayed", paragraphs=paragraphs)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("He said: “No.”", 'He said: "No."'),
        ("It’s over – for now…", "It's over - for now..."),
        ("a\u00a0non-breaking space", "a non-breaking space"),
        ("caf\u00e9", "cafe\u0301"),
        ("a soft\u00adhyphen", "a softhyphen"),
        ("Yes, he said", "Yes he said."),
        ("two  spaces", "two spaces"),
    ],
)
def test_typography_punctuation_and_space_alone_are_no_change(old: str, new: str) -> None:
    assert same_text(body(old), body(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It cost 3.5 million", "It cost 35 million"),
        ("It cost 82,109 crowns", "It cost 82,10 crowns"),
        ("It was -5 degrees", "It was 5 degrees"),
        ("Up 5%", "Up 5"),
        ("At 10:30", "At 10 30"),
        ("£600,000 went missing", "£650,000 went missing"),
        ("£600,000 went missing", "$600,000 went missing"),
        ("the minister", "the Minister"),
        ("the live-streaming of abuse", "the livestreaming of abuse"),
        ("किताब", "किताबी"),
        ("won 2-1", "won 2 1"),
    ],
)
def test_a_figure_a_letter_or_a_sign_that_carries_meaning_is_a_change(old: str, new: str) -> None:
    assert not same_text(body(old), body(new))


def test_with_cosmetic_punctuation_counts() -> None:
    assert not same_text(body("Yes, he said"), body("Yes he said"), cosmetic=True)


def test_with_cosmetic_unicode_composition_still_does_not_count() -> None:
    assert same_text(body("caf\u00e9"), body("cafe\u0301"), cosmetic=True)


def test_a_paragraph_cut_in_two_says_the_same() -> None:
    assert same_text(body("One. Two."), body("One.", "Two."))


def test_paragraphs_in_another_order_do_not_say_the_same() -> None:
    assert not same_text(body("One.", "Two."), body("Two.", "One."))


@pytest.mark.parametrize("part", ["headline", "standfirst", "byline"])
def test_headline_standfirst_and_byline_count(part: str) -> None:
    assert not same_text(body("One."), replace_part(body("One."), part, "Something else"))


def test_a_word_that_goes_from_headline_to_standfirst_is_a_change() -> None:
    assert not same_text(ArticleText(headline="a b"), ArticleText(headline="a", standfirst="b"))


def test_a_caption_counts() -> None:
    old = ArticleText(blocks=[Block("One."), Block("The pier", BlockKind.CAPTION)])
    new = ArticleText(blocks=[Block("One."), Block("The old pier", BlockKind.CAPTION)])
    assert not same_text(old, new)


def test_declared_dates_alone_are_no_change() -> None:
    new = ArticleText(headline="Ferry delayed", paragraphs=["One."], modified=datetime(2026, 11, 24, tzinfo=UTC))
    assert same_text(body("One."), new)


@given(st.text())
def test_any_text_is_the_same_as_itself_decomposed(text: str) -> None:
    assert same_text(body(text), body(unicodedata.normalize("NFD", text)))


@given(st.text(), st.text())
def test_equal_digests_mean_the_same_text(one: str, other: str) -> None:
    assert (text_digest(body(one)) == text_digest(body(other))) == same_text(body(one), body(other))


@given(st.text(alphabet=st.characters(categories=["P", "Z", "Cc", "Cf"])))
def test_without_a_letter_or_figure_there_is_nothing_but_signs(text: str) -> None:
    assert set("".join(words(text))) <= set("%‰&@#§*")


def replace_part(text: ArticleText, part: str, value: str) -> ArticleText:
    return ArticleText(
        **{
            "headline": text.headline,
            "standfirst": text.standfirst,
            "byline": text.byline,
            "blocks": text.blocks,
            part: value,
        }
    )


def test_articletext_can_be_built_from_paragraphs_alone() -> None:
    assert ArticleText(paragraphs=["One."]).blocks == (Block("One."),)


def test_a_frozen_text_cannot_be_replaced_in_part_by_paragraphs() -> None:
    assert replace(body("One."), headline="Other").headline == "Other"
