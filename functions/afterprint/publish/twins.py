"""Pages as data: a JSON twin of each change's and article's page, and of an article a Memento TimeMap.

They are made of the views that the pages are made of, and hold nothing that those withhold. `schemas/` on the site
holds the JSON Schema of either; a field may be added to them, none is taken away or changed within a schema's number.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from afterprint.model import ArticleKey, ChangeKey, Watchlist
from afterprint.publish import marks, pages, paths, words
from afterprint.publish.marks import Passage
from afterprint.publish.views import ChangeView, FoldView, LineView, RowView, Step
from afterprint.publish.xml import clean

SCHEMA = 1
_SCHEMAS = Path(__file__).parent / "static" / "schemas"


def schema(path: str) -> bytes:
    """The JSON Schema that lies at this path of the site."""
    return (_SCHEMAS / path.rsplit("/", 1)[1]).read_bytes()


def change_data(view: ChangeView, watchlist: Watchlist) -> bytes:
    """A change's page as JSON in UTF-8, by `schemas/change.json`."""
    key = view.key
    return _encoded(
        {
            "$schema": _place(paths.CHANGE_SCHEMA, paths.change_data(key), watchlist),
            "schema": SCHEMA,
            "source": key.article.source,
            "article": key.article.article,
            "old": key.old,
            "new": key.new,
            "page": _place(paths.change(key), paths.change_data(key), watchlist),
            "url": clean(view.url),
            "source_name": clean(view.source_name),
            "language": view.language or None,
            "headline": clean(marks.plain(view.headline)),
            "old_headline": None if view.old_headline is None else clean(marks.plain(view.old_headline)),
            "seen_at": words.iso(view.seen_at),
            "stored_at": words.iso(view.stored_at),
            "old_seen_at": _time(view.old_seen_at),
            "unchanged_until": _time(view.unchanged_until),
            "watched_until": words.iso(view.watched_until),
            "reverts_to": view.reverts_to,
            "summary": clean(view.summary),
            "disclosure": view.disclosure,
            "kinds": {kind.value: number for kind, number in view.kinds},
            "counts": asdict(view.counts),
            "note": clean(view.note),
            "rows": [_row(row) for row in view.rows if isinstance(row, FoldView) or not row.is_stub],
        }
    )


def article_data(key: ArticleKey, steps: Sequence[Step], watchlist: Watchlist) -> bytes:
    """An article's page as JSON in UTF-8, by `schemas/article.json`; `steps` oldest first, at least one."""
    newest = ([step for step in steps if step.version] or steps)[-1].line
    here = paths.article_data(key)
    return _encoded(
        {
            "$schema": _place(paths.ARTICLE_SCHEMA, here, watchlist),
            "schema": SCHEMA,
            "source": key.source,
            "article": key.article,
            "page": _place(paths.article(key), here, watchlist),
            "url": clean(steps[-1].line.url),
            "source_name": clean(newest.source_name),
            "language": newest.language or None,
            "headline": clean(newest.headline),
            "changes": sum(step.version > 1 for step in steps),
            "steps": [_step(step, here, watchlist) for step in steps],
        }
    )


def _step(step: Step, here: str, watchlist: Watchlist) -> dict[str, Any]:
    line = step.line
    of_change = {} if step.version == 0 else _of_change(line, step.version, here, watchlist)
    return {
        "name": line.name,
        "event": line.event,
        "seen_at": words.iso(line.seen_at),
        "stored_at": words.iso(line.stored_at),
        "unchanged_until": _time(line.unchanged_until),
        "headline": clean(line.headline),
        "summary": clean(line.summary),
        "note": clean(line.note),
    } | of_change


def _of_change(line: LineView, version: int, here: str, watchlist: Watchlist) -> dict[str, Any]:
    data = paths.change_data(ChangeKey(line.article, int(line.name.split("-")[0]), version))
    return {
        "version": version,
        "page": _place(line.path, here, watchlist),
        "data": _place(data, here, watchlist),
        "old_headline": clean(line.old_headline) or None,
        "disclosure": line.disclosure,
        "kinds": [kind.value for kind in line.kinds],
        "reverts_to": line.reverts_to,
    }


def _row(row: RowView | FoldView) -> dict[str, Any]:
    if isinstance(row, FoldView):
        return {"unchanged": row.count, "texts": [clean(text) for text in row.texts]}
    return {
        "anchor": row.anchor,
        "kind": row.kind,
        "block": row.block,
        "label": row.label,
        "old": _pieces(row.old),
        "new": _pieces(row.new),
    }


def _pieces(passage: Passage | None) -> list[list[str]] | None:
    """A passage as pairs of mark ("", "del", "ins") and text."""
    return None if passage is None else [[piece.mark.value, clean(piece.text)] for piece in marks.unwoven(passage)]


# ── Memento ──────────────────────────────────────────────────────────────────────────────────────────


def time_map(key: ArticleKey, steps: Sequence[Step], watchlist: Watchlist) -> bytes | None:
    """The TimeMap of an article in link-format (RFC 7089 §5); None where no version of it is published.

    Each version stands for the page that shows it beside the one before, at the time when it was first seen.
    """
    here = paths.time_map(key)
    versions = [step.line for step in steps if step.version]
    original = pages.weblink(versions[-1].url) if versions else ""
    if not original:
        return None
    span = f'from="{_http_date(versions[0].seen_at)}"; until="{_http_date(versions[-1].seen_at)}"'
    links = [
        f'<{_target(original)}>; rel="original"',
        f'<{_place(here, here, watchlist)}>; rel="self"; type="application/link-format"; {span}',
        *(
            f'<{_place(line.path, here, watchlist)}>; rel="{_relation(number, len(versions))}"; '
            f'datetime="{_http_date(line.seen_at)}"'
            for number, line in enumerate(versions, 1)
        ),
    ]
    return ",\n".join(links).encode() + b"\n"


def _relation(number: int, count: int) -> str:
    first, last = "first " if number == 1 else "", "last " if number == count else ""
    return f"{first}{last}memento"


def _http_date(when: datetime) -> str:
    """RFC 9110 §5.6.7."""
    return format_datetime(when.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _target(url: str) -> str:
    """An address that cannot end its brackets, nor its line."""
    return "".join(f"%{ord(each):02X}" if each in '<> "\r\n' else each for each in clean(url))


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────


def _place(path: str, here: str, watchlist: Watchlist) -> str:
    """The address of a document: absolute where the site's is known, else relative to the document `here`."""
    if watchlist.site_url:
        return paths.absolute(path, watchlist.site_url)
    return paths.to_root(here) + path


def _time(when: datetime | None) -> str | None:
    return None if when is None else words.iso(when)


def _encoded(value: dict[str, Any]) -> bytes:
    return clean(json.dumps(value, ensure_ascii=False, indent=1)).encode() + b"\n"
