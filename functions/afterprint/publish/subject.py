"""What a search is asked about: changes, events and lines of the index as far as they may be shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from afterprint.publish import marks
from afterprint.publish.views import ChangeView, EventView, FoldView, LineView
from afterprint.query import Subject


def subject_of(view: ChangeView | EventView) -> Subject:
    """What of a record may be searched: what is shown of it, and nothing else."""
    source = view.key.article.source
    if isinstance(view, EventView):
        return Subject(source=source, kinds=(view.kind.value,), headline=view.headline, seen_at=view.seen_at)
    return Subject(
        source=source,
        kinds=tuple(kind.value for kind, _ in view.kinds),
        headline=marks.plain(view.headline),
        old_headline=None if view.old_headline is None else marks.plain(view.old_headline),
        texts=tuple(_texts(view)),
        disclosure=view.disclosure,
        seen_at=view.seen_at,
    )


def subject_of_line(line: LineView) -> Subject:
    """The same without its texts, which a line of the index does not have."""
    return Subject(
        source=line.article.source,
        kinds=(line.event.value,) if line.event else tuple(kind.value for kind in line.kinds),
        headline=line.headline,
        old_headline=line.old_headline or None,
        disclosure=line.disclosure,
        seen_at=line.seen_at,
    )


def _texts(view: ChangeView) -> Iterator[str]:
    for row in view.rows:
        if isinstance(row, FoldView):
            yield from row.texts
        else:
            yield from (marks.plain(marks.unwoven(cell)) for cell in (row.old, row.new) if cell)
