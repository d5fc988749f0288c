"""What `run` and `demo` share: the engine beside the web server, until somebody stops them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from afterprint.api import Api
from afterprint.cli.progress import progress_for
from afterprint.engine.finding import finder_in
from afterprint.engine.runner import Engine, StoppableClock
from afterprint.engine.server import serve_site
from afterprint.engine.withdrawn import gone_since
from afterprint.errors import AfterprintError
from afterprint.local.wiring import open_world
from afterprint.model import Watchlist
from afterprint.ports import Clock

STOPPED = "Stopped; nothing is lost, and the next start goes on from here."
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def watch(watchlist: Watchlist, *, directory: Path, port: int, log_format: str, clock: Clock) -> int:
    """Watch until SIGINT or SIGTERM. Returns the exit status to `leave` with.

    Raises AfterprintError only before the watch began; a fault that ends it (a full disk) is told here.
    """
    stop = threading.Event()
    _on_signals(stop.set)
    world = open_world(directory, watchlist, StoppableClock(clock, stop))
    finder = finder_in(directory, archive=world.archive, catalog=world.catalog, watchlist=watchlist)
    api = Api(archive=world.archive, catalog=world.catalog, finder=finder, clock=world.clock, watchlist=watchlist)
    with serve_site(directory / "site", port=port, gone_since=gone_since(world.archive), api=api) as server:
        click.echo(f"Afterprint is watching {len(watchlist.sources)} sources. Read what changed at {server.address}")
        click.echo("Press Ctrl-C to stop.", err=True)
        progress = progress_for(log_format)
        try:
            Engine(world, progress, stop=stop).run()
        except AfterprintError as error:
            click.echo(f"afterprint: {error}", err=True)
            return 1
        finally:
            progress.close()
    click.echo(STOPPED, err=True)
    return 0


def leave_on_signals() -> None:
    """Let SIGINT and SIGTERM end the process at once: whatever is under way is finished at the next start."""

    def stopped() -> None:
        click.echo(STOPPED, err=True)
        leave(INTERRUPTED)

    _on_signals(stopped)


def leave(status: int) -> NoReturn:
    """End the process at once: a thread that waits for a slow site cannot be called back, and need not be."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _on_signals(act: Callable[[], None]) -> None:
    def handle(_signal: int, _frame: FrameType | None) -> None:
        act()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
