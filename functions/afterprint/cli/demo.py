"""`afterprint demo`: the sample newsroom, watched."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from afterprint.cli.options import log_option, port_option

SPEED = 120.0
"""Two hours of the newsroom's time pass in a minute: most of a day's edits can be read within a few minutes."""


@click.command("demo")
@click.option(
    "--data",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Where to keep what is recorded (default: a temporary folder that is removed at the end).",
)
@port_option
@log_option
def command(directory: Path | None, port: int, log_format: str) -> None:
    """Watch three small made-up papers that edit their articles, and serve what changed.

    Nothing leaves this machine. A minute is two hours in the newsroom, so the first changes can be read within
    seconds; stop it with Ctrl-C.
    """
    from afterprint.cli.watching import leave, watch
    from afterprint.engine.newsroom import Newsroom, demo_watchlist, serve_newsroom
    from afterprint.local.clock import SpedClock
    from afterprint.local.owner import own
    from afterprint.watchlist import read_watchlist

    if directory is not None and (directory / "catalog.sqlite").exists():
        raise click.BadParameter(f"{directory} holds data already, and each demo starts anew; name another folder")
    folder = directory or Path(tempfile.mkdtemp(prefix="afterprint-demo-"))
    start = datetime.now(UTC)
    clock = SpedClock(SPEED, start)
    try:
        with own(folder), serve_newsroom(Newsroom(start), clock) as papers:
            watchlist = read_watchlist(demo_watchlist(papers.port), "the demo's watchlist")
            click.echo("A minute here is two hours in the newsroom, so what you read is dated ahead.", err=True)
            click.echo("The sample newsroom: " + ", ".join(papers.addresses), err=True)
            status = watch(watchlist, directory=folder, port=port, log_format=log_format, clock=clock)
    finally:
        if directory is None:
            shutil.rmtree(folder, ignore_errors=True)
    leave(status)
