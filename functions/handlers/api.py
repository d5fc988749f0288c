"""ApiFunction: somebody asks whose an address is, or for two versions beside each other.

Trigger: the HTTP API, GET only, behind the site's CDN, which keeps answers for five minutes; throttled.
Twice: harmless, nothing is fetched or written.
Failure: the caller gets 500, and may ask again (alarm on errors).
"""

from __future__ import annotations

import os
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from afterprint import inquiry
from afterprint.aws import wiring
from afterprint.aws.environment import read_environment
from afterprint.codec import encode_row
from afterprint.errors import BadURL, NotStored
from afterprint.local.clock import SystemClock
from afterprint.model import ArticleKey
from afterprint.watchlist import load_watchlist

HEADERS = {"Cache-Control": "public, max-age=300", "X-Robots-Tag": "noindex"}

logger = Logger(service="api")
environment = read_environment(os.environ)
archive = wiring.open_archive(environment)
catalog = wiring.catalog_to_read(environment)
watchlist = load_watchlist(environment.watchlist)
site_url = environment.site_url or watchlist.site_url
api = APIGatewayHttpResolver()


@api.get("/api/lookup")
def look_up() -> Response[str]:
    try:
        found = inquiry.look_up(
            api.current_event.get_query_string_value("url") or "", catalog=catalog, site_url=site_url
        )
    except BadURL as error:
        return answer(HTTPStatus.BAD_REQUEST, {"error": str(error)})
    return answer(HTTPStatus.OK, {"articles": [found] if found else []})


@api.get("/api/compare/<source>/<article>/<old>/<new>")
def compare(source: str, article: str, old: str, new: str) -> Response[str]:
    try:
        key, numbers = ArticleKey(source, article), (int(old), int(new))
        listed = watchlist.source(source)
        found = inquiry.compared(
            key,
            *numbers,
            archive=archive,
            clock=SystemClock(),
            policy=watchlist.text,
            honoured=listed is None or listed.honour_noarchive,
        )
    except (ValueError, NotStored):
        return answer(HTTPStatus.NOT_FOUND, {"error": "there are no such versions to compare"})
    return answer(HTTPStatus.OK, found)


def answer(status: HTTPStatus, body: dict[str, Any]) -> Response[str]:
    return Response(status, "application/json; charset=utf-8", encode_row(body).decode(), headers=HEADERS)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return api.resolve(event, context)
