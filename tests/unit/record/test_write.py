"""Writing decisions down where a put finds its place taken, its answer is lost, or another extractor read before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from afterprint.article_check import desk_for
from afterprint.errors import StoreError
from afterprint.model import ArticleText, Event, EventKind, Reading, ReadingKey, Version
from afterprint.outcomes import Missing, Outcome, Read
from afterprint.ports import World
from afterprint.record import Desk, EventDraft, catch_up, record, record_event
from afterprint.rows import ArticleRow, State
from watching import BODY, Watched, page, watching

OLD = ArticleText(headline="Ferry delayed by fog", paragraphs=BODY)
NEW = ArticleText(headline="Ferry cancelled by fog", paragraphs=BODY)
NEWER = ArticleText(headline="Ferry sunk by fog", paragraphs=BODY)


class Unreliable:
    """An archive whose next put of a version or event loses its answer, fails before it, or fails after it."""

    def __init__(self, inner: Any, how: str) -> None:
        self._inner = inner
        self._how = how

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def add_version(self, version: Version) -> bool:
        return self._put(self._inner.add_version, version)

    def add_event(self, event: Event) -> bool:
        return self._put(self._inner.add_event, event)

    def _put(self, put: Any, record: Version | Event) -> bool:
        how, self._how = self._how, ""
        if how == "before":
            raise StoreError(record.key.path, "no answer")
        stored = bool(put(record))
        if how == "after":
            raise StoreError(record.key.path, "no answer")
        return False if how == "lost" else stored


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        watched.serve({"/a": page("Ferry delayed by fog")})
        watched.source(articles=(watched.url("/a"),))
        watched.tick()
        watched.now += timedelta(minutes=30)
        yield watched


def read(text: ArticleText, extractor: str) -> Read:
    return Read(text=text, body=text.headline.encode(), extractor=extractor)


def at_desk(paper: Watched, how: str = "", *, minutes: float = 0) -> tuple[Desk, ArticleRow, World]:
    paper.now += timedelta(minutes=minutes)
    world = paper.world()
    (row,) = world.catalog.articles()
    desk = desk_for(paper.sources[0], world=world)
    return replace(desk, archive=Unreliable(world.archive, how)), row, world


def headlines(paper: Watched) -> list[str]:
    return [version.text.headline for version in paper.versions()]


def kinds(paper: Watched) -> list[EventKind]:
    return [event.kind for event in paper.events()]


def test_a_version_whose_answer_was_lost_is_one_version(paper: Watched) -> None:
    desk, row, _ = at_desk(paper, "lost")
    done = record(row, read(NEW, row.extractor), desk=desk)
    assert (done.outcome, done.row.versions) == (Outcome.CHANGED, 2)
    assert headlines(paper) == ["Ferry delayed by fog", "Ferry cancelled by fog"]


@pytest.mark.parametrize("how", ["before", "after"])
def test_a_version_whose_put_failed_is_one_version_after_the_next_look(paper: Watched, how: str) -> None:
    desk, row, _ = at_desk(paper, how)
    with pytest.raises(StoreError):
        record(row, read(NEW, row.extractor), desk=desk)
    desk, row, _ = at_desk(paper, minutes=1)
    assert row.versions == 1
    record(row, read(NEW, row.extractor), desk=desk)
    assert headlines(paper) == ["Ferry delayed by fog", "Ferry cancelled by fog"]
    assert paper.articles()[0].versions == 2


def test_after_a_put_that_failed_a_still_newer_text_is_the_version_after_it(paper: Watched) -> None:
    desk, row, _ = at_desk(paper, "after")
    with pytest.raises(StoreError):
        record(row, read(NEW, row.extractor), desk=desk)
    seen_at = paper.now
    desk, row, _ = at_desk(paper, minutes=1)
    record(row, read(NEWER, row.extractor), desk=desk)
    assert headlines(paper)[1:] == ["Ferry cancelled by fog", "Ferry sunk by fog"]
    assert paper.versions()[2].unchanged_until == seen_at
    assert paper.versions()[2].previous == desk.archive.version_digest(paper.versions()[1].key)


def test_a_reading_older_than_what_is_stored_is_dropped(paper: Watched) -> None:
    desk, row, _ = at_desk(paper, minutes=10)
    record(row, read(NEWER, row.extractor), desk=desk)
    late, _, world = at_desk(paper, minutes=-5)
    done = record(row, read(NEW, row.extractor), desk=late)
    assert (done.outcome, headlines(paper)[1:]) == (Outcome.STALE, ["Ferry sunk by fog"])
    assert next(world.catalog.articles()).versions == 2


def test_a_stale_reading_brings_a_row_that_lags_up_to_the_archive(paper: Watched) -> None:
    desk, row, _ = at_desk(paper, "after", minutes=10)
    with pytest.raises(StoreError):
        record(row, read(NEWER, row.extractor), desk=desk)
    late, row, _ = at_desk(paper, minutes=-5)
    assert record(row, read(NEW, row.extractor), desk=late).outcome is Outcome.STALE
    (row,) = paper.articles()
    assert (row.versions, row.headline) == (2, "Ferry sunk by fog")


@pytest.mark.parametrize("how", ["lost", "before", "after"])
def test_an_article_gone_is_said_once_whatever_becomes_of_the_put(paper: Watched, how: str) -> None:
    desk, row, _ = at_desk(paper)
    record(row, Missing(status=404), desk=desk)
    for turn in (how, "", ""):
        desk, row, _ = at_desk(paper, turn, minutes=5)
        try:
            record(row, Missing(status=404), desk=desk)
        except StoreError:
            continue
    assert kinds(paper) == [EventKind.GONE]
    assert paper.articles()[0].state is State.GONE


@pytest.mark.parametrize("how", ["lost", "before", "after"])
def test_a_watch_that_ended_is_said_once_whatever_becomes_of_the_put(paper: Watched, how: str) -> None:
    for turn in (how, ""):
        desk, row, _ = at_desk(paper, turn, minutes=41 * 24 * 60)
        if row.due is None:
            break
        try:
            record(row, read(OLD, row.extractor), desk=desk)
        except StoreError:
            continue
    (row,) = paper.articles()
    assert (kinds(paper), row.state, row.due) == ([EventKind.SETTLED], State.SETTLED, None)


@pytest.mark.parametrize("how", ["lost", "before", "after"])
def test_a_move_is_said_once_whatever_becomes_of_the_put(paper: Watched, how: str) -> None:
    draft = EventDraft(kind=EventKind.MOVED, detail="a permanent redirect", to_url=paper.url("/b"))
    for turn in (how, ""):
        desk, row, _ = at_desk(paper, turn, minutes=1)
        if row.events:
            break
        try:
            record_event(replace(row, address=paper.url("/b")), draft, desk=desk)
        except StoreError:
            continue
    (row,) = paper.articles()
    assert (kinds(paper), row.events, row.address) == ([EventKind.MOVED], 1, paper.url("/b"))


def test_two_moves_are_two_events(paper: Watched) -> None:
    for path in ("/b", "/c", "/b"):
        desk, row, _ = at_desk(paper, minutes=1)
        record_event(row, EventDraft(kind=EventKind.MOVED, to_url=paper.url(path)), desk=desk)
    assert kinds(paper) == [EventKind.MOVED] * 3


def test_an_event_that_finds_another_in_its_place_is_the_next_one(paper: Watched) -> None:
    desk, row, _ = at_desk(paper)
    record_event(row, EventDraft(kind=EventKind.MOVED, to_url=paper.url("/b")), desk=desk)
    record_event(row, EventDraft(kind=EventKind.SETTLED, detail="over"), desk=desk)
    assert kinds(paper) == [EventKind.MOVED, EventKind.SETTLED]


def test_catching_up_brings_versions_and_events_and_does_it_once(paper: Watched) -> None:
    desk, row, world = at_desk(paper)
    record(row, read(NEW, row.extractor), desk=desk)
    _, current, _ = at_desk(paper)
    record_event(current, EventDraft(kind=EventKind.MOVED, to_url=paper.url("/b")), desk=desk)
    lagging = replace(row, revision=paper.articles()[0].revision)
    row = catch_up(lagging, archive=world.archive, catalog=world.catalog, source=paper.sources[0])
    assert (row.versions, row.events, row.address) == (2, 1, paper.url("/b"))
    assert paper.articles() == [row]
    assert catch_up(row, archive=world.archive, catalog=world.catalog, source=paper.sources[0]) == row


def test_a_row_caught_up_after_its_watch_ended_is_looked_at_no_later(paper: Watched) -> None:
    desk, row, world = at_desk(paper, minutes=40 * 24 * 60 - 30)
    record(row, Missing(status=404), desk=desk)
    desk, row, _ = at_desk(paper, "after", minutes=5)
    with pytest.raises(StoreError):
        record(row, Missing(status=404), desk=desk)
    row = catch_up(row, archive=world.archive, catalog=world.catalog, source=paper.sources[0])
    assert (row.state, row.due) == (State.GONE, row.watched_until)


def later(desk: Desk, reads: str) -> Desk:
    """The desk of an extractor that reads old snapshots with this headline."""

    def reread(body: bytes, url: str, content_type: str | None) -> ArticleText:
        return ArticleText(headline=reads, paragraphs=BODY)

    return replace(desk, extractor="later", reread=reread)


def test_what_a_later_extractor_reads_otherwise_is_no_version(paper: Watched) -> None:
    desk, row, world = at_desk(paper)
    desk = later(desk, "Ferry delayed | by fog")
    done = record(row, read(ArticleText(headline="Ferry delayed | by fog", paragraphs=BODY), "later"), desk=desk)
    assert (done.outcome, len(paper.versions()), done.row.extractor) == (Outcome.SAME, 1, "later")
    reading = world.archive.reading(ReadingKey(row.latest, "later"))
    assert reading.text.headline == "Ferry delayed | by fog"
    assert paper.versions()[0].text.headline == "Ferry delayed by fog"


def test_an_edit_is_found_beneath_a_change_of_extractor(paper: Watched) -> None:
    desk, row, _ = at_desk(paper)
    edited = ArticleText(headline="Ferry cancelled | by fog", paragraphs=BODY)
    done = record(row, read(edited, "later"), desk=later(desk, "Ferry delayed | by fog"))
    assert (done.outcome, len(paper.versions())) == (Outcome.CHANGED, 2)


def test_a_snapshot_is_read_again_once(paper: Watched) -> None:
    desk, row, _ = at_desk(paper)
    desk.archive.add_reading(Reading(key=ReadingKey(row.latest, "later"), text=NEW, read_at=paper.now))
    done = record(row, read(NEW, "later"), desk=later(desk, "never asked"))
    assert done.outcome is Outcome.SAME


def test_the_same_answer_twice_is_recorded_once(paper: Watched) -> None:
    desk, row, _ = at_desk(paper)
    for _ in range(2):
        record(row, read(NEW, row.extractor), desk=desk)
    assert (len(paper.versions()), paper.articles()[0].versions) == (2, 2)
