"""Following the watchlist: what it drops is parked, what comes back is resumed, whatever came between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from afterprint.adopt import adopt
from afterprint.article_check import desk_for
from afterprint.engine.runner import Engine
from afterprint.model import Event, EventKind, Source
from afterprint.outcomes import Read
from afterprint.record import DROPPED, EventDraft, record, record_event
from afterprint.rows import ListKind, OpenWork, State
from dying import Death, Fate, mortal
from watching import Silent, Watched, feed, page, watching


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        watched.serve({"/a": page(), "/rss": feed(), "/other": page("Lamp parade")})
        watched.source(articles=(watched.url("/a"),), feeds=(watched.url("/rss"),))
        watched.tick()
        yield watched


def drop(paper: Watched) -> tuple[Source, ...]:
    dropped, paper.sources = paper.sources, ()
    paper.source(id="another", articles=(paper.url("/other"),))
    return dropped


def kinds(watched: Watched) -> list[EventKind]:
    return [event.kind for event in watched.events()]


def of_paper(watched: Watched) -> list[Event]:
    return [event for event in watched.events() if event.key.article.source == "paper"]


def state(paper: Watched) -> State:
    return next(row.state for row in paper.articles() if row.source == "paper")


def test_a_dropped_source_has_neither_feeds_nor_articles_due(paper: Watched) -> None:
    drop(paper)
    paper.tick(minutes=10)
    assert [row.due for row in paper.lists() if row.source == "paper" and row.kind is ListKind.FEED] == [None]
    assert state(paper) is State.PARKED
    assert paper.events()[0].detail == DROPPED


@pytest.mark.slow
def test_parking_cut_short_at_any_write_is_completed_and_can_be_resumed(paper: Watched) -> None:
    kept = drop(paper)
    counting = Fate()
    adopt(mortal(paper.world(), counting))
    paper.sources = kept
    paper.tick(minutes=1)
    before = len(of_paper(paper))
    for at in range(1, counting.calls + 1):
        for after in (False, True):
            kept = drop(paper)
            with pytest.raises(Death):
                adopt(mortal(paper.world(), Fate(at, after=after)))
            paper.tick(minutes=1)
            assert state(paper) is State.PARKED, (at, after)
            paper.sources = kept
            paper.tick(minutes=1)
            assert state(paper) is State.WATCHED, (at, after)
            before += 2
            assert len(of_paper(paper)) == before, (at, after)


def test_parking_tried_again_without_a_repair_says_so_once(paper: Watched) -> None:
    (row,) = paper.articles()
    drop(paper)
    world = paper.world()
    desk = desk_for(Source(id="paper", name="Paper"), world=world)
    record_event(row, EventDraft(kind=EventKind.SETTLED, detail=DROPPED), desk=desk)
    current = world.catalog.article(row.host, row.key)
    assert current is not None
    world.catalog.update_article(replace(row, revision=current.revision))  # as if the row had never been written
    for work in list(world.catalog.open_works()):
        world.catalog.close_work(work.path)
    paper.now = paper.now.replace(minute=30)
    adopt(paper.world())
    assert kinds(paper) == [EventKind.SETTLED]


def test_a_gone_article_stays_gone_while_its_source_is_away(paper: Watched) -> None:
    paper.serve({"/rss": feed()})
    paper.tick(minutes=30)
    paper.tick(minutes=5)
    kept = drop(paper)
    paper.tick(minutes=10)
    paper.sources = kept
    paper.tick(minutes=10)
    assert state(paper) is State.GONE
    paper.serve({"/rss": feed(), "/a": page()})
    paper.tick(minutes=7 * 24 * 60)
    assert kinds(paper) == [EventKind.GONE, EventKind.SETTLED, EventKind.RESUMED, EventKind.BACK]


def test_work_left_open_by_a_source_that_was_dropped_is_finished(paper: Watched) -> None:
    world = paper.world()
    (row,) = paper.articles()
    text = world.reader.article(page("Ferry cancelled by fog").body, row.url)
    answer = Read(text=text, body=b"<p>", extractor=row.extractor)
    dying = mortal(world, Fate(4))  # open work, snapshot, version, and no more
    with pytest.raises(Death):
        record(row, answer, desk=desk_for(paper.sources[0], world=dying))
    assert len(paper.versions()) == 2
    drop(paper)
    paper.tick(minutes=10)
    (row,) = (row for row in paper.articles() if row.source == "paper")
    assert (row.versions, row.state, list(paper.world().catalog.open_works())) == (2, State.PARKED, [])
    assert paper.events()[0].after_version == 2


def test_a_feed_whose_address_changed_is_read_at_the_new_one_only(paper: Watched) -> None:
    paper.serve({"/a": page(), "/feed": feed(paper.url("/n")), "/n": page("Market roof")})
    paper.sources = ()
    paper.source(articles=(paper.url("/a"),), feeds=(paper.url("/feed"),))
    paper.tick(minutes=10)
    assert paper.asked() == ["/feed", "/n"]


def test_following_twice_does_nothing_the_second_time(paper: Watched) -> None:
    drop(paper)
    assert adopt(paper.world())
    assert not +adopt(paper.world())


def test_repair_of_work_whose_record_was_never_stored_closes_it(paper: Watched) -> None:
    world = paper.world()
    (row,) = paper.articles()
    path = f"versions/{row.key.path}/000002.json"
    world.catalog.open_work(OpenWork(path=path, host=row.host, opened_at=paper.now))
    reporter = Silent()
    Engine(world, reporter).start()
    assert reporter.repaired["never_stored"] == 1
    assert list(world.catalog.open_works()) == []
