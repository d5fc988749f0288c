"""The process dies between any two writes; after the next start everything is as if it had not."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.engine.runner import Engine
from afterprint.ports import World
from afterprint.rows import ArticleRow, IndexLine
from dying import Death, Fate, mortal
from lives import LIVES, Life
from newsroom_day import points, tree
from watching import START, Silent, Watched, watching

SEED = 20261124


@dataclass(frozen=True)
class Left:
    """All that a life leaves: records and documents, the index, what is still open, where the articles stand."""

    tree: dict[str, bytes]
    news: list[IndexLine]
    lines: list[IndexLine]
    open_work: list[str]
    articles: list[tuple[object, ...]]


def left(watched: Watched) -> Left:
    watched.pass_an_hour()
    catalog = watched.world().catalog
    rows = list(catalog.articles())
    return Left(
        tree=tree(watched.folder),
        news=list(catalog.news_lines(limit=1000)),
        lines=[line for row in rows for line in catalog.article_lines(row.key)],
        open_work=[work.path for work in catalog.open_works()],
        articles=[_standing(row) for row in rows],
    )


def _standing(row: ArticleRow) -> tuple[object, ...]:
    return row.key, row.host, row.address, row.state, row.versions, row.events, row.headline, row.digests


def live(watched: Watched, folder: Path, life: Life, *, fate: Fate | None = None) -> Left:
    """Live through all turns; where `fate` strikes, start again at the same moment. What is left in the end."""
    watched.folder = folder
    for turn, minutes in enumerate(life.minutes):
        life.serve(watched, turn)
        watched.sources = life.sources(watched, turn)
        watched.now = START + timedelta(minutes=minutes)
        with suppress(Death):
            tick(watched.world(), fate)
        if fate is not None and fate.is_over:
            tick(watched.world(), None)
            fate = None
    return left(watched)


def tick(world: World, fate: Fate | None) -> None:
    Engine(mortal(world, fate) if fate else world, Silent()).tick()


@pytest.mark.slow
@pytest.mark.parametrize("name", list(LIVES))
def test_death_between_any_two_writes_leaves_what_an_undisturbed_life_leaves(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = LIVES[name]
    with watching(tmp_path, "paper", "other") as watched:
        calm = live(watched, tmp_path / "calm", life)
        counting = Fate()
        assert live(watched, tmp_path / "counted", life, fate=counting) == calm
        deaths = [(at, after) for at in range(1, counting.calls + 1) for after in (False, True)]
        chosen = random.Random(SEED).sample(deaths, points(len(deaths) // 10, len(deaths)))
        diverged = []
        for place, (at, after) in enumerate(chosen):
            if live(watched, tmp_path / str(place), life, fate=Fate(at, after=after)) != calm:
                diverged.append((at, after))
    with capsys.disabled():
        print(f"\n{name}: died at {len(chosen)} of {len(deaths)} points, {len(diverged)} divergences {diverged[:10]}")
    assert any(path.startswith("archive/events/") for path in calm.tree)
    assert calm.open_work == []
    assert diverged == []
