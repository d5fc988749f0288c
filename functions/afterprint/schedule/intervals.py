"""How long to wait between two looks at an article: one replaceable policy.

NewsSniffer's rule: start at the source's shortest interval, a fifth longer after each look that found nothing new,
back to the start after a change. An article that never changes is looked at about 34 times before it settles.
"""

from __future__ import annotations

GROWTH = 1.2
LONGEST_MINUTES = 40 * 24 * 60.0


def next_interval(previous_minutes: float, *, first_minutes: float, changed: bool) -> float:
    """Minutes until the next look, after one that found the text `changed` or not; 0 as previous means none yet."""
    if changed or previous_minutes <= 0:
        return first_minutes
    return min(previous_minutes * GROWTH, LONGEST_MINUTES)
