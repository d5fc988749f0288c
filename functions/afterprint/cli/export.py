"""`afterprint export`: versions, changes or events as JSON Lines on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from afterprint.cli.options import existing_data_option
from afterprint.codec import encode_row
from afterprint.model import Change, Event, Version
from afterprint.ports import Archive


@click.command("export")
@click.argument("what", type=click.Choice(["versions", "changes", "events"]))
@existing_data_option
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
def command(what: str, directory: Path, format_: str) -> None:
    """Write all versions, changes or events, one JSON object a line, in order of article and number.

    Times are ISO 8601 in UTC. May run while a watch is under way.
    """
    from afterprint.local.archive import FileArchive

    archive = FileArchive(directory / "archive", announce=lambda message: None)
    for line in lines(what, archive=archive):
        sys.stdout.buffer.write(encode_row(line) + b"\n")
    sys.stdout.buffer.flush()


def lines(what: str, *, archive: Archive) -> Iterator[dict[str, Any]]:
    """The exported objects, each with at least the article's identity and the record's own fields."""
    if what == "versions":
        yield from (version_line(archive.version(key)) for key in archive.version_keys())
    elif what == "changes":
        yield from (change_line(archive.change(key)) for key in archive.change_keys())
    else:
        yield from (event_line(archive.event(key)) for key in archive.event_keys())


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
    }
