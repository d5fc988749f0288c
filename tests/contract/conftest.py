"""A small crowd of other processes, and a process to be killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from afterprint.ports import Catalog
from contract.adapters import CATALOGS, CatalogPlace

SPAWN = multiprocessing.get_context("spawn")  # a fork would carry open databases and locks along


class Crowd:
    """Rivals in processes of their own."""

    SIZE = 3

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def race(self, task: Callable[..., Any], place: Any, **options: Any) -> list[Any]:
        """Let every rival do `task(place, rival=…, …)` at once; what each returns."""
        futures = [self._pool.submit(task, place, rival=number, **options) for number in range(self.SIZE)]
        return [future.result(timeout=60) for future in futures]

    def all_do(self, task: Callable[..., Any], place: Any, **options: Any) -> list[Any]:
        """The same for tasks that do not care who they are."""
        futures = [self._pool.submit(task, place, **options) for _ in range(self.SIZE)]
        return [future.result(timeout=60) for future in futures]


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    with ProcessPoolExecutor(Crowd.SIZE, mp_context=SPAWN) as pool:
        yield Crowd(pool)


@pytest.fixture
def run_and_kill() -> Callable[..., None]:
    """Run a task in a process of its own and kill it (SIGKILL) in the middle of its work, at a seeded moment."""
    chance = random.Random(20261103)

    def run(task: Callable[[Any], None], place: Any, *, begun: Callable[[], bool]) -> None:
        process = SPAWN.Process(target=task, args=(place,))
        process.start()
        give_up_at = time.monotonic() + 30
        while not begun():
            assert process.is_alive(), "the writer ended by itself"
            assert time.monotonic() < give_up_at, "the writer never began"
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.04))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()

    return run


@pytest.fixture(params=CATALOGS, ids=lambda place: place.__name__)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> CatalogPlace:
    """Where a catalog lies; the modules of the other ports have their own."""
    made: CatalogPlace = request.param(tmp_path)
    return made


@pytest.fixture
def catalog(place: CatalogPlace) -> Catalog:
    return place.open()
