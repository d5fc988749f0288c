"""Articles that move: aliases, other hosts' lanes, events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from afterprint.model import EventKind
from afterprint.rows import State
from local_server import Response
from watching import Watched, feed, moved, page, watching


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path, "paper", "other") as watched:
        yield watched


def kinds(watched: Watched) -> list[EventKind]:
    return [event.kind for event in watched.events()]


def test_a_permanent_move_on_the_same_host_is_an_event_once(two: Watched) -> None:
    two.serve({"/a": page()})
    two.source(articles=(two.url("/a"),))
    two.tick()
    two.serve({"/a": moved("/b"), "/b": page()})
    two.tick(minutes=30)
    two.tick(minutes=40)
    assert kinds(two) == [EventKind.MOVED]
    assert two.asked() == ["/b"]
    assert len(two.versions()) == 1


def test_a_passing_redirect_on_the_same_host_moves_nothing(two: Watched) -> None:
    two.serve({"/a": moved("/b", 302), "/b": page()})
    two.source(articles=(two.url("/a"),))
    two.tick()
    two.tick(minutes=30)
    assert (kinds(two), two.asked()) == ([], ["/a", "/b"])


def test_a_new_article_behind_another_hosts_redirect_is_fetched_in_that_hosts_lane(two: Watched) -> None:
    two.serve({"/rss": feed(two.url("/go")), "/go": moved(two.url("/a", "other"), 302)})
    two.serve({"/a": page()}, "other")
    two.source(feeds=(two.url("/rss"),))
    two.tick()
    (version,) = two.versions()
    assert (version.url, version.final_url) == (two.url("/go"), two.url("/a", "other"))
    assert "/robots.txt" in two.sites["other"].paths()


def test_the_other_hosts_robots_txt_is_obeyed(two: Watched) -> None:
    two.serve({"/go": moved(two.url("/a", "other"))})
    two.serve({"/robots.txt": Response(200, {}, b"User-agent: *\nDisallow: /"), "/a": page()}, "other")
    two.source(articles=(two.url("/go"),))
    two.tick()
    assert (two.asked("other"), two.versions()) == ([], [])


def test_a_known_article_that_moved_to_another_host_for_good_keeps_its_history(two: Watched) -> None:
    two.serve({"/a": page()})
    two.source(articles=(two.url("/a"),))
    two.tick()
    two.serve({"/a": moved(two.url("/b", "other"))})
    two.serve({"/b": page("Ferry cancelled by fog")}, "other")
    two.tick(minutes=30)
    two.tick(minutes=40)
    assert [version.text.headline for version in two.versions()] == ["Ferry delayed by fog", "Ferry cancelled by fog"]
    assert (kinds(two), two.asked(), two.asked("other")) == ([EventKind.MOVED], [], ["/b"])


def test_a_move_cut_short_after_its_event_is_completed_without_another(two: Watched) -> None:
    two.serve({"/a": page()})
    two.source(articles=(two.url("/a"),))
    two.tick()
    two.serve({"/a": moved(two.url("/b", "other"))})
    two.serve({"/b": page()}, "other")
    world = two.world()
    (row,) = two.articles()
    from dataclasses import replace

    from afterprint.article_check import desk_for
    from afterprint.record import EventDraft, record_event

    two.now = row.due or two.now
    draft = EventDraft(kind=EventKind.MOVED, to_url=two.url("/b", "other"))
    record_event(replace(row, address=two.url("/b", "other")), draft, desk=desk_for(two.sources[0], world=world))
    two.tick()
    assert kinds(two) == [EventKind.MOVED]
    assert two.asked() == []
    assert two.articles()[0].host.startswith("other.test")


def test_a_passing_redirect_to_another_host_makes_no_version_of_a_known_article(two: Watched) -> None:
    two.serve({"/a": page()})
    two.source(articles=(two.url("/a"),))
    two.tick()
    two.serve({"/a": moved(two.url("/consent", "other"), 302)})
    two.serve({"/consent": page("We value your privacy")}, "other")
    two.tick(minutes=30)
    assert (len(two.versions()), kinds(two), two.asked("other")) == (1, [], [])


def test_a_redirect_in_a_circle_is_a_failure(two: Watched) -> None:
    two.serve({"/a": moved("/b"), "/b": moved("/a")})
    two.source(articles=(two.url("/a"),))
    assert two.tick() == {"failed": 1}


def test_a_new_article_that_leads_to_a_known_one_is_dropped(two: Watched) -> None:
    two.serve({"/a": page()}, "other")
    two.serve({"/go": moved(two.url("/a", "other"))})
    two.source(articles=(two.url("/a", "other"),))
    two.tick()
    two.sources = ()
    two.source(articles=(two.url("/a", "other"), two.url("/go")))
    two.tick(minutes=5)
    states = {row.url: row.state for row in two.articles()}
    assert states == {two.url("/a", "other"): State.WATCHED, two.url("/go"): State.ALIAS}


def test_a_feed_that_moved_to_another_host_is_read_there(two: Watched) -> None:
    two.serve({"/rss": moved(two.url("/feed", "other"))})
    two.serve({"/feed": feed(two.url("/a", "other")), "/a": page()}, "other")
    two.source(feeds=(two.url("/rss"),))
    two.tick()
    two.tick(minutes=10)
    assert (len(two.versions()), two.asked(), two.asked("other")) == (1, [], ["/feed"])
