"""One scripted day of the sample newsroom through both worlds: what they publish is the same, byte for byte."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.engine.runner import Engine
from afterprint.local.clock import FixedClock
from afterprint.local.wiring import open_world
from afterprint.pipeline import render_stale
from afterprint.watchlist import load_watchlist
from cloud.newsroom import DAY, scripted_day
from cloud.watch import stack_watch
from watching import Silent

pytestmark = pytest.mark.slow


def test_the_engine_and_the_stack_publish_the_same_bytes(tmp_path: Path) -> None:
    with scripted_day() as day:
        path = tmp_path / "watchlist.toml"
        path.write_text(day.watchlist, encoding="utf-8")
        for moment in DAY:
            day.now = moment
            world = open_world(tmp_path / "data", load_watchlist(path), FixedClock(moment))
            Engine(world, Silent()).tick()
        later = DAY[-1] + timedelta(hours=1)
        render_stale(world, rendered_before=later, begun_before=later, tell=Silent().failed)
        with stack_watch(tmp_path, day.watchlist) as watch:
            for moment in DAY:
                day.now = moment
                watch.settle(moment)
            watch.deployed()  # runs repair, which renders what is rendered later
            assert not watch.troubles(), "; ".join(watch.troubles())
            published, archived = watch.documents(), watch.objects("ArchiveBucket")
    assert len([path for path in published if path.endswith("/1-2.html")]) >= 10, "nothing was edited"
    assert_same(published, tree(tmp_path / "data" / "site"))
    assert_same(archived, tree(tmp_path / "data" / "archive"))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert sorted(one) == sorted(other)
    assert [path for path in one if one[path] != other[path]] == []
