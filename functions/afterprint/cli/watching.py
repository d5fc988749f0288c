"""What `run` and `demo` share: the engine beside the web server, until somebody stops them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from afterprint.cli.progress import progress_for
from afterprint.engine.runner import Engine, StoppableClock
from afterprint.engine.server import serve_site
from afterprint.local.wiring import open_world
from afterprint.model import Watchlist
from afterprint.ports import Clock


def watch(watchlist: Watchlist, *, directory: Path, port: int, log_format: str, clock: Clock) -> None:
    """Watch until SIGINT or SIGTERM; then `leave`, since whatever is under way is finished at the next start."""
    stop = threading.Event()

    def stopped(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopped)
    world = open_world(directory, watchlist, StoppableClock(clock, stop))
    with serve_site(directory / "site", port=port) as server:
        click.echo(f"Afterprint is watching {len(watchlist.sources)} sources. Read what changed at {server.address}")
        click.echo("Press Ctrl-C to stop.", err=True)
        progress = progress_for(log_format)
        try:
            Engine(world, progress).run(stop)
        finally:
            progress.close()


def leave() -> NoReturn:
    """End the process at once: a thread that waits for a slow site cannot be called back, and need not be."""
    click.echo("Stopped; nothing is lost, and the next start goes on from here.", err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
