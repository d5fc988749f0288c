"""A small picture of an article's history: a line of time with a mark for each version and event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from afterprint.publish.views import Step

WIDTH = 640
MARGIN = 10
APART = 14
"""Marks stand so far apart at least, where there is room: what happened within minutes can still be told apart."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A mark: where it stands (0 to WIDTH), and the step of the history that it is for."""

    x: float
    step: Step


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Marks in order of time, and the times at both ends of the line."""

    moments: tuple[Moment, ...]
    start: datetime
    end: datetime

    @property
    def versions(self) -> int:
        return sum(bool(moment.step.version) for moment in self.moments)

    @property
    def events(self) -> int:
        return len(self.moments) - self.versions


def timeline(steps: Sequence[Step]) -> Timeline | None:
    """The picture of `steps` (oldest first); None where there are fewer than two, or no time lies between them."""
    if len(steps) < 2 or steps[0].line.seen_at == steps[-1].line.seen_at:
        return None
    start, end = steps[0].line.seen_at, steps[-1].line.seen_at
    scale = (WIDTH - 2 * MARGIN) / (end - start).total_seconds()
    wanted = [MARGIN + (step.line.seen_at - start).total_seconds() * scale for step in steps]
    moments = (Moment(x=round(x, 1), step=step) for x, step in zip(_spread(wanted), steps, strict=True))
    return Timeline(moments=tuple(moments), start=start, end=end)


def _spread(wanted: Sequence[float]) -> list[float]:
    """The places nearest to those wanted that stand apart: pushed to the right, then back from the end."""
    apart = min(APART, (WIDTH - 2 * MARGIN) / (len(wanted) - 1))
    places: list[float] = []
    for x in wanted:
        places.append(max(x, places[-1] + apart) if places else x)
    limit = float(WIDTH - MARGIN)
    for index in reversed(range(len(places))):
        places[index] = limit = min(places[index], limit)
        limit -= apart
    return places
