"""When each passage of an article's newest text entered, as far as the text policy lets it be shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from afterprint.model import Part, Stretch, TextHistory, TextPolicy, TracedBlock
from afterprint.publish.marks import ELLIPSIS
from afterprint.publish.views import FoldView, Passages, RemovalView, TracedView

TRACED = 12
"""So many of the newest versions are traced at most: what an article's page costs stays the same as versions mount."""

_LABELS = {Part.HEADLINE: "Headline", Part.STANDFIRST: "Standfirst", Part.BYLINE: "Byline"}


def shown(history: TextHistory, numbers: Sequence[int], policy: TextPolicy, *, withheld: bool) -> Passages | None:
    """What of `history` may be shown, its texts being the versions `numbers`; None where nothing is to be told.

    Of a text that is not shown in full: the paragraphs with passages that entered later, one on either side, and what
    was taken out; where it is `withheld`, these passages alone.
    """
    parts = ((Part.HEADLINE, history.headline), (Part.STANDFIRST, history.standfirst), (Part.BYLINE, history.byline))
    changed = [TracedBlock(stretches) for _, stretches in parts] + list(history.blocks)
    if policy is TextPolicy.NONE or not (history.removals or any(map(_is_later, changed))):
        return None
    heads = [
        TracedView(pieces=_pieces(stretches, numbers, withheld=withheld), label=_LABELS[part])
        for part, stretches in parts
        if _is_later(TracedBlock(stretches))
    ]
    full = policy is TextPolicy.FULL and not withheld
    return Passages(
        since=numbers[0],
        newest=numbers[-1],
        rows=(*heads, *_body(history.blocks, numbers, full=full, withheld=withheld)),
        removals=tuple(
            RemovalView(text=each.text, first=numbers[each.since], last=numbers[each.gone - 1])
            for each in history.removals
        ),
    )


def _is_later(block: TracedBlock) -> bool:
    return any(stretch.since for stretch in block.stretches)


def _body(
    blocks: Sequence[TracedBlock], numbers: Sequence[int], *, full: bool, withheld: bool
) -> list[TracedView | FoldView]:
    later = {place for place, block in enumerate(blocks) if _is_later(block)}
    near = later if withheld else {near for place in later for near in (place - 1, place, place + 1)}
    rows: list[TracedView | FoldView] = []
    for is_shown, run in groupby(range(len(blocks)), key=lambda place: full or place in near):
        places = list(run)
        if not is_shown:
            rows.append(FoldView(count=len(places)))
            continue
        rows += [
            TracedView(pieces=_pieces(blocks[place].stretches, numbers, withheld=withheld), block=blocks[place].kind)
            for place in places
        ]
    return rows


def _pieces(stretches: Sequence[Stretch], numbers: Sequence[int], *, withheld: bool) -> tuple[tuple[str, int], ...]:
    """Each stretch with the number of its version; 0 for what stood there from the first of them on."""
    pieces = []
    for each in stretches:
        hidden = withheld and not each.since and each.text.strip()
        pieces.append((f" {ELLIPSIS} " if hidden else each.text, numbers[each.since] if each.since else 0))
    return tuple(pieces)
