"""The template deployed on moto and set in motion: from a schedule's tick to the feed in the site's bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud.journey import Paper, travel
from cloud.watch import stack_watch
from local_server import LocalServer

pytestmark = pytest.mark.slow


@pytest.fixture
def paper() -> Iterator[Paper]:
    with LocalServer({}, address="127.0.0.2") as site:
        yield Paper(site)


def test_an_article_makes_its_whole_journey_through_the_stack(tmp_path: Path, paper: Paper) -> None:
    with stack_watch(tmp_path, paper.watchlist) as watch:
        travel(watch, paper)
