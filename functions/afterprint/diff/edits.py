"""Read a comparison of two bodies as edits: one for each thing that an editor did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from afterprint.diff.importance import importance
from afterprint.diff.kinds import Side, kinds_of
from afterprint.diff.matched import Group
from afterprint.diff.notes import is_correction_note
from afterprint.diff.sentences import Passage, moved_sentences
from afterprint.diff.words import whole
from afterprint.model import Block, BlockKind, Edit, EditKind, Part, Span

_TOGETHER = frozenset({EditKind.WORDING, EditKind.PUNCTUATION, EditKind.TYPO})
_REWORDED = 3  # where so many passages of a paragraph were reworded, that is told before that some are quoted
_LIVE_ENTRIES = 5  # so many paragraphs new at the top of an article that otherwise stayed are live updates
_LIVE_KEPT = 0.5
_REWRITTEN = 0.5  # a smaller share of either text than this in the other, and the article was rewritten
_REWRITTEN_BLOCKS = 3


def body_edits(old: Sequence[Block], new: Sequence[Block], groups: Sequence[Group]) -> list[Edit]:
    """The edits between two bodies whose paragraphs belong together as `groups` say, in reading order."""
    paired_old = {index for group in groups for index in group.old}
    paired_new = {index for group in groups for index in group.new}
    removed = [index for index in range(len(old)) if index not in paired_old]
    added = [index for index in range(len(new)) if index not in paired_new]
    moves = _sentences(old, new, groups, (removed, added))
    gone = {(passage.index, passage.span) for passage, _ in moves}
    come = {(passage.index, passage.span) for _, passage in moves}
    found = [_sentence_edit(left, right) for left, right in moves]
    for group in groups:
        found += _structure(group)
        found += _wording(group, gone, come)
    rewritten = _is_rewritten(old, new, groups)
    live = _live_entries(new, added, groups, len(old))
    for index in removed:
        spans = whole(old[index].text)
        if not spans or (index, spans[0]) not in gone:
            found.append(_one_sided(EditKind.DELETED, rewritten, old_index=index, old_spans=spans))
    for index in added:
        spans = whole(new[index].text)
        if spans and (index, spans[0]) in come:
            continue
        if is_correction_note(new[index].text):
            found.append(_edit((EditKind.CORRECTION_NOTE, EditKind.INSERTED), new_index=index, new_spans=spans))
        elif index in live:
            found.append(_edit((EditKind.LIVE_UPDATE, EditKind.INSERTED), new_index=index, new_spans=spans))
        else:
            found.append(_one_sided(EditKind.INSERTED, rewritten, new_index=index, new_spans=spans))
    return sorted(found, key=_reading_order)


def _reading_order(edit: Edit) -> tuple[int, int, tuple[Span, ...], tuple[Span, ...], tuple[EditKind, ...]]:
    new = edit.new_index if edit.new_index is not None else edit.old_index
    old = edit.old_index if edit.old_index is not None else -1
    return (new if new is not None else -1, old, edit.new_spans, edit.old_spans, edit.kinds)


def _edit(
    kinds: tuple[EditKind, ...],
    *,
    old_index: int | None = None,
    new_index: int | None = None,
    old_spans: tuple[Span, ...] = (),
    new_spans: tuple[Span, ...] = (),
) -> Edit:
    characters = sum(end - start for start, end in (*old_spans, *new_spans))
    return Edit(
        part=Part.BODY,
        kinds=kinds,
        importance=importance(Part.BODY, kinds, characters),
        old_index=old_index,
        new_index=new_index,
        old_spans=old_spans,
        new_spans=new_spans,
    )


def _one_sided(
    kind: EditKind,
    rewritten: bool,
    *,
    old_index: int | None = None,
    new_index: int | None = None,
    old_spans: tuple[Span, ...] = (),
    new_spans: tuple[Span, ...] = (),
) -> Edit:
    kinds = (EditKind.REWRITE, kind) if rewritten else (kind,)
    return _edit(kinds, old_index=old_index, new_index=new_index, old_spans=old_spans, new_spans=new_spans)


# ── within paragraphs that belong together ───────────────────────────────────────────────────────────


def _structure(group: Group) -> list[Edit]:
    """That paragraphs were moved, split or merged."""
    kinds: list[EditKind] = []
    if len(group.new) > len(group.old):
        kinds.append(EditKind.SPLIT)
    elif len(group.old) > len(group.new):
        kinds.append(EditKind.MERGED)
    elif len(group.old) > 1:
        kinds += [EditKind.SPLIT, EditKind.MERGED]
    if group.moved and group.is_pair:
        kinds.append(EditKind.MOVED)
    return [_edit((kind,), old_index=group.old[0], new_index=group.new[0]) for kind in kinds]


def _wording(group: Group, gone: set[tuple[int, Span]], come: set[tuple[int, Span]]) -> list[Edit]:
    """The edits of the passages that differ within a group, but for those that only changed place."""
    if group.is_equal:
        return []
    marks = group.marks
    if not marks.hunks:
        if not group.is_pair:
            return []
        return [_edit((EditKind.WHITESPACE,), old_index=group.old[0], new_index=group.new[0])]
    if marks.rewritten:
        return [_passages_edit(group, (EditKind.WORDING, EditKind.REWRITE), marks.hunks)]
    old, new = Side(group.old_text), Side(group.new_text)
    stayed = [hunk for hunk in marks.hunks if not _has_moved(group, hunk, gone, come)]
    kinds_found = [kinds_of(old, new, hunk) for hunk in stayed]
    reworded = sum(kinds[0] in (EditKind.WORDING, EditKind.QUOTE) for kinds in kinds_found) >= _REWORDED
    together: dict[tuple[EditKind, ...], list[tuple[Span, Span]]] = {}
    found: list[Edit] = []
    for hunk, found_kinds in zip(stayed, kinds_found, strict=True):
        in_quotation = reworded and found_kinds[0] is EditKind.QUOTE
        kinds = (EditKind.WORDING, EditKind.QUOTE) if in_quotation else found_kinds
        if kinds[0] in _TOGETHER:
            together.setdefault(kinds, []).append(hunk)
        else:
            found.append(_passages_edit(group, kinds, [hunk]))
    return found + [_passages_edit(group, kinds, hunks) for kinds, hunks in together.items()]


def _has_moved(group: Group, hunk: tuple[Span, Span], gone: set[tuple[int, Span]], come: set[tuple[int, Span]]) -> bool:
    left, right = hunk
    if left[0] < left[1] and group.old_place(left) not in gone:
        return False
    return not (right[0] < right[1] and group.new_place(right) not in come)


def _passages_edit(group: Group, kinds: tuple[EditKind, ...], hunks: Iterable[tuple[Span, Span]]) -> Edit:
    """An edit of several passages of a group, told for the paragraphs in which the first of them stands."""
    hunks = list(hunks)
    old_index, _ = group.old_place(hunks[0][0])
    new_index, _ = group.new_place(hunks[0][1])
    old = [group.old_place(left) for left, _ in hunks if left[0] < left[1]]
    new = [group.new_place(right) for _, right in hunks if right[0] < right[1]]
    return _edit(
        kinds,
        old_index=old_index,
        new_index=new_index,
        old_spans=tuple(span for index, span in old if index == old_index),
        new_spans=tuple(span for index, span in new if index == new_index),
    )


# ── across paragraphs ────────────────────────────────────────────────────────────────────────────────


def _sentences(
    old: Sequence[Block], new: Sequence[Block], groups: Sequence[Group], open_blocks: tuple[list[int], list[int]]
) -> list[tuple[Passage, Passage]]:
    """Passages that were deleted in one place and inserted in another."""
    removed, added = open_blocks
    deleted: list[Passage] = []
    inserted: list[Passage] = []
    for group in groups:
        if group.is_equal or group.marks.rewritten:
            continue
        for left, right in group.marks.hunks:
            if left[0] < left[1]:
                deleted.append(Passage(*group.old_place(left), group.old_text[left[0] : left[1]]))
            if right[0] < right[1]:
                inserted.append(Passage(*group.new_place(right), group.new_text[right[0] : right[1]]))
    deleted += [
        Passage(index, whole(old[index].text)[0], old[index].text) for index in removed if old[index].text.strip()
    ]
    inserted += [
        Passage(index, whole(new[index].text)[0], new[index].text) for index in added if new[index].text.strip()
    ]
    return moved_sentences(deleted, inserted)


def _sentence_edit(left: Passage, right: Passage) -> Edit:
    return _edit(
        (EditKind.SENTENCE_MOVED,),
        old_index=left.index,
        new_index=right.index,
        old_spans=(left.span,),
        new_spans=(right.span,),
    )


# ── the article as a whole ───────────────────────────────────────────────────────────────────────────


def _is_rewritten(old: Sequence[Block], new: Sequence[Block], groups: Iterable[Group]) -> bool:
    """Whether little of either text is left in the other."""
    if min(len(old), len(new)) < _REWRITTEN_BLOCKS:
        return False
    kept_old = {index for group in groups if not group.marks.rewritten for index in group.old}
    kept_new = {index for group in groups if not group.marks.rewritten for index in group.new}
    return max(_share(old, kept_old), _share(new, kept_new)) < _REWRITTEN


def _share(blocks: Sequence[Block], kept: set[int]) -> float:
    total = sum(len(block.text) for block in blocks)
    return sum(len(blocks[index].text) for index in kept) / total if total else 1.0


def _live_entries(new: Sequence[Block], added: Sequence[int], groups: Iterable[Group], old_count: int) -> set[int]:
    """Which new paragraphs are entries of a live page: marked so, or many on top of a text that stayed."""
    live = {index for index in added if new[index].kind is BlockKind.LIVE_ENTRY}
    kept = {index for group in groups for index in group.old}
    on_top = [index for place, index in enumerate(added) if index == place]
    if len(on_top) >= _LIVE_ENTRIES and len(kept) >= max(1, _LIVE_KEPT * old_count):
        live.update(on_top)
    return live
