"""AWS as moto plays it, behind a loopback port, so that other processes meet the same tables and queues.

It answers one request at a time: moto itself locks nothing, and of two racing conditional writes both might win.
Its queues go by a clock that a test sets (`set_clock`).
"""

from __future__ import annotations

import io
import itertools
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any


@cache
def endpoint() -> str:
    """The address of this process's server, which is started by the first who asks and ends with the process."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    class Silent(MotoRequestHandler):
        def log(self, *_: Any) -> None:
            """Say nothing."""

    app = DomainDispatcherApplication(create_backend_app)

    def gated(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        # Read whole, whoever answers: a connection closed upon an unread body may take the answer with it.
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        return _gate[0](app, environ, start) if _gate else app(environ, start)

    server = make_server("127.0.0.1", 0, gated, threaded=False, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


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
