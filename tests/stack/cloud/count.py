"""Many papers on one loopback server, unchanged until a test says otherwise: for counting what a check costs."""

from __future__ import annotations

from local_server import LocalServer, Request, Response
from watching import BODY, feed, page

HOSTS = 10
ARTICLES = 10

HEAD = """
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
site_url = "https://edits.example.org/"

[network]
allow = ["127.0.0.0/8"]
ports = [{port}]
hosts = {{ {hosts} }}
"""
SOURCE = """
[[source]]
id = "paper-{number}"
name = "Paper {number}"
feeds = ["http://paper-{number}.test:{port}/rss"]
min_gap_seconds = 0
feed_minutes = 1440
first_check_minutes = 30
"""


class ManyPapers:
    """HOSTS papers of ARTICLES articles each, which answer 304 to whoever has them."""

    def __init__(self, server: LocalServer) -> None:
        self._port = server.port
        self._edited: set[str] = set()
        server.routes = self._answer
        names = [f"paper-{number}.test" for number in range(HOSTS)]
        hosts = ", ".join(f'"{name}" = "{server.address}"' for name in names)
        sources = [SOURCE.format(number=number, port=self._port) for number in range(HOSTS)]
        self.watchlist = HEAD.format(port=self._port, hosts=hosts) + "".join(sources)

    def edit(self, *places: tuple[int, int]) -> None:
        """Change these articles: of which paper, and which of its articles."""
        self._edited |= {f"paper-{paper}.test:{self._port}/{article}" for paper, article in places}

    def _answer(self, request: Request) -> Response:
        host = request.headers["host"]
        if request.path == "/robots.txt":
            return Response(404)
        if request.path == "/rss":
            return feed(*[f"http://{host}/{number}" for number in range(ARTICLES)])
        is_edited = f"{host}{request.path}" in self._edited
        tag = '"2"' if is_edited else '"1"'
        if request.headers.get("if-none-match") == tag:
            return Response(304, {"ETag": tag})
        last = (
            f"The berth number {request.path[1:]} of {host} is {'closed' if is_edited else 'open'} to all boats today."
        )
        answer = page(f"Ferry {request.path[1:]} delayed", [*BODY, last])
        return Response(200, {**answer.headers, "ETag": tag}, answer.body)
