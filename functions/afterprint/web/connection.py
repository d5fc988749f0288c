"""Connections to vetted addresses only: the name stays what Host, SNI and the certificate are held against."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections import OrderedDict
from functools import cache
from typing import Any, cast

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from afterprint.errors import FetchError
from afterprint.web.answer import Answer, Limits
from afterprint.web.deadline import Deadline
from afterprint.web.parts import Address

ATTEMPT_SECONDS = 10.0  # for one address, where there are others to try
MAX_ADDRESSES = 4
MAX_IDLE = 4
IDLE_SECONDS = 60.0

_BROKEN = re.compile(r"[\r\n\0]")


class _Vetted:
    """What plain and TLS connections have in common; mixed in before urllib3's own class."""

    vetted: tuple[str, ...] = ()
    deadline: Deadline
    idle_since = 0.0

    def _new_conn(self) -> socket.socket:
        """A socket to one of the vetted addresses, tried in order. urllib3 would look the name up here."""
        connection = cast("HTTPConnection", self)
        failure: OSError | None = None
        for address in self.vetted[:MAX_ADDRESSES]:
            seconds = min(self.deadline.left(), ATTEMPT_SECONDS)
            try:
                sock = socket.create_connection((address, connection.port or 0), seconds)
            except OSError as error:
                failure = error
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(self.deadline.left())  # one handshake waits no longer than this in all
            return sock
        self.deadline.left()
        raise FetchError("connect", connection.host, str(failure)) from failure

    def ask(self, target: str, headers: dict[str, str], *, deadline: Deadline, limits: Limits, method: str) -> Answer:
        """Send one request without a body and read the head of the answer.

        Raises FetchError "connect"; TimeoutError at the deadline; ssl.SSLError where TLS fails; other OSError where
        the connection breaks; Ended and NotHTTP as Answer does.
        """
        connection = cast("HTTPConnection", self)
        request = _request(method, target, _authority(connection), headers)
        self.deadline = deadline
        connection.timeout = deadline.left()
        if connection.sock is None:
            connection.connect()
        else:
            connection.sock.settimeout(connection.timeout)
        connection.sock.sendall(request)
        answer = Answer(connection.sock, deadline=deadline, limits=limits)
        answer.begin()
        return answer


class Plain(_Vetted, HTTPConnection):
    pass


class Secure(_Vetted, HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        # By default the end of the stream without TLS's closing alert passes for its orderly end: a body without a
        # length could then be cut by anyone on the way (RFC 9112 §9.8).
        cast("Any", self.sock).suppress_ragged_eofs = False


Connection = Plain | Secure
_Key = tuple[str, str, int]


class Connections:
    """The idle connections of one thread, at most MAX_IDLE of them, and how new ones are made."""

    def __init__(self, ca_file: str | None = None) -> None:
        self._ca_file = ca_file
        self._idle: OrderedDict[_Key, Connection] = OrderedDict()

    def idle(self, address: Address) -> Connection | None:
        """A connection to this host that was kept open and still stands."""
        connection = self._idle.pop(_key(address), None)
        if connection is None:
            return None
        if connection.is_connected and time.monotonic() - connection.idle_since < IDLE_SECONDS:
            return connection
        connection.close()
        return None

    def new(self, address: Address, vetted: list[str]) -> Connection:
        """A connection, not yet made, that can only be made to one of the vetted addresses."""
        connection: Connection
        if address.scheme == "https":
            connection = Secure(
                address.host, address.port, ssl_context=tls_context(self._ca_file), cert_reqs="CERT_REQUIRED"
            )
        else:
            connection = Plain(address.host, address.port)
        connection.vetted = tuple(vetted)
        return connection

    def keep(self, address: Address, connection: Connection) -> None:
        """Keep a connection that stands at the start of a next answer."""
        connection.idle_since = time.monotonic()
        self._idle[_key(address)] = connection
        while len(self._idle) > MAX_IDLE:
            self._idle.popitem(last=False)[1].close()

    def close(self) -> None:
        for connection in self._idle.values():
            connection.close()
        self._idle.clear()


@cache  # it takes longer to load the authorities than to fetch a page
def tls_context(ca_file: str | None = None) -> ssl.SSLContext:
    """A context that verifies certificate and name, against certifi's authorities or those of `ca_file` (PEM)."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.check_hostname = True
    context.load_verify_locations(cafile=ca_file or certifi.where())
    return context


def _request(method: str, target: str, authority: str, headers: dict[str, str]) -> bytes:
    """A request's head. ValueError where a field would break its line; http.client would ask the same of each again."""
    fields = (f"{name}: {value}" for name, value in headers.items())
    lines = [f"{method} {target} HTTP/1.1", f"Host: {authority}", *fields]
    if any(map(_BROKEN.search, lines)):
        raise ValueError("a line break in the request")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _authority(connection: HTTPConnection) -> str:
    host = f"[{connection.host}]" if ":" in connection.host else connection.host
    return host if connection.port == connection.default_port else f"{host}:{connection.port}"


def _key(address: Address) -> _Key:
    return address.scheme, address.host, address.port
