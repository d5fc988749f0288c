"""One fictional paper: what it has printed, and its habits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hostile_newsroom.languages import Language
from hostile_newsroom.story import State, Story


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """From `start` to `end` the paper (or, with `path`, one article) answers with this instead."""

    kind: str  # consent, bot, meter, down, upkeep, region, 503, 500, error
    start: datetime
    end: datetime
    path: str = ""

    def holds(self, path: str, now: datetime) -> bool:
        return self.start <= now < self.end and self.path in ("", path)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One fictional paper and its habits."""

    id: str
    name: str
    language: Language
    template: str
    stories: tuple[Story, ...] = ()
    redesign: tuple[datetime, str] | None = None
    charset: str = "utf-8"
    charset_in_header: bool = True
    feed: str = "rss"  # rss, atom, none
    sitemap: bool = False
    validators: str = ""  # etag, modified, lying-etag, still-modified
    ab: str = ""  # request, window
    troubles: tuple[Trouble, ...] = ()
    cut_share: float = 0.0
    stale_share: float = 0.0  # looks that a cache answers with the page as it was before the last edit
    nodes: tuple[int, ...] = ()  # caches before the site: each keeps a page for so many minutes
    sticky: int = 0  # minutes for which one and the same cache answers; 0: each look meets any of them
    meter_shows: int = 2  # pieces of the body
    telling: bool = True
    dated: bool = True  # pages say in their data when they were changed
    clock_in_body: bool = False  # "Updated 5 minutes ago" as a paragraph of the body
    edition: str = ""  # readers from abroad are sent to the same article under this folder

    @property
    def list_path(self) -> str:
        return {"rss": "/rss.xml", "atom": "/feed.atom", "none": "/news-sitemap.xml"}[self.feed]

    def standing(self, now: datetime) -> list[tuple[Story, State]]:
        """The stories that are published at `now` and not gone, and the state of each."""
        found = [(story, story.state_at(now)) for story in self.stories]
        shown = [(story, story.states[number]) for story, number in found if number is not None]
        return [one for one in shown if not one[1].gone]
