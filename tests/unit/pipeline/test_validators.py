"""What a site says of freshness and sameness: obeyed where it holds, no longer believed where it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.article_check import EARLY_FULL_LOOKS, FULL_LOOK_EVERY, is_full_look
from afterprint.fetch.lane import DISTRUST
from afterprint.rows import HostRow
from local_server import Request, Response
from watching import BODY, START, Watched, feed, page, watching

DAY = 24 * 60.0
EDITED = [*BODY[:-1], "The harbour office took back what it had said of the fog on day five."]


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        yield watched


def told(response: Response, **fields: str) -> Response:
    """The response with these fields beside its own."""
    return replace(response, headers={**response.headers, **{k.replace("_", "-"): v for k, v in fields.items()}})


def tagged(body: list[str], etag: str, *, unmodified: Callable[[str], bool]) -> Callable[[Request], Response]:
    """A page with an ETag that answers 304 where `unmodified` says so of the If-None-Match that came."""

    def answer(request: Request) -> Response:
        if unmodified(request.headers.get("if-none-match", "")):
            return Response(304, {"ETag": etag})
        return told(page(body=body), ETag=etag)

    return answer


def conditions(paper: Watched) -> list[str | None]:
    """The If-None-Match of each request for the article in the last tick."""
    return [request.headers.get("if-none-match") for request in paper.sites["paper"].log if request.path == "/a"]


def host_row(paper: Watched) -> HostRow | None:
    return paper.world().catalog.host(paper.articles()[0].host)


def watch_until_the_next_look_is_full(paper: Watched) -> None:
    paper.serve({"/a": tagged(BODY, '"1"', unmodified='"1"'.__eq__)})
    paper.source(articles=(paper.url("/a"),), watch_days=400)
    paper.tick()
    paper.tick(minutes=DAY)
    while not is_full_look(paper.articles()[0]):
        paper.tick(minutes=DAY)


def test_an_article_is_not_asked_for_while_its_site_calls_it_fresh(paper: Watched) -> None:
    paper.serve({"/a": told(page(), Cache_Control="max-age=7200")})
    paper.source(articles=(paper.url("/a"),), first_check_minutes=30)
    paper.tick()
    paper.tick(minutes=119)
    assert paper.asked() == []
    paper.tick(minutes=1)
    assert paper.asked() == ["/a"]


def test_a_year_of_freshness_counts_for_six_hours(paper: Watched) -> None:
    paper.serve({"/a": told(page(), Cache_Control="max-age=31536000, immutable")})
    paper.source(articles=(paper.url("/a"),))
    paper.tick()
    assert paper.articles()[0].due == START + timedelta(hours=6)


def test_a_304_renews_the_freshness(paper: Watched) -> None:
    unmodified = Response(304, {"Cache-Control": "max-age=10800"})
    whole = told(page(), ETag='"1"')
    paper.serve({"/a": lambda request: unmodified if "if-none-match" in request.headers else whole})
    paper.source(articles=(paper.url("/a"),))
    paper.tick()
    paper.tick(minutes=DAY)
    assert paper.articles()[0].due == paper.now + timedelta(hours=3)


def test_a_second_look_does_not_wait_for_freshness(paper: Watched) -> None:
    paper.serve({"/a": page()})
    paper.source(articles=(paper.url("/a"),), second_look_minutes=5)
    paper.tick()
    paper.serve({"/a": told(page(body=BODY[:2]), Cache_Control="max-age=7200")})
    paper.tick(minutes=60)
    assert paper.articles()[0].due == paper.now + timedelta(minutes=5)


def test_a_feed_is_not_read_while_its_site_calls_it_fresh(paper: Watched) -> None:
    paper.serve({"/rss": told(feed(), Cache_Control="max-age=3600")})
    paper.source(feeds=(paper.url("/rss"),), feed_minutes=10)
    paper.tick()
    assert paper.lists()[0].due == START + timedelta(hours=1)


def test_an_early_look_and_later_one_in_ten_are_unconditional(paper: Watched) -> None:
    paper.serve({"/a": tagged(BODY, '"1"', unmodified='"1"'.__eq__)})
    paper.source(articles=(paper.url("/a"),), watch_days=400)
    paper.tick()
    asked: list[str | None] = []
    for _ in range(3 * FULL_LOOK_EVERY - 1):
        paper.tick(minutes=10 * DAY)
        asked += conditions(paper)
    first, later = asked[: FULL_LOOK_EVERY - 1], asked[FULL_LOOK_EVERY - 1 :]
    assert [number for number, sent in enumerate(first, 1) if sent is None] == [*EARLY_FULL_LOOKS]
    assert (later.count(None), later.count('"1"')) == (2, 2 * FULL_LOOK_EVERY - 2)


def test_an_edit_that_304s_hide_is_found_and_the_host_no_longer_believed(paper: Watched) -> None:
    watch_until_the_next_look_is_full(paper)
    paper.serve({"/a": tagged(EDITED, '"2"', unmodified=bool)})  # 304, whatever is sent
    assert paper.tick(minutes=DAY)["changed"] == 1
    assert conditions(paper) == [None, '"1"']
    trouble = host_row(paper)
    assert trouble is not None
    assert trouble.ignore_validators_until == paper.now + DISTRUST
    paper.tick(minutes=DAY)
    assert conditions(paper) == [None]


def test_validators_are_used_again_after_a_week(paper: Watched) -> None:
    watch_until_the_next_look_is_full(paper)
    paper.serve({"/a": tagged(EDITED, '"2"', unmodified=bool)})
    paper.tick(minutes=DAY)
    paper.tick(minutes=7 * DAY)
    assert conditions(paper) == ['"2"']


def test_an_edit_that_an_honest_site_made_just_now_is_no_lie(paper: Watched) -> None:
    watch_until_the_next_look_is_full(paper)
    paper.serve({"/a": tagged(EDITED, '"2"', unmodified='"2"'.__eq__)})
    assert paper.tick(minutes=DAY)["changed"] == 1
    assert conditions(paper) == [None, '"1"']
    row = host_row(paper)
    assert row is None or row.ignore_validators_until is None


def test_an_etag_that_changes_while_the_text_does_not_is_counted(paper: Watched) -> None:
    paper.serve({"/a": told(page(), ETag='"1"')})
    paper.source(articles=(paper.url("/a"),))
    paper.tick()
    paper.serve({"/a": told(page(), ETag='"2"')})
    assert paper.tick(minutes=DAY) == {"restamped": 1}
    assert paper.tick(minutes=DAY) == {"same": 1}
    assert len(paper.versions()) == 1
