"""A real embedded world over sites on loopback, ticked at times that a test sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from afterprint.engine.runner import Engine
from afterprint.local.clock import FixedClock
from afterprint.local.wiring import open_world
from afterprint.log_keys import Subject
from afterprint.model import (
    ArticleKey,
    ChangeKey,
    Event,
    EventKey,
    NetworkPolicy,
    Notice,
    Source,
    Version,
    VersionKey,
    Watchlist,
)
from afterprint.pipeline import render_stale
from afterprint.ports import World
from afterprint.rows import ArticleRow, ListRow, WatchedRow
from local_server import LocalServer, Response, Route

START = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
BODY = [f"The harbour office said on day {day} of the fog that boats would sail an hour late." for day in range(6)]


def page(headline: str = "Ferry delayed by fog", body: list[str] | None = None, *, canonical: str = "") -> Response:
    """An article's page."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (BODY if body is None else body))
    html = (
        f"<html lang=en><head><title>{headline}</title>{link}</head><body><article><h1>{headline}</h1>{text}</article>"
    )
    return Response(200, {"Content-Type": "text/html; charset=utf-8"}, f"{html}</body></html>".encode())


def feed(*links: str, at: datetime = START) -> Response:
    """An RSS feed of these links, all published at `at`."""
    stamp = at.strftime("%a, %d %b %Y %H:%M:%S +0000")
    items = "".join(f"<item><title>x</title><link>{link}</link><pubDate>{stamp}</pubDate></item>" for link in links)
    body = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    return Response(200, {"Content-Type": "application/rss+xml"}, body.encode())


def moved(to: str, status: int = 301) -> Response:
    return Response(status, {"Location": to})


class Deaf:
    """An outlet that is there, and no more."""

    name = "deaf"

    def send(self, notice: Notice) -> None: ...


class Silent:
    """A reporter that keeps outcomes, and lets no failure pass."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.said: list[tuple[str, str]] = []

    def started(self, adopted: Counter[str], repaired: Counter[str]) -> None:
        self.repaired = repaired

    def visited(self, host: str, outcomes: Counter[str]) -> None:
        self.outcomes += outcomes

    def unsuccessful(self, row: WatchedRow, said: str) -> None:
        self.said.append((row.url, said))

    def compared(self, version: VersionKey) -> None:
        pass

    def published(self, records: Sequence[ChangeKey | EventKey], paths: list[str]) -> None:
        pass

    def failed(self, what: Subject, error: Exception) -> None:
        raise AssertionError(what) from error


class Watched:
    """One watchlist over some loopback sites; `tick` watches at `now`."""

    def __init__(self, folder: Path, sites: Mapping[str, LocalServer]) -> None:
        self.folder = folder
        self.sites = sites
        self.now = START
        self.sources: tuple[Source, ...] = ()
        self.said: list[tuple[str, str]] = []

    def source(self, **settings: object) -> Source:
        """Watch one source with these settings."""
        source = replace(Source(id="paper", name="Paper", min_gap_seconds=0), **settings)  # type: ignore[arg-type]
        self.sources = (*self.sources, source)
        return source

    def url(self, path: str, site: str = "paper") -> str:
        return f"http://{site}.test:{self.sites[site].port}{path}"

    def serve(self, routes: Mapping[str, Route], site: str = "paper") -> None:
        self.sites[site].routes = dict(routes)

    @property
    def watchlist(self) -> Watchlist:
        network = NetworkPolicy(
            allow=("127.0.0.0/8",),
            ports=tuple(site.port for site in self.sites.values()),
            hosts=tuple((f"{name}.test", site.address) for name, site in self.sites.items()),
        )
        contact = "https://edits.example.org/about"
        return Watchlist(contact=contact, tag="edits.example.org,2026", sources=self.sources, network=network)

    def world(self) -> World:
        return open_world(self.folder, self.watchlist, FixedClock(self.now))

    def tick(self, *, minutes: float = 0) -> Counter[str]:
        """Let so many minutes pass and do what is due; the outcomes, counted."""
        self.now += timedelta(minutes=minutes)
        reporter = Silent()
        for site in self.sites.values():
            site.log.clear()
        engine = Engine(self.world(), reporter)
        engine.tick()
        self.said = reporter.said
        return reporter.outcomes

    def pass_an_hour(self) -> None:
        """Render what is rendered by a timer, as if an hour had passed for that alone."""
        world, later = self.world(), self.now + timedelta(hours=1)
        render_stale(world, rendered_before=later, begun_before=later, tell=Silent().failed)

    def asked(self, site: str = "paper") -> list[str]:
        """The paths asked for in the last tick, but for robots.txt."""
        return [path for path in self.sites[site].paths() if path != "/robots.txt"]

    def articles(self) -> list[ArticleRow]:
        return list(self.world().catalog.articles())

    def lists(self) -> list[ListRow]:
        return [row for row in self.world().catalog.lists() if row.due or row.last_outcome]

    def versions(self, article: ArticleKey | None = None) -> list[Version]:
        archive = self.world().archive
        return [archive.version(key) for key in archive.version_keys(article)]

    def events(self) -> list[Event]:
        archive = self.world().archive
        return [archive.event(key) for key in archive.event_keys()]


@contextmanager
def watching(folder: Path, *names: str) -> Iterator[Watched]:
    """Sites of these names (`paper` where none is given), each on a loopback address of its own."""
    sites = {name: LocalServer({}, address=f"127.0.0.{place + 1}") for place, name in enumerate(names or ("paper",))}
    for site in sites.values():
        site.__enter__()
    try:
        yield Watched(folder, sites)
    finally:
        for site in sites.values():
            site.__exit__(None, None, None)
