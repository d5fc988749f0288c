"""`afterprint repair`: finish whatever was left open."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from afterprint.cli.options import log_option, place_options, watchlist_path_option
from afterprint.cli.progress import Progress, progress_for
from afterprint.cli.worlds import DataPlace, Place, StackPlace


@click.command("repair")
@watchlist_path_option
@place_options
@log_option
def command(watchlist_path: Path | None, place: Place, log_format: str) -> None:
    """Finish versions without changes and changes without documents, without fetching anything.

    A data directory is worked through here, and the watchlist is followed; it is required. Of a stack, what has been
    open for 15 minutes is sent on its way again, and the stack's functions do the rest.
    """
    if isinstance(place, DataPlace) and watchlist_path is None:
        raise click.UsageError("--data needs --watchlist FILE beside it: the watchlist that is followed there")
    progress = progress_for(log_format)
    try:
        if isinstance(place, StackPlace):
            left, failures = repair_stack(place, watchlist_path, progress)
        else:
            left, failures = repair_data(place, watchlist_path or Path(), progress)
    finally:
        progress.close()
    click.echo(f"open work left: {left}")
    if failures:
        sys.exit(1)


def repair_data(place: DataPlace, watchlist_path: Path, progress: Progress) -> tuple[int, int]:
    """Finish all there is, to the published site; how much is left, and how much failed."""
    from afterprint.engine.runner import Engine
    from afterprint.local.clock import SystemClock
    from afterprint.local.owner import own
    from afterprint.local.wiring import open_world
    from afterprint.watchlist import load_watchlist

    watchlist = load_watchlist(watchlist_path)
    with own(place.directory):
        world = open_world(place.directory, watchlist, SystemClock())
        engine = Engine(world, progress)
        engine.start()
        return sum(1 for _ in world.catalog.open_works()), engine.failures


def repair_stack(place: StackPlace, watchlist_path: Path | None, progress: Progress) -> tuple[int, int]:
    """Bring rows up to the archive and send what is open on its way; how much is open then, and how much failed.

    Less than the stack's own RepairFunction does, on purpose. What is watched, and what the published pages say of it,
    is decided by a deployment: a file at hand may be another one, and to follow it would park sources for every reader
    to see. So it is read only for the sources' intervals, by which a row that lags is scheduled again; without one
    those are the defaults, until the article's next check. Work opened in the last 15 minutes is still under way in
    the stack and is left alone, though it counts as open; so does what was sent just now, until a function has done it.
    """
    from afterprint.engine.runner import REPAIR_OLDER_THAN
    from afterprint.local.clock import SystemClock
    from afterprint.model import Watchlist
    from afterprint.repair import repair
    from afterprint.watchlist import load_watchlist

    watchlist = load_watchlist(watchlist_path) if watchlist_path else Watchlist(contact="", tag="")
    world = place.world(watchlist, SystemClock())
    failed: list[str] = []

    def tell(what: str, error: Exception) -> None:
        failed.append(what)
        progress.failed(what, error)

    repaired = repair(world, opened_before=world.clock.now() - REPAIR_OLDER_THAN, tell=tell)
    progress.started(Counter(), repaired)
    return sum(1 for _ in world.catalog.open_works()), len(failed)
