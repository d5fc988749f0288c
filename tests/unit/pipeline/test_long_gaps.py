"""Hosts that want more time between two requests than anybody should be kept waiting for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from afterprint.engine.runner import Engine
from afterprint.local.wiring import open_world
from fakes import FakeClock
from local_server import Request, Response
from watching import START, Silent, Watched, page, watching

GAP = 300


class Visited:
    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.clock = FakeClock(START)
        self.log: list[tuple[str, float]] = []
        watched.sites["paper"].routes = self._answer
        addresses = tuple(watched.url(f"/{number}") for number in range(3))
        watched.source(articles=addresses, min_gap_seconds=GAP)

    def _answer(self, request: Request) -> Response:
        self.log.append((request.path, self.clock.monotonic()))
        return Response(404) if request.path == "/robots.txt" else page(f"Ferry {request.path} delayed by fog")

    def tick(self, *, seconds: float = 0) -> None:
        self.clock.advance(seconds)
        Engine(open_world(self.watched.folder, self.watched.watchlist, self.clock), Silent()).tick()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Visited]:
    with watching(tmp_path) as watched:
        yield Visited(watched)


def test_a_long_gap_is_kept_between_visits(site: Visited) -> None:
    site.tick()
    for _ in range(12):
        site.tick(seconds=60)
    assert sorted(path for path, _ in site.log if path != "/robots.txt") == ["/0", "/1", "/2"]
    assert min(later - earlier for (_, earlier), (_, later) in pairwise(site.log)) >= GAP


def test_nobody_waits_for_a_long_gap_in_the_lane(site: Visited) -> None:
    site.tick()  # robots.txt and one page: within a look there is nothing for it
    site.clock.slept.clear()
    site.tick(seconds=GAP + 60)
    assert max(site.clock.slept, default=0) <= 20
