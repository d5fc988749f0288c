"""A small HTTP server on loopback that answers as a test tells it to, and remembers what it was asked.

    with LocalServer({"/a": Response(body=b"hello")}) as server:
        web = GuardedWeb(user_agent="Test/1", policy=server.policy())
        web.get(server.url("/a"))
        assert server.log[0].headers["user-agent"] == "Test/1"

Routes are a dict from path (with its query) to a Response or to a function of the Request, or one function for all.
Other hosts: `LocalServer(..., address="127.0.0.2")`; their names: `policy(hosts={"north.test": "127.0.0.2"})`.
"""

from __future__ import annotations

import http.server
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from afterprint.model import NetworkPolicy


@dataclass(frozen=True)
class Response:
    """What to answer. Content-Length is added unless `headers` frames the body itself."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Request:
    """What was asked: header names in lower case, `at` on the monotonic clock, `connection` the client's port."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float
    connection: int


Route = Response | Callable[[Request], Response]
NOT_FOUND = Response(404, {"Content-Type": "text/plain"}, b"not found")


class LocalServer:
    """Serves `routes`, which may be changed while it runs; unknown paths are 404."""

    def __init__(
        self, routes: Mapping[str, Route] | Callable[[Request], Response], *, address: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.routes = routes
        self.log: list[Request] = []
        self._server = _Quiet((address, port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self.address = address
        self.port: int = self._server.server_port

    def __enter__(self) -> LocalServer:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        return f"http://{host or self.address}:{self.port}{path}"

    def policy(self, *others: LocalServer, hosts: Mapping[str, str] | None = None) -> NetworkPolicy:
        """Allows loopback, and the ports of this server and of the others."""
        ports = (self.port, *(other.port for other in others))
        return NetworkPolicy(allow=("127.0.0.0/8",), ports=ports, hosts=tuple((hosts or {}).items()))

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.log]

    def answer(self, request: Request) -> Response:
        self.log.append(request)
        if callable(self.routes):
            return self.routes(request)
        route = self.routes.get(request.path, NOT_FOUND)
        return route if isinstance(route, Response) else route(request)

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body go out at once, each in a piece of its own

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", 0)))
                port = self.client_address[1]
                response = outer.answer(Request(self.command, self.path, headers, body, time.monotonic(), port))
                self.send_response_only(response.status)
                names = {name.lower() for name in response.headers}
                for name, value in response.headers.items():
                    self.send_header(name, value)
                if not names & {"content-length", "transfer-encoding"} and response.status not in (204, 304):
                    self.send_header("Content-Length", str(len(response.body)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(response.body)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *args: Any) -> None:
                pass

        return Handler


class _Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is nothing to print; a route that fails is, and leaves the client without answer."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class RawServer:
    """Plays a script on each connection in turn: what is damaged, no HTTP server would send.

    A step is bytes to send, seconds to wait, "request" (read one more), "fin" or "rst". One request is read first.
    """

    def __init__(self, *scripts: Iterable[bytes | float | str]) -> None:
        self._scripts = [tuple(script) for script in scripts]
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.requests: list[bytes] = []
        self._stop = threading.Event()

    def __enter__(self) -> RawServer:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._listener.close()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def policy(self) -> NetworkPolicy:
        return NetworkPolicy(allow=("127.0.0.0/8",), ports=(self.port,))

    def _serve(self) -> None:
        for script in self._scripts:
            with suppress(OSError):
                peer, _ = self._listener.accept()
                with peer:
                    peer.settimeout(5)
                    self._play(peer, script)

    def _play(self, peer: socket.socket, script: tuple[bytes | float | str, ...]) -> None:
        self.requests.append(_head(peer))
        for step in script:
            if isinstance(step, bytes):
                peer.sendall(step)
            elif step == "rst":
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            elif step == "fin":
                return
            elif step == "request":
                self.requests.append(_head(peer))
            else:
                self._stop.wait(float(step))


def _head(peer: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data and (more := peer.recv(65_536)):
        data += more
    return data
