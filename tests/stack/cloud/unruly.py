"""Traffic that keeps what AWS promises and nothing more: events come twice or late, messages in any order and again."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from cloud.deployment import Deployment
from cloud.gate import Stored
from cloud.traffic import Traffic


class UnrulyTraffic(Traffic):
    """Doubles, delays and mixes up, as `chance` has it, while it `is_unruly`. `done_to_messages` counts what it did.

    FIFO queues keep their order, as they promise to; what was done there may come again as everywhere.
    """

    def __init__(self, made: Deployment, chance: random.Random) -> None:
        super().__init__(made)
        self.is_unruly = True
        self.done_to_messages: Counter[str] = Counter()
        self._chance = chance
        self._late: list[Stored] = []

    def announce(self, stored: Stored) -> None:
        if not self.is_unruly:
            return super().announce(stored)
        times = self._chance.choice((1, 1, 2))
        self.done_to_messages["doubled"] += times - 1
        for _ in range(times):
            if self._chance.random() < 0.3:
                self.done_to_messages["late"] += 1
                self._late.append(stored)
            else:
                super().announce(stored)
        return None

    def bring_late(self) -> int:
        """Put the events that are late on their way, in any order; how many there were."""
        late, self._late = self._late, []
        self._chance.shuffle(late)
        for stored in late:
            super().announce(stored)
        return len(late)

    def _taken(self, sqs: Any, queue: str, *, limit: int) -> list[dict[str, Any]]:
        if not self.is_unruly:
            return super()._taken(sqs, queue, limit=limit)
        messages = super()._taken(sqs, queue, limit=self._chance.randint(1, limit))
        if len(messages) > 1 and not queue.endswith(".fifo"):
            self.done_to_messages["mixed up"] += 1
            self._chance.shuffle(messages)
        return messages

    def _let_go(self, sqs: Any, queue: str, done: list[dict[str, Any]]) -> None:
        """Forget to remove some of what was done: it comes again when its time is up."""
        kept = [each for each in done if self.is_unruly and self._chance.random() < 0.2]
        self.done_to_messages["kept"] += len(kept)
        super()._let_go(sqs, queue, [each for each in done if each not in kept])
