"""One request and its answer, on a connection to a vetted address; every way it can fail is a FetchError."""

from __future__ import annotations

import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from afterprint.errors import FetchError
from afterprint.model import NetworkPolicy
from afterprint.web.answer import Answer, BodyTooLarge, Limits, NoAnswer, NotHTTP
from afterprint.web.connection import Connection, Connections
from afterprint.web.deadline import Deadline
from afterprint.web.guard import Resolver, vet
from afterprint.web.inflow import Ended
from afterprint.web.parts import Address

if TYPE_CHECKING:
    from collections.abc import Iterator


class Lapsed(Exception):
    """A connection that was kept went before an answer began: the GET may be sent again (RFC 9112 §9.3.1)."""


@dataclass(frozen=True)
class Hop:
    """One answer: status, fields with lower-case names, and the body, still in its content coding.

    The body is read where it could be used, that is of a 2xx; else it is empty and the connection is given up.
    """

    url: str
    status: int
    fields: dict[str, str]
    body: bytes


class Exchange:
    """Sends GETs for several threads, each of which keeps its own connections open."""

    def __init__(self, *, policy: NetworkPolicy, resolver: Resolver, ca_file: str | None) -> None:
        self._policy = policy
        self._resolver = resolver
        self._ca_file = ca_file
        self._local = threading.local()

    def get(self, url: str, address: Address, headers: dict[str, str], *, deadline: Deadline, limits: Limits) -> Hop:
        """The answer to one GET of `address`, which `url` was read into.

        Raises FetchError, Blocked among them, and Lapsed, at most once in a row.
        """
        connections = self.connections()
        with _foreign_errors(url):
            connection = connections.idle(address)
            if connection is not None:
                answer = _ask_again(connection, address, headers, deadline=deadline, limits=limits)
            else:
                connection = connections.new(address, self._vetted(url, address, deadline=deadline))
                answer = _ask(connection, address, headers, deadline=deadline, limits=limits)
            reusable = False
            try:
                body = b""
                if 200 <= answer.status < 300 or answer.status == 304:
                    body = answer.body()
                    reusable = answer.is_reusable
            finally:
                if reusable:
                    connections.keep(address, connection)
                else:
                    connection.close()
        return Hop(url, answer.status, answer.fields, body)

    def connections(self) -> Connections:
        """Those of the calling thread."""
        held: Connections | None = getattr(self._local, "connections", None)
        if held is None:
            held = self._local.connections = Connections(self._ca_file)
        return held

    def _vetted(self, url: str, address: Address, *, deadline: Deadline) -> list[str]:
        def resolve(host: str) -> list[str]:
            try:
                return deadline.call(self._resolver, host)
            except TimeoutError as error:
                raise FetchError("deadline", url, "the look-up took too long") from error

        return vet(url, address, resolve, policy=self._policy)


def _ask(
    connection: Connection, address: Address, headers: dict[str, str], *, deadline: Deadline, limits: Limits
) -> Answer:
    try:
        return connection.ask(address.target, headers, deadline=deadline, limits=limits, method="GET")
    except BaseException:
        connection.close()
        raise


def _ask_again(
    connection: Connection, address: Address, headers: dict[str, str], *, deadline: Deadline, limits: Limits
) -> Answer:
    """Ask on a connection that was kept; raises Lapsed where the server closed it before a byte of an answer came."""
    try:
        return _ask(connection, address, headers, deadline=deadline, limits=limits)
    except TimeoutError:
        raise
    except (NoAnswer, ConnectionError, ssl.SSLError) as error:
        raise Lapsed from error


@contextmanager
def _foreign_errors(url: str) -> Iterator[None]:
    """Every way an exchange can fail, as a FetchError."""
    try:
        yield
    except FetchError as error:
        if error.reason == "connect":
            raise FetchError("connect", url, error.detail) from error
        raise
    except TimeoutError as error:
        raise FetchError("deadline", url, str(error)) from error
    except ssl.SSLError as error:
        raise FetchError("tls", url, str(error)) from error
    except Ended as error:
        raise FetchError("truncated", url, str(error)) from error
    except BodyTooLarge as error:
        raise FetchError("too_large", url, "the body is larger than the limit") from error
    except NotHTTP as error:
        raise FetchError("protocol", url, str(error)) from error
    except OSError as error:  # not while reading, which is Ended
        raise FetchError("connect", url, str(error)) from error
    except ValueError as error:  # a request that cannot be written
        raise FetchError("protocol", url, str(error)) from error
