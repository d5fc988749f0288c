"""`afterprint tick`: do all that is due, through to the published site, then exit."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from afterprint.cli.options import Moment, data_option, log_option, watchlist_option
from afterprint.cli.progress import progress_for


@click.command("tick")
@watchlist_option
@data_option
@click.option("--at", "at", type=Moment(), default=None, help="Do what is due at this time (default: now).")
@log_option
def command(watchlist_path: Path, directory: Path, at: datetime | None, log_format: str) -> None:
    """Do all that is due, through to the published site, until nothing is due.

    For cron, tests and simulations. A second look falls due later, in a later tick. Exits with 0 where all went well,
    1 where something failed: what failed is tried again by the next tick.
    """
    from afterprint.cli.watching import leave_on_signals
    from afterprint.engine.runner import Engine
    from afterprint.local.clock import FixedClock, SystemClock
    from afterprint.local.owner import own
    from afterprint.local.wiring import open_world
    from afterprint.watchlist import load_watchlist

    watchlist = load_watchlist(watchlist_path)
    leave_on_signals()
    with own(directory):
        world = open_world(directory, watchlist, FixedClock(at) if at else SystemClock())
        progress = progress_for(log_format)
        engine = Engine(world, progress)
        try:
            engine.tick()
        finally:
            progress.close()
    if engine.failures:
        sys.exit(1)
