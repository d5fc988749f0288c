"""The first look over pairs of real pages: how much it settles, what it would miss, and what it takes.

`terms` has pairs of neighbouring snapshots (does the text differ?), `refetch` the same articles weeks later.
"""

from __future__ import annotations

import json
import lzma
import time
from collections import Counter
from collections.abc import Iterator

from afterprint.extract.first_look import page_digest
from bench.score import CORPORA
from bench.timing import Figure, percentile


def figures() -> Iterator[Figure]:
    """Shares of unchanged pairs settled, changes of text missed, and milliseconds of CPU time a page."""
    for corpus in ("terms", "refetch"):
        path = CORPORA / corpus / "pairs.jsonl.xz"
        if path.exists():
            yield from _figures(corpus, [_look(pair) for pair in _pairs(str(path))])


def _pairs(path: str) -> Iterator[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _look(pair: dict[str, str]) -> tuple[str, bool, float]:
    """Which kind of pair it is, whether it would be settled, and milliseconds a page."""
    kind = "text" if pair.get("text_changed") else "links" if pair["changed"] else pair.get("kind", "unchanged")
    old, new = pair["old"].encode(), pair["new"].encode()
    started = time.process_time()
    settled = page_digest(old) == page_digest(new)
    return kind, settled, (time.process_time() - started) * 500


def _figures(corpus: str, looks: list[tuple[str, bool, float]]) -> Iterator[Figure]:
    seen, settled = Counter(kind for kind, _, _ in looks), Counter(kind for kind, same, _ in looks if same)
    for kind, count in sorted(seen.items()):
        yield Figure(f"{corpus}: settled of {count} {kind}", settled[kind] / count, "share")
    yield Figure(f"{corpus}: changes of text missed", settled["text"], "pairs")
    for name, share in (("median", 0.5), ("p95", 0.95)):
        yield Figure(f"{corpus}: {name}", percentile((ms for _, _, ms in looks), share), "ms")
