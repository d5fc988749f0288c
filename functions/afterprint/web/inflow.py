"""Reads what a connection brings, piece by piece, never past a deadline and never more than was asked for."""

from __future__ import annotations

import socket

from afterprint.web.deadline import Deadline

PIECE = 65_536


class Ended(Exception):
    """The peer closed or reset the connection before all of it had come."""


class TooLong(Exception):
    """A line, or a body that runs to the end of the connection, is longer than its limit."""


class Inflow:
    """The receiving side of a connected socket.

    A socket's own timeout starts anew with every byte that comes; here each read waits at most until the deadline
    (TimeoutError), so that a peer that drips gains nothing by it.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline
        self._held = bytearray()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held that was received and not yet asked for."""
        return not self._held

    def line(self, limit: int) -> bytes:
        """Up to and including the next LF. Raises TooLong beyond `limit` bytes, Ended where no LF comes."""
        start = 0
        while (end := self._held.find(b"\n", start)) < 0:
            start = len(self._held)
            if start > limit:
                raise TooLong
            self._receive()
        if end >= limit:
            raise TooLong
        return self._take(end + 1)

    def exactly(self, length: int) -> bytes:
        """The next `length` bytes; raises Ended where fewer come."""
        while len(self._held) < length:
            self._receive()
        return self._take(length)

    def rest(self, limit: int) -> bytes:
        """All until the peer closes in order. Raises TooLong beyond `limit` bytes, Ended where it breaks off."""
        try:
            while len(self._held) <= limit:
                self._receive()
        except _InOrder:
            return self._take(len(self._held))
        raise TooLong

    def _take(self, length: int) -> bytes:
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken

    def _receive(self) -> None:
        self._sock.settimeout(self._deadline.left())
        try:
            piece = self._sock.recv(PIECE)
        except TimeoutError:
            raise
        except OSError as error:  # a reset, or TLS that ends without its closing alert
            raise Ended(str(error)) from error
        if not piece:
            raise _InOrder
        self._held += piece


class _InOrder(Ended):
    """The peer closed in order: by FIN, and under TLS by the closing alert."""
