"""Reading pages: ours beside trafilatura alone, on the corpus where it is there, else on the sample newsroom."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bench.score import CORPORA
from bench.timing import Figure, percentile

MOST_PAGES = 60


def pages() -> list[tuple[str, bytes]]:
    """Addresses and pages."""
    folder = CORPORA / "fundus" / "html"
    found = sorted(folder.glob("*.html.gz"))[:MOST_PAGES] if folder.is_dir() else []
    if found:
        return [("https://paper.example/a", gzip.decompress(path.read_bytes())) for path in found]
    from afterprint.engine.newsroom import Newsroom

    start = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    room = Newsroom(start)
    now = start + timedelta(hours=9)
    urls = {edit.url for edit in room.truth()}
    parts = [url.partition("://")[2].partition("/") for url in sorted(urls)]
    return [(f"http://{host}/{path}", room.page(host, f"/{path}", now).body) for host, _, path in parts]


def figures() -> Iterator[Figure]:
    """Median and 95th percentile of CPU milliseconds a page, and the ratio of the means."""
    import trafilatura

    from afterprint.errors import NotAnArticle
    from afterprint.extract import extract_article

    ours: list[float] = []
    theirs: list[float] = []
    for url, body in pages():
        started = time.process_time()
        with suppress(NotAnArticle):
            extract_article(body, url, "text/html")
        between = time.process_time()
        trafilatura.extract(body, url=url, include_comments=False)
        theirs.append((time.process_time() - between) * 1000)
        ours.append((between - started) * 1000)
    yield Figure("pages", len(ours), "pages")
    yield Figure("ours_median", percentile(ours, 0.5), "ms")
    yield Figure("ours_p95", percentile(ours, 0.95), "ms")
    yield Figure("trafilatura_median", percentile(theirs, 0.5), "ms")
    yield Figure("trafilatura_p95", percentile(theirs, 0.95), "ms")
    yield Figure("ours_to_trafilatura", sum(ours) / sum(theirs), "ratio of means")
