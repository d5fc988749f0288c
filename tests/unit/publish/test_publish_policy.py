import ast
from pathlib import Path

import pytest

from afterprint import publish
from afterprint.model import BlockKind, Change, Edit, EditKind, EventKind, Part, PartChange, Row, RowKind, TextPolicy
from afterprint.publish import index_line, listed, shown_event, visible
from afterprint.publish.marks import Mark, Piece, plain
from afterprint.publish.views import FoldView, RowView
from sample_records import added, appeared, change, comparison, edit, event, headline, moved, removed, reworded, same

OLD = "The council met on Tuesday evening."
NEW = "The council met on Wednesday evening."


def unchanged(number: int, *, at: int) -> list[Row]:
    return [
        same(f"Paragraph {at + step} stayed as it was.", old_index=at + step, new_index=at + step)
        for step in range(number)
    ]


def edited_in_the_middle(**values: object) -> Change:
    row = reworded(OLD, NEW, gone="Tuesday", come="Wednesday", old_index=4, new_index=4)
    return change(compared=comparison(*unchanged(4, at=0), row, *unchanged(3, at=5), **values))


def texts(change: Change, policy: TextPolicy) -> str:
    """Every text that a view holds, however deep."""
    return repr(visible(change, policy))


def test_changes_shows_the_edited_paragraph_and_one_on_either_side() -> None:
    rows = visible(edited_in_the_middle(), TextPolicy.CHANGES).rows
    shown = [plain(row.new) for row in rows if isinstance(row, RowView) and row.new]
    assert shown == ["Paragraph 3 stayed as it was.", NEW, "Paragraph 5 stayed as it was."]


def test_changes_counts_what_it_does_not_show() -> None:
    rows = visible(edited_in_the_middle(), TextPolicy.CHANGES).rows
    assert [row for row in rows if isinstance(row, FoldView)] == [FoldView(count=3), FoldView(count=2)]


@pytest.mark.parametrize("hidden", [0, 1, 2, 6, 7])
def test_changes_holds_no_text_of_hidden_paragraphs(hidden: int) -> None:
    assert f"Paragraph {hidden} " not in texts(edited_in_the_middle(), TextPolicy.CHANGES)


def test_full_folds_the_same_runs_with_their_texts() -> None:
    folds = [row for row in visible(edited_in_the_middle(), TextPolicy.FULL).rows if isinstance(row, FoldView)]
    assert [len(fold.texts) for fold in folds] == [3, 2]


def test_none_holds_no_text_of_the_body() -> None:
    row = reworded(OLD, NEW, gone="Tuesday", come="Wednesday")
    standfirst = PartChange(part=Part.STANDFIRST, old="A vote is near", new="A vote is past")
    made = change(compared=comparison(row, parts=(standfirst,), summary="“Tuesday” became “Wednesday”."))
    held = texts(made, TextPolicy.NONE)
    assert not any(word in held for word in ("Tuesday", "Wednesday", "vote"))


def test_none_says_in_counts_what_happened() -> None:
    row = reworded(OLD, NEW, gone="Tuesday", come="Wednesday")
    view = visible(change(compared=comparison(row, summary="“Tuesday” became “Wednesday”.")), TextPolicy.NONE)
    assert view.summary == "1 paragraph reworded."


def test_none_still_shows_both_headlines() -> None:
    parts = (headline("Council meets", "Council met"),)
    view = visible(change(compared=comparison(parts=parts), headline="Council met"), TextPolicy.NONE)
    assert (plain(view.old_headline or ()), plain(view.headline)) == ("Council meets", "Council met")


@pytest.mark.parametrize("policy", TextPolicy)
def test_a_first_version_shows_its_headline_alone_under_every_policy(policy: TextPolicy) -> None:
    made = appeared(
        headline="Council to meet", byline="By Ann Reporter", comparison=comparison(added(NEW, new_index=0))
    )
    held = texts(made, policy)
    assert "Council to meet" in held
    assert "Wednesday" not in held
    assert "Reporter" not in held


def test_kinds_are_counted_over_all_edits() -> None:
    edits: tuple[Edit, ...] = (edit(EditKind.WORDING), edit(EditKind.WORDING, EditKind.NUMBER))
    view = visible(change(compared=comparison(edits=edits)), TextPolicy.CHANGES)
    assert view.kinds == ((EditKind.NUMBER, 1), (EditKind.WORDING, 2))


def test_an_added_and_a_removed_paragraph_are_marked_whole() -> None:
    view = visible(change(compared=comparison(removed(OLD, old_index=0), added(NEW, new_index=0))), TextPolicy.CHANGES)
    first, second = view.edited_rows
    assert first.old is not None
    assert first.old[0].mark is Mark.DELETED
    assert second.new is not None
    assert second.new[0].mark is Mark.INSERTED


def test_a_lightly_changed_paragraph_can_stand_alone() -> None:
    row = reworded(OLD, NEW, gone="Tuesday", come="Wednesday")
    view = visible(change(compared=comparison(row)), TextPolicy.CHANGES)
    assert view.edited_rows[0].light


def test_a_rewritten_paragraph_cannot() -> None:
    row = reworded("One thing was said.", "Quite another one.", gone="One thing was said", come="Quite another one")
    view = visible(change(compared=comparison(row)), TextPolicy.CHANGES)
    assert not view.edited_rows[0].light


def test_a_moved_paragraph_stands_where_it_was_and_where_it_is_linked_both_ways() -> None:
    long = "The oldest boat was built in 1961 and carried sheep to the islands through its first winter there."
    rows = (moved(long, old_index=3, new_index=0), *[same(f"P{n}", old_index=n, new_index=n + 1) for n in range(3)])
    views = [
        row for row in visible(change(compared=comparison(*rows)), TextPolicy.CHANGES).rows if isinstance(row, RowView)
    ]
    here, left = (row for row in views if row.kind is RowKind.MOVED)
    assert (here.twin, left.twin) == (left.anchor, here.anchor)
    assert left.is_stub
    assert plain(left.old or ()) == long
    assert left.new is None
    assert (here.label, left.label) == ("Moved from below", "Moved up")


def test_a_paragraph_moved_down_says_so() -> None:
    rows = (*[same(f"P{n}", old_index=n + 1, new_index=n) for n in range(3)], moved("Last", old_index=0, new_index=3))
    views = [
        row for row in visible(change(compared=comparison(*rows)), TextPolicy.CHANGES).rows if isinstance(row, RowView)
    ]
    assert [row.label for row in views if row.label] == ["Moved down", "Moved from above"]


def test_of_a_split_the_whole_stands_once_beside_its_parts() -> None:
    whole = "First half. Second half."
    rows = [
        Row(kind=RowKind.CHANGED, old_index=0, new_index=at, old=whole, new=part, old_spans=spans)
        for at, (part, spans) in enumerate((("First half.", ((12, 24),)), ("Second half.", ((0, 11),))))
    ]
    first, second = visible(change(compared=comparison(*rows)), TextPolicy.CHANGES).edited_rows
    assert (first.old_rows, first.new_rows) == (2, 1)
    assert (second.old_rows, second.new_rows) == (0, 1)
    assert first.old == (Piece(whole),)


def test_what_no_part_of_a_split_holds_is_marked_deleted() -> None:
    whole = "First half. Gone. Second half."
    spans = (((12, 30),), ((0, 17),))
    rows = [
        Row(kind=RowKind.CHANGED, old_index=0, new_index=at, old=whole, new=part, old_spans=spans[at])
        for at, part in enumerate(("First half.", "Second half."))
    ]
    first, _ = visible(change(compared=comparison(*rows)), TextPolicy.CHANGES).edited_rows
    assert [piece.text for piece in first.old or () if piece.mark] == ["Gone."]


def test_standfirst_and_byline_are_rows_of_their_own() -> None:
    parts = (
        PartChange(part=Part.STANDFIRST, old="", new="A vote is past", new_spans=((0, 14),)),
        PartChange(part=Part.BYLINE, old="Ann Reporter", new="Ann Reporter and Bo Writer", new_spans=((12, 26),)),
    )
    rows = visible(change(compared=comparison(parts=parts)), TextPolicy.CHANGES).rows
    assert [(row.label, row.kind) for row in rows if isinstance(row, RowView)] == [
        ("Standfirst", RowKind.ADDED),
        ("Byline", RowKind.CHANGED),
    ]


def test_the_kind_of_block_is_kept() -> None:
    row = Row(kind=RowKind.ADDED, new_index=0, new="A heading", block=BlockKind.HEADING)
    assert visible(change(compared=comparison(row)), TextPolicy.CHANGES).edited_rows[0].block is BlockKind.HEADING


def test_a_list_line_under_none_counts_instead_of_quoting() -> None:
    row = reworded(OLD, NEW, gone="Tuesday", come="Wednesday")
    line = index_line(change(compared=comparison(row, summary="“Tuesday” became “Wednesday”.")))
    assert listed(line, TextPolicy.NONE).summary == "1 paragraph reworded."
    assert listed(line, TextPolicy.CHANGES).summary == "“Tuesday” became “Wednesday”."


def test_a_withdrawn_article_keeps_no_headline() -> None:
    record = event(EventKind.WITHDRAWN)
    assert shown_event(record).headline == ""
    assert listed(index_line(record), TextPolicy.FULL).headline == ""


def test_an_article_without_a_headline_is_called_so() -> None:
    assert plain(visible(change(headline=""), TextPolicy.CHANGES).headline) == "Without a headline"
    assert listed(index_line(change(headline="")), TextPolicy.CHANGES).headline == "Without a headline"


def test_a_language_that_is_no_tag_is_dropped() -> None:
    assert visible(change(language='en"><script>'), TextPolicy.CHANGES).language == ""


@pytest.mark.parametrize("module", ["pages.py", "feeds.py", "views.py", "marks.py", "words.py"])
def test_what_renders_never_sees_a_record(module: str) -> None:
    tree = ast.parse((Path(publish.__file__).parent / module).read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    records = {"Change", "Version", "Reading", "ArticleText", "Comparison", "Row", "PartChange", "IndexLine", "Edit"}
    assert not imported & records
