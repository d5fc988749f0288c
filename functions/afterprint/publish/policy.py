"""The one text policy that stands before every output: how much of other people's text is shown.

`full`: all. `changes`: edited paragraphs with one of context on either side; other unchanged runs only as a count.
`none`: no text of the body, only headline, kinds and counts. A first version (`0-1`) shows its headline only,
whatever the policy.

Where a page asks robots not to index or archive it, and its source honours that (`honour_noarchive`), nothing of its
text is shown beyond the words that changed, and its headline, whatever the policy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from afterprint.model import (
    Change,
    ChangeKey,
    Comparison,
    EditKind,
    Event,
    Part,
    PartChange,
    Row,
    RowKind,
    TextPolicy,
    Watchlist,
)
from afterprint.publish import edit_list, marks, paths, words
from afterprint.publish.marks import Mark
from afterprint.publish.views import ChangeView, EventView, FoldView, LineView, RowView
from afterprint.publish.xml import language_tag
from afterprint.rows import IndexLine

LIGHT = 0.4
"""Up to which marked share a paragraph reads well once, with its deletions woven in."""

_PART_LABELS = {Part.STANDFIRST: "Standfirst", Part.BYLINE: "Byline", Part.PUBLISHED: "Date of publication"}


def honours(watchlist: Watchlist, source_id: str) -> bool:
    """Whether what a source's pages ask of robots is acted upon; where it left the watchlist, it is."""
    source = watchlist.source(source_id)
    return source is None or source.honour_noarchive


def visible(change: Change, policy: TextPolicy, *, honoured: bool = True) -> ChangeView:
    """What of `change` may be shown under `policy`; `honoured` says whether its page's wish not to be kept counts."""
    comparison = change.comparison
    headline = comparison.part(Part.HEADLINE)
    first = change.key.is_first
    withheld = honoured and bool(change.robots)
    rows = () if first else _rows(comparison, policy, withheld=withheld)
    return ChangeView(
        key=change.key,
        url=change.url,
        source_name=change.source_name,
        headline=marks.passage(
            change.headline or words.NO_HEADLINE, headline.new_spans if headline else (), Mark.INSERTED
        ),
        old_headline=marks.passage(headline.old, headline.old_spans, Mark.DELETED) if headline else None,
        seen_at=change.seen_at,
        stored_at=change.stored_at,
        watched_until=change.watched_until,
        old_seen_at=change.old_seen_at,
        unchanged_until=change.unchanged_until,
        reverts_to=change.reverts_to,
        language=language_tag(change.language),
        summary=_summary(change, TextPolicy.NONE if withheld else policy),
        disclosure=None if first or change.old_withdrawn else comparison.disclosure,
        kinds=_kinds(comparison),
        counts=comparison.counts,
        rows=rows,
        edits=edit_list.listed(comparison, rows),
        note=" ".join(filter(None, (_note(change.robots, withheld=withheld), words.set_aside(change.set_aside)))),
    )


def shown_event(event: Event) -> EventView:
    """What of `event` may be shown: it holds no text but the headline."""
    return EventView(
        key=event.key,
        kind=event.kind,
        url=event.url,
        to_url=event.to_url or "",
        source_name=event.source_name,
        headline="" if event.kind.is_withdrawal else event.headline or words.NO_HEADLINE,
        summary=words.event_words(event),
        seen_at=event.seen_at,
        stored_at=event.stored_at,
        unchanged_until=event.unchanged_until,
    )


def listed(line: IndexLine, policy: TextPolicy, *, honoured: bool = True) -> LineView:
    """What of an index line may be shown under `policy`: a summary may quote, so `none` counts instead."""
    key = line.key
    first = line.name.startswith("0-")
    withheld = honoured and bool(line.robots)
    quotes = line.event is None and line.summary != words.BEFORE_WITHDRAWN and (withheld or policy is TextPolicy.NONE)
    return LineView(
        path=paths.change(key) if isinstance(key, ChangeKey) else paths.article(key.article),
        name=line.name,
        article=line.article,
        url=line.url,
        source_name=line.source_name,
        headline="" if line.event and line.event.is_withdrawal else line.headline or words.NO_HEADLINE,
        old_headline=line.old_headline or "",
        summary=words.counted(line.kinds, line.counts) if quotes else line.summary,
        seen_at=line.seen_at,
        stored_at=line.stored_at,
        unchanged_until=line.unchanged_until,
        disclosure=line.disclosure,
        kinds=line.kinds,
        event=line.event,
        is_first=first,
        language=language_tag(line.language),
        reverts_to=line.reverts_to,
        note=_note(line.robots, withheld=withheld),
    )


_ASKED = {"noarchive": "not to archive it", "noindex": "not to index it"}


def _note(robots: Sequence[str], *, withheld: bool) -> str:
    """What a page asks of robots, in words; "" where it asks nothing."""
    asked = [_ASKED[word] for word in robots if word in _ASKED]
    if not asked:
        return ""
    consequence = ": of its text only the words that changed are shown here." if withheld else "."
    return f"The page asks robots {' and '.join(asked)} ({', '.join(robots)}){consequence}"


def _summary(change: Change, policy: TextPolicy) -> str:
    comparison = change.comparison
    if change.key.is_first:
        return ""
    if change.old_withdrawn:
        return words.BEFORE_WITHDRAWN
    if policy is TextPolicy.NONE or not comparison.summary:
        return words.counted(comparison.kinds, comparison.counts)
    return comparison.summary


def _kinds(comparison: Comparison) -> tuple[tuple[EditKind, int], ...]:
    counter = Counter(kind for edit in comparison.edits for kind in edit.kinds)
    return tuple((kind, counter[kind]) for kind in EditKind if counter[kind])


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────


def _rows(comparison: Comparison, policy: TextPolicy, *, withheld: bool) -> tuple[RowView | FoldView, ...]:
    if policy is TextPolicy.NONE:
        return ()
    parts = [_part_row(part) for part in comparison.parts if part.part in _PART_LABELS]
    full = policy is TextPolicy.FULL and not withheld
    rows = (*parts, *_with_stubs(comparison.rows, _folded(comparison.rows, full=full)))
    return _words_alone(rows) if withheld else rows


def _words_alone(rows: Sequence[RowView | FoldView]) -> tuple[RowView | FoldView, ...]:
    """The rows without any text but the words that changed; unchanged paragraphs are counted."""
    out: list[RowView | FoldView] = []
    for row in rows:
        if isinstance(row, RowView) and row.kind is not RowKind.SAME:
            old, new = (cell and marks.marked_alone(marks.unwoven(cell)) for cell in (row.old, row.new))
            out.append(replace(row, old=old, new=new, light=False))
            continue
        count = row.count if isinstance(row, FoldView) else 1
        before = out.pop() if out and isinstance(out[-1], FoldView) else FoldView(count=0)
        assert isinstance(before, FoldView)  # noqa: S101 - as was just seen
        out.append(FoldView(count=before.count + count))
    return tuple(out)


def _part_row(part: PartChange) -> RowView:
    old = marks.passage(part.old, part.old_spans, Mark.DELETED) or None
    new = marks.passage(part.new, part.new_spans, Mark.INSERTED) or None
    kind = RowKind.ADDED if old is None else RowKind.REMOVED if new is None else RowKind.CHANGED
    row = RowView(anchor=part.part.value, kind=kind, old=old, new=new, label=_PART_LABELS[part.part])
    return _lightened(row)


def _folded(rows: Sequence[Row], *, full: bool) -> list[tuple[int, RowView | FoldView]]:
    """Views of the rows, each with the place of its (first) row: edited ones, their context, and folds between."""
    edited = {index for index, row in enumerate(rows) if row.kind is not RowKind.SAME}
    near = {index for place in edited for index in (place - 1, place, place + 1)}
    near |= {index for left in _places_left(rows).values() for index in (left - 1, left)}
    views: list[tuple[int, RowView | FoldView]] = []
    for shown, run in groupby(range(len(rows)), key=near.__contains__):
        places = list(run)
        if shown:
            views += _shown(rows, places)
            continue
        texts = tuple(rows[place].new or "" for place in places) if full else ()
        views.append((places[0], FoldView(count=len(places), texts=texts)))
    return views


def _shown(rows: Sequence[Row], places: Sequence[int]) -> list[tuple[int, RowView | FoldView]]:
    """Rows in full; cells of neighbouring rows that are one and the same paragraph are made one (split, merge)."""
    views: list[tuple[int, RowView | FoldView]] = []
    for place in places:
        olds = _run_of(rows, places, place, "old_index")
        news = _run_of(rows, places, place, "new_index")
        old_spans = marks.common([rows[other].old_spans for other in olds])
        new_spans = marks.common([rows[other].new_spans for other in news])
        view = _row(place, rows[place], old_spans=old_spans, new_spans=new_spans)
        if len(olds) == len(news) == 1:
            views.append((place, _lightened(view)))
            continue
        old_rows, new_rows = (len(run) if place == run[0] else 0 for run in (olds, news))
        views.append((place, replace(view, old_rows=old_rows, new_rows=new_rows)))
    return views


def _run_of(rows: Sequence[Row], places: Sequence[int], place: int, side: str) -> list[int]:
    """The neighbouring shown places that hold the same paragraph on this side as `place` does."""
    index = getattr(rows[place], side)
    if index is None or rows[place].kind is RowKind.MOVED:
        return [place]
    run = [place]
    for step in (-1, 1):
        other = place + step
        while places[0] <= other <= places[-1] and getattr(rows[other], side) == index:
            if rows[other].kind is RowKind.MOVED:
                break
            run.append(other)
            other += step
    return sorted(run)


def _row(
    place: int, row: Row, *, old_spans: Sequence[tuple[int, int]], new_spans: Sequence[tuple[int, int]]
) -> RowView:
    old = new = None
    if row.old is not None:
        whole = row.kind is RowKind.REMOVED
        old = marks.whole(row.old, Mark.DELETED) if whole else marks.passage(row.old, old_spans, Mark.DELETED)
    if row.new is not None:
        whole = row.kind is RowKind.ADDED
        new = marks.whole(row.new, Mark.INSERTED) if whole else marks.passage(row.new, new_spans, Mark.INSERTED)
    return RowView(anchor=f"p{place + 1}", kind=row.kind, old=old, new=new, block=row.block)


def _lightened(row: RowView) -> RowView:
    """The row with the deletions woven into its new cell, where it reads well that way."""
    if row.kind not in (RowKind.CHANGED, RowKind.MOVED) or not row.old or not row.new:
        return row
    if marks.share_marked(row.old, row.new) > LIGHT:
        return row
    both = marks.woven(row.old, row.new)
    return row if both is None else replace(row, new=both, light=True)


def _with_stubs(rows: Sequence[Row], views: list[tuple[int, RowView | FoldView]]) -> list[RowView | FoldView]:
    """The views in order, with a stub at each place that a moved paragraph left."""
    stubs: dict[int, list[RowView]] = {}
    moved: dict[int, tuple[str, int]] = {}
    for place, left in _places_left(rows).items():
        row = rows[place]
        stub = RowView(
            anchor=f"p{place + 1}-was",
            kind=RowKind.MOVED,
            old=marks.passage(row.old or "", row.old_spans, Mark.DELETED),
            block=row.block,
            twin=f"p{place + 1}",
            is_stub=True,
            label="Moved down" if left <= place else "Moved up",
        )
        stubs.setdefault(left, []).append(stub)
        moved[place] = (stub.anchor, left)
    out: list[RowView | FoldView] = []
    for place, view in views:
        out += stubs.pop(place, [])
        if isinstance(view, FoldView):
            out.append(view)
            out += [stub for inner in range(place + 1, place + view.count) for stub in stubs.pop(inner, [])]
            continue
        anchor, left = moved.get(place, ("", 0))
        label = "Moved from above" if left <= place else "Moved from below"
        out.append(replace(view, twin=anchor, label=label) if anchor else view)
    return out + [stub for rest in sorted(stubs) for stub in stubs[rest]]


def _places_left(rows: Sequence[Row]) -> dict[int, int]:
    """For the place of each moved row that of the first row that stands after where it was and did not move itself."""
    stayed = [
        (place, row.old_index)
        for place, row in enumerate(rows)
        if row.kind is not RowKind.MOVED and row.old_index is not None
    ]
    left: dict[int, int] = {}
    for place, row in enumerate(rows):
        if row.kind is RowKind.MOVED and row.old is not None and (index := row.old_index) is not None:
            left[place] = next((after for after, old_index in stayed if old_index > index), len(rows))
    return left
