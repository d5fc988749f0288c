"""ApiFunction: somebody asks what no document holds: whose an address is, two versions beside each other, a search.

Trigger: the HTTP API, GET only, behind the site's CDN, which keeps answers for five minutes; throttled.
Twice: harmless, nothing is fetched or written.
Failure: the caller gets 500, and may ask again (alarm on errors).
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from afterprint.api import Api, Request
from afterprint.aws import wiring
from afterprint.aws.environment import read_environment
from afterprint.local.clock import SystemClock
from afterprint.searching import LinesFinder
from afterprint.watchlist import load_watchlist

logger = Logger(service="api")
environment = read_environment(os.environ)
watchlist = load_watchlist(environment.watchlist)
catalog = wiring.catalog_to_read(environment)
api = Api(
    archive=wiring.open_archive(environment),
    catalog=catalog,
    finder=LinesFinder(catalog),
    clock=SystemClock(),
    watchlist=replace(watchlist, site_url=environment.site_url or watchlist.site_url),
)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """`event` is a request in the HTTP API's payload format 2.0; so is the answer."""
    answer = api.answer(Request(path=event["rawPath"], query=event["rawQueryString"]))
    return {"statusCode": answer.status.value, "headers": answer.all_headers, "body": answer.body.decode()}
