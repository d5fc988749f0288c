import pytest

from afterprint.diff.words import mark, whole


def shown(old: str, new: str) -> tuple[str, str]:
    """Both texts with their marks written as brackets."""
    marks = mark(old, new)
    return bracketed(old, marks.old), bracketed(new, marks.new)


def bracketed(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It cost [£600,000] in May.", "It cost [£650,000] in May."),
        ("the [live-streaming] of abuse", "the [livestreaming] of abuse"),
        ("in [counter-terrorism] for years", "in [counterterrorism] for years"),
        ("children under 10", "children [aged] under 10"),
        ("he, [director] Rob Holm, said", "he, Rob Holm, said"),
        ("The [Berg]’s house", "The [Lind]’s house"),
        ("It rained [on and off] all day.", "It rained [without a break] all day."),
        ("The end.", "The end [of the road]."),
        ("It rained. The cat sat.", "It rained. [The dog ran.] The cat sat."),
        ("a [“]b[”] c", 'a ["]b["] c'),
        ("日本の[首]相は話した", "日本の[前外]相は話した"),
        ("वह [दिल्ली] गया", "वह [मुंबई] गया"),
        ("seen by [👩‍👩‍👧] here", "seen by [👩‍👩‍👦] here"),
        ("الجسر [مغلق] اليوم", "الجسر [مفتوح] اليوم"),
    ],
)
def test_marks_cover_what_a_reader_would_underline(old: str, new: str) -> None:
    before, after = (text.replace("[", "").replace("]", "") for text in (old, new))
    assert shown(before, after) == (old, new)


def test_marks_of_one_change_are_merged_into_one() -> None:
    assert len(mark("The vote was held on Monday in Holm.", "The vote was put off again in Holm.").hunks) == 1


def test_equal_texts_have_no_marks() -> None:
    assert mark("The same.", "The same.").hunks == ()


def test_white_space_alone_has_no_marks() -> None:
    assert mark("The  same\u00a0text.", "The same text.").hunks == ()


def test_a_rewritten_text_is_marked_whole() -> None:
    old = "Tech firms must do more to combat online crime, says minister"
    new = "Call for companies to act as 80,000 pose a threat"
    marks = mark(old, new)
    assert marks.rewritten
    assert (marks.old, marks.new) == (((0, len(old)),), ((0, len(new)),))


def test_a_few_equal_words_between_rewritten_passages_are_marked_with_them() -> None:
    old = "All of this was confirmed by every witness of the accident to the court in a long hearing on Friday."
    new = "All of this was denied with anger at the end by the court in a long hearing on Friday."
    assert len(mark(old, new).hunks) <= 2


def test_a_word_of_only_punctuation_that_moved_is_marked_alone() -> None:
    assert shown("how in all his years", "how, in all his years") == ("how in all his years", "how[,] in all his years")


def test_marks_are_mirrored_in_the_other_direction() -> None:
    old, new = "one two three two one", "one three two one two"
    there, back = mark(old, new), mark(new, old)
    assert (there.old, there.new) == (back.new, back.old)


def test_very_long_texts_are_marked_word_by_word() -> None:
    words = [f"w{number}" for number in range(6_000)]
    changed = [*words[:3_000], "other", *words[3_001:]]
    changed[10], changed[5_990] = "first", "last"
    marks = mark(" ".join(words), " ".join(changed))
    assert [" ".join(changed)[start:end] for start, end in marks.new] == ["first", "other", "last"]


def test_the_whole_of_a_text_is_what_is_printed_of_it() -> None:
    assert whole("  Ferry \n") == ((2, 7),)
    assert whole(" ") == ()
