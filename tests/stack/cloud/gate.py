"""The gate before moto: knows each caller by its key, holds it to its role, and remembers what it asked for.

moto itself enforces no role, tells nobody's absence from a refusal, and sends no event in the shape that AWS does.
"""

from __future__ import annotations

import io
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from cloud.calls import Call, read_call
from cloud.rights import Deed, Statement, allowed, denied

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Answer = tuple[str, list[tuple[str, str]], bytes]


@dataclass(frozen=True)
class Stored:
    """An object was put into a bucket."""

    bucket: str
    key: str
    etag: str


@dataclass
class Gate:
    """Roles by the access key of whoever plays them; keys that no role has are the test's own, and may do all.

    `guarded` holds the buckets' own statements. What happened: `calls`, and of those the `refusals`; `stored` is
    emptied by whoever passes the news on.
    """

    roles: dict[str, Sequence[Statement]] = field(default_factory=dict)
    guarded: dict[str, Sequence[Statement]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    refusals: list[tuple[str, Deed]] = field(default_factory=list)
    stored: deque[Stored] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, app: Application, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        status, headers, body = self._answer(app, environ)
        start(status, headers)
        return [body]

    def _answer(self, app: Application, environ: dict[str, Any]) -> Answer:
        asked = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(asked)
        call = read_call(environ, asked)
        if call is None or call.caller not in self.roles:
            return _pass(app, environ)
        refused = self._refused(call)
        with self._lock:
            self.calls.append(call)
            self.refusals += [(call.caller, deed) for deed in refused]
        if refused:
            return _refusal(call)
        status, headers, body = _pass(app, environ)
        if call.operation == "PutObject" and status.startswith("200"):
            bucket, _, key = unquote(environ["PATH_INFO"].lstrip("/")).partition("/")
            self.stored.append(Stored(bucket, key, dict(headers).get("ETag", "").strip('"')))
        if call.operation in ("GetObject", "HeadObject") and status.startswith("404"):
            bucket = call.deeds[0].resource.partition("/")[0]
            if not allowed(self.roles[call.caller], Deed("s3:ListBucket", bucket)):
                return _refusal(call)  # AWS does not say whether an object is absent to whom may not list
        return status, headers, body

    def _refused(self, call: Call) -> list[Deed]:
        mine = self.roles[call.caller]
        bucket = call.deeds[0].resource.partition(":::")[2].partition("/")[0] if call.service == "s3" else ""
        theirs = self.guarded.get(bucket, ())
        return [deed for deed in call.deeds if not allowed(mine, deed) or denied(theirs, deed)]


def _pass(app: Application, environ: dict[str, Any]) -> Answer:
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    body = b"".join(app(environ, lambda status, headers, *_: begun.append((status, headers))))
    status, headers = begun[0]
    return status, headers, body


def _refusal(call: Call) -> Answer:
    if call.service == "s3":
        body = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        return "403 Forbidden", [("Content-Type", "application/xml")], b"" if call.operation == "HeadObject" else body
    if call.service == "sns":
        body = b"<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code></Error></ErrorResponse>"
        return "403 Forbidden", [("Content-Type", "text/xml")], body
    told = {"__type": "AccessDeniedException", "message": f"{call.caller} is not authorized: {call.deeds}"}
    return "400 Bad Request", [("Content-Type", "application/json")], json.dumps(told).encode()
