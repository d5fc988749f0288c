"""HTTP servers for this machine alone: one thread a connection, gone when their context ends."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread

from afterprint.errors import PortInUse

LOOPBACK = "127.0.0.1"


class LoopbackServer(ThreadingHTTPServer):
    """A threading server that asks no name server for its own name, and stays quiet about clients that hang up."""

    daemon_threads = True

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # past HTTPServer's own, which looks up the host's full name
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # it only prints what it is given


class QuietHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD through `reply`, refuses the other methods (RFC 9110 §15.5.6), and logs nothing."""

    protocol_version = "HTTP/1.1"
    server_version = "Afterprint"
    sys_version = ""
    timeout = 30  # seconds in which a client must have sent its request, or its next one

    def reply(self) -> None:
        """Send the answer to a GET, without its body where the request is a HEAD."""
        raise NotImplementedError

    def do_GET(self) -> None:
        self.reply()

    def do_HEAD(self) -> None:
        self.reply()

    def refuse(self) -> None:
        """405; the connection ends, as what the request carries is not read."""
        self.close_connection = True
        self.send_response(405)
        for name, value in (("Allow", "GET, HEAD"), ("Connection", "close"), ("Content-Length", "0")):
            self.send_header(name, value)
        self.end_headers()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = refuse  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: what the watcher does is what should be read."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], port: int, *, host: str = LOOPBACK) -> Iterator[int]:
    """Answer with `handler` in the background until the context ends; gives the port (a free one for port 0).

    Raises PortInUse where the port cannot be had.
    """
    server = _bound(handler, port, host=host)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="loopback server", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _bound(handler: type[BaseHTTPRequestHandler], port: int, *, host: str) -> LoopbackServer:
    try:
        return LoopbackServer((host, port), handler)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(port) from error
        raise PortInUse(port, (error.strerror or str(error)).lower()) from error
