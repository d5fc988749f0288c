"""A day of the sample newsroom, given to whoever watches: the same papers at the same moments to every world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from afterprint.engine.newsroom import Newsroom, demo_watchlist
from local_server import LocalServer, Request, Response

OPENING = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
DAY = [OPENING + timedelta(minutes=minutes) for minutes in (0, 35, 40, 80, 125, 130, 190, 260, 330, 420, 540)]


class ScriptedDay:
    """The three papers as they are at `now`, on one loopback server."""

    def __init__(self, server: LocalServer) -> None:
        self.now = OPENING
        self.watchlist = demo_watchlist(server.port, min_gap_seconds=0)
        self._newsroom = Newsroom(OPENING)
        server.routes = self._answer

    def _answer(self, request: Request) -> Response:
        if request.path == "/robots.txt":
            return Response(404)  # the papers' own crawl-delay would only make the test wait
        page = self._newsroom.page(request.headers["host"], request.path, self.now)
        return Response(page.status, dict(page.headers), page.body)


@contextmanager
def scripted_day() -> Iterator[ScriptedDay]:
    with LocalServer({}) as server:
        yield ScriptedDay(server)
