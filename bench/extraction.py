"""Reading pages: ours beside trafilatura and resiliparse, on the extraction corpora, else on the sample newsroom.

trafilatura is timed twice: for the text alone, and with headline, byline and date, which ours reads in any case.
BENCH_EVERY=N reads only each Nth page of every corpus, for a quick look.
"""

from __future__ import annotations

import gzip
import importlib
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from statistics import fmean
from typing import NamedTuple

from bench.score import CORPORA, ROOT
from bench.timing import Figure, percentile

NAMES = ("fundus", "scrapinghub", "wcxb")
LARGE = 5_000_000  # bytes
ALONE = """
import sys, time
sys.path.insert(0, "functions")
from bench.extraction import READERS, large_page, pages
read_pages = {{"all": pages, "large": lambda: [large_page()], "none": list}}["{what}"]()
started = time.perf_counter()
read = READERS["{name}"]()
took = time.perf_counter() - started
for page in read_pages:
    read(page.url, page.body)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(took, peak)
"""

Reader = Callable[[str, bytes], object]


class Sample(NamedTuple):
    """A page to read, and the corpus that it is from."""

    corpus: str
    url: str
    body: bytes


def pages() -> Iterator[Sample]:
    """The pages of the corpora, or each BENCH_EVERYth; those of the sample newsroom where there are no corpora."""
    step = int(os.environ.get("BENCH_EVERY", "1"))
    there = [name for name in NAMES if (CORPORA / name).is_dir()]
    for name in there:
        yield from _of_corpus(name, step)
    if not there:
        yield from _of_newsroom()


def _of_corpus(name: str, step: int) -> Iterator[Sample]:
    folder = CORPORA / name
    cases = [json.loads(line) for line in gzip.decompress((folder / "cases.jsonl.gz").read_bytes()).splitlines()]
    for case in cases[::step]:
        yield Sample(name, case["url"], gzip.decompress((folder / "html" / f"{case['id']}.html.gz").read_bytes()))


def _of_newsroom() -> Iterator[Sample]:
    from afterprint.engine.newsroom import Newsroom

    start = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    room = Newsroom(start)
    now = start + timedelta(hours=9)
    for url in sorted({edit.url for edit in room.truth()}):
        host, _, path = url.partition("://")[2].partition("/")
        yield Sample("newsroom", f"http://{host}/{path}", room.page(host, f"/{path}", now).body)


def large_page() -> Sample:
    """A page of 5 MB as a hostile site might send it: an article among thousands of boxes, no two alike."""
    article = "".join(f"<p>The harbour board met for the {n}th time and put off its decision.</p>" for n in range(400))
    boxes: list[str] = []
    size = len(article)
    while size < LARGE:
        number, offer = len(boxes), "for a short time only, " * 60
        boxes.append(f"<div class='box-{number}'><p><a href='/{number}'>Offer {number}</a> {offer}</p></div>")
        size += len(boxes[-1])
    html = f"<html><head><title>Harbour</title></head><body><h1>Harbour</h1>{article}{''.join(boxes)}</body></html>"
    return Sample("large", "https://paper.example/large", html.encode())


def figures() -> Iterator[Figure]:
    """Median and 95th percentile of CPU milliseconds a page, ratios of the means, import time, memory at its peak.

    resiliparse stands beside the others where it is installed; where it is not, the figure `resiliparse_absent` is 1.
    """
    readers = {name: reader for name, reader in READERS.items() if name != "resiliparse" or find_spec("resiliparse")}
    found = list(pages())
    spent = _in_turns(found, {name: reader() for name, reader in readers.items()})
    yield Figure("pages", len(found), "pages")
    for name, times in spent.items():
        yield Figure(f"{name}_mean", fmean(times), "ms")
        yield Figure(f"{name}_median", percentile(times, 0.5), "ms")
        yield Figure(f"{name}_p95", percentile(times, 0.95), "ms")
    for name in (other for other in readers if other != "ours"):
        for corpus, ratio in _ratios(found, spent["ours"], spent[name]):
            yield Figure(f"ours_to_{name}_{corpus}", ratio, "ratio of means")
    for name in readers:
        took, empty = alone(name, "none")
        yield Figure(f"{name}_import", took, "ms")
        yield Figure(f"{name}_memory_imported", empty, "MB")
        yield Figure(f"{name}_memory_peak", alone(name, "all")[1], "MB")
        yield Figure(f"{name}_memory_large_page", alone(name, "large")[1], "MB")
    if "resiliparse" not in readers:
        yield Figure("resiliparse_absent", 1, "not installed")


def _in_turns(found: Sequence[Sample], calls: dict[str, Reader]) -> dict[str, list[float]]:
    """CPU milliseconds of each page by each reader; the first page is read once more beforehand, unmeasured."""
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call(found[0].url, found[0].body)
    for page in found:
        for name, call in calls.items():
            started = time.process_time()
            call(page.url, page.body)
            spent[name].append((time.process_time() - started) * 1000)
    return spent


def _ratios(found: Sequence[Sample], ours: Sequence[float], theirs: Sequence[float]) -> Iterator[tuple[str, float]]:
    """The ratio of the means for each corpus, and over all pages."""
    sums: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for page, own, other in zip(found, ours, theirs, strict=True):
        for corpus in (page.corpus, "all"):
            sums[corpus] = (sums[corpus][0] + own, sums[corpus][1] + other)
    for corpus, (own, other) in sums.items():
        yield corpus, own / other


def alone(name: str, what: str) -> tuple[float, float]:
    """Milliseconds of import and peak megabytes of a process of its own that reads pages (`all`, `large`, `none`)."""
    code = ALONE.format(name=name, what=what)
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


def _trafilatura_with_metadata() -> Reader:
    import trafilatura

    return lambda url, body: trafilatura.bare_extraction(body, url=url, include_comments=False, with_metadata=True)


def _resiliparse() -> Reader:
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda _, body: extract(body.decode("utf-8", "replace"), main_content=True)


READERS: dict[str, Callable[[], Reader]] = {
    "ours": _ours,
    "trafilatura": _trafilatura,
    "trafilatura_with_metadata": _trafilatura_with_metadata,
    "resiliparse": _resiliparse,
}
