"""What moves on a page while its article stands still: counts, lists, promotions, advertisements, "minutes ago".

All of it is drawn from the address and the time alone, so that a page can be asked for twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

WEATHER = ("Showers, 7°C", "Bright spells, 9°C", "Wind easing, 8°C", "Rain later, 6°C", "Cloudy, 8°C")
SLOGANS = (
    "Harrowgill Boots: made to be mended",
    "Winter tyres fitted while you wait at Pellow’s",
    "Quarter Past Four tea, from your grocer",
    "The Annis Players present The Clockmaker’s Daughter",
    "Dry logs by the load. Ring Tarn & Sons",
)
NEWSLETTERS = (
    "The morning in five minutes: sign up for our free newsletter",
    "Get the day’s news by email, every weekday at seven",
    "Join 4,000 readers of our weekend letter",
)


@dataclass(frozen=True)
class Link:
    """A heading and where it leads."""

    title: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Furniture:
    """Everything around an article at one moment."""

    ago: str  # "12 minutes ago"
    shares: int
    comments: int
    reading_now: int
    most_read: tuple[Link, ...]
    related: tuple[Link, ...]
    promotion: Link
    advertisement: str
    advertisement_id: str
    newsletter: str
    weather: str


def furniture(url: str, now: datetime, *, published: datetime, links: Sequence[Link]) -> Furniture:
    """The furniture of the page at `url` at `now`; `links` (three or more) are what it may point to."""
    age = max((now - published) // timedelta(minutes=1), 0)
    pull = Random(url).randint(2, 9)
    minute = _drawn(url, now, minutes=1)
    return Furniture(
        ago=ago(now - published),
        shares=age * pull // 3 + age % 7,
        comments=age * pull // 20,
        reading_now=minute.randint(20, 400),
        most_read=tuple(_drawn("most read", now, minutes=7).sample(links, min(5, len(links)))),
        related=tuple(_drawn(f"related {url}", now, minutes=11).sample(links, 3)),
        promotion=_drawn(f"promotion {url}", now, minutes=5).choice(links),
        advertisement=minute.choice(SLOGANS),
        advertisement_id=f"ad-{minute.getrandbits(40):010x}",
        newsletter=_drawn(f"newsletter {url}", now, minutes=17).choice(NEWSLETTERS),
        weather=_drawn("weather", now, minutes=25).choice(WEATHER),
    )


def ago(age: timedelta) -> str:
    """`age` as papers say it: "just now", "1 minute ago", "3 hours ago"."""
    minutes = age // timedelta(minutes=1)
    if minutes < 1:
        return "just now"
    count, unit = (minutes, "minute") if minutes < 60 else (minutes // 60, "hour")
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _drawn(what: str, now: datetime, *, minutes: int) -> Random:
    """A source of chance that changes every so many minutes, and is the same for everyone in between."""
    return Random(f"{what} {int(now.timestamp()) // (60 * minutes)}")
