"""Compare two texts of an article: what was done, where, how openly, and in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from afterprint.diff.disclosure import disclosure
from afterprint.diff.edits import body_edits
from afterprint.diff.importance import importance
from afterprint.diff.kinds import Side, kinds_of
from afterprint.diff.matched import Group, groups_of
from afterprint.diff.summary import summarise
from afterprint.diff.tokens import words_of
from afterprint.diff.words import mark, whole
from afterprint.model import (
    ArticleText,
    Block,
    Comparison,
    Counts,
    Edit,
    EditKind,
    Part,
    PartChange,
    Row,
    RowKind,
    Span,
)

_KIND_OF_PART = {
    Part.HEADLINE: EditKind.HEADLINE,
    Part.STANDFIRST: EditKind.STANDFIRST,
    Part.BYLINE: EditKind.BYLINE,
    Part.PUBLISHED: EditKind.DATE,
}
_WITH_WORDS = (Part.HEADLINE, Part.STANDFIRST)  # of these, what kind of passage changed is told too


def compare(old: ArticleText, new: ArticleText) -> Comparison:
    """What changed from `old` to `new`, read as edits.

    Rows cover every block of both bodies, in reading order of the new one; what is not marked in a row is the same
    on both sides, but for white space. Of a split or merge all rows together have that property. The same texts give
    the same comparison; in the other direction it is mirrored.
    """
    matching, groups = groups_of([block.text for block in old.blocks], [block.text for block in new.blocks])
    parts = _parts(old, new)
    rows = _rows(old.blocks, new.blocks, matching.in_reading_order(len(old.blocks), len(new.blocks)), groups)
    edits = [_part_edit(change) for change in parts] + body_edits(old.blocks, new.blocks, groups)
    return Comparison(
        parts=parts,
        rows=rows,
        edits=tuple(edits),
        disclosure=disclosure(old, new, edits),
        summary=summarise(old, new, edits),
        counts=_counts(rows, parts, groups),
    )


# ── headline, standfirst, byline, date ───────────────────────────────────────────────────────────────


def _parts(old: ArticleText, new: ArticleText) -> tuple[PartChange, ...]:
    texts = [
        (Part.HEADLINE, old.headline, new.headline),
        (Part.STANDFIRST, old.standfirst, new.standfirst),
        (Part.BYLINE, old.byline, new.byline),
        (Part.PUBLISHED, _time(old), _time(new)),
    ]
    return tuple(_part(part, before, after) for part, before, after in texts if before != after)


def _part(part: Part, old: str, new: str) -> PartChange:
    if part is Part.PUBLISHED:
        return PartChange(part=part, old=old, new=new, old_spans=whole(old), new_spans=whole(new))
    marks = mark(old, new)
    return PartChange(part=part, old=old, new=new, old_spans=marks.old, new_spans=marks.new)


def _time(text: ArticleText) -> str:
    return text.published.isoformat() if text.published else ""


def _part_edit(change: PartChange) -> Edit:
    kinds = [_KIND_OF_PART[change.part]]
    if change.part in _WITH_WORDS:
        kinds += _kinds_within(change.old, change.new)
    characters = sum(end - start for start, end in (*change.old_spans, *change.new_spans))
    return Edit(
        part=change.part,
        kinds=tuple(kinds),
        importance=importance(change.part, tuple(kinds), characters),
        old_spans=change.old_spans,
        new_spans=change.new_spans,
    )


def _kinds_within(old: str, new: str) -> list[EditKind]:
    """What kinds of passages changed within a headline or standfirst; its capitals tell no names."""
    marks = mark(old, new)
    if marks.rewritten and old.strip() and new.strip():
        return [EditKind.REWRITE]
    if not marks.hunks:
        return [EditKind.WHITESPACE]
    sides = Side(old), Side(new)
    found = {kind for hunk in marks.hunks for kind in kinds_of(*sides, hunk)}
    found = {EditKind.WORDING if kind is EditKind.NAME else kind for kind in found}
    return [kind for kind in EditKind if kind in found]


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────


def _rows(
    old: Sequence[Block],
    new: Sequence[Block],
    order: Iterable[tuple[int | None, int | None]],
    groups: Iterable[Group],
) -> tuple[Row, ...]:
    group_of = {index: group for group in groups for index in group.new}
    rows: list[Row] = []
    for i, j in order:
        if i is not None and j is not None:
            rows.append(_pair_row(old[i], new[j], (i, j), group_of[j]))
        elif i is not None:
            text = old[i].text
            rows.append(Row(kind=RowKind.REMOVED, old_index=i, old=text, old_spans=whole(text), block=old[i].kind))
        elif j is not None:
            text = new[j].text
            rows.append(Row(kind=RowKind.ADDED, new_index=j, new=text, new_spans=whole(text), block=new[j].kind))
    return tuple(rows)


def _pair_row(old: Block, new: Block, pair: tuple[int, int], group: Group) -> Row:
    kind = RowKind.MOVED if group.moved else RowKind.SAME if group.is_equal else RowKind.CHANGED
    old_spans: tuple[Span, ...] = ()
    new_spans: tuple[Span, ...] = ()
    if not group.is_equal:
        old_spans, new_spans = group.old_spans(pair[0]), group.new_spans(pair[1])
    return Row(
        kind=kind,
        old_index=pair[0],
        new_index=pair[1],
        old=old.text,
        new=new.text,
        old_spans=old_spans,
        new_spans=new_spans,
        block=new.kind,
    )


def _counts(rows: Sequence[Row], parts: Iterable[PartChange], groups: Sequence[Group]) -> Counts:
    """Paragraphs by what became of them, a split or merge counted once; and the words of all marked passages."""
    removed_words = sum(_words_in(change.old, change.old_spans) for change in parts if change.part in _WITH_WORDS)
    added_words = sum(_words_in(change.new, change.new_spans) for change in parts if change.part in _WITH_WORDS)
    for group in groups:
        if not group.is_equal:
            removed_words += _words_in(group.old_text, group.marks.old)
            added_words += _words_in(group.new_text, group.marks.new)
    added = [row for row in rows if row.kind is RowKind.ADDED]
    removed = [row for row in rows if row.kind is RowKind.REMOVED]
    return Counts(
        added=len(added),
        removed=len(removed),
        changed=sum(not group.moved and not group.is_equal for group in groups),
        moved=sum(group.moved for group in groups),
        words_added=added_words + sum(len(words_of(row.new or "")) for row in added),
        words_removed=removed_words + sum(len(words_of(row.old or "")) for row in removed),
    )


def _words_in(text: str, spans: Iterable[Span]) -> int:
    return sum(len(words_of(text[start:end])) for start, end in spans)
