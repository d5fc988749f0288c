"""Reading pages: ours beside trafilatura and resiliparse, on the corpus where it is there, else the sample newsroom."""

from __future__ import annotations

import gzip
import importlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec

from bench.score import CORPORA, ROOT
from bench.timing import Figure, percentile

MOST_PAGES = 60
MEASURED = """
import sys, time
sys.path.insert(0, "functions")
from bench.extraction import READERS, pages
started = time.perf_counter()
read = READERS["{name}"]()
took = time.perf_counter() - started
for url, body in pages():
    read(url, body)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(took, peak)
"""

Reader = Callable[[str, bytes], object]


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
    """Median and 95th percentile of CPU milliseconds a page, ratios of the means, peak memory and time of import.

    resiliparse stands beside the others where it is installed; where it is not, the figure `resiliparse_absent` is 1.
    """
    readers = {name: reader for name, reader in READERS.items() if name != "resiliparse" or find_spec("resiliparse")}
    spent: dict[str, list[float]] = {name: [] for name in readers}
    found = pages()
    calls = {name: reader() for name, reader in readers.items()}
    for url, body in found:
        for name, call in calls.items():
            started = time.process_time()
            call(url, body)
            spent[name].append((time.process_time() - started) * 1000)
    yield Figure("pages", len(found), "pages")
    for name, times in spent.items():
        yield Figure(f"{name}_median", percentile(times, 0.5), "ms")
        yield Figure(f"{name}_p95", percentile(times, 0.95), "ms")
        if name != "ours":
            yield Figure(f"ours_to_{name}", sum(spent["ours"]) / sum(times), "ratio of means")
    for name in readers:
        took, peak = alone(name)
        yield Figure(f"{name}_import", took, "ms")
        yield Figure(f"{name}_peak_memory", peak, "MB")
    if "resiliparse" not in readers:
        yield Figure("resiliparse_absent", 1, "not installed")


def alone(name: str) -> tuple[float, float]:
    """Milliseconds of import and megabytes at the peak of a process of its own that reads all pages with one reader."""
    code = MEASURED.format(name=name)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    took, peak = done.stdout.split()
    return float(took) * 1000, float(peak) / 1024


def _ours() -> Reader:
    from afterprint.errors import NotAnArticle
    from afterprint.extract import extract_article

    def read(url: str, body: bytes) -> None:
        with suppress(NotAnArticle):
            extract_article(body, url, "text/html")

    return read


def _trafilatura() -> Reader:
    import trafilatura

    return lambda url, body: trafilatura.extract(body, url=url, include_comments=False)


def _resiliparse() -> Reader:
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda _, body: extract(body.decode("utf-8", "replace"), main_content=True)


READERS: dict[str, Callable[[], Reader]] = {
    "ours": _ours,
    "trafilatura": _trafilatura,
    "resiliparse": _resiliparse,
}
