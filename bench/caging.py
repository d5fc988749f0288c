"""What the cage adds to reading a page of 50 KB: the mere trip through the pipe, and beside reading in this process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from afterprint.cage import Cage, CagedReader, DirectReader, Job
from afterprint.model import ArticleText
from bench.timing import Figure

TRIPS = 500
READINGS = 30
URL = "https://north-herald.example/news/ferry"


def page(size: int = 50_000) -> bytes:
    """An article of forty paragraphs within as much furniture as a page of `size` bytes has."""
    paragraphs = "".join(
        f"<p>The harbour board met on day {at} and said that boats would sail.</p>" for at in range(40)
    )
    links = "".join(f'<li><a href="/news/{at}">Other news, number {at}</a></li>' for at in range(200))
    html = f"<html lang=en><head><title>Boats</title></head><body><article><h1>Boats</h1>{paragraphs}</article>"
    html += f"<aside><ul>{links}</ul></aside><script>"
    return (html + "x" * (size - len(html) - 23) + "</script></body></html>").encode()


def figures() -> Iterator[Figure]:
    """Wall milliseconds a page, the means; and how long a child takes to be ready."""
    body = page()
    empty = Cage("bench.caged_nothing", size=1)
    job = Job(task="article", body=body, url=URL, fields={"content-type": "text/html"})
    trips = _means({"trip": lambda: empty.run(job, ArticleText)}, rounds=TRIPS)
    empty.close()
    cage = Cage(size=1)
    caged, direct = CagedReader(cage), DirectReader()
    started = time.perf_counter()
    caged.article(body, URL, "text/html")
    first = (time.perf_counter() - started) * 1000
    tasks = {"caged": lambda: caged.article(body, URL, "text/html"), "direct": lambda: direct.article(body, URL)}
    read = _means(tasks, rounds=READINGS)
    cage.close()
    yield Figure("trip", trips["trip"], "ms a page, nothing parsed")
    yield Figure("caged", read["caged"], "ms a page")
    yield Figure("direct", read["direct"], "ms a page")
    yield Figure("first", first, "ms, the start of the child among them")


def _means(tasks: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The mean wall time of each task in milliseconds, in turns, after a warm-up."""
    spent: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds + 1):
        for name, task in tasks.items():
            started = time.perf_counter()
            task()
            if turn:
                spent[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.mean(times) for name, times in spent.items()}
