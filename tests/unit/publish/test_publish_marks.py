from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from afterprint.publish.marks import Mark, Piece, common, joined, marked, passage, plain, share_marked, woven


def test_spans_cut_a_text_into_marked_and_unmarked_pieces() -> None:
    pieces = passage("one two three", [(4, 7)], Mark.INSERTED)
    assert pieces == (Piece("one "), Piece("two", Mark.INSERTED), Piece(" three"))


def test_marked_words_with_only_space_between_them_are_one_mark() -> None:
    pieces = passage("one two three four", [(4, 7), (8, 13)], Mark.DELETED)
    assert marked(pieces) == ("two three",)


def test_outer_spaces_of_a_span_are_not_marked() -> None:
    assert passage("one two three", [(3, 8)], Mark.DELETED)[1] == Piece("two", Mark.DELETED)


def test_a_span_of_space_alone_stays_marked() -> None:
    assert passage("one  two", [(3, 5)], Mark.DELETED)[1] == Piece("  ", Mark.DELETED)


def test_spans_outside_the_text_are_clipped() -> None:
    assert joined([(-5, 2), (3, 90), (7, 4)], "abcde") == [(0, 2), (3, 5)]


def test_what_several_lists_of_spans_share() -> None:
    assert common([[(0, 10)], [(2, 4), (6, 12)]]) == [(2, 4), (6, 10)]
    assert common([]) == []


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))))
def test_a_passage_never_loses_or_adds_a_character(text: str, spans: list[tuple[int, int]]) -> None:
    assert plain(passage(text, spans, Mark.DELETED)) == text


def test_a_deletion_is_woven_in_before_what_replaced_it() -> None:
    old = passage("unveiled as he outlines", [(12, 14)], Mark.DELETED)
    new = passage("unveiled as the minister outlines", [(12, 24)], Mark.INSERTED)
    both = woven(old, new)
    assert both is not None
    assert "".join(piece.text for piece in both) == "unveiled as he the minister outlines"
    assert plain(both) == "unveiled as the minister outlines"


def test_a_deletion_alone_is_woven_in_where_it_stood() -> None:
    both = woven(passage("its director Ann Jones", [(4, 12)], Mark.DELETED), passage("its Ann Jones"))
    assert both is not None
    assert "".join(piece.text for piece in both) == "its director Ann Jones"


def test_a_deletion_at_the_end_is_woven_in_last() -> None:
    both = woven(passage("It rained all day.", [(9, 17)], Mark.DELETED), passage("It rained."))
    assert both is not None
    assert [piece.text for piece in both if piece.mark is Mark.WOVEN] == [" ", "all day"]


def test_letters_out_of_a_word_get_no_space() -> None:
    old = passage("recieve", [(3, 5)], Mark.DELETED)
    new = passage("receive", [(3, 5)], Mark.INSERTED)
    both = woven(old, new)
    assert both is not None
    assert "".join(piece.text for piece in both) == "recieeive"


def test_texts_whose_unmarked_parts_differ_are_not_woven() -> None:
    assert woven(passage("one two"), passage("one three")) is None


WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "eta"]))


@given(WORDS, WORDS)
def test_weaving_keeps_the_new_text_and_every_deletion(before: list[str], after: list[str]) -> None:
    old_text, new_text = " ".join(before), " ".join(after)
    codes = SequenceMatcher(None, old_text, new_text, autojunk=False).get_opcodes()
    old = passage(old_text, [(a, b) for tag, a, b, _, _ in codes if tag != "equal"], Mark.DELETED)
    new = passage(new_text, [(c, d) for tag, _, _, c, d in codes if tag != "equal"], Mark.INSERTED)
    both = woven(old, new)
    if both is None:
        return
    assert plain(both) == new_text
    shown = [piece.text for piece in both if piece.mark is Mark.WOVEN and not piece.text.isspace()]
    assert shown == [piece.text for piece in old if piece.mark and not piece.text.isspace()]


def test_the_marked_share_lies_between_nothing_and_all() -> None:
    assert share_marked(passage("ab"), passage("ab")) == 0
    assert share_marked(passage("ab", [(0, 2)], Mark.DELETED), ()) == 1
    assert share_marked((), ()) == 0
