"""`afterprint export`: versions, changes or events as JSON Lines on standard output."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import click

from afterprint.cli.options import place_options
from afterprint.cli.worlds import Place
from afterprint.codec import encode_row
from afterprint.errors import NotStored
from afterprint.model import Change, Event, Version
from afterprint.ports import Archive

K = TypeVar("K")
R = TypeVar("R")


@click.command("export")
@click.argument("what", type=click.Choice(["versions", "changes", "events"]))
@place_options
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
def command(what: str, place: Place, format_: str) -> None:
    """Write all versions, changes or events, one JSON object a line, in order of article and number.

    Times are ISO 8601 in UTC. May run while a watch is under way.
    """
    for line in lines(what, archive=place.archive(), ahead=place.ahead):
        sys.stdout.buffer.write(encode_row(line) + b"\n")
    sys.stdout.buffer.flush()


def lines(what: str, *, archive: Archive, ahead: int = 0) -> Iterator[dict[str, Any]]:
    """The exported objects, each with at least the article's identity and the record's own fields.

    `ahead` records are read side by side before they are wanted, and no more than those are held.
    """
    if what == "versions":
        found = in_order(_kept(lambda key: version_line(archive.version(key))), archive.version_keys(), ahead=ahead)
    elif what == "changes":
        found = in_order(_kept(lambda key: change_line(archive.change(key))), archive.change_keys(), ahead=ahead)
    else:
        found = in_order(_kept(lambda key: event_line(archive.event(key))), archive.event_keys(), ahead=ahead)
    yield from (line for line in found if line is not None)


def _kept(read: Callable[[K], dict[str, Any]]) -> Callable[[K], dict[str, Any] | None]:
    """`read`, or None for a record that was withdrawn since its key was listed."""

    def tried(key: K) -> dict[str, Any] | None:
        try:
            return read(key)
        except NotStored:
            return None

    return tried


def in_order(read: Callable[[K], R], keys: Iterator[K], *, ahead: int) -> Iterator[R]:
    """`read` of each key, in the keys' order, `ahead` of them under way at a time (none: one after another)."""
    if not ahead:
        yield from map(read, keys)
        return
    under_way: deque[Future[R]] = deque()
    with ThreadPoolExecutor(ahead, thread_name_prefix="export") as pool:
        try:
            for key in keys:
                under_way.append(pool.submit(read, key))
                if len(under_way) >= ahead:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def version_line(version: Version) -> dict[str, Any]:
    text = version.text
    return {
        "url": version.url,
        "source": version.key.article.source,
        "source_name": version.source_name,
        "article": version.key.article.article,
        "number": version.key.number,
        "seen_at": version.seen_at,
        "unchanged_until": version.unchanged_until,
        "stored_at": version.stored_at,
        "headline": text.headline,
        "standfirst": text.standfirst,
        "paragraphs": text.paragraphs,
        "blocks": text.blocks,
        "byline": text.byline,
        "published": text.published,
        "modified": text.modified,
        "language": text.language,
        "canonical_url": text.canonical_url,
        "amp_url": text.amp_url,
        "section": text.section,
        "accessible_for_free": text.accessible_for_free,
        "corrections": text.corrections,
        "reverts_to": version.reverts_to,
        "extractor": version.extractor,
        "snapshot": version.snapshot,
        "previous": version.previous,
    }


def change_line(change: Change) -> dict[str, Any]:
    comparison = change.comparison
    return {
        "url": change.url,
        "source": change.key.article.source,
        "article": change.key.article.article,
        "old": change.key.old,
        "new": change.key.new,
        "seen_at": change.seen_at,
        "unchanged_until": change.unchanged_until,
        "stored_at": change.stored_at,
        "headline": change.headline,
        "summary": comparison.summary,
        "disclosure": comparison.disclosure,
        "importance": comparison.importance,
        "kinds": comparison.kinds,
        "counts": comparison.counts,
        "parts": comparison.parts,
        "edits": comparison.edits,
        "rows": comparison.rows,
        "reverts_to": change.reverts_to,
        "set_aside": change.set_aside,
    }


def event_line(event: Event) -> dict[str, Any]:
    return {
        "url": event.url,
        "source": event.key.article.source,
        "article": event.key.article.article,
        "number": event.key.number,
        "kind": event.kind,
        "seen_at": event.seen_at,
        "stored_at": event.stored_at,
        "after_version": event.after_version,
        "headline": event.headline,
        "detail": event.detail,
        "to_url": event.to_url,
        "versions": event.versions,
        "headlines": event.headlines,
    }
