from datetime import UTC, datetime

from afterprint.diff import compare
from afterprint.model import ArticleText, Block, BlockKind, Counts, EditKind, Part, RowKind

FERRY = "The ferry from Holm to the mainland sank on Friday at noon in heavy seas, the coast guard said."
CREW = "All nine members of its crew were rescued by a fishing boat that happened to pass."
CAUSE = "What caused the accident is not known; an inquiry has been opened by the harbour office."
LINE = "The line was opened in 1962 and carries some 40,000 people every year, most of them in summer."


def test_rows_tell_same_changed_added_removed_and_moved() -> None:
    old = ArticleText(paragraphs=(FERRY, CREW, CAUSE, LINE))
    new = ArticleText(paragraphs=(LINE, FERRY, CREW.replace("nine", "eleven"), "Divers found the wreck on Monday."))
    assert [(row.kind, row.old_index, row.new_index) for row in compare(old, new).rows] == [
        (RowKind.MOVED, 3, 0),
        (RowKind.SAME, 0, 1),
        (RowKind.CHANGED, 1, 2),
        (RowKind.REMOVED, 2, None),
        (RowKind.ADDED, None, 3),
    ]


def test_added_and_removed_rows_are_marked_whole() -> None:
    added, removed = compare(ArticleText(paragraphs=(FERRY,)), ArticleText(paragraphs=("Ministers met.",))).rows[::-1]
    assert added.new_spans == ((0, len("Ministers met.")),)
    assert removed.old_spans == ((0, len(FERRY)),)


def test_a_split_alone_marks_no_words() -> None:
    old, new = ArticleText(paragraphs=(f"{FERRY} {CREW}", LINE)), ArticleText(paragraphs=(FERRY, CREW, LINE))
    comparison = compare(old, new)
    assert [row.old_spans + row.new_spans for row in comparison.rows] == [(), (), ()]
    assert [edit.kinds for edit in comparison.edits] == [(EditKind.SPLIT,)]
    assert comparison.counts.changed == 1


def test_a_word_changed_in_a_merged_paragraph_is_marked_on_both_sides() -> None:
    old = ArticleText(paragraphs=(FERRY, CREW, LINE))
    new = ArticleText(paragraphs=(f"{FERRY} {CREW.replace('nine', 'eleven')}", LINE))
    merged = f"{FERRY} {CREW.replace('nine', 'eleven')}"
    rows = compare(old, new).rows
    assert [CREW[start:end] for start, end in rows[1].old_spans] == ["nine"]
    assert [merged[start:end] for start, end in rows[1].new_spans] == ["eleven"]


def test_blocks_of_every_kind_are_compared_and_keep_theirs() -> None:
    old = ArticleText(blocks=(Block(FERRY), Block("The harbour of Holm", BlockKind.CAPTION)))
    new = ArticleText(blocks=(Block(FERRY), Block("The harbour of Lund", BlockKind.CAPTION)))
    row = compare(old, new).rows[1]
    assert (row.kind, row.block) == (RowKind.CHANGED, BlockKind.CAPTION)


def test_headline_standfirst_byline_and_date_are_parts() -> None:
    old = ArticleText(
        headline="Ferry sinks",
        standfirst="Nine rescued",
        byline="Ada Berg",
        published=datetime(2026, 11, 3, 9, tzinfo=UTC),
    )
    new = ArticleText(
        headline="Ferry sinks near Holm",
        standfirst="Eleven rescued",
        byline="Ada Berg and Jo Lind",
        published=datetime(2026, 11, 3, 10, tzinfo=UTC),
    )
    parts = compare(old, new).parts
    assert [change.part for change in parts] == [Part.HEADLINE, Part.STANDFIRST, Part.BYLINE, Part.PUBLISHED]
    assert parts[0].new_spans == ((12, 21),)
    assert parts[3].new == "2026-11-03T10:00:00+00:00"


def test_unchanged_parts_are_left_out() -> None:
    assert compare(ArticleText(headline="Ferry"), ArticleText(headline="Ferry")).parts == ()


def test_words_are_counted_on_both_sides() -> None:
    old = ArticleText(headline="Ferry sinks", paragraphs=(FERRY, CREW))
    new = ArticleText(
        headline="Ferry sinks near Holm", paragraphs=(FERRY.replace("Friday", "Monday"), CREW, "Two words.")
    )
    assert compare(old, new).counts == Counts(added=1, changed=1, words_added=5, words_removed=1)


def test_the_first_text_of_an_article_is_all_additions() -> None:
    comparison = compare(ArticleText(), ArticleText(headline="Ferry sinks", paragraphs=(FERRY, CREW)))
    assert comparison.summary == "Headline added. Two paragraphs added. No correction noted."
    assert comparison.counts.added == 2
