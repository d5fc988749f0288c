"""Checks of pages that did not change, beside a bare loop on urllib3 that asks for the same pages and hashes them."""

from __future__ import annotations

import hashlib
import http.server
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.timing import Figure

PAGES = 60
ROUNDS = 5


class _Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    conditional = True
    body = b""

    def do_GET(self) -> None:
        known = self.conditional and self.headers.get("If-None-Match") == '"1"'
        missing = self.path == "/robots.txt"
        body = b"" if known or missing else self.body.replace(b"PAGE", self.path.encode())
        self.send_response_only(404 if missing else 304 if known else 200)
        if self.conditional and not missing:
            self.send_header("ETag", '"1"')
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if not known:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def served(*, conditional: bool) -> Iterator[int]:
    """The port of a site of articles; `conditional` ones answer 304."""
    paragraphs = "".join(
        f"<p>The harbour board met on day {at} and said that boats would sail.</p>" for at in range(12)
    )
    html = (
        f"<html lang=en><head><title>PAGE</title></head><body><article><h1>Boats PAGE</h1>{paragraphs}</article></body>"
    )
    handler = type("Pages", (_Pages,), {"conditional": conditional, "body": html.encode()})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def figures() -> Iterator[Figure]:
    """CPU milliseconds a check of this process (the site's own among them, in both), and the ratio."""
    for name, conditional in (("304", True), ("unchanged_200", False)):
        with served(conditional=conditional) as port, tempfile.TemporaryDirectory() as folder:
            ours = _ours(port, Path(folder))
            bare = _bare(port, conditional=conditional)
        yield Figure(f"{name}_ours", ours, "CPU ms a check")
        yield Figure(f"{name}_bare", bare, "CPU ms a check")
        yield Figure(f"{name}_ratio", ours / bare, "ours to a bare loop")


def _ours(port: int, folder: Path) -> float:
    from afterprint.adopt import adopt
    from afterprint.local.clock import FixedClock
    from afterprint.local.wiring import open_world
    from afterprint.model import NetworkPolicy, Source, Watchlist
    from afterprint.pipeline import fetch, schedule

    articles = tuple(f"http://127.0.0.1:{port}/{at}" for at in range(PAGES))
    source = Source(id="paper", name="Paper", articles=articles, min_gap_seconds=0)
    network = NetworkPolicy(allow=("127.0.0.0/8",), ports=(port,))
    watchlist = Watchlist(contact="https://e.example/", tag="e.example,2026", sources=(source,), network=network)
    at = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    spent = 0.0
    for turn in range(ROUNDS + 1):
        world = open_world(folder, watchlist, FixedClock(at))
        adopt(world)
        started = time.process_time()
        for message in list(schedule(catalog=world.catalog, clock=world.clock)):
            fetch(message, world=world)
        spent += (time.process_time() - started) if turn else 0
        at += timedelta(hours=2 + turn)
    return spent / (ROUNDS * PAGES) * 1000


def _bare(port: int, *, conditional: bool) -> float:
    import urllib3

    pool = urllib3.HTTPConnectionPool("127.0.0.1", port)
    headers = {"If-None-Match": '"1"'} if conditional else {}
    started = time.process_time()
    for _ in range(ROUNDS):
        for at in range(PAGES):
            hashlib.sha256(pool.request("GET", f"/{at}", headers=headers).data).hexdigest()
    return (time.process_time() - started) / (ROUNDS * PAGES) * 1000
