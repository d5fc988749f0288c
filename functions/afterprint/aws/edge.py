"""The site's CDN: its store of withdrawn paths, which its function for addresses asks, and its copies of documents.

The store is written by a service of its own ("cloudfront-keyvaluestore"), whose requests are signed for all regions at
once (SigV4A); boto3 needs the `awscrt` package for that.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from botocore.compat import HAS_CRT
from botocore.exceptions import ClientError

from afterprint.aws.clients import client
from afterprint.aws.failing import code_of, failing
from afterprint.aws.stack import read_outputs
from afterprint.errors import EdgeUnready, StackUnfinished, StoreError

DISTRIBUTION, STORE = "Distribution", "WithdrawnPaths"
REMEDY = "install it beside boto3 (python -m pip install 'botocore[crt]'), then give the same command again"
TRIES = 5
MOST_KEYS = 50  # that UpdateKeys takes at once

_OF_ARTICLE = re.compile(r"([a-z0-9-]{1,40}/[a-z2-7]{16})/.+")


def open_edge(stack: str) -> CloudFrontEdge:
    """The CDN of this stack. Raises EdgeUnready where its store cannot be written from here, StackError as read_stack
    does, StackUnfinished where the stack has no CDN."""
    outputs = read_outputs(stack)
    missing = [name for name in (DISTRIBUTION, STORE) if not outputs.get(name)]
    if missing:
        remedy = "deploy the whole stack, then give the same command again"
        raise StackUnfinished(stack, f"has no output {', '.join(missing)}", remedy)
    if not HAS_CRT:
        why = "the CDN's store of withdrawn paths cannot be written, as awscrt is not installed"
        raise EdgeUnready(stack, why, REMEDY)
    return CloudFrontEdge(client("cloudfront"), client("cloudfront-keyvaluestore"), outputs=outputs)


class CloudFrontEdge:
    """`ports.Edge` on CloudFront: `cdn` and `store` are boto3 clients of CloudFront and of its key-value stores.

    A key written is seen by the CDN's functions within a few seconds, and an invalidation takes about a minute; neither
    is waited for. All of an article is one path of an invalidation.
    """

    def __init__(self, cdn: Any, store: Any, *, outputs: Mapping[str, str]) -> None:
        self._cdn = cdn
        self._store = store
        self._distribution = outputs[DISTRIBUTION]
        self._arn = outputs[STORE]

    def mark_gone(self, paths: Sequence[str], *, since: datetime) -> None:
        value = since.astimezone(UTC).date().isoformat()
        for start in range(0, len(paths), MOST_KEYS):
            self._put([{"Key": path, "Value": value} for path in paths[start : start + MOST_KEYS]])

    def _put(self, pairs: list[dict[str, str]]) -> None:
        """Write the pairs over the store's state as it was read; again where somebody else wrote meanwhile."""
        for _ in range(TRIES):
            with failing(self._arn):
                etag = self._store.describe_key_value_store(KvsARN=self._arn)["ETag"]
                try:
                    self._store.update_keys(KvsARN=self._arn, IfMatch=etag, Puts=pairs)
                except ClientError as error:
                    if code_of(error) != "ConflictException":
                        raise
                else:
                    return
        raise StoreError(self._arn, f"was being written by others during each of {TRIES} attempts")

    def forget(self, paths: Sequence[str]) -> None:
        items = sorted({form for path in paths for form in _forms(path)})
        if not items:
            return
        with failing(f"distribution {self._distribution}"):
            self._cdn.create_invalidation(
                DistributionId=self._distribution,
                InvalidationBatch={
                    "Paths": {"Quantity": len(items), "Items": items},
                    "CallerReference": f"withdraw-{secrets.token_hex(8)}",
                },
            )


def _forms(path: str) -> list[str]:
    """A document as invalidations name it: as it was asked for, and as the function for addresses asks on."""
    article = _OF_ARTICLE.fullmatch(path)
    if article is not None:
        return [f"/{article[1]}/*"]
    return [f"/{path}", f"/{path.removesuffix('index.html')}"] if path.endswith("index.html") else [f"/{path}"]
