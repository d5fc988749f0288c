"""Readers: the caged one reads as the direct one does, and what is too heavy costs only itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterprint.cage import Cage, CagedReader, DirectReader, Limits, shared
from afterprint.errors import AfterprintError, BadFeed, NotAnArticle
from afterprint.local import wiring
from afterprint.ports import Reader
from watching import BODY, feed, page, watching

URL = "https://north-herald.example/news/ferry"
HEAVY = pytest.mark.parametrize("heavy", [b"SPIN", b"SWELL"])
SITEMAP = b"<urlset><url><loc>/a</loc><lastmod>2026-11-03T10:00:00Z</lastmod></url></urlset>"


@pytest.fixture(scope="module")
def heavy_cage() -> Iterator[Cage]:
    cage = Cage("caged_heavy", size=1, limits=Limits(cpu_s=0.5, wall_s=1, memory_mb=128))
    yield cage
    cage.close()


def read_all(reader: Reader, body: bytes) -> list[object]:
    """What a reader makes of a body as page, feed and sitemap: a value or a typed error."""
    found: list[object] = []
    for read in (
        lambda: reader.article(body, URL, "text/html"),
        lambda: reader.feed(body, URL, {"content-type": "application/rss+xml"}),
        lambda: reader.sitemap(body, URL),
    ):
        try:
            found.append(read())
        except AfterprintError as error:
            found.append((type(error), str(error)))
    return found


@pytest.mark.parametrize("body", [page().body, feed(URL).body, SITEMAP, b"", b"\0" * 100, b"<html>"])
def test_the_caged_reader_reads_as_the_direct_one(body: bytes) -> None:
    assert read_all(CagedReader(shared()), body) == read_all(DirectReader(), body)


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.binary(max_size=2000), st.text(max_size=500).map(lambda text: f"<p>{text}</p>".encode())))
def test_any_bytes_are_read_or_refused_as_outside(body: bytes) -> None:
    assert read_all(CagedReader(shared()), body) == read_all(DirectReader(), body)


def test_a_page_at_the_limit_of_its_size_is_no_burden() -> None:
    body = page(body=[f"{place}. {BODY[0]}" for place in range(3_000)]).body
    body += b"<!--" + b"x" * (5_000_000 - len(body)) + b"-->"
    assert len(CagedReader(shared()).article(body, URL, "text/html").paragraphs) > 1_000


@HEAVY
def test_what_is_too_heavy_is_refused(heavy_cage: Cage, heavy: bytes) -> None:
    reader = CagedReader(heavy_cage)
    with pytest.raises(NotAnArticle) as refused:
        reader.article(heavy, URL)
    assert refused.value.reason == "too_heavy"
    with pytest.raises(BadFeed):
        reader.feed(heavy, URL)
    with pytest.raises(BadFeed):
        reader.sitemap(heavy, URL)


@HEAVY
def test_a_heavy_page_and_a_heavy_feed_cost_only_themselves(
    heavy_cage: Cage, heavy: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "shared", lambda: heavy_cage)
    with watching(tmp_path) as paper:
        paper.serve(
            {
                "/rss": page(body=[heavy.decode()]),
                "/a": page(),
                "/b": page(headline=heavy.decode()),
                "/c": page(),
            }
        )
        paper.source(feeds=(paper.url("/rss"),), articles=tuple(paper.url(path) for path in ("/a", "/b", "/c")))
        assert paper.tick() == {"first": 2, "unreadable": 1, "failed": 1}
        outcomes = {row.url: row.last_outcome for row in paper.articles()}
    assert outcomes[paper.url("/b")] == "failed: too_heavy"
