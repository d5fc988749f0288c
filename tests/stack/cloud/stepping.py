"""Threads that take turns at each call to a store, in an order that a seed decides: the same seed, the same order."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

PATIENCE_SECONDS = 60.0


class Steps:
    """Whose turn it is. Each thread runs from one `step` to its next; all others stand still meanwhile."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._stays = chance.choice((0.0, 0.5, 0.8, 0.95))
        """How likely it is that whoever has the turn keeps it: from a fine mesh to a few long pauses."""
        self._changed = threading.Condition()
        self._waiting: set[int] = set()
        self._turn: int | None = None
        self.order: list[int] = []

    def run(self, tasks: Sequence[Callable[[], Any]]) -> list[Any]:
        """Do all tasks, in turns; what each returned, or the exception that it ended with."""
        results: list[Any] = [None] * len(tasks)

        def work(number: int) -> None:
            _here.number, _here.steps = number, self
            self.step()
            try:
                results[number] = tasks[number]()
            except Exception as error:
                results[number] = error
            with self._changed:
                self._turn = None
                self._changed.notify_all()

        threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(len(tasks))]
        for thread in threads:
            thread.start()
        self._lead(threads)
        return results

    def _lead(self, threads: Sequence[threading.Thread]) -> None:
        """Give the turn to one of those that wait, until all have ended."""
        ended = 0
        while ended < len(threads):
            with self._changed:
                expected = len(threads) - ended
                assert self._changed.wait_for(
                    lambda expected=expected: self._turn is None and len(self._waiting) == expected, PATIENCE_SECONDS
                ), "a thread waits for another one"
                chosen = self._next()
                self.order.append(chosen)
                self._waiting.remove(chosen)
                self._turn = chosen
                self._changed.notify_all()
                assert self._changed.wait_for(lambda: self._turn is None, PATIENCE_SECONDS), "a step does not end"
                ended = len(threads) - len(self._waiting)

    def _next(self) -> int:
        last = self.order[-1] if self.order else None
        if last in self._waiting and self._chance.random() < self._stays:
            return last
        return self._chance.choice(sorted(self._waiting))

    def step(self) -> None:
        """Wait for this thread's turn."""
        with self._changed:
            self._waiting.add(_here.number)
            self._turn = None
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._turn == _here.number, PATIENCE_SECONDS), "no turn came"


_here = threading.local()


def step() -> None:
    """Wait for this thread's turn, where it takes part in any."""
    steps = getattr(_here, "steps", None)
    if steps is not None:
        steps.step()


class Stepped:
    """An object whose calls each wait for their turn: a client of AWS, or a port."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found) or name == "get_paginator":
            return found

        def called(*args: Any, **more: Any) -> Any:
            step()
            return found(*args, **more)

        return called
