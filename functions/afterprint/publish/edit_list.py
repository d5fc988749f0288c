"""The edits of a change as a list to jump from: what each did, the words that went and came, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from afterprint.model import Comparison, Edit, Part, Row
from afterprint.publish import marks
from afterprint.publish.views import EditView, FoldView, RowView

LISTED = 60
"""So many edits are listed at most; whoever wants more than that reads the columns."""

QUOTED = 70
"""Characters of an edit's words that its line quotes."""

HEADLINE_ANCHOR = "headline"
_PARTS = tuple(Part)


def listed(comparison: Comparison, shown: Sequence[RowView | FoldView]) -> tuple[EditView, ...]:
    """The edits that have a place on the page, from its top to its end; they quote nothing that `shown` does not."""
    rows = {row.anchor: row for row in shown if isinstance(row, RowView)}
    places = _places(comparison.rows)
    placed = [(_place(edit, places), edit) for edit in comparison.edits]
    placed.sort(key=lambda each: (_PARTS.index(each[1].part), each[0] or 0))
    anchored = [(_anchor(edit, place), edit) for place, edit in placed]
    there = {HEADLINE_ANCHOR, *rows}
    return tuple(_view(edit, anchor, rows.get(anchor)) for anchor, edit in anchored if anchor in there)


def _view(edit: Edit, anchor: str, row: RowView | None) -> EditView:
    gone, come = (_quoted(cell) for cell in (row.old, row.new)) if row else ("", "")
    return EditView(anchor=anchor, kinds=edit.kinds, gone=gone, come=come)


def _quoted(cell: marks.Passage | None) -> str:
    return marks.clipped(f" {marks.ELLIPSIS} ".join(marks.marked(cell or ())), QUOTED)


def _places(rows: Sequence[Row]) -> dict[tuple[int | None, int | None], int]:
    """The place of each row by the paragraphs that it pairs, and by each of them alone."""
    places: dict[tuple[int | None, int | None], int] = {}
    for place, row in enumerate(rows):
        places[row.old_index, row.new_index] = place
    for place, row in enumerate(rows):
        for alone in ((row.old_index, None), (None, row.new_index)):
            places.setdefault(alone, place)
    return places


def _place(edit: Edit, places: Mapping[tuple[int | None, int | None], int]) -> int | None:
    """The place of the row that an edit of the body is in; None for the other parts, and where there is none."""
    if edit.part is not Part.BODY:
        return None
    return places.get((edit.old_index, edit.new_index), places.get((None, edit.new_index)))


def _anchor(edit: Edit, place: int | None) -> str:
    if edit.part is Part.HEADLINE:
        return HEADLINE_ANCHOR
    if edit.part is not Part.BODY:
        return edit.part.value
    return "" if place is None else f"p{place + 1}"
