"""What became of a lane's looks in one invocation, for its metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from afterprint.errors import FetchError
from afterprint.log_keys import about
from afterprint.rows import WatchedRow


class Visit:
    """What became of one lane's looks, and of those that failed, why; each failed one is told to `log`."""

    def __init__(self, *, log: Callable[..., None]) -> None:
        self._log = log
        self.outcomes: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()

    def hear(self, row: WatchedRow, said: str) -> None:
        """Failures are counted by reason, of which there are few; which address it was is for the log."""
        failed, _, detail = said.partition(": ")
        reason = detail.partition(" ")[0]
        if failed == "failed" and reason in FetchError.REASONS:
            self.failures[reason] += 1
        self._log("look failed", said=said, extra=about(row))
