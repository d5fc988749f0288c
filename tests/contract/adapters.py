"""The adapters that every promise is held against, and what a test needs of the place where one keeps its things.

A place is picklable: it is sent to other processes, which open the same store there. A new adapter is a class here
and one line in its list.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from afterprint.local.archive import FileArchive
from afterprint.local.catalog import SqliteCatalog
from afterprint.local.queue import SqliteQueue
from afterprint.local.site import FileSite
from afterprint.messages import Message
from afterprint.ports import Archive, Catalog, Clock, Queue, Site
from contract.aws_adapters import CatalogOnDynamoLocal, CatalogOnMoto, QueueOnMoto
from contract.s3_adapters import ArchiveOnMoto, ArchiveOnSeaweed, SiteOnMoto, SiteOnSeaweed


def to_nobody(_message: Message) -> None:
    """For archives whose announcements do not matter."""


class ArchivePlace(Protocol):
    """Where an archive lies."""

    race_rounds: int
    """So often its rivals race: enough to meet, and not for long."""

    def __init__(self, folder: Path) -> None: ...
    def open(self, announce: Callable[[Message], None] = to_nobody) -> Archive: ...
    def put_raw(self, path: str, body: bytes) -> None:
        """Lay bytes at a path behind the adapter's back: a tombstone, a damaged record, something foreign."""

    def read_raw(self, path: str) -> bytes: ...
    def break_down(self) -> None:
        """From here on every call fails for a reason that is neither absence nor damage nor want of room."""

    def stray_files(self) -> list[str]:
        """What lies there beside records, snapshots and tombstones."""


class ArchiveOnDisk(ArchivePlace, Protocol):
    """One that lies on a device, which can be full, and that announces by itself, which can fail."""

    def full(self) -> Iterator[None]:
        """While this lasts there is no room for anything new."""


class CatalogPlace(Protocol):
    more_than_a_page: int
    """So many rows do not come with one read of the store."""

    def __init__(self, folder: Path) -> None: ...
    def open(self) -> Catalog: ...
    def open_empty(self) -> Catalog:
        """Another one, with nothing in it."""

    def open_closed(self) -> Catalog: ...
    def damage(self) -> None: ...
    def make_newer(self) -> None: ...


class CatalogOnDisk(CatalogPlace, Protocol):
    """One that lies on a device, which can be full, in a file, which can be locked."""

    def full(self, catalog: Catalog) -> Iterator[None]: ...
    def hold_locked(self) -> Iterator[Catalog]:
        """A catalog that waits only briefly, while somebody else holds the store for writing."""


class SitePlace(Protocol):
    def __init__(self, folder: Path) -> None: ...
    def open(self) -> Site: ...
    def break_down(self) -> None: ...


class SiteOnDisk(SitePlace, Protocol):
    """One that lies on a device, which can be full, in folders, which are no documents."""

    def full(self) -> Iterator[None]: ...


class QueuePlace(Protocol):
    def __init__(self, folder: Path) -> None: ...
    def open(self, clock: Clock, *, visibility_seconds: float = 60, max_tries: int = 3) -> Queue: ...
    def reopen_after_death(self, queue: Queue, clock: Clock) -> Queue:
        """The queue as a new process finds it, the one that had `queue` open having died."""

    def open_closed(self, clock: Clock) -> Queue: ...
    def put_raw(self, queue: Queue, kind: str, body: str) -> None: ...


class QueueOnDisk(QueuePlace, Protocol):
    """One in a file, which can be damaged."""

    def damage(self) -> None: ...


@contextmanager
def full_device() -> Iterator[None]:
    """Writing a file fails halfway, as on a full device."""
    write = os.write

    def write_half(descriptor: int, body: bytes) -> int:
        write(descriptor, bytes(body)[: len(body) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", write_half)
        yield


class ArchiveInFiles:
    race_rounds = 30

    def __init__(self, folder: Path) -> None:
        self.root = folder / "archive"

    def open(self, announce: Callable[[Message], None] = to_nobody) -> FileArchive:
        archive = FileArchive(self.root, announce=announce)
        archive.sweep_leftovers()
        return archive

    def put_raw(self, path: str, body: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)

    def read_raw(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def break_down(self) -> None:
        self.root.mkdir(exist_ok=True)
        for name in ("versions", "readings", "changes", "events", "snapshots"):
            (self.root / name).write_bytes(b"a file where a folder should be")

    @contextmanager
    def full(self) -> Iterator[None]:
        with full_device():
            yield

    def stray_files(self) -> list[str]:
        known = ("versions/", "readings/", "changes/", "events/", "snapshots/", "withdrawn/")
        files = (str(file.relative_to(self.root)) for file in self.root.rglob("*") if file.is_file())
        return sorted(file for file in files if not file.startswith(known))


class CatalogInSqlite:
    more_than_a_page = 1100

    def __init__(self, folder: Path) -> None:
        self.path = folder / "catalog.sqlite"

    def open(self) -> SqliteCatalog:
        return SqliteCatalog(self.path)

    def open_empty(self) -> SqliteCatalog:
        return SqliteCatalog(Path(tempfile.mkdtemp(dir=self.path.parent)) / "catalog.sqlite")

    def open_closed(self) -> SqliteCatalog:
        catalog = self.open()
        catalog.close()
        return catalog

    def damage(self) -> None:
        self.path.write_bytes(b"this was a database once; now it is prose. " * 200)

    def make_newer(self) -> None:
        catalog = self.open()
        with catalog._database.writing() as connection:
            connection.execute("PRAGMA user_version = 99")
        catalog.close()

    @contextmanager
    def full(self, catalog: Catalog) -> Iterator[None]:
        assert isinstance(catalog, SqliteCatalog)
        database = catalog._database
        with database.reading() as connection:  # the same idle connection will serve the next call
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        yield

    @contextmanager
    def hold_locked(self) -> Iterator[SqliteCatalog]:
        catalog, other = SqliteCatalog(self.path, busy_seconds=0.05), self.open()
        with other._database.writing():
            yield catalog


class SiteInFiles:
    def __init__(self, folder: Path) -> None:
        self.root = folder / "site"

    def open(self) -> FileSite:
        site = FileSite(self.root)
        site.sweep_leftovers()
        return site

    def break_down(self) -> None:
        self.root.parent.mkdir(exist_ok=True)
        self.root.symlink_to(self.root)  # a circle

    @contextmanager
    def full(self) -> Iterator[None]:
        with full_device():
            yield


class QueueInSqlite:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "queue.sqlite"

    def open(self, clock: Clock, *, visibility_seconds: float = 60, max_tries: int = 3) -> SqliteQueue:
        return SqliteQueue(self.path, clock=clock, visibility_seconds=visibility_seconds, max_tries=max_tries)

    def reopen_after_death(self, queue: Queue, clock: Clock) -> SqliteQueue:
        assert isinstance(queue, SqliteQueue)
        return self.open(clock)

    def open_closed(self, clock: Clock) -> SqliteQueue:
        queue = self.open(clock)
        queue.close()
        return queue

    def damage(self) -> None:
        self.path.write_bytes(b"this was a database once; now it is prose. " * 200)

    def put_raw(self, queue: Queue, kind: str, body: str) -> None:
        assert isinstance(queue, SqliteQueue)
        queue._write("INSERT INTO messages (kind, body) VALUES (?, ?)", kind, body)


ARCHIVES: list[type[ArchivePlace]] = [ArchiveInFiles, ArchiveOnMoto, ArchiveOnSeaweed]
ARCHIVES_ON_DISK: list[type[ArchiveOnDisk]] = [ArchiveInFiles]
CATALOGS: list[type[CatalogPlace]] = [CatalogInSqlite, CatalogOnMoto, CatalogOnDynamoLocal]
CATALOGS_ON_DISK: list[type[CatalogOnDisk]] = [CatalogInSqlite]
SITES: list[type[SitePlace]] = [SiteInFiles, SiteOnMoto, SiteOnSeaweed]
SITES_ON_DISK: list[type[SiteOnDisk]] = [SiteInFiles]
QUEUES: list[type[QueuePlace]] = [QueueInSqlite, QueueOnMoto]
QUEUES_ON_DISK: list[type[QueueOnDisk]] = [QueueInSqlite]
