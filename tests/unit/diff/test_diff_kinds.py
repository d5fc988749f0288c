import pytest

from afterprint.diff import compare
from afterprint.diff.quotes import quoted
from afterprint.model import ArticleText, Block, BlockKind, Edit, EditKind, Part

REST = ("The line was opened in 1962 and carries many people.", "Its owner declined to comment on the matter.")


def edits(old: str, new: str) -> list[Edit]:
    return list(compare(ArticleText(paragraphs=(old, *REST)), ArticleText(paragraphs=(new, *REST))).edits)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("Some 80,000 people came.", "Some 82,109 people came.", ("number",)),
        ("It cost £1.2m to build.", "It cost £1.3m to build.", ("number",)),
        ("The two men were held.", "The three men were held.", ("number",)),
        ("橋に三億円を使う。", "橋に五億円を使う。", ("number",)),
        ("The vote is held on Monday.", "The vote is held on Friday.", ("date",)),
        ("The mayor, Anna Berg, left.", "The mayor, Anna Lind, left.", ("name",)),
        ("The colonel saw the harbor.", "The colonel saw the harbour.", ("typo",)),
        ("All was teh same that day.", "All was the same that day.", ("typo",)),
        ("They watched the live-stream.", "They watched the livestream.", ("typo",)),
        ("He is the president of it.", "He is the President of it.", ("typo",)),
        ("They want to leave it soon.", "They plan to stay there soon.", ("wording",)),
        ("He said: “It was a mistake”.", "He said: “It was a failure”.", ("quote",)),
        ("He said: “It is a bad day for us”.", "He said: “It is one of the worst days for us”.", ("wording", "quote")),
        ("It is shut.", "It is shut. Nobody knows for how long.", ("wording", "inserted")),
        ("It is shut. Nobody knows for how long.", "It is shut.", ("wording", "deleted")),
        ("“We counted 12 boats,” he said.", "“We counted 14 boats,” he said.", ("number", "quote")),
        ("It’s over, he said.", "It's over, he said.", ("punctuation",)),
        ("It was small but loud.", "It was small, but loud.", ("punctuation",)),
        ("It  was\u00a0small.", "It was small.", ("whitespace",)),
    ],
)
def test_a_small_change_has_the_kind_a_reader_would_give_it(old: str, new: str, kinds: tuple[str, ...]) -> None:
    (edit,) = edits(old, new)
    assert edit.kinds == kinds


def test_several_kinds_in_a_paragraph_are_several_edits() -> None:
    found = edits("On Monday some 12 people met Anna Berg.", "On Friday some 14 people met Anna Lind.")
    assert [edit.kinds for edit in found] == [("date",), ("number",), ("name",)]


def test_a_capital_at_the_start_of_a_sentence_makes_no_name() -> None:
    (edit,) = edits("Police said so in the evening.", "Witnesses said so in the evening.")
    assert edit.kinds == ("wording",)


def test_several_capitals_make_a_name_at_the_start_of_a_sentence_too() -> None:
    (edit,) = edits("Kelder Rovers won again on the coast.", "Port Annis won again on the coast.")
    assert edit.kinds == ("name",)


def test_a_sentence_that_changed_paragraphs_has_moved() -> None:
    old = ArticleText(paragraphs=("The bridge is shut. It will open again on Monday.", *REST))
    new = ArticleText(paragraphs=("The bridge is shut.", f"{REST[0]} It will open again on Monday.", REST[1]))
    (edit,) = compare(old, new).edits
    assert (edit.kinds, edit.old_index, edit.new_index) == (("sentence_moved",), 0, 1)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (("A b c d e. F g h i j.", *REST), ("A b c d e.", "F g h i j.", *REST), "split"),
        (("A b c d e.", "F g h i j.", *REST), ("A b c d e. F g h i j.", *REST), "merged"),
        (("One more thing that was said.", *REST), (*REST, "One more thing that was said."), "moved"),
        (REST, (*REST, "One more thing that was said."), "inserted"),
        ((*REST, "One more thing that was said."), REST, "deleted"),
        (REST, (*REST, "Correction: an earlier version of this article gave a wrong year."), "correction_note"),
    ],
)
def test_what_happened_to_a_paragraph_is_named(old: tuple[str, ...], new: tuple[str, ...], kind: str) -> None:
    (edit,) = compare(ArticleText(paragraphs=old), ArticleText(paragraphs=new)).edits
    assert edit.kinds[0] == kind


def test_many_paragraphs_on_top_of_a_text_that_stayed_are_live_updates() -> None:
    entries = [f"Entry {number}: something else happened at {number} o'clock." for number in range(6)]
    found = compare(ArticleText(paragraphs=REST), ArticleText(paragraphs=(*entries, *REST))).edits
    assert {edit.kinds[0] for edit in found} == {EditKind.LIVE_UPDATE}


def test_a_block_marked_as_a_live_entry_is_a_live_update() -> None:
    blocks = [Block(text) for text in REST]
    entry = Block("The boat has come back.", BlockKind.LIVE_ENTRY)
    (edit,) = compare(ArticleText(blocks=blocks), ArticleText(blocks=[entry, *blocks])).edits
    assert edit.kinds[0] is EditKind.LIVE_UPDATE


def test_an_article_of_which_little_is_left_was_rewritten() -> None:
    old = ArticleText(paragraphs=[f"Ferry {n} sank near island {n} in a storm." for n in range(5)])
    new = ArticleText(paragraphs=["Ministers met.", "They talked of fish quotas.", "Nothing was decided today."])
    assert {edit.kinds[0] for edit in compare(old, new).edits} == {EditKind.REWRITE}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("Ferry sinks, 9 rescued", "Ferry sinks, 11 rescued", ("headline", "number")),
        ("Ferry sinks near Holm", "Ministers meet over quotas for fish", ("headline", "rewrite")),
        ("Ferry ‘sinks’ near Holm", "Ferry “sinks” near Holm", ("headline", "punctuation")),
    ],
)
def test_a_headline_says_what_changed_in_it(old: str, new: str, kinds: tuple[str, ...]) -> None:
    (edit,) = compare(ArticleText(headline=old), ArticleText(headline=new)).edits
    assert (edit.part, edit.kinds) == (Part.HEADLINE, kinds)


def test_edits_weigh_in_the_order_a_reader_would_give_them() -> None:
    weights = [
        max(edit.importance for edit in edits(old, new))
        for old, new in [
            ("Some 80,000 people came.", "Some 82,109 people came."),
            ("He said: “It was a mistake”.", "He said: “It was a failure”."),
            ("The mayor, Anna Berg, left.", "The mayor, Anna Lind, left."),
            ("They want to leave it soon.", "They plan to stay there soon."),
            ("The colonel saw the harbor.", "The colonel saw the harbour."),
            ("It’s over, he said.", "It's over, he said."),
            ("It  was small.", "It was small."),
        ]
    ]
    assert weights == sorted(weights, reverse=True)


def test_a_slip_in_a_headline_weighs_little() -> None:
    (slip,) = compare(ArticleText(headline="Harbor shut"), ArticleText(headline="Harbour shut")).edits
    (number,) = compare(ArticleText(headline="9 rescued"), ArticleText(headline="11 rescued")).edits
    assert slip.importance < 0.3 < number.importance


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("He said “yes” and “no”.", ["yes", "no"]),
        ('He said "yes" twice.', ["yes"]),
        ("„Ja“, sagte er. «Non», dit-il.", ["Ja", "Non"]),
        ("Er rief: »Halt!« und ging.", ["Halt!"]),
        ("彼は「はい」と言った。", ["はい"]),
        ("It’s the boys’ boat, he said.", []),
        ("The ‘best’ of it’s kind.", ["best"]),
        ("Han sade ”nej tack” och gick.", ["nej tack"]),
        ("服务链“四链并举”的优势", ["四链并举"]),
        ("“A quotation that goes on", ["A quotation that goes on"]),
        ('A 6" pipe and a 4" one.', []),
    ],
)
def test_quotations_are_found_in_many_styles(text: str, passages: list[str]) -> None:
    assert [text[start:end] for start, end in quoted(text)] == passages
