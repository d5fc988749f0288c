"""A day of the sample newsroom, replayed to real `afterprint tick` processes at whatever time a test sets."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from afterprint.engine.newsroom import Newsroom, demo_watchlist
from local_server import LocalServer, Request, Response

START = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
DAY = [START + timedelta(minutes=minutes) for minutes in (0, 35, 40, 80, 125, 130, 190, 260, 330, 420, 540)]


class NewsroomDay:
    """The three papers at the time `now`, and the watchlist that watches them without a gap."""

    def __init__(self, server: LocalServer, watchlist: Path) -> None:
        self.now = START
        self.watchlist = watchlist
        self._newsroom = Newsroom(START)
        server.routes = self._answer
        watchlist.write_text(demo_watchlist(server.port, min_gap_seconds=0), encoding="utf-8")

    def _answer(self, request: Request) -> Response:
        if request.path == "/robots.txt":
            return Response(404)  # the papers' own crawl-delay would only make the test wait
        page = self._newsroom.page(request.headers["host"], request.path, self.now)
        return Response(page.status, dict(page.headers), page.body)

    def tick(self, directory: Path, *, kill_after: float | None = None) -> float:
        """Run a real tick at `now`; killed after so many seconds where given, else it must end well. Its seconds."""
        command = [sys.executable, "-m", "afterprint", "tick", "--watchlist", str(self.watchlist), "--log", "json"]
        command += ["--data", str(directory), "--at", self.now.isoformat()]
        started = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                _, told = process.communicate(timeout=kill_after or 120)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                if kill_after is None:
                    raise
            else:
                assert process.returncode == 0, told
        return time.monotonic() - started


@contextmanager
def newsroom_day(folder: Path) -> Iterator[NewsroomDay]:
    """The newsroom served on loopback, its watchlist in `folder`."""
    with LocalServer({}) as server:
        yield NewsroomDay(server, folder / "watchlist.toml")


def tree(directory: Path) -> dict[str, bytes]:
    """Every stored record and published document of a data directory, by its path."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for part in ("archive", "site")
        for path in sorted((directory / part).rglob("*"))
        if path.is_file()
    }


def points(short: int, long: int) -> int:
    """How many points to try: a tenth in `make test`, all of them in `make soak`."""
    return long if os.environ.get("AFTERPRINT_SOAK") else short
