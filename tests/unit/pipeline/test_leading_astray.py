"""Redirects that lead in circles, back, or to where another article is watched already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from afterprint.model import EventKind
from afterprint.record import Desk
from afterprint.rows import State
from local_server import Response
from watching import Watched, feed, moved, page, watching


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path, "paper", "other") as watched:
        yield watched


def kinds(watched: Watched) -> list[EventKind]:
    return [event.kind for event in watched.events()]


def states(watched: Watched) -> dict[str, State]:
    return {row.url: row.state for row in watched.articles()}


def known_article(two: Watched) -> None:
    two.serve({"/a": page()})
    two.source(articles=(two.url("/a"),))
    two.tick()


def test_a_known_article_sent_to_and_fro_between_hosts_is_one_move_and_a_failure(two: Watched) -> None:
    known_article(two)
    two.serve({"/a": moved(two.url("/a", "other"))})
    two.serve({"/a": moved(two.url("/a"))}, "other")
    assert two.tick(minutes=30)["failed"] == 1
    assert len(two.asked()) + len(two.asked("other")) <= 7
    for _ in range(3):
        two.now = two.articles()[0].due or two.now
        assert two.tick()["failed"] == 1
    assert kinds(two) == [EventKind.MOVED]


def test_where_a_circle_ends_the_article_is_read_and_its_place_told(two: Watched) -> None:
    known_article(two)
    two.serve({"/a": moved(two.url("/a", "other"))})
    two.serve({"/a": moved(two.url("/a"))}, "other")
    two.tick(minutes=30)
    two.serve({"/a": page("Ferry cancelled by fog")})
    two.now = two.articles()[0].due or two.now
    two.tick()
    assert [event.to_url for event in two.events()] == [two.url("/a", "other"), two.url("/a")]
    assert len(two.versions()) == 2


def test_a_new_article_sent_to_and_fro_between_hosts_is_a_failure(two: Watched) -> None:
    two.serve({"/a": moved(two.url("/a", "other"), 302)})
    two.serve({"/a": moved(two.url("/a"), 302)}, "other")
    two.source(articles=(two.url("/a"),))
    assert two.tick()["failed"] == 1
    assert (two.versions(), two.events()) == ([], [])


def test_an_article_that_moves_back_is_told_to_be_back(two: Watched) -> None:
    known_article(two)
    two.serve({"/a": moved("/b"), "/b": page()})
    two.tick(minutes=30)
    two.serve({"/b": moved("/a"), "/a": page()})
    two.tick(minutes=40)
    assert [event.to_url for event in two.events()] == [two.url("/b"), two.url("/a")]


def test_a_move_to_another_host_leaves_no_work_open(two: Watched) -> None:
    known_article(two)
    two.serve({"/a": moved(two.url("/a", "other"))})
    two.serve({"/a": page("Ferry cancelled by fog")}, "other")
    two.tick(minutes=30)
    assert list(two.world().catalog.open_works()) == []


def test_a_feed_sent_to_and_fro_between_hosts_is_a_failure_and_tried_again_at_home(two: Watched) -> None:
    two.serve({"/rss": moved(two.url("/rss", "other"))})
    two.serve({"/rss": moved(two.url("/rss"))}, "other")
    two.source(feeds=(two.url("/rss"),))
    assert two.tick()["failed"] == 1
    two.serve({"/rss": feed(two.url("/a")), "/a": page()})
    two.tick(minutes=10)
    assert len(two.versions()) == 1


def test_a_feed_that_breaks_where_it_was_sent_is_looked_for_at_home(two: Watched) -> None:
    two.serve({"/rss": moved(two.url("/rss", "other"), 302)})
    two.serve({"/rss": feed()}, "other")
    two.source(feeds=(two.url("/rss"),))
    two.tick()
    two.serve({"/rss": feed(two.url("/a")), "/a": page()})
    two.serve({}, "other")
    two.tick(minutes=10)
    two.tick(minutes=10)
    assert len(two.versions()) == 1
    assert two.asked("other") == []


def two_articles(two: Watched) -> None:
    two.serve({"/a": page(), "/b": page("Lamp parade")})
    two.source(articles=(two.url("/a"), two.url("/b")))
    two.tick()


@pytest.mark.parametrize("site", ["paper", "other"])
def test_of_two_articles_that_meet_at_one_address_both_histories_stay_and_one_is_watched(
    two: Watched, site: str
) -> None:
    two.serve({"/b": page("Lamp parade")}, "other")
    two.serve({"/a": page(), "/b": page("Lamp parade")})
    two.source(articles=(two.url("/a"), two.url("/b", site)))
    two.tick()
    two.serve({"/a": moved(two.url("/b", site)), "/b": page("Lamp parade")})
    two.tick(minutes=30)
    assert states(two) == {two.url("/a"): State.SETTLED, two.url("/b", site): State.WATCHED}
    assert [(event.url, event.kind) for event in two.events()] == [
        (two.url("/a"), EventKind.MOVED),
        (two.url("/a"), EventKind.SETTLED),
    ]
    assert len(two.versions()) == 2
    two.tick(minutes=40)
    assert [*two.asked(), *two.asked("other")] == ["/b"]
    assert len(two.events()) == 2


def test_a_meeting_cut_short_after_the_move_is_completed(two: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    two_articles(two)
    two.serve({"/a": moved("/b"), "/b": page("Lamp parade")})

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    import afterprint.article_check as checking

    whole = checking.record_event

    def once(row: object, draft: object, *, desk: Desk) -> object:
        monkeypatch.setattr(checking, "record_event", die)
        return whole(row, draft, desk=desk)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "record_event", once)
    with pytest.raises(KeyboardInterrupt):
        two.tick(minutes=30)
    monkeypatch.setattr(checking, "record_event", whole)
    two.tick()
    assert kinds(two) == [EventKind.MOVED, EventKind.SETTLED]


def test_a_passing_redirect_to_another_watched_article_is_no_edit(two: Watched) -> None:
    two_articles(two)
    two.serve({"/a": moved("/b", 302), "/b": page("Lamp parade")})
    two.tick(minutes=30)
    assert (len(two.versions()), kinds(two)) == (2, [])
    assert states(two)[two.url("/a")] is State.WATCHED


def test_a_permanent_redirect_keeps_the_validators_of_where_it_led(two: Watched) -> None:
    two.serve({"/a": moved("/b"), "/b": Response(200, {"ETag": '"b"', "Content-Type": "text/html"}, page().body)})
    two.source(articles=(two.url("/a"),))
    two.tick()
    two.tick(minutes=30)
    two.tick(minutes=40)
    assert '"b"' in [request.headers.get("if-none-match") for request in two.sites["paper"].log]


@pytest.mark.parametrize("site", ["paper", "other"])
@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize(("target", "rule"), [("/", "redirect_to_front_page"), ("/404.html", "redirect_to_error_page")])
def test_a_redirect_to_a_front_page_or_an_error_page_is_neither_a_version_nor_a_move(
    two: Watched, target: str, rule: str, status: int, site: str
) -> None:
    known_article(two)
    two.serve({target: page("Harbour news of today")}, site)
    two.serve({"/a": moved(two.url(target, site), status), **({target: page("News")} if site == "paper" else {})})
    two.tick(minutes=30)
    two.tick(minutes=5)
    row = two.articles()[0]
    assert (row.address, row.last_outcome.partition("(")[2]) == (two.url("/a"), f"{rule})")
    assert (len(two.versions()), two.events()) == (1, [])
