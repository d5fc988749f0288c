"""AWS as moto plays it, behind a loopback port, so that other processes meet the same tables and queues.

It answers one request at a time: moto itself locks nothing, and of two racing conditional writes both might win.
Its queues go by a clock that a test sets (`set_clock`).
"""

from __future__ import annotations

import io
import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit


@cache
def endpoint() -> str:
    """The address of this process's server, which is started by the first who asks and ends with the process."""
    from moto.moto_server.werkzeug_app import MotoRequestHandler
    from werkzeug.serving import make_server

    class Silent(MotoRequestHandler):
        def log(self, *_: Any) -> None:
            """Say nothing."""

    server = make_server("127.0.0.1", 0, _gated(), threaded=False, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


@cache
def _gated() -> Callable[..., Iterable[bytes]]:
    """moto behind its gate, as a WSGI application that answers one request at a time."""
    from moto import backends
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules  # else it lists a folder twice for each request
    _query_partitions_alone()
    app = DomainDispatcherApplication(create_backend_app)
    one_at_a_time = threading.Lock()

    def gated(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        # Read whole, whoever answers: a connection closed upon an unread body may take the answer with it.
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        with one_at_a_time:
            return _gate[0](app, environ, start) if _gate else list(app(environ, start))

    return gated


def _query_partitions_alone() -> None:
    """Let a query look at its own partition: moto sorts the whole table for each, and a table of a week is large."""
    from moto.dynamodb.models.table import Table

    query = Table.query

    def query_partition(self: Any, hash_key: Any, *args: Any, **more: Any) -> Any:
        if hash_key is None or self.global_indexes:
            return query(self, hash_key, *args, **more)
        whole, self.items = self.items, {hash_key: self.items.get(hash_key, {})}
        try:
            return query(self, hash_key, *args, **more)
        finally:
            self.items = whole

    Table.query = query_partition  # type: ignore[method-assign]


Gate = Callable[[Any, dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""Stands before moto: is given the application and the WSGI request, and answers it."""

_gate: list[Gate] = []


def set_gate(gate: Gate | None) -> None:
    """Put a gate before moto, in place of the one that may be there; None takes it away."""
    _gate[:] = [gate] if gate else []


def set_clock(now: Callable[[], float] = time.time) -> None:
    """Let the queues read the time (seconds since 1970) from `now`.

    A moment passes with each look, since to moto a message becomes visible only after its time, not at it.
    """
    from moto.sqs import models

    looks = itertools.count(1)

    def seconds() -> float:
        return now() + next(looks) / 100_000

    models.unix_time = seconds
    models.unix_time_millis = lambda: seconds() * 1000  # type: ignore[assignment]


def client(service: str, url: str, *, tries: int = 3, key: str = "none") -> Any:
    """A boto3 client that talks to `url` and nobody else, with credentials of no account."""
    import boto3
    from botocore.config import Config

    return boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=url,
        region_name="eu-west-1",
        aws_access_key_id=key,
        aws_secret_access_key="none",
        config=Config(
            retries={"total_max_attempts": tries, "mode": "standard"},
            connect_timeout=5,
            read_timeout=30,
            max_pool_connections=20,
            proxies={},
        ),
    )


def ask(request: Any) -> Any:
    """botocore's answer to its prepared request, from this process's server, without a socket in between."""
    from botocore.awsrequest import AWSResponse
    from moto.core.botocore_stubber import MockRawResponse

    begun: list[Any] = []
    body = b"".join(_gated()(_environ(request), lambda status, headers, *_: begun.extend((status, headers))))
    status, headers = begun
    return AWSResponse(request.url, int(status.split()[0]), dict(headers), MockRawResponse(body))


def _environ(request: Any) -> dict[str, Any]:
    """A prepared request as WSGI has it (PEP 3333)."""
    url = urlsplit(request.url)
    held = request.body or b""
    body: bytes = held.encode() if isinstance(held, str) else held if isinstance(held, bytes) else held.read()
    environ = {
        f"HTTP_{name.upper().replace('-', '_')}": value.decode() if isinstance(value, bytes) else value
        for name, value in request.headers.items()
    }
    raw = url.path + (f"?{url.query}" if url.query else "")
    return environ | {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(url.path, "latin-1"),
        "QUERY_STRING": url.query,
        "RAW_URI": raw,
        "REQUEST_URI": raw,
        "CONTENT_TYPE": environ.get("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": url.netloc,
        "SERVER_NAME": url.hostname,
        "SERVER_PORT": str(url.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
