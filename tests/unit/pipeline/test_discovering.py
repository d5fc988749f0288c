"""From feeds, sitemaps and single addresses to articles, through the real embedded world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.rows import State
from local_server import Response
from watching import START, Watched, feed, moved, page, watching


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        yield watched


def sitemap(*entries: tuple[str, str]) -> Response:
    urls = "".join(f"<url><loc>{loc}</loc><lastmod>{when}</lastmod></url>" for loc, when in entries)
    return Response(200, {"Content-Type": "application/xml"}, f"<urlset>{urls}</urlset>".encode())


def index(*entries: tuple[str, str]) -> Response:
    maps = "".join(f"<sitemap><loc>{loc}</loc><lastmod>{when}</lastmod></sitemap>" for loc, when in entries)
    return Response(200, {"Content-Type": "application/xml"}, f"<sitemapindex>{maps}</sitemapindex>".encode())


def test_an_article_from_feed_sitemap_and_tracking_link_is_one(paper: Watched) -> None:
    paper.serve(
        {
            "/rss": feed(paper.url("/a?utm_source=rss")),
            "/map": sitemap((paper.url("/a"), "2026-11-03")),
            "/a": page(),
            "/a?utm_source=rss": page(),
        }
    )
    paper.source(feeds=(paper.url("/rss"),), sitemaps=(paper.url("/map"),), articles=(paper.url("/a#comments"),))
    paper.tick()
    assert [row.url for row in paper.articles()] == [paper.url("/a")]
    assert len(paper.versions()) == 1


def test_a_page_that_calls_itself_by_a_known_address_is_no_second_article(paper: Watched) -> None:
    paper.serve({"/a": page(), "/print/a": page(canonical="/a")})
    paper.source(articles=(paper.url("/a"), paper.url("/print/a")))
    paper.tick()
    assert sorted((row.url, row.state) for row in paper.articles()) == [
        (paper.url("/a"), State.WATCHED),
        (paper.url("/print/a"), State.ALIAS),
    ]
    assert len(paper.versions()) == 1


def test_a_feed_that_fails_is_tried_again_later_each_time(paper: Watched) -> None:
    paper.serve({"/rss": Response(500)})
    paper.source(feeds=(paper.url("/rss"),), feed_minutes=10)
    waits = []
    for minutes in (0, 10, 20):
        paper.tick(minutes=minutes)
        (row,) = paper.lists()
        assert row.due is not None
        waits.append((row.due - paper.now) / timedelta(minutes=1))
    assert waits == [10, 20, 40]
    assert row.last_outcome == "failed: status 500"


def test_a_feed_that_recovers_is_read_and_its_failures_forgotten(paper: Watched) -> None:
    paper.serve({"/rss": Response(500)})
    paper.source(feeds=(paper.url("/rss"),))
    paper.tick()
    paper.serve({"/rss": feed(paper.url("/a")), "/a": page()})
    paper.tick(minutes=10)
    assert (paper.lists()[0].failures, len(paper.versions())) == (0, 1)


def test_an_unchanged_feed_is_asked_for_conditionally(paper: Watched) -> None:
    body = feed(paper.url("/a"))
    paper.serve(
        {
            "/rss": lambda request: (
                Response(304)
                if request.headers.get("if-none-match") == '"f1"'
                else Response(200, {"ETag": '"f1"'}, body.body)
            ),
            "/a": page(),
        }
    )
    paper.source(feeds=(paper.url("/rss"),))
    paper.tick()
    assert paper.tick(minutes=10) == {"same": 1}


def test_what_was_too_old_at_first_contact_is_never_taken_up(paper: Watched) -> None:
    old = feed(paper.url("/old"), at=START - timedelta(days=3))
    paper.serve({"/rss": old, "/old": page()})
    paper.source(feeds=(paper.url("/rss"),), lookback_days=2)
    paper.tick()
    paper.tick(minutes=10)
    assert paper.articles() == []


def test_of_a_sitemap_index_only_recent_sitemaps_are_read(paper: Watched) -> None:
    paper.serve(
        {
            "/map": index((paper.url("/new.xml"), "2026-11-03"), (paper.url("/old.xml"), "2024-01-01")),
            "/new.xml": sitemap((paper.url("/a"), "2026-11-03")),
            "/a": page(),
        }
    )
    paper.source(sitemaps=(paper.url("/map"),))
    paper.tick()
    assert "/new.xml" in paper.asked()
    assert "/old.xml" not in paper.asked()
    assert len(paper.versions()) == 1


def test_a_sitemap_that_its_index_dropped_is_no_longer_read(paper: Watched) -> None:
    paper.serve({"/map": index((paper.url("/one.xml"), "2026-11-03")), "/one.xml": sitemap()})
    paper.source(sitemaps=(paper.url("/map"),))
    paper.tick()
    paper.serve({"/map": index((paper.url("/two.xml"), "2026-11-03")), "/two.xml": sitemap()})
    paper.tick(minutes=10)
    paper.tick(minutes=10)
    assert sorted(paper.asked()) == ["/map", "/two.xml"]


def test_of_two_sources_that_name_an_address_the_first_keeps_it(paper: Watched) -> None:
    paper.serve({"/rss1": feed(paper.url("/a")), "/rss2": feed(paper.url("/a")), "/a": page()})
    paper.source(id="one", feeds=(paper.url("/rss1"),))
    paper.tick()
    paper.source(id="two", feeds=(paper.url("/rss2"),))
    paper.tick(minutes=10)
    assert [row.source for row in paper.articles()] == ["one"]


def test_what_is_no_feed_is_told_and_tried_again(paper: Watched) -> None:
    paper.serve({"/rss": page()})
    paper.source(feeds=(paper.url("/rss"),))
    paper.tick()
    (row,) = paper.lists()
    assert (row.failures, row.last_outcome) == (1, "failed: a web page, not a feed")


def test_a_sitemap_of_an_index_that_moved_away_is_not_asked_for_at_its_old_place(tmp_path: Path) -> None:
    with watching(tmp_path, "paper", "other") as two:
        two.serve(
            {
                "/s": index((two.url("/s1"), "2026-11-03")),
                "/s1": moved(two.url("/s1", "other")),
                "/a": page(),
            }
        )
        two.serve({"/s1": sitemap((two.url("/a"), "2026-11-03"))}, "other")
        two.source(sitemaps=(two.url("/s"),))
        two.tick()
        assert len(two.versions()) == 1
        two.tick(minutes=10)
        two.tick(minutes=10)
        assert (two.asked(), two.asked("other")) == (["/s"], ["/s1"])


def test_a_feed_that_moved_for_good_on_its_host_is_asked_for_there(paper: Watched) -> None:
    paper.serve({"/rss": moved("/feed"), "/feed": feed(paper.url("/a")), "/a": page()})
    paper.source(feeds=(paper.url("/rss"),))
    paper.tick()
    paper.tick(minutes=10)
    assert paper.asked() == ["/feed"]
    paper.serve({"/rss": feed(paper.url("/b")), "/b": page("Lamp parade"), "/a": page()})
    paper.tick(minutes=10)
    paper.tick(minutes=20)
    assert "/rss" in paper.asked()
