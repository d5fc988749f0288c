"""A world that dies at its n-th call: before the call took effect, or right after; then nothing works any more."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from afterprint.ports import World

WRITES = ("add_", "put", "update_", "move_", "rehome_", "claim_", "remove", "enter", "open_work", "close_work", "send")
WRITES = (*WRITES, "done", "give_back", "receive", "purge", "scrub")


class Death(BaseException):
    """The process is gone: nothing in it may catch this."""


class Fate:
    """Counts the calls that write; the one numbered `at` is the last."""

    def __init__(self, at: int | None = None, *, after: bool = False) -> None:
        self.at = at
        self.after = after
        self.calls = 0
        self.is_over = False
        self._lock = threading.Lock()

    def meets(self) -> bool:
        """Whether the call that is about to be made is the last; raises Death where one was already."""
        with self._lock:
            if self.is_over:
                raise Death
            self.calls += 1
            self.is_over = self.calls == self.at
            return self.is_over


class _Mortal:
    def __init__(self, inner: Any, fate: Fate) -> None:
        self._inner = inner
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found) or not name.startswith(WRITES) or name == "open_works":
            return found

        def call(*args: Any, **more: Any) -> Any:
            if not self._fate.meets():
                return found(*args, **more)
            if self._fate.after:
                found(*args, **more)
            raise Death

        return call


def mortal(world: World, fate: Fate) -> World:
    """`world`, whose stores die when `fate` says so. The archive's own announcements go through the inner queue."""
    return replace(
        world,
        archive=_Mortal(world.archive, fate),
        catalog=_Mortal(world.catalog, fate),
        site=_Mortal(world.site, fate),
        queue=_Mortal(world.queue, fate),
    )
