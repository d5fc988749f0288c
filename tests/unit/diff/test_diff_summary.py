import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterprint.diff import compare
from afterprint.model import ArticleText, EditKind, Part

REST = ("The line was opened in 1962 and carries many people.", "Its owner declined to comment on the matter.")
ADDED = ("The harbour office has opened an inquiry.", "A second boat is on its way from the mainland.")


def summary(old: ArticleText, new: ArticleText) -> str:
    return compare(old, new).summary


def test_what_matters_most_is_told_first() -> None:
    last = "A last word on this."
    old = ArticleText(headline="Ferry sinks near Holm", paragraphs=("Some 80,000 saw it.", *REST, last))
    new = ArticleText(
        headline="Ministers asked to act on safety at sea",
        paragraphs=(last, "Some 82,109 saw it.", *REST, *ADDED),
    )
    assert summary(old, new) == (
        "Headline rewritten. 80,000 became 82,109. Two paragraphs added, one moved. No correction noted."
    )


def test_nothing_is_told_of_nothing() -> None:
    text = ArticleText(paragraphs=REST)
    assert summary(text, text) == "Nothing changed."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("It’s over now.", "It's over now.", "Only punctuation changed."),
        ("It  is over.", "It is over.", "Only spacing changed."),
        ("The harbor is shut.", "The harbour is shut.", "Spelling changed in one paragraph."),
        (
            "He called it “a bad mistake” then.",
            "He called it “a bad accident” then.",
            "A quotation changed: “mistake” became “accident”. No correction noted.",
        ),
        (
            "The line is shut.",
            "The line is shut. Nobody knows for how long.",
            "Text added within one paragraph. No correction noted.",
        ),
        (
            "They want to leave the island.",
            "They hope to leave the island.",
            "Wording changed: “want” became “hope”. No correction noted.",
        ),
    ],
)
def test_small_changes_are_told_as_such(old: str, new: str, said: str) -> None:
    assert summary(ArticleText(paragraphs=(old, *REST)), ArticleText(paragraphs=(new, *REST))) == said


def test_a_headline_of_which_a_word_changed_is_told_with_it() -> None:
    assert summary(ArticleText(headline="Nine rescued near Holm"), ArticleText(headline="Ten rescued near Holm")) == (
        "Headline changed: “Nine” became “Ten”. No correction noted."
    )


def test_a_passage_that_was_put_into_a_headline_is_told() -> None:
    short, long = ArticleText(headline="Winter ferry returns"), ArticleText(headline="Winter ferry returns after years")
    assert summary(short, long) == "Headline changed: “after years” added. No correction noted."
    assert summary(long, short) == "Headline changed: “after years” removed. No correction noted."


def test_of_many_numbers_two_are_told_and_the_others_counted() -> None:
    old = ArticleText(paragraphs=[f"On day {n} there were {n * 100 + 11} people." for n in range(1, 6)])
    new = ArticleText(paragraphs=[f"On day {n} there were {n * 100 + 57} people." for n in range(1, 6)])
    assert summary(old, new) == "111 became 157. 211 became 257. Three more numbers changed. No correction noted."


def test_a_note_is_told_and_nothing_said_of_its_absence() -> None:
    old = ArticleText(paragraphs=("Some 12 saw it.", *REST))
    new = ArticleText(paragraphs=("Some 14 saw it.", *REST, "Correction: 14 people saw it, not 12."))
    assert summary(old, new) == "Correction note added. 12 became 14."


def test_long_passages_are_not_quoted() -> None:
    old = ArticleText(paragraphs=("They want to leave the island before the winter storms come in.", *REST))
    new = ArticleText(paragraphs=("They say nobody on the mainland has answered any letter of theirs.", *REST))
    assert "became" not in summary(old, new)


WORDS = "the ferry Holm 12 30 “so it is” said Berg Lind harbor harbour – left"
TEXTS = st.lists(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=14).map(" ".join), max_size=6)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["Ferry", "Ferry sinks", ""]), st.sampled_from(["Ferry", "Boats sink", ""]))
def test_every_claim_follows_from_the_edits(old: list[str], new: list[str], before: str, after: str) -> None:
    comparison = compare(ArticleText(headline=before, paragraphs=old), ArticleText(headline=after, paragraphs=new))
    body = [edit for edit in comparison.edits if edit.part is Part.BODY]
    principal = {edit.kinds[0] for edit in body}
    said = comparison.summary
    assert ("Headline" in said) == (before != after)
    assert ("Nothing changed" in said) == (not comparison.edits)
    assert (" moved." in said or " moved," in said) <= (EditKind.MOVED in principal)
    assert ("Spelling" in said) <= (EditKind.TYPO in principal)
    assert ("quotation" in said.lower()) <= any(EditKind.QUOTE in edit.kinds for edit in body)
    assert ("Correction note" in said) == (EditKind.CORRECTION_NOTE in principal)
    for first, second in re.findall(r"(?:^|\. )([\w,]+) became ([\w,]+)\.", said):
        assert any(first in text for text in old)
        assert any(second in text for text in new)


def test_right_to_left_passages_do_not_pull_the_sentence_along() -> None:
    old, new = ArticleText(headline="المجلس يناقش خطة الميناء"), ArticleText(headline="المجلس يقر خطة الميناء")
    assert "“\u2068يناقش\u2069” became “\u2068يقر\u2069”" in summary(old, new)


def test_what_changed_in_headline_and_text_alike_is_told_once() -> None:
    old = ArticleText(headline="Petition passes 80,000 names", paragraphs=("Some 80,000 people signed it.", *REST))
    new = ArticleText(headline="Petition passes 82,109 names", paragraphs=("Some 82,109 people signed it.", *REST))
    assert summary(old, new) == ("Headline changed: “80,000” became “82,109”, in the text too. No correction noted.")


def test_what_changed_in_headline_and_standfirst_alike_is_told_of_both() -> None:
    old = ArticleText(headline="Nine rescued", standfirst="The nine were cold", paragraphs=REST)
    new = ArticleText(headline="Nine rescued", standfirst="The ten were cold", paragraphs=REST)
    both = ArticleText(headline="It was nine", standfirst="The nine were cold", paragraphs=REST)
    after = ArticleText(headline="It was ten", standfirst="The ten were cold", paragraphs=REST)
    assert summary(old, new).startswith("Standfirst changed: “nine” became “ten”.")
    assert summary(both, after) == "Headline and standfirst changed: “nine” became “ten”. No correction noted."


def test_a_figure_that_changed_in_several_places_is_told_once() -> None:
    old = ArticleText(paragraphs=("Some 80,000 people signed it.", *REST, "The 80,000 are from the islands."))
    new = ArticleText(paragraphs=("Some 82,109 people signed it.", *REST, "The 82,109 are from the islands."))
    assert summary(old, new) == "80,000 became 82,109 twice. No correction noted."
