"""From "change stored" to "its documents written", on files and SQLite."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.timing import Figure, percentile

ARTICLES = 150


def figures() -> Iterator[Figure]:
    """Milliseconds of wall time a published change, and documents written for each, on a site of so many articles."""
    from afterprint.diff import compare
    from afterprint.local.archive import FileArchive
    from afterprint.local.catalog import SqliteCatalog
    from afterprint.local.site import FileSite
    from afterprint.model import (
        ArticleKey,
        ArticleText,
        Change,
        ChangeKey,
        Source,
        Watchlist,
    )
    from afterprint.publish import Publisher, index_line

    start = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    watchlist = Watchlist(
        contact="https://e.example/", tag="e.example,2026", sources=(Source(id="paper", name="Paper"),)
    )
    old = ArticleText(
        headline="Ferry delayed", paragraphs=[f"Paragraph {at} of forty words or so." for at in range(15)]
    )
    new = ArticleText(headline="Ferry late", paragraphs=[*old.paragraphs[:5], "Another one.", *old.paragraphs[6:]])
    with tempfile.TemporaryDirectory() as folder:
        archive = FileArchive(Path(folder) / "archive", announce=lambda message: None)
        catalog = SqliteCatalog(Path(folder) / "catalog.sqlite")
        publisher = Publisher(archive, catalog, FileSite(Path(folder) / "site"), watchlist, compare=compare)
        publisher.publish_fixed()
        spent, written = [], 0
        for number in range(ARTICLES):
            at = start + timedelta(minutes=number)
            change = Change(
                key=ChangeKey(ArticleKey("paper", f"{number:016d}"), 1, 2),
                url=f"https://paper.example/{number}",
                source_name="Paper",
                headline=new.headline,
                comparison=compare(old, new),
                seen_at=at,
                stored_at=at,
                watched_until=at + timedelta(days=40),
                old_seen_at=at - timedelta(hours=9),
                unchanged_until=at - timedelta(minutes=30),
            )
            archive.add_change(change)
            started = time.perf_counter()
            line = index_line(change)
            catalog.enter(line)
            written += len(publisher.publish([line]))
            spent.append((time.perf_counter() - started) * 1000)
        catalog.close()
    yield Figure("changes", ARTICLES, "changes")
    yield Figure("median", percentile(spent, 0.5), "ms a change")
    yield Figure("last_ten", percentile(spent[-10:], 0.5), "ms a change")
    yield Figure("documents", written / ARTICLES, "written a change")
