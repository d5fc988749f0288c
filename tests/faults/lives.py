"""Scripted lives of small papers: what the sites serve at each turn, and which sources are watched then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from afterprint.model import Source
from local_server import Response
from watching import BODY, Watched, feed, moved, page


@dataclass(frozen=True)
class Life:
    """What the sites serve at each turn, after so many minutes, and which sources are watched then."""

    minutes: tuple[int, ...]
    serve: Callable[[Watched, int], None]
    sources: Callable[[Watched, int], tuple[Source, ...]]


def edits(watched: Watched, turn: int) -> None:
    """Three articles: one that is edited, one that shrinks, one that vanishes and comes back; one moves at the end."""
    links = [watched.url(path) for path in ("/a", "/b", "/c")]
    routes = {
        "/rss": feed(*links),
        "/a": page("Ferry delayed by fog")
        if turn == 0
        else page("Ferry cancelled by fog", [*BODY[1:], "A boat was sent."]),
        "/b": page("Lamp parade", BODY if turn < 1 else BODY[:2]),
        "/c": page("Market roof") if turn in (0, 6) else Response(404),
    }
    if turn == 6:
        routes |= {"/b": moved("/bb"), "/bb": page("Lamp parade", BODY[:2])}
    watched.serve(routes)


def moves(watched: Watched, turn: int) -> None:
    """Two articles on one host: one moves to another, edited there, the other to where the first is by now. And a feed
    that moves as well, with a new article behind a redirect."""
    there = {"/a": page("Ferry cancelled by fog" if turn > 1 else "Ferry delayed by fog"), "/n": page("Market roof")}
    watched.serve({**there, "/rss": feed(watched.url("/go"))}, "other")
    here = {
        "/rss": feed() if turn == 0 else moved(watched.url("/rss", "other")),
        "/a": page("Ferry delayed by fog") if turn == 0 else moved(watched.url("/a", "other")),
        "/b": page("Lamp parade") if turn < 3 else moved(watched.url("/a", "other")),
        "/go": moved(watched.url("/n", "other"), 302),
    }
    watched.serve(here)


def both(watched: Watched, turn: int) -> tuple[Source, ...]:
    """One source; it is off the watchlist for a while in the middle."""
    paths = ("/a", "/b")
    feeds = (watched.url("/rss"),)
    articles = tuple(watched.url(path) for path in paths)
    paper = Source(id="paper", name="Paper", feeds=feeds, articles=articles, min_gap_seconds=0)
    other = Source(id="other", name="Other", articles=(watched.url("/n", "other"),), min_gap_seconds=0)
    return (other,) if turn == 4 else (paper,)


def only(watched: Watched, turn: int) -> tuple[Source, ...]:
    return (Source(id="paper", name="Paper", feeds=(watched.url("/rss"),), min_gap_seconds=0),)


LIVES = {
    "edits": Life((0, 30, 35, 75, 80, 130, 7 * 24 * 60 + 40), edits, only),
    "moves": Life((0, 40, 90, 150, 160, 220, 41 * 24 * 60), moves, both),
}
