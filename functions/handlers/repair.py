"""RepairFunction: an hour has passed, or something was deployed; finish what is open, follow the watchlist, render what
need not be there at once.

Trigger: EventBridge Scheduler, hourly; `make deploy`, after every deployment, so that a changed watchlist is followed.
Twice, also side by side: harmless, and the second finds less to do.
Failure: nothing is tried again, as the next hour does it all anew; what was finished stays finished (alarm on errors).
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from afterprint import pipeline
from afterprint.adopt import adopt
from afterprint.aws import wiring
from afterprint.aws.environment import read_environment
from afterprint.local.clock import SystemClock
from afterprint.repair import repair
from afterprint.watchlist import load_watchlist

OLDER_THAN = timedelta(minutes=15)
"""Younger work is still under way, as is what somebody began to render since."""

RESERVE_SECONDS = 120.0
"""Kept for the group of documents that was begun last."""

logger = Logger(service="repair")
metrics = Metrics(service="repair")
environment = read_environment(os.environ)
world = wiring.open_world(environment, load_watchlist(environment.watchlist), SystemClock())


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    repaired = repair(world, opened_before=world.clock.now() - OLDER_THAN)
    adopted = adopt(world)  # afterwards, as parking goes by rows that are up to the archive
    written = pipeline.publish_fixed(world)
    now = world.clock.now()
    seconds = context.get_remaining_time_in_millis() / 1000 - RESERVE_SECONDS
    written += pipeline.render_stale(
        world, rendered_before=now, begun_before=now - OLDER_THAN, tell=tell, seconds=seconds
    )
    metrics.add_metric("Repaired", MetricUnit.Count, repaired.total())
    logger.info("repaired", adopted=dict(adopted), repaired=dict(repaired), documents=len(written))
    return {"adopted": dict(adopted), "repaired": dict(repaired), "documents": len(written)}


def tell(where: str, error: Exception) -> None:
    logger.error("rendering failed", where=where, exc_info=error)
