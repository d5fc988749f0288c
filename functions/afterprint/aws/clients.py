"""The one place where clients of AWS are made, and where it is set how long and how often they try."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import botocore.loaders
import botocore.session
from botocore.config import Config

CONNECT_SECONDS = 3
READ_SECONDS = 10  # from one byte of an answer to the next
TRIES = 4  # in all, the first among them; `standard` waits up to 1, 2 and 4 s between them, with jitter
CONNECTIONS = 32  # more than any step has threads


def client(service: str, *, endpoint_url: str | None = None, tries: int = TRIES) -> Any:
    """A client of `service` (`s3`, `dynamodb`, `sqs` …) for the region and the role of the environment.

    `AWS_REGION` goes first, as with AWS's other programs; botocore by itself looks at `AWS_DEFAULT_REGION` only.
    It may be shared among threads. A call ends within about a minute, done or not: a timeout is tried again, so a
    write may be done twice or be done after all. `endpoint_url` names another server that speaks the same protocol.
    Raises botocore's errors where the environment names no region.
    """
    settings = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": tries},
        max_pool_connections=CONNECTIONS,
    )
    session: Any = botocore.session.Session()
    session.register_component("data_loader", _descriptions())
    region = os.environ.get("AWS_REGION") or None
    return session.create_client(service, region_name=region, endpoint_url=endpoint_url, config=settings)


@cache
def _descriptions() -> Any:
    """What is read from botocore's files about services and endpoints, read once for all clients.

    Nothing else is shared: each client has the credentials that are in force when it is made.
    """
    return botocore.loaders.create_loader()
