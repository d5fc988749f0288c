"""What holds of any two texts, in any script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterprint.diff import align, compare
from afterprint.diff.matched import groups_of
from afterprint.diff.words import mark
from afterprint.model import ArticleText, Block, BlockKind, Edit, EditKind, Part, Row, RowKind, Span

SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_VOCABULARY = """
the ferry left Holm at noon on Friday with 12 people £600,000 80% “sorry” said Anna Berg. co-operate don’t über naïve
橋は火曜日に閉鎖された。 สะพานปิดวันอังคาร الجسر مغلق हिन्दी समाचार 👩‍👩‍👧 🇩🇪 👍🏽 – — ... « » x
"""
WORDS = [*_VOCABULARY.split(), "e\u0301te\u0301", "\u200d", "\u202e", ""]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
TEXTS = st.one_of(SENTENCES, st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
BLOCKS = st.builds(Block, TEXTS, st.sampled_from(BlockKind))


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[Block], list[Block]]:
    """Two bodies of which the second was drawn from the first: some blocks kept, dropped, reworded, moved, split."""
    old = draw(st.lists(BLOCKS, max_size=8))
    new: list[Block] = []
    for block in old:
        kept = draw(st.sampled_from(["kept", "kept", "dropped", "reworded", "split", "added before"]))
        words = block.text.split(" ")
        if kept == "reworded" and words:
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
            new.append(Block(" ".join(words), block.kind))
        elif kept == "split":
            new += [Block(" ".join(words[: len(words) // 2])), Block(" ".join(words[len(words) // 2 :]))]
        elif kept != "dropped":
            new += [draw(BLOCKS), block] if kept == "added before" else [block]
    if draw(st.booleans()):
        new = draw(st.permutations(new))
    return old, list(new)


ARTICLES = edited().map(lambda pair: (ArticleText(blocks=pair[0]), ArticleText(blocks=pair[1])))


def texts(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks]


def applied(rows: Sequence[Row], old: Sequence[str]) -> list[str]:
    """The new body, made from the old one by what the rows say: unmarked text is taken from the old side."""
    new: dict[int, str] = {}
    for row in rows:
        if row.new_index is None:
            continue
        if row.kind is RowKind.SAME:
            assert row.old_index is not None
            new[row.new_index] = old[row.old_index]
        else:
            assert row.new is not None
            new[row.new_index] = row.new
    return [new[index] for index in range(len(new))]


def rest(text: str, spans: Iterable[Span]) -> str:
    """What is left of a text without its marked passages, and without white space."""
    kept, place = [], 0
    for start, end in spans:
        kept.append(text[place:start])
        place = end
    return "".join("".join([*kept, text[place:]]).split())


def assert_apart(spans: Sequence[Span], text: str) -> None:
    place = 0
    for start, end in spans:
        assert place <= start < end <= len(text)
        place = end


@SETTINGS
@given(ARTICLES)
def test_applying_the_rows_to_the_old_body_gives_the_new_one(pair: tuple[ArticleText, ArticleText]) -> None:
    old, new = pair
    assert applied(compare(old, new).rows, texts(old.blocks)) == texts(new.blocks)


@SETTINGS
@given(ARTICLES)
def test_every_block_of_both_sides_stands_in_a_row(pair: tuple[ArticleText, ArticleText]) -> None:
    old, new = pair
    rows = compare(old, new).rows
    assert {row.old_index for row in rows} - {None} == set(range(len(old.blocks)))
    assert {row.new_index for row in rows} - {None} == set(range(len(new.blocks)))
    assert all(row.old == old.blocks[row.old_index].text for row in rows if row.old_index is not None)
    assert all(row.new == new.blocks[row.new_index].text for row in rows if row.new_index is not None)


@SETTINGS
@given(ARTICLES)
def test_rows_stand_in_the_order_of_the_new_body(pair: tuple[ArticleText, ArticleText]) -> None:
    order = [row.new_index for row in compare(*pair).rows if row.new_index is not None]
    assert order == sorted(order)


@SETTINGS
@given(ARTICLES)
def test_spans_of_rows_lie_within_their_texts_sorted_and_apart(pair: tuple[ArticleText, ArticleText]) -> None:
    for row in compare(*pair).rows:
        assert_apart(row.old_spans, row.old or "")
        assert_apart(row.new_spans, row.new or "")


@SETTINGS
@given(ARTICLES)
def test_spans_of_edits_lie_within_their_texts(pair: tuple[ArticleText, ArticleText]) -> None:
    old, new = pair
    for edit in compare(old, new).edits:
        assert_apart(edit.old_spans, "" if edit.old_index is None else old.blocks[edit.old_index].text)
        assert_apart(edit.new_spans, "" if edit.new_index is None else new.blocks[edit.new_index].text)
        assert 0 <= edit.importance <= 1


@SETTINGS
@given(ARTICLES)
def test_what_is_not_marked_is_the_same_on_both_sides(pair: tuple[ArticleText, ArticleText]) -> None:
    old, new = pair
    _, groups = groups_of(texts(old.blocks), texts(new.blocks))
    rows = compare(old, new).rows
    for group in groups:
        spans_of_old = {row.old_index: row.old_spans for row in rows if row.old_index in group.old}
        spans_of_new = {row.new_index: row.new_spans for row in rows if row.new_index in group.new}
        left = "".join(rest(old.blocks[index].text, spans_of_old[index]) for index in group.old)
        right = "".join(rest(new.blocks[index].text, spans_of_new[index]) for index in group.new)
        assert left == right


@SETTINGS
@given(ARTICLES)
def test_the_other_direction_is_mirrored(pair: tuple[ArticleText, ArticleText]) -> None:
    there, back = compare(*pair).counts, compare(*reversed(pair)).counts
    assert (there.added, there.removed, there.changed, there.moved) == (
        back.removed,
        back.added,
        back.changed,
        back.moved,
    )
    assert (there.words_added, there.words_removed) == (back.words_removed, back.words_added)


MIRRORED = {
    EditKind.INSERTED: EditKind.DELETED,
    EditKind.DELETED: EditKind.INSERTED,
    EditKind.SPLIT: EditKind.MERGED,
    EditKind.MERGED: EditKind.SPLIT,
}
WITH_A_DIRECTION = {EditKind.LIVE_UPDATE, EditKind.CORRECTION_NOTE, EditKind.REWRITE}  # of what stands on one side only

End = tuple[int | None, tuple[Span, ...]]


def told(edits: Iterable[Edit], *, mirrored: bool = False) -> Counter[tuple[Part, frozenset[EditKind], End, End]]:
    """The edits by what they are and where, the sides swapped where `mirrored`."""
    found: Counter[tuple[Part, frozenset[EditKind], End, End]] = Counter()
    for edit in edits:
        left, right = (edit.old_index, edit.old_spans), (edit.new_index, edit.new_spans)
        kinds = set(edit.kinds)
        if None in (edit.old_index, edit.new_index) and edit.part is Part.BODY:
            kinds -= WITH_A_DIRECTION
        if mirrored:
            left, right = right, left
            kinds = {MIRRORED.get(kind, kind) for kind in kinds}
        found[edit.part, frozenset(kinds), left, right] += 1
    return found


@SETTINGS
@given(ARTICLES, TEXTS, TEXTS)
def test_the_edits_of_the_other_direction_are_mirrored(
    pair: tuple[ArticleText, ArticleText], headline: str, other: str
) -> None:
    old = ArticleText(headline=headline, standfirst=other, blocks=pair[0].blocks)
    new = ArticleText(headline=other, standfirst=headline, blocks=pair[1].blocks)
    assert told(compare(old, new).edits) == told(compare(new, old).edits, mirrored=True)


@SETTINGS
@given(ARTICLES)
def test_alignment_is_mirrored_in_the_other_direction(pair: tuple[ArticleText, ArticleText]) -> None:
    old, new = (texts(article.blocks) for article in pair)
    assert sorted(p for p in align(old, new) if None not in p) == sorted(
        (i, j) for j, i in align(new, old) if i is not None and j is not None
    )


@SETTINGS
@given(st.lists(BLOCKS, max_size=8))
def test_a_text_compared_with_itself_has_no_edits(blocks: list[Block]) -> None:
    text = ArticleText(headline="Ferry sinks", blocks=blocks)
    comparison = compare(text, text)
    assert comparison.edits == ()
    assert {row.kind for row in comparison.rows} <= {RowKind.SAME}


@SETTINGS
@given(ARTICLES)
def test_the_same_texts_give_the_same_comparison(pair: tuple[ArticleText, ArticleText]) -> None:
    assert compare(*pair) == compare(*pair)


@SETTINGS
@given(ARTICLES)
def test_different_bodies_have_an_edit(pair: tuple[ArticleText, ArticleText]) -> None:
    old, new = pair
    if texts(old.blocks) != texts(new.blocks):
        assert compare(old, new).edits


@SETTINGS
@given(TEXTS, TEXTS)
def test_marks_leave_the_same_rest_on_both_sides(old: str, new: str) -> None:
    marks = mark(old, new)
    assert_apart(marks.old, old)
    assert_apart(marks.new, new)
    assert rest(old, marks.old) == rest(new, marks.new)


@SETTINGS
@given(TEXTS, TEXTS)
def test_marks_never_split_a_character_from_its_marks(old: str, new: str) -> None:
    for text, spans in ((old, mark(old, new).old), (new, mark(old, new).new)):
        for place in {place for span in spans for place in span} - {0, len(text)}:
            assert not _continues(text[place]) or text[place - 1].isspace()
            assert text[place - 1] != "\u200d" or text[place].isspace() or _continues(text[place - 1])


def _continues(character: str) -> bool:
    return "\u0300" <= character <= "\u036f" or "\U0001f3fb" <= character <= "\U0001f3ff" or character == "\u200d"


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLES)
def test_many_bodies_can_be_applied_and_mirrored(pair: tuple[ArticleText, ArticleText]) -> None:
    old, new = pair
    comparison = compare(old, new)
    assert applied(comparison.rows, texts(old.blocks)) == texts(new.blocks)
    assert comparison.counts.added == compare(new, old).counts.removed
    assert told(comparison.edits) == told(compare(new, old).edits, mirrored=True)
