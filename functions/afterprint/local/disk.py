"""Files that are there whole or not at all, whenever the process dies or the device fills up.

The order is always the same: write a draft, fsync it, give it its name in one step, fsync the folder. POSIX only
(`flock`, hard links); the drafts must lie on the same file system as what they become.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afterprint.errors import DiskFull, StoreError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def failing(path: Path) -> Iterator[None]:
    """What fails inside with an OSError is a DiskFull or StoreError naming `path`, with its cause."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFull(str(path)) from error
        raise StoreError(str(path), error.strerror or str(error)) from error


def place(root: Path, path: str) -> Path:
    """Where `path` lies below `root`.

    ValueError unless `path` is in plain form: names parted by single slashes, none of them empty, `.` or `..`,
    without backslashes, NULs and lone surrogates.
    """
    parts = path.split("/")
    if not all(_is_plain(part) for part in parts):
        raise ValueError(f"not a path inside: {path!r}")
    return root.joinpath(*parts)


def _is_plain(name: str) -> bool:
    if name in {"", ".", ".."} or "\\" in name or "\0" in name:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in name)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, each name outliving a power cut; twice does nothing."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    sync_folder(folder.parent)


def names(folder: Path) -> list[str]:
    """The names in `folder` that `place` would take, ascending by code point; none where it is absent."""
    try:
        return sorted(name for name in os.listdir(folder) if _is_plain(name))
    except FileNotFoundError:
        return []


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold `file` exclusively, against threads and processes alike; the kernel lets go when the process dies."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Drafts:
    """A folder for files that have not got their name yet.

    Whoever writes a draft holds a lock on it, so `sweep` can tell what a killed process left behind from what
    another process is writing at this moment.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def written(self, body: bytes) -> Iterator[Path]:
        """A file with `body`, on the device and not only in memory; removed at the end unless it was renamed."""
        make_folder(self.folder)
        descriptor, draft = self._open()
        try:
            rest = memoryview(body)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
            yield draft
        finally:
            draft.unlink(missing_ok=True)
            os.close(descriptor)

    def sweep(self) -> int:
        """Remove what killed processes left here, and say how many files that were."""
        return sum(self._remove_if_left(self.folder / name) for name in names(self.folder))

    def _open(self) -> tuple[int, Path]:
        while True:
            draft = self.folder / f"{os.getpid()}-{secrets.token_hex(8)}"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink:  # else a sweep took it before it was locked
                return descriptor, draft
            os.close(descriptor)

    def _remove_if_left(self, draft: Path) -> bool:
        try:
            descriptor = os.open(draft, os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()
        except (BlockingIOError, FileNotFoundError):
            return False
        else:
            return True
        finally:
            os.close(descriptor)
