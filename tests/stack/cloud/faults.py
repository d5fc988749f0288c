"""Calls to AWS that fail as calls to AWS do: refused, throttled, timed out before or after they were done; or the
process dies. Works on the product's own clients, below their own repetitions.
"""

from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from types import SimpleNamespace
from typing import Any
from unittest import mock

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import MockRawResponse

import moto_server
from afterprint.aws import clients
from afterprint.cage.reader import DirectReader


class Kind(StrEnum):
    """What happens at a call. Only the last four outlast the client's own repetitions."""

    TIMED_OUT = "timed out before it was done, once"
    ANSWER_LOST = "done, but its answer was lost, once"
    THROTTLED = "throttled, once"
    BROKEN = "internal error, once"
    CONFLICT = "another write was under way"
    IN_PART = "taken in part"
    REFUSED = "throttled at every try"
    ALL_ANSWERS_LOST = "done at each try, and each answer lost"
    DIED_BEFORE = "the process died before it"
    DIED_AFTER = "the process died after it"


LASTING = (Kind.REFUSED, Kind.ALL_ANSWERS_LOST)
DEATHS = (Kind.DIED_BEFORE, Kind.DIED_AFTER)
HARD = (*LASTING, *DEATHS)
"""What the clients do not make up for by themselves."""
CONFLICTS = ("s3.PutObject", "dynamodb.PutItem", "dynamodb.DeleteItem", "dynamodb.TransactWriteItems")
IN_PARTS = ("sqs.SendMessageBatch", "dynamodb.BatchGetItem", "events.PutEvents")


def kinds_for(call: str) -> list[Kind]:
    """What can happen at a call of this name (`s3.PutObject`)."""
    return [
        kind
        for kind in Kind
        if (kind is not Kind.CONFLICT or call in CONFLICTS) and (kind is not Kind.IN_PART or call in IN_PARTS)
    ]


class Death(BaseException):
    """The process is gone: nothing in it may catch this."""


class Faults:
    """Counts the calls of a stack's functions, repetitions not among them, and strikes at those whose numbers (from 1)
    `plan` has. `struck` tells where, and how.
    """

    def __init__(self, plan: Mapping[int, Kind] | None = None) -> None:
        self._plan = dict(plan or {})
        self.calls: list[str] = []
        self.struck: list[str] = []
        self.kinds: list[Kind] = []
        self.is_dead = False
        self._met: dict[str, Kind | None] = {}
        self._lock = threading.Lock()

    def meets(self, call: str, invocation: str) -> Kind | None:
        """What happens at this sending of a call. Raises Death where the process is gone already."""
        with self._lock:
            if self.is_dead:
                raise Death
            if invocation in self._met:
                kind = self._met[invocation]
                return kind if kind in LASTING else None
            self.calls.append(call)
            kind = self._met[invocation] = self._strikes(len(self.calls), call)
            return kind

    def _strikes(self, number: int, call: str) -> Kind | None:
        kind = self._planned(number, call)
        if kind is None:
            return None
        kind = kind if kind in kinds_for(call) else Kind.ANSWER_LOST
        self.struck.append(f"{number} {call}: {kind}")
        self.kinds.append(kind)
        self.is_dead = kind in DEATHS
        return kind

    def _planned(self, number: int, call: str) -> Kind | None:
        return self._plan.get(number)


class Rain(Faults):
    """Strikes at this share of all calls, as `chance` has it; of ten, one outlasts the client's own repetitions."""

    def __init__(self, chance: random.Random, share: float) -> None:
        super().__init__()
        self._chance = chance
        self._share = share

    def _planned(self, number: int, call: str) -> Kind | None:
        if self._chance.random() >= self._share:
            return None
        passing = [kind for kind in kinds_for(call) if kind not in HARD]
        return self._chance.choice(LASTING if self._chance.random() < 0.1 else passing)


class FaultyClients:
    """Makes the product's clients, each once, by way of whatever `faults` are set."""

    def __init__(self) -> None:
        self.faults = Faults()
        self._made: dict[tuple[str, str], Any] = {}

    def client(self, service: str) -> Any:
        key = (service, os.environ["AWS_ACCESS_KEY_ID"])
        if key not in self._made:
            self._made[key] = clients.client(service)
            self._made[key].meta.events.register_first(f"before-send.{service}", self._before_send)
        return self._made[key]

    def _before_send(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        call = event_name.removeprefix("before-send.")
        invocation = request.headers["amz-sdk-invocation-id"]
        kind = self.faults.meets(call, invocation.decode() if isinstance(invocation, bytes) else invocation)
        return moto_server.ask(request) if kind is None else self._strike(kind, call, request)

    def _strike(self, kind: Kind, call: str, request: Any) -> AWSResponse:
        if kind in (Kind.ANSWER_LOST, Kind.ALL_ANSWERS_LOST, Kind.DIED_AFTER):
            moto_server.ask(request)
        if kind in DEATHS:
            raise Death
        if kind in (Kind.TIMED_OUT, Kind.ANSWER_LOST, Kind.ALL_ANSWERS_LOST):
            raise ReadTimeoutError(endpoint_url=request.url)
        return _answer(kind, call, request)


def _answer(kind: Kind, call: str, request: Any) -> AWSResponse:
    service = call.partition(".")[0]
    if kind is Kind.IN_PART:
        return _made(request, 200, _json_in_part(call, json.loads(request.body)))
    status, code = {
        Kind.BROKEN: (500, "InternalError"),
        Kind.CONFLICT: (409, "ConditionalRequestConflict") if service == "s3" else (400, _conflict(call)),
    }.get(kind, {"s3": (503, "SlowDown"), "dynamodb": (400, "ProvisionedThroughputExceededException")}.get(
        service, (400, "ThrottlingException")
    ))  # fmt: skip
    if service == "s3":
        return _made(request, status, f"<Error><Code>{code}</Code><Message>by the test</Message></Error>")
    if service == "sns":
        error = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code></Error></ErrorResponse>"
        return _made(request, status, error)
    body: dict[str, Any] = {"__type": f"com.amazonaws#{code}", "message": "by the test"}
    if code == "TransactionCanceledException":
        items = json.loads(request.body)["TransactItems"]
        body["CancellationReasons"] = [{"Code": "TransactionConflict"}, *[{"Code": "None"} for _ in items[1:]]]
    return _made(request, status, json.dumps(body))


def _conflict(call: str) -> str:
    return "TransactionCanceledException" if call.endswith("TransactWriteItems") else "TransactionConflictException"


def _json_in_part(call: str, asked: dict[str, Any]) -> str:
    """The answer of a call that was not done, though it seems to have been."""
    if call.startswith("dynamodb."):
        return json.dumps({"Responses": {}, "UnprocessedKeys": asked["RequestItems"]})
    if call.startswith("sqs."):
        failed = [{"Id": each["Id"], "Code": "InternalError", "SenderFault": False} for each in asked["Entries"]]
        return json.dumps({"Successful": [], "Failed": failed})
    refused = [{"ErrorCode": "InternalFailure", "ErrorMessage": "by the test"} for _ in asked["Entries"]]
    return json.dumps({"FailedEntryCount": len(refused), "Entries": refused})


def _made(request: Any, status: int, body: str) -> AWSResponse:
    kind = "application/xml" if body.startswith("<") else "application/x-amz-json-1.0"
    return AWSResponse(request.url, status, {"Content-Type": kind}, MockRawResponse(body))


@contextmanager
def faulty_clients() -> Iterator[FaultyClients]:
    """Meanwhile every function's clients are these, nobody waits between two tries, and pages are read in place."""
    made = FaultyClients()
    with (
        mock.patch("afterprint.aws.wiring.client", made.client),
        mock.patch("afterprint.aws.wiring._reader", DirectReader),
        mock.patch("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None)),
    ):
        yield made
