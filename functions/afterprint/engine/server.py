"""The local web server of the published site.

It does what the site's CDN does elsewhere: `/x/` is `/x/index.html`, a withdrawn path is 410, what is absent is 404,
and every answer has its type, charset, validator and security headers; what lies under /api/ is answered by the same
routes. It is read-only and never lists a folder.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from afterprint.api import Api, Refused, Request, Response, problem
from afterprint.engine.loopback import LOOPBACK, QuietHandler, serving
from afterprint.errors import StoreError
from afterprint.publish import paths, words
from afterprint.publish.paths import Kind

PORT = 8780

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".link": "application/link-format; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
OTHER_TYPE = "application/octet-stream"

SECURITY = {
    # The pages' one script is a file of the site: no word of other people's text can bring one in.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
CACHING = {"Cache-Control": "no-cache"}  # ask each time, which is cheap here: nothing stale is ever shown

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass(frozen=True)
class SiteServer:
    """Where the site can be read."""

    port: int
    address: str


@contextmanager
def serve_site(
    root: Path,
    *,
    port: int = PORT,
    gone_since: Callable[[str], datetime | None] = lambda path: None,
    api: Api | None = None,
    host: str = LOOPBACK,
) -> Iterator[SiteServer]:
    """Serve the folder `root` at `host` until the context ends; port 0 takes a free one.

    `gone_since` is asked with a document's path, relative to the site and without a leading slash, and says when it
    was withdrawn, None where it was not. Without an `api` there is nothing under /api/. Raises PortInUse where the port
    cannot be had.
    """

    class Handler(_SiteHandler):
        site = _Folder(root, gone_since)
        desk = api

    with serving(Handler, port, host=host) as bound:
        yield SiteServer(bound, f"http://{host}:{bound}/")


@dataclass(frozen=True)
class _Answer:
    status: int
    body: bytes = b""
    content_type: str = CONTENT_TYPES[".html"]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str | None:
        """A strong validator (RFC 9110 §8.8.3), for documents alone."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"' if self.status == 200 else None


class _Folder:
    """The published files: what is answered for a path, without a word of HTTP."""

    def __init__(self, root: Path, gone_since: Callable[[str], datetime | None]) -> None:
        self._root = root.absolute()
        self._gone_since = gone_since

    def answer(self, target: str) -> _Answer:
        """The answer for a request target (RFC 9112 §3.2), its query passed over."""
        path = _path(target)
        if path is None:
            return self._missing()
        is_folder = path == "" or path.endswith("/")
        document, inside = (f"{path}index.html", None) if is_folder else (path, f"{path}/index.html")
        since = self._gone_since(document) or (self._gone_since(inside) if inside else None)
        if since is not None:
            return _Answer(410, _page("Withdrawn", f"What was here was withdrawn on {words.day(since)}."))
        body = self._read(document)
        if body is not None:
            return _Answer(200, body, _content_type(document))
        if inside and self._read(inside) is not None:
            return _Answer(301, headers={"Location": f"/{quote(path)}/"})
        return self._missing()

    def _missing(self) -> _Answer:
        return _Answer(404, self._read("404.html") or _page("Not found", "There is no page at this address."))

    def _read(self, document: str) -> bytes | None:
        """The bytes of a file below the root; None for anything else, links that lead outside among them."""
        try:
            file = Path(os.path.realpath(self._root / document, strict=True))
            if not file.is_relative_to(os.path.realpath(self._root)) or not file.is_file():
                return None
            return file.read_bytes()
        except OSError:  # absent, unreadable, a name too long, a loop of links: none of them is here to be read
            return None


def _path(target: str) -> str | None:
    """The site's path that `target` means, without its leading slash; None where it can mean none.

    Decoded once. A segment that is empty (`//`), `.`, `..` or hidden (`.x`) means nothing on this site, and neither
    does a control character or a backslash; so nothing is left that could be read as a way out of the folder.
    """
    try:
        path = unquote(urlsplit(target).path, errors="strict")
    except ValueError:  # not UTF-8, or a target that is no address
        return None
    if not path.startswith("/") or _FORBIDDEN.search(path):
        return None
    segments = path[1:].removesuffix("/").split("/")
    if path != "/" and any(segment == "" or segment.startswith(".") for segment in segments):
        return None
    return path[1:]


def _content_type(document: str) -> str:
    """By its ending, but for feeds as JSON, which are told by where they lie."""
    place = paths.place(document)
    if place is not None and place.kind is Kind.FEED:
        return paths.content_type(document)
    return CONTENT_TYPES.get(PurePosixPath(document).suffix, OTHER_TYPE)


def _page(title: str, line: str) -> bytes:
    """A page for what the site has none for."""
    title, line = html.escape(title), html.escape(line)
    head = f'<head><meta charset="utf-8"><meta name="robots" content="noindex"><title>{title}</title></head>'
    return (
        f'<!doctype html>\n<html lang="en">\n{head}\n'
        f'<body>\n<h1>{title}</h1>\n<p>{line}</p>\n<p><a href="/">To the latest edits</a></p>\n</body>\n</html>\n'
    ).encode()


def _of_response(response: Response) -> _Answer:
    headers = response.all_headers
    return _Answer(response.status, response.body, headers.pop("Content-Type"), headers)


class _SiteHandler(QuietHandler):
    site: ClassVar[_Folder]
    desk: ClassVar[Api | None]

    def reply(self) -> None:
        answer = self._answer()
        unchanged = answer.etag is not None and self._client_holds(answer.etag)
        self.send_response(304 if unchanged else answer.status)
        for name, value in (SECURITY | CACHING | dict(answer.headers)).items():
            self.send_header(name, value)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        if not unchanged:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command == "GET" and not unchanged:
            self.wfile.write(answer.body)

    def _answer(self) -> _Answer:
        if self.desk is None or not self.path.startswith("/api/"):
            return self.site.answer(self.path)
        path, _, query = self.path.partition("?")
        try:
            response = self.desk.answer(Request(path=path, query=query))
        except StoreError:
            refused = Refused(HTTPStatus.SERVICE_UNAVAILABLE, "what is stored cannot be read now", remedy="ask again")
            response = problem(refused)
        return _of_response(response)

    def _client_holds(self, etag: str) -> bool:
        """Whether If-None-Match names these bytes, compared weakly (RFC 9110 §13.1.2)."""
        named = [tag.strip().removeprefix("W/") for tag in self.headers.get("If-None-Match", "").split(",")]
        return etag in named or named == ["*"]
