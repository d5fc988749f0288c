"""Looks that brought nothing to rely on are told with their address and reason, each once; others are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from local_server import Response
from watching import BODY, Watched, feed, page, watching


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watch:
        watch.source(feeds=(watch.url("/rss"),))
        watch.serve({"/rss": feed(watch.url("/a"), watch.url("/b")), "/a": page(), "/b": page("Harbour closed")})
        watch.tick()
        yield watch


def test_a_look_that_went_well_is_not_told(paper: Watched) -> None:
    assert paper.said == []
    paper.tick(minutes=40)
    assert paper.said == []


def test_a_failed_look_is_told_once_with_its_reason(paper: Watched) -> None:
    paper.serve({"/rss": feed(), "/a": page(), "/b": Response(403)})
    paper.tick(minutes=40)
    assert paper.said == [(paper.url("/b"), "failed: status 403")]


def test_a_doubted_look_is_told(paper: Watched) -> None:
    paper.serve({"/rss": feed(), "/a": page(body=BODY[:1]), "/b": page("Harbour closed")})
    paper.tick(minutes=40)
    assert [address for address, _ in paper.said] == [paper.url("/a")]


def test_a_feed_that_is_none_is_told(paper: Watched) -> None:
    paper.serve({"/rss": Response(404), "/a": page(), "/b": page("Harbour closed")})
    paper.tick(minutes=40)
    assert [address for address, _ in paper.said] == [paper.url("/rss")]
