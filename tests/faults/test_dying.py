"""The process dies between any two writes; after the next start everything is as if it had not."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.engine.runner import Engine
from afterprint.ports import World
from dying import Death, Fate, mortal
from local_server import Response
from newsroom_day import points, tree
from watching import BODY, START, Silent, Watched, feed, moved, page, watching

SEED = 20261124
MINUTES = (0, 30, 35, 75, 80, 130, 7 * 24 * 60 + 40)


def serve(watched: Watched, turn: int) -> None:
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


def live(folder: Path, port_of: Callable[[], Watched], fate: Fate | None) -> dict[str, bytes]:
    """Live through all moments; where `fate` strikes, start again at the same moment. What is left in the end."""
    watched = port_of()
    watched.folder = folder
    for turn, minutes in enumerate(MINUTES):
        serve(watched, turn)
        watched.now = START + timedelta(minutes=minutes)
        with suppress(Death):
            tick(watched.world(), fate)
        if fate is not None and fate.is_over:
            tick(watched.world(), None)
            fate = None
    return tree(folder)


def tick(world: World, fate: Fate | None) -> None:
    Engine(mortal(world, fate) if fate else world, Silent()).tick()


@pytest.mark.slow
def test_death_between_any_two_writes_leaves_what_an_undisturbed_life_leaves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with watching(tmp_path, "paper") as watched:
        watched.source(feeds=(watched.url("/rss"),))
        calm = live(tmp_path / "calm", lambda: watched, None)
        counting = Fate()
        assert live(tmp_path / "counted", lambda: watched, counting) == calm
        deaths = [(at, after) for at in range(1, counting.calls + 1) for after in (False, True)]
        chosen = random.Random(SEED).sample(deaths, points(len(deaths) // 10, len(deaths)))
        diverged = []
        for place, (at, after) in enumerate(chosen):
            if live(tmp_path / str(place), lambda: watched, Fate(at, after=after)) != calm:
                diverged.append((at, after))
    with capsys.disabled():
        print(f"\ndeath at a write: {len(chosen)} of {len(deaths)} points tried, {len(diverged)} divergences")
    assert any(path.startswith("archive/events/") for path in calm)
    assert diverged == []
