"""The watcher among papers that do their best to make it invent or miss edits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hostile_newsroom.watch import watched

SOAK = bool(os.environ.get("AFTERPRINT_SOAK"))
SEEDS = (1, 2, 3) if SOAK else (1,)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_edit_is_invented_none_missed_and_no_disappearance_unnoticed(tmp_path: Path, seed: int) -> None:
    papers, articles, hours, step = (12, 25, 48, 10) if SOAK else (12, 2, 20, 20)
    judged, _ = watched(seed, tmp_path, papers=papers, articles=articles, hours=hours, step_minutes=step)
    assert judged.told >= 0.98 * judged.served, judged.complaints
    assert len(judged.invented) <= max(1, 0.01 * judged.articles), judged.complaints
    assert judged.unnoticed == judged.wrongly_gone == []
