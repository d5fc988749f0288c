"""What is watched: sources and the watchlist that names them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Source:
    """A publication to watch. Every default is the watchlist's; durations carry their unit in the name."""

    id: str
    name: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    min_gap_seconds: float = 1
    feed_minutes: float = 10
    first_check_minutes: float = 30
    second_look_minutes: float = 5
    watch_days: float = 40
    lookback_days: float = 2
    cosmetic: bool = False
    honour_noarchive: bool = True


@dataclass(frozen=True, kw_only=True)
class Search:
    """A saved search, published as feeds."""

    name: str
    query: str


class TextPolicy(StrEnum):
    """How much of other people's text is published."""

    CHANGES = "changes"  # edited paragraphs and one of context
    FULL = "full"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class NetworkPolicy:
    """What may be fetched beyond public addresses on ports 80 and 443. All of it is written out by the owner."""

    allow: tuple[str, ...] = ()  # CIDR blocks
    ports: tuple[int, ...] = ()
    hosts: tuple[tuple[str, str], ...] = ()  # name → fixed address

    @property
    def fixed(self) -> dict[str, str]:
        return dict(self.hosts)


@dataclass(frozen=True, kw_only=True)
class Watchlist:
    """What is watched and how it is published, as one TOML file says it."""

    contact: str
    tag: str
    site_url: str = ""  # ends with "/" where set; "" makes relative links only
    text: TextPolicy = TextPolicy.CHANGES
    noindex: bool = True
    sources: tuple[Source, ...] = ()
    searches: tuple[Search, ...] = ()
    network: NetworkPolicy = field(default_factory=NetworkPolicy)

    def source(self, source_id: str) -> Source | None:
        return next((source for source in self.sources if source.id == source_id), None)
