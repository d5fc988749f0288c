"""Kept pages read again by a later extractor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from afterprint.cage import DirectReader
from afterprint.cli.reread import command
from afterprint.errors import NotAnArticle
from afterprint.local.clock import FixedClock
from afterprint.model import ArticleText, ReadingKey, snapshot_path
from afterprint.ports import Archive
from afterprint.reread import CURRENT, READ, UNKEPT, UNREADABLE, reread
from watching import START, Watched, page, watching


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """One article of two versions."""
    with watching(tmp_path) as watch:
        watch.source(articles=(watch.url("/a"),))
        watch.serve({"/a": page("Ferry delayed by fog")})
        watch.tick()
        watch.serve({"/a": page("Ferry cancelled by fog")})
        watch.tick(minutes=40)
        yield watch


class NoReader(DirectReader):
    """Takes nothing for an article any more."""

    def article(self, body: bytes, url: str, content_type: str | None = None) -> ArticleText:
        raise NotAnArticle(url, "no_text")


def again(archive: Archive, *, reader: DirectReader | None = None, told: list[str] | None = None) -> dict[str, int]:
    def tell(path: str, error: Exception) -> None:
        if told is not None:
            told.append(f"{path}: {error}")

    keys = archive.version_keys()
    found = reread(
        keys, archive=archive, reader=reader or DirectReader(), extractor="99", clock=FixedClock(START), tell=tell
    )
    return dict(found)


def test_each_version_gets_a_reading_beside_it_and_stays_as_it_is(watched: Watched) -> None:
    archive, before = watched.world().archive, watched.versions()
    assert again(archive) == {READ: 2}
    assert watched.versions() == before
    texts = [archive.reading(ReadingKey(version.key, "99")).text.headline for version in before]
    assert texts == ["Ferry delayed by fog", "Ferry cancelled by fog"]


def test_what_was_read_again_before_is_not_read_once_more(watched: Watched) -> None:
    archive = watched.world().archive
    again(archive)
    assert again(archive, reader=NoReader()) == {CURRENT: 2}


def test_a_page_that_is_no_article_any_more_is_told_and_gets_no_reading(watched: Watched) -> None:
    archive, told = watched.world().archive, list[str]()
    assert again(archive, reader=NoReader(), told=told) == {UNREADABLE: 2}
    assert [line.partition(":")[0] for line in told] == [key.path for key in archive.version_keys()]
    assert not any(archive.has(ReadingKey(key, "99").path) for key in archive.version_keys())


def test_a_page_that_was_not_kept_is_told_and_the_others_are_read(watched: Watched) -> None:
    archive, told = watched.world().archive, list[str]()
    first = watched.versions()[0]
    (watched.folder / "archive" / snapshot_path(first.snapshot)).unlink()
    assert again(archive, told=told) == {UNKEPT: 1, READ: 1}
    assert len(told) == 1


def test_the_command_says_what_it_did(watched: Watched) -> None:
    done = CliRunner().invoke(command, ["--data", str(watched.folder)])
    assert done.exit_code == 0
    assert done.output == "read again: 0; up to date: 2; unreadable: 0; not kept: 0; withdrawn: 0\n"
