"""NotifyFunction: a change or event can be read on the site; tell the bus and the topic.

Trigger: NotifyQueue, from publish before it lets go of its own messages.
Twice: whoever took the notice before is passed over; only a lost answer brings it twice, under the same id.
Failure: that message alone returns, eight times, then lies in NotifyDeadLetters (alarm).
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
from afterprint.messages import DocumentsPublished
from afterprint.watchlist import load_watchlist

logger = Logger(service="notify")
environment = read_environment(os.environ)
clock = SystemClock()
archive = wiring.open_archive(environment)
catalog = wiring.catalog_to_write(environment)
outlets = wiring.open_outlets(environment)
site_url = environment.site_url or load_watchlist(environment.watchlist).site_url


def notify_one(record: SQSRecord) -> None:
    message = message_of(record.body, record.message_id, DocumentsPublished)
    if message is None:
        return
    notice = pipeline.notify(message, archive=archive, catalog=catalog, clock=clock, outlets=outlets, site_url=site_url)
    logger.info("notified" if notice else "withdrawn meanwhile", extra=about(message))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    # As in diff.py: a message that fails is no error of the function, and is logged as what it is.
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False, logger=logger)  # type: ignore[arg-type]
    return process_partial_response(event, notify_one, processor, context)
