"""RepairFunction: an hour has passed, or something was deployed; finish what is open and follow the watchlist.

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
"""Younger work is still under way."""

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
    metrics.add_metric("Repaired", MetricUnit.Count, repaired.total())
    logger.info("repaired", adopted=dict(adopted), repaired=dict(repaired), documents=len(written))
    return {"adopted": dict(adopted), "repaired": dict(repaired), "documents": len(written)}
