"""`afterprint repair`: finish whatever was left open."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from afterprint.cli.options import existing_data_option, log_option, watchlist_option
from afterprint.cli.progress import progress_for


@click.command("repair")
@watchlist_option
@existing_data_option
@log_option
def command(watchlist_path: Path, directory: Path, log_format: str) -> None:
    """Finish versions without changes and changes without documents, without fetching anything."""
    from afterprint.engine.runner import Engine
    from afterprint.local.clock import SystemClock
    from afterprint.local.owner import own
    from afterprint.local.wiring import open_world
    from afterprint.watchlist import load_watchlist

    watchlist = load_watchlist(watchlist_path)
    with own(directory):
        world = open_world(directory, watchlist, SystemClock())
        progress = progress_for(log_format)
        engine = Engine(world, progress)
        try:
            engine.start()
        finally:
            progress.close()
        left = len(list(world.catalog.open_works()))
    click.echo(f"open work left: {left}")
    if engine.failures:
        sys.exit(1)
