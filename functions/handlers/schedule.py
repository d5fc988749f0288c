"""ScheduleFunction: a minute has passed; send each host that has something due into its lane.

Trigger: EventBridge Scheduler, each minute. Two ticks may overlap.
Many: hosts are sent as they are read, ten at once. None is begun after WORK_SECONDS; the next tick goes on, since it
begins with those that have been due the longest.
Twice: a host's message of the same minute is dropped by the queue; a later one finds nothing due, or what was left.
Failure: nothing is tried again, as the next tick does it all anew; errors raise the alarm, and so does silence.
"""

from __future__ import annotations

import os
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from afterprint import pipeline
from afterprint.aws import wiring
from afterprint.aws.environment import read_environment
from afterprint.local.clock import SystemClock

WORK_SECONDS = 40.0

logger = Logger(service="schedule")
metrics = Metrics(service="schedule")
clock = SystemClock()
environment = read_environment(os.environ)
catalog = wiring.catalog_to_read(environment)
queues = wiring.open_queues(environment, clock)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    hosts, is_done = pipeline.send_due(catalog=catalog, queue=queues, clock=clock, seconds=WORK_SECONDS)
    metrics.add_metric("HostsDue", MetricUnit.Count, hosts)
    logger.info("scheduled", hosts=hosts, done=is_done)
