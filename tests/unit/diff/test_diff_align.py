import pytest

from afterprint.diff import align
from afterprint.diff.chains import heaviest_chain, longest_chain

FERRY = "The ferry from Holm to the mainland sank on Friday at noon in heavy seas, the coast guard said."
CREW = "All nine members of its crew were rescued by a fishing boat that happened to pass."
CAUSE = "What caused the accident is not known; an inquiry has been opened by the harbour office."
LINE = "The line was opened in 1962 and carries some 40,000 people every year, most of them in summer."
OWNER = "Its owner, a cooperative of islanders, declined to comment when it was asked by telephone."


def test_equal_texts_pair_in_order() -> None:
    assert align([FERRY, CREW], [FERRY, CREW]) == [(0, 0), (1, 1)]


def test_an_added_paragraph_stands_alone_where_it_was_added() -> None:
    assert align([FERRY, CAUSE], [FERRY, CREW, CAUSE]) == [(0, 0), (None, 1), (1, 2)]


def test_a_removed_paragraph_stands_where_it_stood() -> None:
    assert align([FERRY, CREW, CAUSE], [FERRY, CAUSE]) == [(0, 0), (1, None), (2, 1)]


def test_a_reworded_paragraph_keeps_its_partner() -> None:
    reworded = FERRY.replace("on Friday at noon", "shortly after midday")
    assert align([LINE, FERRY, CAUSE], [LINE, reworded, CAUSE]) == [(0, 0), (1, 1), (2, 2)]


def test_a_replaced_paragraph_has_no_partner() -> None:
    assert align([LINE, FERRY, CAUSE], [LINE, OWNER, CAUSE]) == [(0, 0), (1, None), (None, 1), (2, 2)]


def test_a_moved_paragraph_is_one_pair() -> None:
    assert align([FERRY, CREW, CAUSE, LINE], [LINE, FERRY, CREW, CAUSE]) == [(3, 0), (0, 1), (1, 2), (2, 3)]


def test_a_moved_and_reworded_paragraph_is_one_pair() -> None:
    moved = LINE.replace("most of them in summer", "nearly all in July")
    assert (3, 0) in align([FERRY, CREW, CAUSE, LINE], [moved, FERRY, CREW, CAUSE])


def test_each_part_of_a_split_pairs_with_the_whole() -> None:
    assert align([LINE, f"{FERRY} {CREW}", CAUSE], [LINE, FERRY, CREW, CAUSE]) == [(0, 0), (1, 1), (1, 2), (2, 3)]


def test_each_part_of_a_merge_pairs_with_the_whole() -> None:
    assert align([LINE, FERRY, CREW, CAUSE], [LINE, f"{FERRY} {CREW}", CAUSE]) == [(0, 0), (1, 1), (2, 1), (3, 2)]


def test_a_live_page_that_gains_entries_on_top_shows_additions_and_nothing_else() -> None:
    old = [FERRY, "Read more", CREW, "Read more", CAUSE]
    entries = [text for number in range(10) for text in (f"Entry {number}: {number * 7} came.", "Read more")]
    pairs = align(old, entries + old)
    assert [pair for pair in pairs if None not in pair] == [(index, index + 20) for index in range(5)]
    assert len(pairs) == 25


def test_repeated_lines_do_not_disturb_their_neighbours() -> None:
    old = ["Advertisement", FERRY, "Advertisement", CREW, "Advertisement"]
    new = ["Advertisement", FERRY, CREW, "Advertisement", CAUSE]
    assert {(1, 1), (3, 2)} <= set(align(old, new))


def test_white_space_does_not_keep_paragraphs_apart() -> None:
    assert align(["The  ferry\nsank."], ["The ferry sank."]) == [(0, 0)]


def test_a_paragraph_that_was_carried_on_keeps_its_partner() -> None:
    assert align(["The ferry has sunk."], [f"The ferry has sunk. {CAUSE} {LINE} {OWNER}"]) == [(0, 0)]


@pytest.mark.parametrize(("old", "new"), [([], []), ([], [FERRY]), ([FERRY], []), ([""], [""]), (["", " "], ["."])])
def test_nothing_and_blanks_are_aligned_too(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert {i for i, _ in pairs} - {None} == set(range(len(old)))
    assert {j for _, j in pairs} - {None} == set(range(len(new)))


def test_many_unlike_paragraphs_are_aligned_by_their_rare_words() -> None:
    old = [f"Station {n} of line {n * 3} counted {n * 17 + 5} passengers and {n * 13} bicycles" for n in range(300)]
    new = [text.replace("passengers", "people") for text in old]
    assert [pair for pair in align(old, new) if None in pair] == []


def test_the_longest_chain_keeps_both_orders() -> None:
    assert longest_chain([(0, 3), (1, 0), (2, 1), (3, 2)]) == [1, 2, 3]
    assert longest_chain([]) == []


def test_the_heaviest_chain_prefers_weight_to_length() -> None:
    pairs = [(0, 2), (1, 0), (2, 1)]
    assert heaviest_chain(pairs, [5.0, 1.0, 1.0], strict=True) == [0]
    assert heaviest_chain(pairs, [1.0, 1.0, 1.0], strict=True) == [1, 2]


def test_only_a_loose_chain_may_stay_in_a_row() -> None:
    pairs = [(0, 0), (0, 1), (1, 1)]
    assert heaviest_chain(pairs, [1.0] * 3, strict=False) == [0, 1, 2]
    assert len(heaviest_chain(pairs, [1.0] * 3, strict=True)) == 2
