"""A hostile newsroom, watched: what the real engine makes of made-up papers whose truth is known.

Twelve papers of 25 articles for 48 hours; NEWSROOM_SEEDS names other seeds than `1 2 3`, NEWSROOM_STEP another number
of minutes between two ticks than 10. What was missed or invented is listed on standard error.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.timing import Figure

TESTS = Path(__file__).resolve().parent.parent / "tests"


def figures() -> Iterator[Figure]:
    """For each seed: edits told, false versions, vanished articles noticed, and how much of the stored text is true."""
    sys.path.insert(0, str(TESTS))
    from hostile_newsroom.watch import watched

    step = int(os.environ.get("NEWSROOM_STEP", "10"))
    for seed in map(int, os.environ.get("NEWSROOM_SEEDS", "1 2 3").split()):
        with tempfile.TemporaryDirectory() as folder:
            judged, _ = watched(seed, Path(folder), step_minutes=step)
        for line in judged.complaints:
            print(line, file=sys.stderr)
        for name, value, unit in judged.figures:
            yield Figure(f"seed_{seed}_{name}", value, unit)
