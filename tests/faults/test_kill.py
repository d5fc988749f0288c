"""Killed at any moment, the embedded watch ends up where an undisturbed one does."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom_day import DAY, newsroom_day, points, tree

SEED = 20261124


@pytest.mark.slow
def test_a_tick_killed_at_random_moments_and_run_again_leaves_what_an_undisturbed_one_leaves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    kills = divergences = 0
    each = max(1, points(22, 220) // len(DAY))
    with newsroom_day(tmp_path) as day:
        for moment in DAY:
            day.now = moment
            seconds = day.tick(calm)
            for _ in range(each):
                day.tick(killed, kill_after=chance.uniform(0.3, 1.0) * seconds)
                kills += 1
            day.tick(killed)
            divergences += at_once(tree(calm)) != at_once(tree(killed))
        day.now = DAY[-1] + timedelta(hours=2)
        day.tick(calm)
        day.tick(killed)
    with capsys.disabled():
        print(f"\nkill -9: {kills} kills tried, {divergences} divergences")
    assert tree(killed) == tree(calm)
    assert divergences == 0
    assert any(path.startswith("archive/changes/") for path in tree(calm))


def at_once(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the documents that are rendered by the hour: a kill may put them off until the next one."""
    late = ("/timemap", "/archive/", "/kinds/", "sitemap")
    soon = ("site/feeds/all.", "site/index.html")
    return {
        path: body
        for path, body in files.items()
        if not path.startswith("site/")
        or path.startswith(soon)
        or (re.match(r"site/[a-z0-9-]+/[a-z2-7]{16}/", path) and not any(each in path for each in late))
    }
