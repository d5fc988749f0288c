"""Subscribers are told of a change when its pages can be read, and not again when its message comes again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from afterprint.messages import ChangeStored, DocumentsPublished
from afterprint.model import ChangeKey
from afterprint.pipeline import publish
from afterprint.ports import World
from afterprint.rows import OpenWork
from watching import BODY, Deaf, Watched, feed, page, watching


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """An article that was edited once; all of it is on the site."""
    with watching(tmp_path) as watched:
        watched.source(feeds=(watched.url("/rss"),))
        for minutes, headline in ((0, "Ferry delayed by fog"), (40, "Ferry cancelled by fog")):
            body = [*BODY[1:], headline]
            watched.serve({"/rss": feed(watched.url("/a")), "/a": page(headline, body)})
            watched.tick(minutes=minutes)
        yield watched


def told(world: World) -> list[ChangeKey]:
    """What notify is asked to tell of."""
    deliveries = world.queue.receive((DocumentsPublished,), limit=10)
    return [each.message.key for each in deliveries if isinstance(each.message, DocumentsPublished)]  # type: ignore[misc]


def the_change(watched: Watched, *, is_open: bool) -> tuple[World, ChangeStored]:
    world = replace(watched.world(), outlets=(Deaf(),))
    (key,) = (key for key in world.archive.change_keys() if not key.is_first)
    if is_open:
        world.catalog.open_work(OpenWork(path=key.version.path, host=watched.articles()[0].host, opened_at=watched.now))
    return world, ChangeStored(key)


def test_a_change_whose_work_is_open_is_told(watched: Watched) -> None:
    world, message = the_change(watched, is_open=True)
    publish([message], world=world)
    assert told(world) == [message.key]


def test_a_change_that_is_twice_in_a_batch_is_told_once(watched: Watched) -> None:
    world, message = the_change(watched, is_open=True)
    publish([message, message], world=world)
    assert told(world) == [message.key]


def test_a_change_that_was_brought_to_its_end_is_not_told_again(watched: Watched) -> None:
    world, message = the_change(watched, is_open=False)
    publish([message], world=world)
    assert told(world) == []
