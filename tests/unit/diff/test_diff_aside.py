"""What was set aside is in no row and no edit, and every index still counts the whole text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from afterprint.diff import compare, compare_without
from afterprint.model import ArticleText

PROMO = "Get the best of our reporting."
paragraphs = st.lists(
    st.sampled_from(["Fog held the boats.", "They left at nine.", "Nobody was hurt.", PROMO]), max_size=6
)


def text(*said: str) -> ArticleText:
    return ArticleText(headline="Fog", paragraphs=said)


def test_the_rows_leave_it_out_and_the_indexes_do_not_move() -> None:
    found = compare_without(text(PROMO, "Fog held the boats."), text("Fog held two boats."), {PROMO})
    assert [(row.old_index, row.new_index) for row in found.rows] == [(1, 0)]
    assert found.counts.removed == 0


def test_a_text_of_nothing_else_is_compared_as_it_is() -> None:
    old, new = text(PROMO), text("Fog held the boats.")
    assert compare_without(old, new, {PROMO}) == compare(old, new)


@given(paragraphs, paragraphs)
def test_every_index_names_the_block_whose_text_stands_in_its_row(old: list[str], new: list[str]) -> None:
    for row in compare_without(text(*old), text(*new), {PROMO}).rows:
        assert row.old_index is None or old[row.old_index] == row.old
        assert row.new_index is None or new[row.new_index] == row.new


@given(paragraphs, paragraphs)
def test_where_nothing_was_set_aside_it_is_the_plain_comparison(old: list[str], new: list[str]) -> None:
    assert compare_without(text(*old), text(*new), ()) == compare(text(*old), text(*new))
