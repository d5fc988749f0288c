"""FetchFunction: hosts have something due; work their lanes side by side, each lane one request after another.

Trigger: FetchQueue (FIFO, a group a host), up to ten messages; a host's lane is nowhere else meanwhile.
Twice: harmless, the second finds nothing due.
Failure: what a site does wrong is an outcome with a next check. A fault of ours gives back that host's messages alone;
after five times they lie in FetchDeadLetters (alarm), and the host is still due. No look is begun after WORK_SECONDS;
what is left is still due. A lane that does not end in time is given back too.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from afterprint import pipeline
from afterprint.aws import wiring
from afterprint.aws.batch import Entry, come_again, read_batch, side_by_side
from afterprint.aws.environment import read_environment
from afterprint.aws.visits import Visit
from afterprint.local.clock import SystemClock
from afterprint.log_keys import Subject, about
from afterprint.messages import HostCameDue
from afterprint.watchlist import load_watchlist

WORK_SECONDS = 45.0
RESERVE_SECONDS = 5.0

logger = Logger(service="fetch")
metrics = Metrics(service="fetch")
environment = read_environment(os.environ)
world = wiring.open_world(environment, load_watchlist(environment.watchlist), SystemClock())


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    batch = read_batch(event, HostCameDue, tell=tell)
    until = world.clock.monotonic() + WORK_SECONDS
    visits: list[Visit] = []

    def work(entry: Entry[HostCameDue]) -> None:
        visit = Visit(log=logger.info)
        seconds = until - world.clock.monotonic()
        visit.outcomes = pipeline.fetch(entry.message, world=world, seconds=seconds, tell=tell, hear=visit.hear)
        logger.info("fetched", outcomes=dict(visit.outcomes), extra=about(entry.message))
        visits.append(visit)

    seconds = context.get_remaining_time_in_millis() / 1000 - RESERVE_SECONDS
    left = side_by_side(batch.lanes(), work, seconds=seconds, tell=tell)
    done = visits.copy()  # a lane that is left behind may still end
    count(sum((visit.outcomes for visit in done), Counter()), sum((visit.failures for visit in done), Counter()))
    return come_again([*batch.unreadable, *left])


def count(outcomes: Counter[str], failures: Counter[str]) -> None:
    """Few metrics, and no host among their dimensions: each combination is billed by itself."""
    metrics.add_metric("Looks", MetricUnit.Count, outcomes.total())
    metrics.add_metric("Versions", MetricUnit.Count, outcomes["first"] + outcomes["changed"])
    metrics.add_metric("Faults", MetricUnit.Count, outcomes["fault"])
    metrics.add_metric("Failures", MetricUnit.Count, outcomes["failed"])
    for reason, number in sorted(failures.items()):
        metrics.add_metric(f"Failed:{reason}", MetricUnit.Count, number)


def tell(subject: Subject, error: Exception) -> None:
    logger.error("fetch failed", exc_info=error, extra=about(subject))
