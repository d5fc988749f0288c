"""Stopping a real `afterprint run`, and keeping a second one out."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_server import LocalServer, Request, Response

pytestmark = pytest.mark.slow

PAGE = b"<html><head><title>Ferry</title></head><body><article><h1>Ferry delayed</h1>" + b"".join(
    b"<p>The ferry to the outer islands was late again on day %d of the storm, said the harbour office.</p>" % day
    for day in range(6)
)


def slow(request: Request) -> Response:
    """Answers robots.txt at once, and anything else after ten seconds."""
    if request.path == "/robots.txt":
        return Response(404)
    time.sleep(10)
    return Response(200, {"Content-Type": "text/html"}, PAGE)


@pytest.fixture
def site() -> Iterator[LocalServer]:
    with LocalServer(slow) as server:
        yield server


def watchlist(folder: Path, port: int, *, gap: float = 0) -> Path:
    path = folder / "watchlist.toml"
    path.write_text(
        f"""
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
[[source]]
id = "paper"
name = "Paper"
articles = ["http://127.0.0.1:{port}/a", "http://127.0.0.1:{port}/b"]
min_gap_seconds = {gap}
[network]
allow = ["127.0.0.0/8"]
ports = [{port}]
""",
        encoding="utf-8",
    )
    return path


def start(command: str, site: LocalServer, folder: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "afterprint", command, "--watchlist", str(watchlist(folder, site.port))]
    words += ["--data", str(folder / "data"), "--log", "json", *(["--port", "0"] if command == "run" else [])]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until_asked(site: LocalServer) -> None:
    deadline = time.monotonic() + 30
    while not any(path != "/robots.txt" for path in site.paths()):
        assert time.monotonic() < deadline, "the site was never asked"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_that_waits_for_a_slow_site_stops_within_two_seconds(
    site: LocalServer, tmp_path: Path, number: signal.Signals
) -> None:
    with start("run", site, tmp_path) as process:
        wait_until_asked(site)
        process.send_signal(number)
        _, told = process.communicate(timeout=2)
    assert (process.returncode, "nothing is lost" in told) == (0, True), told


def test_a_tick_that_waits_for_a_slow_site_stops_at_once(site: LocalServer, tmp_path: Path) -> None:
    with start("tick", site, tmp_path) as process:
        wait_until_asked(site)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=2)
    assert (process.returncode, "nothing is lost" in told) == (130, True), told


def test_a_second_watch_on_the_same_folder_is_refused_and_told_who_owns_it(site: LocalServer, tmp_path: Path) -> None:
    with start("run", site, tmp_path) as first:
        wait_until_asked(site)
        with start("run", site, tmp_path) as second:
            _, told = second.communicate(timeout=20)
        first.kill()
    assert second.returncode == 3
    assert str(first.pid) in told
    assert "Traceback" not in told
