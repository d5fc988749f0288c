"""Serving the newsroom on loopback, and the watchlist that watches it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import ClassVar

from afterprint.engine.loopback import LOOPBACK, QuietHandler, serving
from afterprint.engine.newsroom.house import DOMAIN, Newsroom, Page
from afterprint.engine.newsroom.papers import read_papers
from afterprint.ports import Clock


@dataclass(frozen=True)
class NewsroomServer:
    """Where the papers are served: one loopback address and port, told apart by the Host header."""

    port: int
    addresses: tuple[str, ...]  # the papers' front pages


@contextmanager
def serve_newsroom(
    newsroom: Newsroom, clock: Clock, *, port: int = 0, domain: str = DOMAIN
) -> Iterator[NewsroomServer]:
    """Serve `newsroom` on 127.0.0.1 at the time that `clock` shows, until the context ends. Port 0 takes a free one.

    Raises PortInUse where the port cannot be had.
    """

    class Handler(_Handler):
        pass

    Handler.newsroom, Handler.clock = newsroom, clock
    with serving(Handler, port) as bound:
        yield NewsroomServer(bound, tuple(f"http://{paper.id}.{domain}:{bound}/" for paper in newsroom.papers))


class _Handler(QuietHandler):
    newsroom: ClassVar[Newsroom]
    clock: ClassVar[Clock]

    def reply(self) -> None:
        now = self.clock.now()
        page = self.newsroom.page(self.headers.get("Host", ""), self.path, now)
        if page.status == 200 and self._holds(page):
            page = Page(304, page.headers, b"")
        self.send_response_only(page.status)
        # The papers live by the clock that is passed in, so their Date does too.
        self.send_header("Date", format_datetime(now.astimezone(UTC).replace(microsecond=0), usegmt=True))
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.status != 304:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page.body)

    def _holds(self, page: Page) -> bool:
        """Whether the client's copy is still good (RFC 9110 §13.2.2)."""
        if tag := self.headers.get("If-None-Match"):
            return page.headers.get("ETag") in [candidate.strip() for candidate in tag.split(",")]
        since, changed = _date(self.headers.get("If-Modified-Since")), _date(page.headers.get("Last-Modified"))
        return bool(since and changed and changed <= since)


def _date(value: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(value) if value else None
    except ValueError:
        return None


def demo_watchlist(
    port: int,
    *,
    domain: str = DOMAIN,
    site_url: str = "",
    text: str = "full",
    min_gap_seconds: float = 0.2,
    feed_minutes: float = 10,
    first_check_minutes: float = 30,
    second_look_minutes: float = 5,
) -> str:
    """The watchlist (TOML) for the newsroom served at `port`; times are the sped clock's."""
    papers = read_papers()
    lines = [
        "[afterprint]",
        'contact = "mailto:desk@newsroom.example"',
        'tag = "newsroom.afterprint.test,2026"',
        *([f'site_url = "{site_url}"'] if site_url else []),
        "",
        "[publish]",
        f'text = "{text}"',
    ]
    for paper in papers:
        base = f"http://{paper.id}.{domain}:{port}"
        lines += [
            "",
            "[[source]]",
            f'id = "{paper.id}"',
            f'name = "{paper.name}"',
            f'feeds = ["{base}{paper.feed}"]',
            *([f'sitemaps = ["{base}{paper.sitemap}"]'] if paper.sitemap else []),
            f"min_gap_seconds = {min_gap_seconds}",
            f"feed_minutes = {feed_minutes}",
            f"first_check_minutes = {first_check_minutes}",
            f"second_look_minutes = {second_look_minutes}",
        ]
    hosts = ", ".join(f'"{paper.id}.{domain}" = "{LOOPBACK}"' for paper in papers)
    lines += [
        "",
        "[[search]]",
        'name = "transport"',
        "query = 'ferry OR bus OR bridge'",
        "",
        "[network]",
        'allow = ["127.0.0.0/8"]',
        f"ports = [{port}]",
        f"hosts = {{ {hosts} }}",
    ]
    return "\n".join(lines) + "\n"
