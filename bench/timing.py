"""Timing things in turns, so that a noisy machine is noisy to all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple


class Figure(NamedTuple):
    """One figure of a benchmark."""

    name: str
    value: float
    unit: str


def in_turns(tasks: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The median milliseconds of CPU time of each task, run one after another `rounds` times after a warm-up."""
    spent: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds + 1):
        for name, task in tasks.items():
            started = time.process_time()
            task()
            if turn:
                spent[name].append((time.process_time() - started) * 1000)
    return {name: statistics.median(times) for name, times in spent.items()}


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
