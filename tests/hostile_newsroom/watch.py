"""The real embedded engine let loose on the hostile newsroom, tick by tick on a clock that a run sets."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from afterprint.cli.export import event_line, version_line
from afterprint.engine.loopback import QuietHandler, serving
from afterprint.engine.runner import Engine
from afterprint.local.clock import FixedClock
from afterprint.local.wiring import open_world
from afterprint.model import NetworkPolicy, Source, Watchlist
from hostile_newsroom.house import Answer, House, Paper
from hostile_newsroom.judge import Judged, judge
from watching import Silent

START = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)


def watched(
    seed: int, folder: Path, *, hours: int = 48, papers: int = 12, articles: int = 25, step_minutes: int = 10
) -> tuple[Judged, Counter[str]]:
    """Watch the newsroom of `seed` with no setting that knows a site; how well that went, and the outcomes."""
    house = House(seed, start=START, hours=hours, papers=papers, articles=articles)
    moment = [START]
    outcomes: Counter[str] = Counter()

    class Handler(_Handler):
        pass

    Handler.house, Handler.moment = house, moment
    with serving(Handler, 0) as port:
        watchlist = _watchlist(house, port)
        while moment[0] <= house.end:
            reporter = Silent()
            world = open_world(folder, watchlist, FixedClock(moment[0]))
            Engine(world, reporter).tick()
            outcomes += reporter.outcomes
            moment[0] += timedelta(minutes=step_minutes)
        archive = world.archive
        versions = [version_line(archive.version(key)) for key in archive.version_keys()]
        events = [event_line(archive.event(key)) for key in archive.event_keys()]
    return judge(house, versions, events, port=port), outcomes


def _watchlist(house: House, port: int) -> Watchlist:
    sources = tuple(_source(paper, port) for paper in house.papers.values())
    hosts = tuple((f"{name}.test", "127.0.0.1") for name in house.papers)
    network = NetworkPolicy(allow=("127.0.0.0/8",), ports=(port,), hosts=hosts)
    return Watchlist(contact="https://e.example/", tag="e.example,2026", sources=sources, network=network)


def _source(paper: Paper, port: int) -> Source:
    url = f"http://{paper.id}.test:{port}{paper.list_path}"
    lists = {"sitemaps": (url,)} if paper.feed == "none" else {"feeds": (url,)}
    return Source(id=paper.id, name=paper.name, min_gap_seconds=0, **lists)  # type: ignore[arg-type]


class _Handler(QuietHandler):
    house: House
    moment: list[datetime]

    def reply(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = self.path.partition("?")[0]
        self._send(self.house.answer(headers.get("host", ""), path, headers, self.moment[0]))

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.cut:
            self.close_connection = True
            self.send_header("Connection", "close")
        if answer.cut != "silent" and answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body) + 500 * bool(answer.cut)))
        self.end_headers()
        time.sleep(answer.slow)
        self.wfile.write(answer.body)
