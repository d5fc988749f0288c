"""A short life of a paper for tests that live it many times: edits, a move, an article that vanishes and comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cloud.journey import WATCHLIST, Ear
from cloud.watch import StackWatch
from local_server import LocalServer, Response
from watching import BODY, feed, moved, page

MINUTES = (0, 35, 75, 85, 150)
TURNS = len(MINUTES)


class Stories:
    """A paper with two articles, and the watchlist that watches them."""

    def __init__(self, site: LocalServer) -> None:
        self._site = site
        self._root = f"http://paper.test:{site.port}"
        self.watchlist = WATCHLIST.format(feed=f"{self._root}/rss", port=site.port, address=site.address)

    def turn(self, number: int) -> None:
        """What the paper prints at the turn."""
        ferry = story("Ferry delayed by fog", "It will sail an hour late." if number == 0 else "It will not sail.")
        market = story("Market roof to be mended", "Work begins in spring.")
        routes = {"/rss": feed(f"{self._root}/ferry", f"{self._root}/market"), "/ferry": ferry, "/market": market}
        if number >= 2:
            routes["/ferry"] = story("Ferry cancelled by fog", "It will not sail before Friday.")
        if number in (2, 3):
            routes["/market"] = Response(404)
        if number == 4:
            routes |= {"/ferry": moved("/news/ferry"), "/news/ferry": routes["/ferry"]}
            routes["/market"] = story("Market roof to be mended", "Work begins in autumn.")
        self._site.routes = routes


def story(headline: str, last: str) -> Response:
    return page(headline, [*BODY, f"{headline}, said the harbour office on its board. {last}"])


class Subscriber:
    """Hears on the stack's bus and on its topic; `ids` holds what came, by where it came from."""

    def __init__(self, watch: StackWatch) -> None:
        self._ear = Ear(watch)
        self._sqs = watch.made.client("sqs")
        self.ids: list[tuple[str, str]] = []

    def listen(self) -> None:
        for name, url in self._ear.urls.items():
            for message in self._emptied(url):
                body = json.loads(message["Body"])
                said = body["detail"] if name == "bus" else json.loads(body["Message"])
                self.ids.append((name, said["id"]))

    def _emptied(self, url: str) -> Iterator[dict[str, Any]]:
        while messages := self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                yield message
