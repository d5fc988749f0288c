"""`afterprint run`: watch, and serve the site on this machine, until stopped."""

from __future__ import annotations

from pathlib import Path

import click

from afterprint.cli.options import data_option, log_option, port_option, watchlist_option


@click.command("run")
@watchlist_option
@data_option
@port_option
@log_option
def command(watchlist_path: Path, directory: Path, port: int, log_format: str) -> None:
    """Watch, and serve the published site at http://127.0.0.1:PORT/ until Ctrl-C.

    Stopping or killing it loses nothing: the next start finishes what was left open.
    """
    from afterprint.cli.watching import leave, watch
    from afterprint.local.clock import SystemClock
    from afterprint.local.owner import own
    from afterprint.watchlist import load_watchlist

    watchlist = load_watchlist(watchlist_path)
    with own(directory):
        status = watch(watchlist, directory=directory, port=port, log_format=log_format, clock=SystemClock())
    leave(status)
