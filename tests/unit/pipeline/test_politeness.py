"""What a site sees of us: gaps, robots.txt, Retry-After, from its own request log under a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from afterprint.engine.runner import Engine
from afterprint.local.wiring import open_world
from fakes import FakeClock
from local_server import Request, Response
from watching import START, Silent, Watched, feed, moved, page, watching


class Visited:
    """A site under a fake clock, and when it was asked for what."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.clock = FakeClock(START)
        self.log: list[tuple[str, float]] = []
        self.routes: dict[str, Response] = {}
        watched.sites["paper"].routes = self._answer

    def _answer(self, request: Request) -> Response:
        self.log.append((request.path, self.clock.monotonic()))
        return self.routes.get(request.path, Response(404))

    def tick(self, *, minutes: float = 0) -> list[str]:
        """Let time pass and do what is due; the paths asked for."""
        self.clock.advance(minutes * 60)
        asked = len(self.log)
        world = open_world(self.watched.folder, self.watched.watchlist, self.clock)
        Engine(world, Silent()).tick()
        return [path for path, _ in self.log[asked:]]

    def gaps(self) -> list[float]:
        return [later - earlier for (_, earlier), (_, later) in pairwise(self.log)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Visited]:
    with watching(tmp_path) as watched:
        yield Visited(watched)


def articles(site: Visited, count: int) -> tuple[str, ...]:
    return tuple(site.watched.url(f"/{number}") for number in range(count))


def serve_articles(site: Visited, count: int) -> None:
    site.routes |= {f"/{number}": page(f"Ferry number {number} delayed by fog") for number in range(count)}


def test_any_two_requests_to_a_host_are_a_gap_apart_within_a_visit_and_between_visits(site: Visited) -> None:
    serve_articles(site, 4)
    site.routes |= {"/rss": feed(*articles(site, 4)), "/0": moved("/1")}
    site.watched.source(feeds=(site.watched.url("/rss"),), min_gap_seconds=3)
    site.tick()
    site.tick(minutes=30)
    assert len(site.log) > 8
    assert min(site.gaps()) >= 3


def test_a_crawl_delay_longer_than_the_watchlists_gap_is_kept(site: Visited) -> None:
    serve_articles(site, 3)
    site.routes |= {"/robots.txt": Response(200, {}, b"User-agent: *\nCrawl-delay: 7")}
    site.watched.source(articles=articles(site, 3), min_gap_seconds=1)
    site.tick()
    assert [path for path, _ in site.log][:1] == ["/robots.txt"]
    assert len(site.log) == 4
    assert min(site.gaps()) >= 7


def test_robots_txt_is_asked_for_once_in_a_day(site: Visited) -> None:
    serve_articles(site, 1)
    site.watched.source(articles=articles(site, 1))
    site.tick()
    for _ in range(8):
        site.tick(minutes=170)
    assert [path for path, _ in site.log].count("/robots.txt") == 1
    site.tick(minutes=300)
    assert [path for path, _ in site.log].count("/robots.txt") == 2


def test_what_robots_txt_forbids_is_never_asked_for(site: Visited) -> None:
    serve_articles(site, 2)
    site.routes |= {"/robots.txt": Response(200, {}, b"User-agent: Afterprint\nDisallow: /1")}
    site.watched.source(articles=articles(site, 2))
    for _ in range(3):
        site.tick(minutes=60)
    assert "/1" not in [path for path, _ in site.log]
    assert "/0" in [path for path, _ in site.log]


def test_a_redirect_does_not_lead_round_robots_txt(site: Visited) -> None:
    serve_articles(site, 2)
    site.routes |= {"/robots.txt": Response(200, {}, b"User-agent: *\nDisallow: /1"), "/0": moved("/1", 302)}
    site.watched.source(articles=articles(site, 1))
    site.tick()
    assert "/1" not in [path for path, _ in site.log]


def test_while_robots_txt_cannot_be_had_nothing_is_asked_for(site: Visited) -> None:
    serve_articles(site, 1)
    site.routes |= {"/robots.txt": Response(503)}
    site.watched.source(articles=articles(site, 1))
    assert site.tick() == ["/robots.txt"]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "retry_after", [lambda clock: "7200", lambda clock: f"{clock.now() + timedelta(hours=2):%a, %d %b %Y %H:%M:%S GMT}"]
)
def test_after_retry_after_nothing_is_asked_of_the_host_before(
    site: Visited, status: int, retry_after: Callable[[FakeClock], str]
) -> None:
    serve_articles(site, 3)
    site.watched.source(articles=articles(site, 3))
    site.tick()
    site.clock.advance(3600)
    site.routes |= {"/0": Response(status, {"Retry-After": retry_after(site.clock)})}
    asked_at = site.clock.monotonic()
    first = site.tick()
    assert first[-1] == "/0", "nothing is asked for after the refusal"
    for _ in range(5):
        site.tick(minutes=20)
    later = [at for _, at in site.log if at > asked_at + 60]
    assert not [at for at in later if at < asked_at + 7200 - 60]


def test_a_host_that_keeps_refusing_is_left_alone_twice_as_long_each_time_and_recovers(site: Visited) -> None:
    site.routes |= {"/0": Response(503)}
    site.watched.source(articles=articles(site, 1), first_check_minutes=1)
    world = open_world(site.watched.folder, site.watched.watchlist, site.clock)
    pauses = []
    site.tick()
    host = f"paper.test:{site.watched.sites['paper'].port}"
    for _ in range(4):
        row = world.catalog.host(host)
        assert row is not None
        assert row.not_before is not None
        pauses.append(round((row.not_before - (row.last_error_at or row.not_before)).total_seconds() / 60))
        site.clock.advance((row.not_before - site.clock.now()).total_seconds() + 3600)
        site.tick()
    assert pauses == [1, 2, 4, 8]
    serve_articles(site, 1)
    site.tick(minutes=24 * 60)
    row = world.catalog.host(host)
    assert row is not None
    assert (row.failures, row.not_before) == (0, None)


def test_no_cookie_and_no_referer_is_sent_and_the_agent_names_its_owner(site: Visited) -> None:
    site.routes |= {"/0": Response(200, {"Set-Cookie": "a=b", "Content-Type": "text/html"}, page().body)}
    site.watched.source(articles=articles(site, 1))
    site.tick()
    site.tick(minutes=30)
    for request in site.watched.sites["paper"].log:
        assert not {"cookie", "referer"} & set(request.headers)
        assert "(+https://edits.example.org/about)" in request.headers["user-agent"]


def test_the_longest_gap_of_two_sources_on_a_host_is_kept_between_their_visits_too(site: Visited) -> None:
    serve_articles(site, 2)
    site.routes |= {"/rss": feed(site.watched.url("/0"))}
    site.watched.source(feeds=(site.watched.url("/rss"),), min_gap_seconds=1)
    site.tick()
    site.watched.source(id="another", articles=(site.watched.url("/1"),), min_gap_seconds=20)
    asked = len(site.log)
    site.tick(minutes=10)
    assert min(site.gaps()[asked:]) >= 20
    assert site.tick(minutes=10) == ["/rss"]
    assert site.clock.slept[-1] == 20, "a visit that the other source had no part in ends in its gap all the same"


def test_a_retry_after_on_robots_txt_is_respected(site: Visited) -> None:
    serve_articles(site, 1)
    site.routes |= {"/robots.txt": Response(503, {"Retry-After": "10800"})}
    site.watched.source(articles=articles(site, 1))
    assert site.tick() == ["/robots.txt"]
    assert [site.tick(minutes=50) for _ in range(3)] == [[], [], []]
    site.routes |= {"/robots.txt": Response(404)}
    assert site.tick(minutes=240) == ["/robots.txt", "/0"]


def test_a_page_that_is_missing_shows_that_the_host_has_recovered(site: Visited) -> None:
    site.routes |= {"/0": Response(503)}
    site.watched.source(articles=articles(site, 1))
    site.tick()
    site.routes |= {"/0": Response(404)}
    site.tick(minutes=30)
    (host,) = open_world(site.watched.folder, site.watched.watchlist, site.clock).catalog.hosts()
    assert (host.failures, host.not_before) == (0, None)
