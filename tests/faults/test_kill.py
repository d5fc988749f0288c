"""Killed at any moment, the embedded watch ends up where an undisturbed one does."""

from __future__ import annotations

import random
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
            divergences += tree(calm) != tree(killed)
    with capsys.disabled():
        print(f"\nkill -9: {kills} kills tried, {divergences} divergences")
    assert tree(killed) == tree(calm)
    assert divergences == 0
    assert any(path.startswith("archive/changes/") for path in tree(calm))
