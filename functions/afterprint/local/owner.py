"""Who owns a data directory: one process at a time."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from afterprint.errors import DirectoryInUse
from afterprint.local.disk import failing


@contextmanager
def own(directory: Path) -> Iterator[None]:
    """Own `directory` (made where absent) until the block ends.

    Raises DirectoryInUse, naming the owner's process id, command and start, where another process, or another
    block of this one, owns it; StoreError where the directory cannot be written. The lock is the kernel's (`flock`
    on `owner.lock`): it goes with the process however that ends, so no stale one is ever left. The file stays, and
    its text counts only while it is locked. Commands that only read need not own.
    """
    file = directory / "owner.lock"
    with failing(file):
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with failing(file):
            _lock(descriptor, directory)
            _write(descriptor, _describe_self())
        yield
        with failing(file):
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, directory: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DirectoryInUse(str(directory), _read_owner(descriptor)) from None


def _read_owner(descriptor: int) -> str:
    """The owner as it describes itself; it may have taken the lock a moment ago and be about to write."""
    for _ in range(20):
        text = os.pread(descriptor, 4096, 0).decode(errors="replace").strip()
        if text:
            return ", ".join(text.splitlines())
        time.sleep(0.01)
    return "another process"


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(errors="replace"), 0)


def _describe_self() -> str:
    name = os.path.basename(sys.argv[0]) if sys.argv and sys.argv[0] else "python"
    command = " ".join([name, *sys.argv[1:]])[:1000]
    return f"process {os.getpid()}\n{command}\nsince {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n"
