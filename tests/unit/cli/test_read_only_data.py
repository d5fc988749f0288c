"""Commands that only look do so where nothing can be written, and beside whoever writes."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from afterprint.errors import StoreError
from afterprint.local.catalog import SqliteCatalog
from watching import Watched, page, watching

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


def _without_override() -> None:
    """Take from root, in the child, the right to write whatever the modes say."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "afterprint", *words],
        preexec_fn=_without_override,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path / "data") as watch:
        watch.source(articles=(watch.url("/a"),))
        watch.serve({"/a": page()})
        watch.tick()
        yield watch


@pytest.fixture
def sealed(watched: Watched, tmp_path: Path) -> Iterator[Path]:
    """A copy of the data in which nobody may write."""
    folder = tmp_path / "sealed"
    shutil.copytree(watched.folder, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)


def test_status_looks_into_data_that_cannot_be_written(sealed: Path) -> None:
    done = run("status", "--json", "--data", str(sealed))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"]["paper"]["watched"] == 1


@pytest.mark.parametrize("words", [("export", "versions"), ("diff", "paper/x", "1", "1")])
def test_whatever_else_only_looks_does_too(sealed: Path, words: tuple[str, ...]) -> None:
    article = next((sealed / "archive" / "versions" / "paper").iterdir()).name
    done = run(*(word.replace("paper/x", f"paper/{article}") for word in words), "--data", str(sealed))
    assert done.returncode == 0, done.stderr


def test_looking_writes_nothing(sealed: Path) -> None:
    before = sorted(sealed.rglob("*"))
    run("status", "--data", str(sealed))
    assert sorted(sealed.rglob("*")) == before


def test_a_look_beside_a_running_watch_sees_what_it_wrote_last(watched: Watched) -> None:
    writing = watched.world().catalog  # holds the file open, its last writes still in the log
    (row,) = writing.articles()
    looking = SqliteCatalog(watched.folder / "catalog.sqlite", read_only=True)
    assert [each.key for each in looking.articles()] == [row.key]


def test_a_catalog_opened_to_read_refuses_to_write(watched: Watched) -> None:
    looking = SqliteCatalog(watched.folder / "catalog.sqlite", read_only=True)
    (row,) = looking.articles()
    with pytest.raises(StoreError):
        looking.update_article(row)


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        SqliteCatalog(tmp_path / "none.sqlite", read_only=True)
    assert not list(tmp_path.iterdir())
