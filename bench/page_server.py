"""A site of articles in a process of its own, quick enough not to be what is measured. `python -m bench.page_server`.

Paths begin with how the pages behave: `/304/…` answers a conditional request with 304, `/200/…` knows no validators,
`/changed/…` says something else each time that it is asked. The port is printed; it ends with its standard input.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from typing import ClassVar

ROBOTS = b"User-agent: *\nDisallow: /search\nDisallow: /account/\nAllow: /account/help\nDisallow: /*?print=\n"
FURNITURE = "".join(f'<li><a href="/news/{at}">Other news, number {at}</a></li>' for at in range(150))
PARAGRAPHS = "".join(
    f"<p>The harbour board met on day {at} and said that boats would sail an hour late.</p>" for at in range(25)
)


def page(path: str, asked: int = 0) -> bytes:
    """An article of some 10 KB, the furniture around it among them."""
    return (
        f"<html lang=en><head><title>Boats {path}</title></head><body><nav><ul>{FURNITURE}</ul></nav><article>"
        f"<h1>Boats of {path}</h1>{PARAGRAPHS}<p>By then {asked} of the boats had left.</p></article></body></html>"
    ).encode()


class _Pages(asyncio.Protocol):
    asked: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.held = b""

    def data_received(self, data: bytes) -> None:
        self.held += data
        while (end := self.held.find(b"\r\n\r\n")) >= 0:
            head, self.held = self.held[:end], self.held[end + 4 :]
            self.transport.write(self.answer(head.decode("latin-1")))  # type: ignore[attr-defined]

    def answer(self, head: str) -> bytes:
        path = head.split(" ", 2)[1]
        if path.startswith("/304/"):
            if '\r\nif-none-match: "1"' in head.lower():
                return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nDate: Tue, 03 Nov 2026 09:00:00 GMT\r\n\r\n'
            return _whole(page(path), 'ETag: "1"\r\n')
        if path.startswith("/200/"):
            return _whole(page(path))
        if path.startswith("/changed/"):
            self.asked[path] += 1
            return _whole(page(path, self.asked[path]))
        if path == "/robots.txt":
            return _whole(ROBOTS)
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _whole(body: bytes, fields: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}Content-Length: {len(body)}\r\n"
    return f"{head}Date: Tue, 03 Nov 2026 09:00:00 GMT\r\n\r\n".encode() + body


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Pages, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
