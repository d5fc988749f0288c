"""A paragraph that was set aside in a comparison, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A paragraph that is the site's furniture and so was ignored on both sides of a comparison.

    It stood in `articles` other articles when they were first read, since the day `since` (UTC); `witnesses` are some
    of them, of different stories, as `source/article`. By its `digest` it is known again. Its `text`, as printed, only
    a change has: a version holds no text of another one.
    """

    digest: str
    articles: int
    since: date
    witnesses: tuple[str, ...]
    text: str = ""
