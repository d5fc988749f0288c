"""`afterprint reread`: read kept pages again after an upgrade."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.progress import track

from afterprint.cli.options import place_options
from afterprint.cli.worlds import Place


@click.command("reread")
@place_options
def command(place: Place) -> None:
    """Read the kept page of every version again where an earlier extractor read it.

    Versions and published pages stay as they are; later comparisons use the new readings. May be stopped and started
    anew, and may run while a watch is under way.
    """
    from afterprint.cage import Cage, CagedReader
    from afterprint.extract import EXTRACTOR
    from afterprint.local.clock import SystemClock
    from afterprint.reread import OUTCOMES, reread

    archive = place.archive()
    console = Console(stderr=True)
    keys = track(archive.version_keys(), description="Reading again", console=console, disable=not sys.stderr.isatty())
    cage = Cage(size=1)
    try:
        done = reread(
            keys, archive=archive, reader=CagedReader(cage), extractor=EXTRACTOR, clock=SystemClock(), tell=_tell
        )
    finally:
        cage.close()
    click.echo("; ".join(f"{name}: {done[name]}" for name in OUTCOMES))


def _tell(path: str, error: Exception) -> None:
    click.echo(f"{path}: {error}", err=True)
