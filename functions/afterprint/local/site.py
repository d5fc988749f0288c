"""The published site as plain files: what any web server can serve as it stands."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from afterprint.local.disk import Drafts, failing, locked, make_folder, names, place, sync_folder
from afterprint.ports import Document, Published

_NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG})


class FileSite:
    """`ports.Site` in a folder; any number of threads and processes may share it.

    Only bytes are kept: the web server derives content type and cache lifetime from the path. An etag is the
    SHA-256 (hex) of the bytes. Drafts and the lock lie beside the folder, never in it, so a server that hands out
    the folder cannot show them.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._drafts = Drafts(root.parent / f".{root.name}.drafts")
        self._lock = root.parent / f".{root.name}.lock"

    def sweep_leftovers(self) -> int:
        """Remove what killed processes left half-written, and say how many files that were; spares living writers."""
        with failing(self._drafts.folder):
            return self._drafts.sweep()

    def read(self, path: str) -> Published | None:
        target = place(self.root, path)
        with failing(target):
            body = _body(target)
        return None if body is None else Published(body=body, etag=_etag(body))

    def put(self, document: Document, *, etag: str | None) -> bool:
        target = place(self.root, document.path)
        with failing(target):
            if not _holds(target, etag):
                return False
            with self._drafts.written(document.body) as draft:
                make_folder(target.parent)
                with locked(self._lock):  # the slow part, writing, lies behind us
                    if not _holds(target, etag):
                        return False
                    os.replace(draft, target)
            sync_folder(target.parent)
            return True

    def remove(self, path: str) -> None:
        target = place(self.root, path)
        with failing(target):
            if _body(target) is None:
                return
            with locked(self._lock):
                target.unlink(missing_ok=True)
            sync_folder(target.parent)

    def paths(self) -> Iterator[str]:
        return self._paths_below("")

    def _paths_below(self, prefix: str) -> Iterator[str]:
        folder = self.root / prefix
        with failing(folder):
            found = [(name, (folder / name).is_dir()) for name in names(folder)]
        for name, is_folder in found:
            if is_folder:
                yield from self._paths_below(f"{prefix}{name}/")
            else:
                yield f"{prefix}{name}"


def _etag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _body(target: Path) -> bytes | None:
    try:
        return target.read_bytes()
    except OSError as error:
        if error.errno in _NOTHING_THERE:
            return None
        raise


def _holds(target: Path, etag: str | None) -> bool:
    body = _body(target)
    return etag is None if body is None else etag == _etag(body)
