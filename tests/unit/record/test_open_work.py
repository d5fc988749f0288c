"""Work that repair closes while its record is being stored is open again when both are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from afterprint.article_check import desk_for
from afterprint.model import Version, VersionKey
from afterprint.outcomes import Read
from afterprint.record import record
from afterprint.repair import repair
from afterprint.rows import ArticleRow, OpenWork
from watching import BODY, Watched, page, watching


class Meanwhile:
    """A port to which something else happens right before its next call of this name."""

    def __init__(self, inner: Any, name: str, happens: Callable[[], object]) -> None:
        self._inner = inner
        self._name = name
        self._happens = happens

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            self._name = ""
            self._happens()
        return getattr(self._inner, name)


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    """An article with one version, whose next was begun by a process that died before it stored it."""
    with watching(tmp_path) as watched:
        watched.serve({"/a": page("Ferry delayed by fog")})
        watched.source(articles=(watched.url("/a"),))
        watched.tick()
        yield watched


def begun(paper: Watched) -> tuple[ArticleRow, str]:
    (row,) = paper.articles()
    path = VersionKey(row.key, 2).path
    paper.world().catalog.open_work(OpenWork(path=path, host=row.host, opened_at=paper.now))
    return row, path


def edited(paper: Watched, row: ArticleRow) -> Read:
    text = paper.versions()[0].text
    return Read(text=replace(text, paragraphs=[*BODY[1:], "A boat was sent."]), body=b"x", extractor=row.extractor)


def test_work_that_was_closed_before_its_version_was_stored_is_opened_again(paper: Watched) -> None:
    row, path = begun(paper)
    world = paper.world()
    archive = Meanwhile(world.archive, "add_version", lambda: repair(paper.world()))
    record(row, edited(paper, row), desk=replace(desk_for(paper.sources[0], world=world), archive=archive))
    assert [work.path for work in world.catalog.open_works()] == [path]


def test_work_that_is_closed_after_its_version_was_stored_is_opened_again(paper: Watched) -> None:
    row, path = begun(paper)
    world = paper.world()

    def stored() -> None:
        desk = desk_for(paper.sources[0], world=paper.world())
        record(row, edited(paper, row), desk=desk)

    repair(replace(world, catalog=Meanwhile(world.catalog, "close_work", stored)))
    assert isinstance(world.archive.version(VersionKey.from_path(path)), Version)
    assert [work.path for work in world.catalog.open_works()] == [path]
