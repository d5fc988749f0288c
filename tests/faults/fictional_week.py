"""A week of small papers, made up from a seed: articles appear, are edited, vanish and come back.

They are a Web themselves, without sockets in between.
Every text is made of words that this file has; the same seed gives the same week.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from afterprint.errors import FetchError
from afterprint.model import Fetched, Validators
from watching import feed, page

NOUNS = (
    "harbour", "ferry", "market", "bridge", "council", "lamp", "roof", "tower", "garden", "library", "museum",
    "orchard", "quarry", "canal", "theatre", "bakery", "school", "tram", "station", "mill", "chapel", "fountain",
)  # fmt: skip
PLACES = ("Aldermere", "Brackwater", "Corsley", "Dunmore", "Elstow", "Farnhope", "Greywick", "Hollin", "Ingleby")
VERBS = ("closed", "reopened", "flooded", "repaired", "painted", "sold", "measured", "moved", "praised", "delayed")
LIKE = ("quiet", "narrow", "crowded", "famous", "leaking", "borrowed", "wooden", "disputed", "distant", "costly")
LOOKS_BACK = timedelta(days=2)


@dataclass(frozen=True)
class Story:
    """One article: when it is printed, when it is edited, and during which hours it is gone."""

    host: str
    path: str
    printed: datetime
    edits: tuple[datetime, ...]
    gone: tuple[datetime, datetime] | None

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"

    def version_at(self, now: datetime) -> int:
        """How often it has been edited by then."""
        return bisect_right(self.edits, now)

    def is_there(self, now: datetime) -> bool:
        away = self.gone is not None and self.gone[0] <= now < self.gone[1]
        return self.printed <= now and not away


class Papers:
    """So many papers with so many articles in all, from `start` on, for so many days; a Web at the time of `clock`.

    `asked` counts the requests.
    """

    def __init__(self, clock: Callable[[], datetime], *, hosts: int, articles: int, start: datetime, days: int) -> None:
        self._clock = clock
        self.asked = 0
        chance = random.Random(20261124)
        names = [f"paper-{number:02d}.test" for number in range(hosts)]
        made = [_story(chance, names[number % hosts], number, start, days) for number in range(articles)]
        self.stories = {story.url: story for story in made}
        self.names = names

    @property
    def watchlist(self) -> str:
        """The watchlist that watches all of them, as its owner would write it."""
        hosts = ", ".join(f'"{name}" = "127.0.0.1"' for name in self.names)
        sources = "".join(
            f'\n[[source]]\nid = "{name.removesuffix(".test")}"\nname = "{name.removesuffix(".test").title()}"\n'
            f'feeds = ["http://{name}/rss"]\nmin_gap_seconds = 0\nfeed_minutes = 60\n'
            for name in self.names
        )
        return (
            '[afterprint]\ncontact = "https://edits.example.org/about"\ntag = "edits.example.org,2026"\n'
            'site_url = "https://edits.example.org/"\n\n[network]\nallow = ["127.0.0.0/8"]\n'
            f"hosts = {{ {hosts} }}\n{sources}"
        )

    def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        pace: Callable[[str], None] | None = None,
        across_hosts: bool = False,
        max_body: int | None = None,
    ) -> Fetched:
        """As `ports.Web`."""
        if pace is not None:
            pace(url)
        self.asked += 1
        etag, body, kind = self._answer(url)
        known = Validators(url=url, etag=etag)
        headers = {"etag": etag, "content-type": kind}
        if validators is not None and validators.etag == etag:
            return Fetched(url=url, final_url=url, status=304, headers=headers, body=b"", validators=known)
        return Fetched(url=url, final_url=url, status=200, headers=headers, body=body, validators=known)

    def _answer(self, url: str) -> tuple[str, bytes, str]:
        now = self._clock()
        if url.endswith("/rss"):
            links = [story.url for story in self._in_feed(url, now)]
            return f'"{len(links)}-{hash_of(links)}"', feed(*links, at=now).body, "application/rss+xml"
        story = self.stories.get(url)
        if story is None or not story.is_there(now):
            raise FetchError("status", url, status=404)
        version = story.version_at(now)
        headline, paragraphs = text(story.path, version)
        return f'"{version}"', page(headline, paragraphs).body, "text/html; charset=utf-8"

    def _in_feed(self, url: str, now: datetime) -> Iterator[Story]:
        for story in self.stories.values():
            if url == f"http://{story.host}/rss" and now - LOOKS_BACK < story.printed <= now:
                yield story


def hash_of(links: list[str]) -> int:
    """A number for these links that is the same in every process."""
    return random.Random("\n".join(links)).getrandbits(32)


def _story(chance: random.Random, host: str, number: int, start: datetime, days: int) -> Story:
    """Half of all articles are edited, up to four times; one in twelve vanishes for a while."""
    hours = days * 24
    printed = start + timedelta(hours=chance.uniform(0, hours * 0.7))
    left = hours - (printed - start).total_seconds() / 3600
    times = chance.choice((0, 0, 0, 1, 1, 2, 4))
    edits = tuple(sorted(printed + timedelta(hours=chance.uniform(0.5, left * 0.9)) for _ in range(times)))
    gone = None
    if chance.random() < 1 / 12:
        away = printed + timedelta(hours=chance.uniform(0.2, 0.6) * left)
        gone = (away, away + timedelta(hours=left / 4))
    return Story(host, f"/news/{number}-{chance.choice(NOUNS)}", printed, edits, gone)


@lru_cache(maxsize=256)
def text(path: str, version: int) -> tuple[str, list[str]]:
    """Headline and paragraphs of an article after so many edits."""
    chance = random.Random(path)
    headline = _headline(chance)
    paragraphs = [" ".join(_sentence(chance) for _ in range(3)) for _ in range(6)]
    for edit in range(1, version + 1):
        chance = random.Random(f"{path} {edit}")
        place = chance.randrange(len(paragraphs))
        match chance.choice(("headline", "sentence", "sentence", "added", "dropped")):
            case "headline":
                headline = _headline(chance)
            case "sentence":
                paragraphs[place] = f"{_sentence(chance)} {paragraphs[place].partition('. ')[2]}"
            case "dropped" if len(paragraphs) > 4:
                del paragraphs[place]
            case _:
                paragraphs.insert(place, f"{_sentence(chance)} {_sentence(chance)}")
    return headline, paragraphs


def _headline(chance: random.Random) -> str:
    words = chance.choice(LIKE), chance.choice(NOUNS), chance.choice(VERBS), chance.choice(PLACES)
    return f"{words[0].title()} {words[1]} {words[2]} in {words[3]} after {chance.randint(2, 99)} years"


def _sentence(chance: random.Random) -> str:
    pick = chance.choice
    return (
        f"The {pick(LIKE)} {pick(NOUNS)} of {pick(PLACES)} was {pick(VERBS)} {chance.randint(2, 999)} days after "
        f"the {pick(NOUNS)} in {pick(PLACES)} had been {pick(VERBS)}."
    )
