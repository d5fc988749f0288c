"""Frames through a pipe: four bytes of length, then so many bytes. Each end may set a deadline."""

from __future__ import annotations

import os
import select
import time

LONGEST = 64 * 1024 * 1024
"""No frame is longer; whoever announces one is not listened to."""

_HEAD = 4
_PIECE = 1024 * 1024


class Closed(Exception):
    """The other end is gone, or speaks no frames."""


class TooLate(Exception):
    """The deadline passed."""


class Wire:
    """One end of a pair of pipes; with deadlines only where `waits` is False (both ends are non-blocking then)."""

    def __init__(self, *, reads: int, writes: int, waits: bool) -> None:
        self._reads = reads
        self._writes = writes
        os.set_blocking(reads, waits)
        os.set_blocking(writes, waits)
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(reads, select.POLLIN)
        self._writable.register(writes, select.POLLOUT)

    def send(self, frame: bytes, *, until: float | None = None) -> None:
        """Write a frame, by `until` (of time.monotonic) where given. Raises Closed, TooLate."""
        left = memoryview(len(frame).to_bytes(_HEAD, "big") + frame)
        while left:
            _wait(self._writable, until)
            try:
                left = left[os.write(self._writes, left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise Closed from error

    def receive(self, *, until: float | None = None) -> bytes:
        """Read a frame, by `until` (of time.monotonic) where given. Raises Closed, TooLate."""
        length = int.from_bytes(self._exactly(_HEAD, until), "big")
        if length > LONGEST:
            raise Closed
        return self._exactly(length, until)

    def _exactly(self, length: int, until: float | None) -> bytes:
        got = bytearray()
        while len(got) < length:
            _wait(self._readable, until)
            try:
                piece = os.read(self._reads, min(length - len(got), _PIECE))
            except BlockingIOError:
                continue
            except OSError as error:
                raise Closed from error
            if not piece:
                raise Closed
            got += piece
        return bytes(got)


def _wait(ready: select.poll, until: float | None) -> None:
    if until is None:
        return
    left = until - time.monotonic()
    if left <= 0 or not ready.poll(left * 1000):
        raise TooLate
