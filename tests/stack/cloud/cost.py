"""What counted calls cost at list prices (`infra/prices.toml`): the calls alone, without the functions' own time."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator

from cloud.calls import Call
from transformed import ROOT

PRICES: dict[str, float] = tomllib.loads((ROOT / "infra" / "prices.toml").read_text(encoding="utf-8"))["a_million"]
INDEXED = ("a", "l")
"""Rows whose due time is the key of an index: a write that moves it is one to the table and two to the index."""
ARCHIVED = ("versions", "changes", "events", "snapshots", "readings", "withdrawn")


def units(calls: Iterable[Call]) -> Counter[str]:
    """What is billed for these calls, by the names in the file of prices."""
    return Counter(unit for call in calls for unit in _billed(call))


def dollars(billed: Counter[str]) -> float:
    return sum(PRICES[unit] * count for unit, count in billed.items()) / 1_000_000


def _billed(call: Call) -> Iterator[str]:
    if call.service == "dynamodb":
        yield from _of_the_table(call)
    elif call.service == "s3":
        kind = {"PutObject": "put", "ListObjects": "put", "DeleteObject": "delete"}.get(call.operation, "get")
        yield f"s3.{kind}"
        if call.operation == "PutObject" and call.about in ARCHIVED:
            yield "events.event"
    elif call.service == "sqs":
        yield "sqs.fifo" if call.about.endswith(".fifo") else "sqs.standard"
    else:
        yield {"events": "events.event", "sns": "sns.publish"}[call.service]


def _of_the_table(call: Call) -> Iterator[str]:
    if call.operation in ("GetItem", "Query", "BatchGetItem"):
        return iter(["dynamodb.read"] * max(1, call.items if call.operation == "BatchGetItem" else 1))
    times = 3 if call.about in INDEXED else 1
    if call.operation == "TransactWriteItems":
        times *= 2 * call.items
    return iter(["dynamodb.write"] * times)
