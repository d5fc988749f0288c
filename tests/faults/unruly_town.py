"""Two dozen hosts that misbehave, each in its own way, for a week and a day of a clock that a test holds.

One loopback server plays them all by the Host header, and writes down every request at the time of that clock. What
each host does is a small function of the hours since the start; `polite_log` judges what was asked of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Protocol

from afterprint.model import NetworkPolicy, Source, Watchlist
from local_server import LocalServer, Request, Response
from watching import BODY, page

START = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
END = START + timedelta(days=8)
FIRST_CHECK = timedelta(minutes=30)
SECOND_LOOK = timedelta(minutes=5)
CRAWL_DELAY = 10
LONG_AGE = 4 * 3600
POISON = '"the ETag of an answer that must not be believed"'
BROKEN = 0
"""The status under which a request is written down whose answer must not be believed: it bears POISON, or is none."""


class Clock(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Asked:
    """One request, and what it was answered."""

    host: str
    path: str
    at: datetime
    headers: Mapping[str, str]
    status: int
    answer: Mapping[str, str]
    body: bytes = b""

    @property
    def is_robots(self) -> bool:
        return self.path == "/robots.txt"

    @property
    def is_conditional(self) -> bool:
        return bool(self.headers.keys() & {"if-none-match", "if-modified-since"})


@dataclass(frozen=True)
class Call:
    """What a host's script sees: the path, the hours since START, the time, the ETag that was sent, its own port."""

    path: str
    hours: float
    now: datetime
    etag: str | None
    port: int


Script = Callable[[Call], Response]


def _article(
    call: Call, *, edition: int = 0, etag: str | None = None, fields: Mapping[str, str] | None = None
) -> Response:
    """The article at this path in its n-th edition; 304 where the request bears the ETag."""
    named = f'W/"{call.path}, {edition}"' if etag is None else etag
    told = {"ETag": named, "Last-Modified": f"Sun, 01 Nov 2026 0{edition % 10}:00:00 GMT", **(fields or {})}
    if call.etag == named:
        return Response(304, told)
    body = [*BODY, f"This was printed in edition {edition} of the paper, which can be had at the harbour."]
    whole = page(f"Ferry delayed by fog at {call.path.rpartition('-')[2]}", body)
    return replace(whole, headers={**whole.headers, **told})


def _between(call: Call, first: float, last: float) -> bool:
    return first <= call.hours < last


def calm(call: Call) -> Response:
    return _article(call, edition=int(call.hours // 50))


def later_in_seconds(call: Call) -> Response:
    return Response(429, {"Retry-After": "9000"}) if _between(call, 6, 20) else _article(call)


def later_at_a_date(call: Call) -> Response:
    if not _between(call, 10, 40):
        return _article(call)
    return Response(503, {"Retry-After": format_datetime(call.now + timedelta(hours=7), usegmt=True)})


def overloaded(call: Call) -> Response:
    return Response(503) if _between(call, 2, 90) else _article(call)


def refusing(call: Call) -> Response:
    return Response(403) if _between(call, 3, 70) else _article(call)


def circling(call: Call) -> Response:
    there = "/a" if call.path != "/a" else "/b"
    return Response(302, {"Location": there}) if _between(call, 2, 60) or call.path in ("/a", "/b") else _article(call)


def sent_away(call: Call) -> Response:
    """Now and then pages lead to another paper's front page."""
    return Response(302, {"Location": f"http://calm.test:{call.port}/"}) if _between(call, 4, 60) else _article(call)


def moved_for_good(call: Call) -> Response:
    if call.hours < 5:
        return _article(call)
    return Response(301, {"Location": f"http://slow-walk.test:{call.port}/moved{call.path}"})


def lying(call: Call) -> Response:
    """Whoever asks with an ETag is told that nothing has changed; it did on the second day."""
    edition = int(call.hours >= 30)
    if call.etag is not None:
        return Response(304, {"ETag": call.etag})
    return _article(call, edition=edition)


def restless(call: Call) -> Response:
    return _article(call, etag=f'"at {call.now.timestamp():.3f}"')


def gone_for_a_while(call: Call) -> Response:
    return Response(404) if _between(call, 3, 120) else _article(call)


def gone_for_good(call: Call) -> Response:
    return Response(410) if call.hours >= 3 else _article(call)


def cut_off(call: Call) -> Response:
    """Pages end in their midst, as does every connection."""
    if not _between(call, 2, 50):
        return _article(call)
    whole = _article(replace(call, etag=None), etag=POISON)
    framing = {"Content-Length": str(len(whole.body)), "Connection": "close"}
    return replace(whole, headers={**whole.headers, **framing}, body=whole.body[:200])


def misjudged(call: Call) -> Response:
    """Its Content-Length is no number."""
    if not _between(call, 2, 60):
        return _article(call)
    whole = _article(replace(call, etag=None), etag=POISON)
    return replace(whole, headers={**whole.headers, "Content-Length": "9x"})


def _hangs_up(_: Call) -> Response:
    raise ConnectionAbortedError


def silent(call: Call) -> Response:
    return _hangs_up(call) if _between(call, 2, 60) else _article(call)


def stalling(call: Call) -> Response:
    """The head comes at once, the body never."""
    if not _between(call, 2, 40):
        return _article(call)
    whole = _article(replace(call, etag=None), etag=POISON)
    return replace(whole, headers={**whole.headers, "Content-Length": "5000"})


def garbled(call: Call) -> Response:
    if not _between(call, 2, 60):
        return _article(call)
    return _article(replace(call, etag=None), etag=POISON, fields={"Content-Encoding": "snappy"})


def walled(call: Call) -> Response:
    if not _between(call, 2, 60):
        return _article(call)
    wall = "<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1><p>Accept all</p>"
    return Response(200, {"Content-Type": "text/html", "ETag": POISON}, wall.encode())


def long_fresh(call: Call) -> Response:
    return _article(call, fields={"Cache-Control": f"max-age={LONG_AGE}"})


def year_fresh(call: Call) -> Response:
    return _article(call, fields={"Cache-Control": "public, max-age=31536000, immutable"})


def skewed(call: Call) -> Response:
    """Its clock is three hours ahead; by that clock its pages stay fresh for an hour."""
    theirs = call.now + timedelta(hours=3)
    expires = format_datetime(theirs + timedelta(hours=1), usegmt=True)
    return _article(call, fields={"Date": format_datetime(theirs, usegmt=True), "Expires": expires})


def plain(call: Call) -> Response:
    return _article(call)


ALL = b"User-agent: *\nDisallow:\n"

SCRIPTS: dict[str, Script] = {
    "calm": calm, "later-seconds": later_in_seconds, "later-date": later_at_a_date, "overloaded": overloaded,
    "refusing": refusing, "circling": circling, "sent-away": sent_away, "moved": moved_for_good, "lying": lying,
    "restless": restless, "gone-while": gone_for_a_while, "gone-good": gone_for_good, "cut-off": cut_off,
    "misjudged": misjudged, "silent": silent, "stalling": stalling, "garbled": garbled, "walled": walled,
    "long-fresh": long_fresh, "year-fresh": year_fresh, "skewed": skewed, "slow-walk": plain, "half-closed": plain,
    "turning": plain, "no-robots": plain, "broken-robots": plain, "busy-robots": plain,
}  # fmt: skip


def _robots(host: str, call: Call) -> Response:
    """Each host's robots.txt, by the hour."""
    text = {"Content-Type": "text/plain"}
    match host:
        case "slow-walk":
            return Response(200, text, f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\n".encode())
        case "half-closed":
            return Response(200, text, b"User-agent: *\nDisallow: /news/2-\n")
        case "turning" if call.hours >= 80:
            return Response(200, text, b"User-agent: *\nDisallow: /news/\n")
        case "no-robots":
            return Response(404)
        case "broken-robots" if _between(call, 20, 75):
            return Response(500)
        case "busy-robots" if _between(call, 20, 75):
            return Response(429, {"Retry-After": "18000"})
    return Response(200, text, ALL)


class Town:
    """The hosts, at the time of `clock`; `log` holds every request in order."""

    def __init__(self, server: LocalServer, clock: Clock, *, articles: int) -> None:
        self.log: list[Asked] = []
        self._clock = clock
        self._port = server.port
        self._articles = articles
        server.routes = self._answer

    @property
    def watchlist(self) -> Watchlist:
        """Each host a source of its own with some articles, asked a second apart at most."""
        sources = tuple(self._source(name) for name in SCRIPTS)
        hosts = tuple((f"{name}.test", "127.0.0.1") for name in SCRIPTS)
        network = NetworkPolicy(allow=("127.0.0.0/8",), ports=(self._port,), hosts=hosts)
        contact = "https://edits.example.org/about"
        return Watchlist(contact=contact, tag="edits.example.org,2026", sources=sources, network=network)

    def _source(self, name: str) -> Source:
        articles = tuple(
            f"http://{name}.test:{self._port}/news/{at}-ferry-in-fog" for at in range(1, self._articles + 1)
        )
        return Source(
            id=name,
            name=name.title(),
            articles=articles,
            min_gap_seconds=1,
            first_check_minutes=FIRST_CHECK.total_seconds() / 60,
            second_look_minutes=SECOND_LOOK.total_seconds() / 60,
        )

    def _answer(self, request: Request) -> Response:
        host, now = request.headers["host"].partition(".")[0], self._clock.now()
        hours = (now - START).total_seconds() / 3600
        call = Call(request.path, hours, now, request.headers.get("if-none-match"), self._port)
        try:
            answer = _robots(host, call) if request.path == "/robots.txt" else SCRIPTS[host](call)
        except ConnectionAbortedError:
            self._write(host, request, now, Response(BROKEN))
            raise
        self._write(host, request, now, answer)
        return answer

    def _write(self, host: str, request: Request, now: datetime, answer: Response) -> None:
        fields = {name.lower(): value for name, value in answer.headers.items()}
        status = BROKEN if fields.get("etag") == POISON else answer.status
        self.log.append(Asked(host, request.path, now, request.headers, status, fields, answer.body))
