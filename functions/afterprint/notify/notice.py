"""From a line of the index to the notice that subscribers get. Pure."""

from __future__ import annotations

from afterprint.model import Notice
from afterprint.model.notice import CHANGED
from afterprint.rows import IndexLine


def notice_of(line: IndexLine, *, summary: str, page: str, feed: str) -> Notice:
    """The notice of a change or event; `summary` must quote nothing, `page` and `feed` say where to read of it."""
    return Notice(
        article=line.article,
        name=line.name,
        happened=CHANGED if line.event is None else line.event.value,
        source_name=line.source_name,
        url=line.url,
        page=page,
        feed=feed,
        seen_at=line.seen_at,
        stored_at=line.stored_at,
        summary=summary,
        unchanged_until=line.unchanged_until,
        kinds=line.kinds,
        disclosure=line.disclosure,
        importance=line.importance,
        counts=line.counts,
    )
