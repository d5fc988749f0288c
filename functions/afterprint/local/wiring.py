"""The embedded world: files and SQLite under one data directory, wired once.

DIR/archive/         the records and snapshots
DIR/site/            the published documents
DIR/catalog.sqlite   what is due, what an address belongs to, the index, open work
DIR/queue.sqlite     messages between the steps
DIR/owner.lock       who is at work here
"""

from __future__ import annotations

from pathlib import Path

from afterprint.cage import CagedReader, shared
from afterprint.local.archive import FileArchive
from afterprint.local.catalog import SqliteCatalog
from afterprint.local.queue import SqliteQueue
from afterprint.local.site import FileSite
from afterprint.model import Watchlist
from afterprint.ports import Clock, World
from afterprint.web import GuardedWeb, user_agent


def open_world(directory: Path, watchlist: Watchlist, clock: Clock) -> World:
    """The world that lies in `directory`, which is made where it does not exist. Raises StoreError.

    Whoever writes must own the directory first (see `local.owner.own`). What killed processes left half-written is
    swept away.
    """
    queue = SqliteQueue(directory / "queue.sqlite", clock=clock)
    archive = FileArchive(directory / "archive", announce=queue.send)
    site = FileSite(directory / "site")
    archive.sweep_leftovers()
    site.sweep_leftovers()
    agent = user_agent(watchlist.contact)
    return World(
        archive=archive,
        catalog=SqliteCatalog(directory / "catalog.sqlite"),
        site=site,
        queue=queue,
        clock=clock,
        web=GuardedWeb(policy=watchlist.network, user_agent=agent, now=clock.now),
        reader=CagedReader(shared()),
        watchlist=watchlist,
        user_agent=agent,
    )
