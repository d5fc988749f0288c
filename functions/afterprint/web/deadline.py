"""One wall-clock deadline for a whole exchange: look-up, connection, handshake, request and answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

Result = TypeVar("Result")


class Deadline:
    """A moment on the monotonic clock after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that remain, more than 0; raises TimeoutError once there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return left

    def remainder(self) -> float:
        """The seconds that remain, 0 where there are none."""
        return max(0.0, self._at - time.monotonic())

    def call(self, function: Callable[[str], Result], argument: str) -> Result:
        """`function(argument)`, or TimeoutError at the deadline. For what cannot be interrupted, such as a look-up.

        A call that is late goes on in a daemon thread, and its outcome is dropped. What it raises is raised here.
        """
        outcome: SimpleQueue[tuple[Result | None, Exception | None]] = SimpleQueue()

        def run() -> None:
            try:
                outcome.put((function(argument), None))
            except Exception as error:  # noqa: BLE001 - the calling thread meets it
                outcome.put((None, error))

        threading.Thread(target=run, daemon=True).start()
        try:
            result, error = outcome.get(timeout=self.left())
        except Empty:
            raise TimeoutError("the deadline has passed") from None
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # without an error it is the function's own result
