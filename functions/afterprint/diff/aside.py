"""A comparison that leaves out what was set aside, and still counts the blocks of the whole texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from afterprint.diff.compare import compare
from afterprint.model import ArticleText, Comparison


def compare_without(old: ArticleText, new: ArticleText, aside: Collection[str]) -> Comparison:
    """`compare`, but for the blocks whose texts are in `aside`: they are in no row and no edit.

    Indexes count the blocks of `old` and `new` as they are. Where nothing else is left on a side, all is compared.
    """
    kept_old, kept_new = _kept(old, aside), _kept(new, aside)
    if not kept_old or not kept_new:
        return compare(old, new)
    found = compare(_only(old, kept_old), _only(new, kept_new))
    rows = (
        replace(row, old_index=_at(kept_old, row.old_index), new_index=_at(kept_new, row.new_index))
        for row in found.rows
    )
    edits = (
        replace(edit, old_index=_at(kept_old, edit.old_index), new_index=_at(kept_new, edit.new_index))
        for edit in found.edits
    )
    return replace(found, rows=tuple(rows), edits=tuple(edits))


def _kept(text: ArticleText, aside: Collection[str]) -> list[int]:
    return [index for index, block in enumerate(text.blocks) if block.text not in aside]


def _only(text: ArticleText, kept: Sequence[int]) -> ArticleText:
    return replace(text, blocks=tuple(text.blocks[index] for index in kept))


def _at(kept: Sequence[int], index: int | None) -> int | None:
    return None if index is None else kept[index]
