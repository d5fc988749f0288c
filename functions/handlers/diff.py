"""DiffFunction: a version was stored; compare it with the one before.

Trigger: DiffQueue, from the archive bucket's "Object Created" under versions/, and from repair.
Twice: harmless, a change is named after its versions.
Failure: that message alone returns, five times, then lies in DiffDeadLetters (alarm).
"""

from __future__ import annotations

import os
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from afterprint import pipeline
from afterprint.aws import wiring
from afterprint.aws.batch import message_of
from afterprint.aws.environment import read_environment
from afterprint.local.clock import SystemClock
from afterprint.log_keys import about
from afterprint.messages import VersionStored

logger = Logger(service="diff")
clock = SystemClock()
archive = wiring.open_archive(read_environment(os.environ))


def diff_one(record: SQSRecord) -> None:
    message = message_of(record.body, record.message_id, VersionStored)
    if message is None:
        return  # a foreign object in the bucket
    stored = pipeline.diff(message, archive=archive, clock=clock)
    logger.info("diffed", stored=stored, extra=about(message))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    # Not raising when all fail keeps one meaning for each alarm: Errors = the function is broken, dead letters = a
    # message is. Without logger= a failed message would be logged at DEBUG only.
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False, logger=logger)  # type: ignore[arg-type]
    return process_partial_response(event, diff_one, processor, context)
