"""Search over many changes: what an index of words costs and saves, and that it misses nothing.

Usage: python bench/searching.py [CHANGES] [--pagefind PROGRAM]

Prints a line a figure, name<TAB>value. With `--pagefind`, the same changes are written as pages of their changed rows
and indexed by that program, for comparison: seconds, peak memory, files and bytes.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from afterprint.local.archive import FileArchive  # noqa: E402
from afterprint.local.catalog import SqliteCatalog  # noqa: E402
from afterprint.local.search_index import FILE, open_index  # noqa: E402
from afterprint.model import ArticleKey, Change  # noqa: E402
from afterprint.publish import index_line  # noqa: E402
from afterprint.query import parse  # noqa: E402
from afterprint.searching import Finder, LinesFinder, WordsFinder, search, settings_of  # noqa: E402
from sample_records import change, comparison, reworded, with_policy  # noqa: E402

START = datetime(2026, 11, 1, tzinfo=UTC)
VOCABULARY = 20_000
ROWS = 3
QUERIES = ("w7", '"w3 w4"', "w150 OR w9000", "w2 -w3", "headline:w40", "source:north-herald w300", "東京", "nowhere")
WATCHLIST = with_policy()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Search over many changes.")
    parser.add_argument("changes", nargs="?", type=int, default=5000)
    parser.add_argument("--pagefind", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.changes)
    if options.pagefind:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), options.changes, options.pagefind.absolute())


def changes(number: int) -> list[Change]:
    """Made-up changes of three rows each, their words as unequally frequent as those of a language."""
    chance = random.Random(7)

    def words(length: int) -> str:
        drawn = (f"w{int(VOCABULARY ** chance.random())}" for _ in range(length))
        return " ".join([*drawn, "東京の記事"] if chance.random() < 0.05 else drawn)

    made = []
    for each in range(number):
        rows = [reworded(f"{words(30)} early", f"{words(30)} late", gone="early", come="late") for _ in range(ROWS)]
        article = ArticleKey("north-herald" if each % 2 else "south-post", f"{each:016d}".translate(_LETTERS))
        when = START + timedelta(minutes=each * 40_000 / number)
        made.append(change(1, comparison(*rows), article=article, headline=words(8), stored_at=when, seen_at=when))
    return made


_LETTERS = str.maketrans("0123456789", "abcdefghij")


def measure(directory: Path, number: int) -> None:
    archive = FileArchive(directory / "archive", announce=lambda message: None)
    catalog = SqliteCatalog(directory / "catalog.sqlite")
    for each in changes(number):
        archive.add_change(each)
        catalog.enter(index_line(each))
    index = open_index(directory, settings=settings_of(WATCHLIST))
    finder = WordsFinder(index=index, archive=archive, catalog=catalog, watchlist=WATCHLIST)
    tell("changes", number)
    tell("index made, s", timed(lambda: list(finder.candidates(parse("nowhere")))))
    tell("index, MB", (directory / FILE).stat().st_size / 1e6)
    tell("caught up with nothing new, ms", timed(lambda: list(finder.candidates(parse("nowhere")))) * 1000)
    missed = found = 0
    for query in QUERIES:
        by_words, by_lines = (names(query, each, archive) for each in (finder, LinesFinder(catalog)))
        found, missed = found + len(by_lines), missed + len(set(by_lines) - set(by_words))
        tell(f"{query}, ms by words", timed(lambda: names(query, finder, archive, limit=20)) * 1000)  # noqa: B023
    tell("found by looking at all", found)
    tell("of these missed by words", missed)
    tell("looking at all, ms a query", timed(lambda: names("nowhere", LinesFinder(catalog), archive)) * 1000)


def names(query: str, finder: Finder, archive: FileArchive, *, limit: int = 10**9) -> list[str]:
    found = search(parse(query), finder=finder, archive=archive, watchlist=WATCHLIST, limit=limit)
    return [f"{line.article}/{line.name}" for line in found.lines]


def compare(directory: Path, number: int, program: Path) -> None:
    """The same changes indexed by pagefind, from pages that have their changed rows alone."""
    pages, out = directory / "pages", directory / "out"
    pages.mkdir()
    for each in changes(number):
        rows = "".join(f"<p>{row.old}</p><p>{row.new}</p>" for row in each.comparison.rows)
        source = f'<span data-pagefind-filter="source">{each.key.article.source}</span>'
        body = f"<html lang=en><body data-pagefind-body><h1>{each.headline}</h1>{source}{rows}</body></html>"
        (pages / f"{each.key.article.article}.html").write_text(body, "utf-8")
    command = [str(program), "--site", str(pages), "--output-path", str(out)]
    took = timed(lambda: subprocess.run(command, check=True, capture_output=True))
    files = [Path(folder) / name for folder, _, found in os.walk(out) for name in found]
    tell("pagefind, s", took)
    tell("pagefind, MB of memory", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000)
    tell("pagefind, files", len(files))
    tell("pagefind, MB", sum(each.stat().st_size for each in files) / 1e6)


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def tell(name: str, value: float) -> None:
    print(f"{name}\t{value:,.1f}" if isinstance(value, float) else f"{name}\t{value:,}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
