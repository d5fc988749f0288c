"""The diff in the signatures that the corpora's scorer asks for.

python ../shared/corpora/score.py align --corpus edits --function scored_diff:align
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from afterprint.diff import align, compare
from afterprint.model import ArticleText, Edit, EditKind, Part

__all__ = ["align", "classify", "spans"]

_LABELS = {
    EditKind.INSERTED: "para_insert",
    EditKind.DELETED: "para_delete",
    EditKind.MOVED: "para_move",
    EditKind.SPLIT: "para_split",
    EditKind.MERGED: "para_merge",
    EditKind.SENTENCE_MOVED: "sentence_move",
    EditKind.LIVE_UPDATE: "live_prepend",
}
_PART_LABELS = {
    Part.HEADLINE: "headline",
    Part.STANDFIRST: "standfirst",
    Part.BYLINE: "byline_date",
    Part.PUBLISHED: "byline_date",
}

IndexedSpan = tuple[int, int, int]


def spans(old: Sequence[str], new: Sequence[str]) -> tuple[list[IndexedSpan], list[IndexedSpan]]:
    """The marked passages of both sides as (paragraph, start, end)."""
    rows = compare(ArticleText(paragraphs=old), ArticleText(paragraphs=new)).rows
    marked_old = {(row.old_index, *span) for row in rows if row.old_index is not None for span in row.old_spans}
    marked_new = {(row.new_index, *span) for row in rows if row.new_index is not None for span in row.new_spans}
    return sorted(marked_old), sorted(marked_new)


def classify(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    """The labels of the corpus for the principal kinds of all edits; `published` is compared as written there."""
    found = {_label(edit) for edit in compare(_article(old), _article(new)).edits}
    if "rewrite" in found:
        found.discard("headline")  # there, a part of the rewrite
    return found | ({"byline_date"} if old["published"] != new["published"] else set())


def _article(fields: dict[str, Any]) -> ArticleText:
    return ArticleText(
        headline=fields["headline"] or "",
        standfirst=fields["standfirst"] or "",
        byline=fields["byline"] or "",
        paragraphs=fields["paragraphs"],
    )


def _label(edit: Edit) -> str:
    if edit.part in _PART_LABELS:
        return _PART_LABELS[edit.part]
    return _LABELS.get(edit.kinds[0], edit.kinds[0].value)
