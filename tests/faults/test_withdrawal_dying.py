"""The process dies at any write of a withdrawal; the same call again leaves what an undisturbed one leaves."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from afterprint.model import ArticleKey
from afterprint.record import passage_of
from afterprint.withdraw import Target, plan, withdraw
from dying import Death, Fate, mortal
from leftovers import in_folder
from newsroom_day import points, tree
from watching import BODY, Watched, feed, page, watching

SEED = 20261124
NAME = "Zebulon Quilldrake"
OTHERS = BODY[1:]
TEXTS = [
    ["The ferry will not sail until the fog has gone.", *OTHERS],
    [f"The pilot, {NAME}, was blamed for it.", *OTHERS],
    ["The pilot was not to blame.", *OTHERS],
    [f"The pilot was {NAME}, the harbour said.", *OTHERS],
]


@dataclass(frozen=True)
class Case:
    """A take-down, and the texts of which nothing may be left."""

    target: Callable[[ArticleKey], Target]
    gone: tuple[str, ...]


CASES = {
    "article": Case(lambda key: Target(article=key), (NAME, "Ferry late", "not to blame")),
    "version": Case(lambda key: Target(article=key, version=2), ("was blamed for it", "Ferry late, 1")),
    "newest": Case(lambda key: Target(article=key, version=4), ("the harbour said", "Ferry late, 3")),
    "passage": Case(lambda key: Target(article=key, passage=passage_of(NAME)), (NAME,)),
}


def watch_an_article(watch: Watched) -> ArticleKey:
    watch.source(feeds=(watch.url("/rss"),))
    for turn, body in enumerate(TEXTS):
        watch.serve({"/rss": feed(watch.url("/a")), "/a": page(f"Ferry late, {turn}", body)})
        watch.tick(minutes=0 if turn == 0 else 200)
    return watch.articles()[0].key


def take_down(watch: Watched, target: Target, fate: Fate | None = None) -> None:
    world = watch.world()
    withdraw(plan(target, world=world), "asked for", world=mortal(world, fate) if fate else world)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_death_at_any_write_of_a_withdrawal_leaves_what_the_second_call_completes(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASES[name]
    with watching(tmp_path / "before") as watch:
        target = case.target(watch_an_article(watch))
        before, now = watch.folder, watch.now

        def anew(folder: str) -> None:
            watch.folder, watch.now = tmp_path / folder, now
            shutil.copytree(before, watch.folder)

        anew("calm")
        counting = Fate()
        take_down(watch, target, counting)
        watch.tick(minutes=0)
        calm = tree(watch.folder)
        deaths = [(at, after) for at in range(1, counting.calls + 1) for after in (False, True)]
        chosen = random.Random(SEED).sample(deaths, points(len(deaths) // 10, len(deaths)))
        diverged, left = [], []
        for place, (at, after) in enumerate(chosen):
            anew(str(place))
            with suppress(Death):
                take_down(watch, target, Fate(at, after=after))
            take_down(watch, target)
            watch.tick(minutes=0)
            if tree(watch.folder) != calm:
                diverged.append((at, after))
            anew(f"{place}-repaired")
            with suppress(Death):
                take_down(watch, target, Fate(at, after=after))
            watch.tick(minutes=3000)  # repairs, asks for the page, publishes
            take_down(watch, target)
            watch.tick(minutes=3000)
            left += [(at, after, path) for path in in_folder(watch.folder, *case.gone)]
    with capsys.disabled():
        print(f"\n{name}: died at {len(chosen)} of {len(deaths)} writes, {len(diverged)} divergences, {len(left)} left")
    assert diverged == []
    assert left == []
