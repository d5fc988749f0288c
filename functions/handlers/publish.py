"""PublishFunction: changes and events were stored; bring the site up to date with them, all of a batch at once.

Trigger: PublishQueue, from the archive bucket's "Object Created" under changes/ and events/, and from repair; up to
a hundred messages, gathered for half a minute, since most of them touch the same lists and feeds.
Twice: harmless, documents are written where their bytes differ; subscribers may be told twice, under the same id.
Failure: a batch that fails is done message by message; those that fail alone return, ten times, then lie in
PublishDeadLetters (alarm). What does not fit into the time left returns too.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from afterprint import pipeline
from afterprint.aws import wiring
from afterprint.aws.batch import Batch, come_again, read_batch, together
from afterprint.aws.environment import read_environment
from afterprint.local.clock import SystemClock
from afterprint.log_keys import Subject, about
from afterprint.messages import ChangeStored, EventStored
from afterprint.watchlist import load_watchlist

RESERVE_SECONDS = 20.0

logger = Logger(service="publish")
metrics = Metrics(service="publish")
environment = read_environment(os.environ)
world = wiring.open_world(environment, load_watchlist(environment.watchlist), SystemClock())


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    batch: Batch[ChangeStored | EventStored] = read_batch(event, ChangeStored, EventStored, tell=tell)
    seconds = context.get_remaining_time_in_millis() / 1000 - RESERVE_SECONDS
    left = together(batch.entries, publish, seconds=seconds, tell=tell)
    metrics.add_metric("PublishLag", MetricUnit.Seconds, batch.waited(world.clock.now()))
    return come_again([*batch.unreadable, *left])


def publish(messages: Sequence[ChangeStored | EventStored]) -> None:
    paths = pipeline.publish(messages, world=world)
    for message in messages:
        logger.info("published", extra=about(message))
    logger.info("published together", records=len(messages), documents=len(paths))


def tell(subject: Subject, error: Exception) -> None:
    logger.error("publish failed", exc_info=error, extra=about(subject))
