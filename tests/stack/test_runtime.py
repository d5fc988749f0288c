"""Every function as it is packed, in Lambda's own runtime, asked with an event of its own trigger, against moto."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import emulator
import pack
from doors import NAMES, ROOT, variables
from packages import FUNCTIONS

pytestmark = pytest.mark.slow

CREATED = json.loads((ROOT / "tests" / "stack" / "events" / "object-created.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _there() -> None:
    if os.environ.get("AFTERPRINT_WITHOUT_LAMBDA_RUNTIME"):
        pytest.skip("the Python that the functions run on, or what they are packed from, cannot be had on this machine")
    if not emulator.is_there():
        why = "the runtime emulator is not installed: make runtime"
        _ = pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)


@cache
def folder(name: str) -> Path:
    return emulator.packed(name)


def records(body: Mapping[str, Any], *, queue: str, lane: str = "") -> dict[str, Any]:
    """An SQS event as Lambda's poller hands it over, with one message."""
    attributes = {
        "ApproximateReceiveCount": "1",
        "SentTimestamp": "1762164000000",
        "SenderId": "AIDAEXAMPLE",
        "ApproximateFirstReceiveTimestamp": "1762164000001",
    }
    if lane:
        attributes |= {"MessageGroupId": lane, "SequenceNumber": "18849496460467696128"}
    record = {
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": json.dumps(body),
        "attributes": attributes,
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-west-1:123456789012:{queue}",
        "awsRegion": "eu-west-1",
    }
    return {"Records": [record]}


def created(key: str) -> dict[str, Any]:
    """The archive bucket's event, as EventBridge puts it into a queue."""
    event: dict[str, Any] = json.loads(json.dumps(CREATED))
    event["detail"]["object"]["key"] = key
    return event


def asked(path: str, **query: str) -> dict[str, Any]:
    """A request as the HTTP API hands it over (payload 2.0)."""
    return {
        "version": "2.0",
        "routeKey": f"GET {path}",
        "rawPath": path,
        "rawQueryString": urlencode(query),
        "headers": {"host": "edits.example.org"},
        "queryStringParameters": query,
        "requestContext": {"http": {"method": "GET", "path": path}, "stage": "$default", "requestId": "x"},
        "isBase64Encoded": False,
    }


COMES_BACK = {"batchItemFailures": [{"itemIdentifier": "059f36b4-87a3-44ab-83d2-661975830a7d"}]}
CHANGE = "changes/paper/abcdefghij234567/000001-000002.json"
DUE = {"type": "HostCameDue", "host": "paper.example", "minute": "2025-11-03T10:00:00Z"}
PUBLISHED = {"type": "DocumentsPublished", "key": CHANGE}
EVENTS: dict[str, tuple[dict[str, Any], Any]] = {
    "schedule": ({}, None),
    "fetch": (records(DUE, queue="fetch.fifo", lane="paper.example"), {"batchItemFailures": []}),
    "diff": (records(created("versions/paper/abcdefghij234567/000001.json"), queue="diff"), COMES_BACK),
    "publish": (records(created(CHANGE), queue="publish"), COMES_BACK),
    "notify": (records(PUBLISHED, queue="notify"), COMES_BACK),
    "repair": ({}, {"repaired": {}}),
    "api": (asked("/api/lookup", url="https://north-herald.example/news/1"), {"statusCode": 200}),
}
"""Of each function an event of its trigger, and (a part of) what it answers. Nothing lies in the archive, so that
what is about a record comes back: the record may be there the next time."""


@pytest.mark.parametrize("name", NAMES)
def test_a_packed_function_answers_an_event_of_its_trigger(name: str, tmp_path: Path) -> None:
    event, expected = EVENTS[name]
    with emulator.running(name, folder(name), variables=variables(), log=tmp_path / "log") as function:
        answer = function.invoke(event)
        cold = function.cold_ms()
        said = function.said()
    if expected is None:
        assert answer is None, said
    else:
        assert expected.items() <= answer.items(), said
    tell(name, cold)


def tell(name: str, cold: float) -> None:
    """Print what a start took, where AFTERPRINT_TELL is set; no test goes by it."""
    if not os.environ.get("AFTERPRINT_TELL"):
        return
    took = emulator.read_from_cold(name, folder(name), variables=variables())
    size = pack.size_of(folder(name)) / pack.MEGABYTE
    print(f"\nSTART {name}: {cold:.0f} ms cold, {took.cpu_ms:.0f} ms of them computing in the import, ", end="")
    print(f"{took.memory_mb:.0f} MB, {took.modules} modules, artefact {size:.1f} MB")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_packed_is_compiled_for_the_python_that_runs_it(name: str) -> None:
    tag = pack.PYTHON.replace(".", "")
    ours = [path for path in (folder(name) / "afterprint").rglob("*.py") if path.parent.name != "static"]
    assert ours
    assert all((path.parent / "__pycache__" / f"{path.stem}.cpython-{tag}.pyc").exists() for path in ours)
