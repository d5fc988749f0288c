"""A client of DynamoDB that is counted, or that fails when a test says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError


class Killed(BaseException):
    """The process died here."""


class FaultyClient:
    """Passes every call on, by way of `faults[operation]` where a test laid something there.

    A fault is called with the real operation and the request, and decides what comes of it.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self.faults: dict[str, Callable[..., Any]] = {}
        self.requests: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, operation: str) -> Any:
        real = getattr(self._client, operation)

        def call(**request: Any) -> Any:
            self.requests.append((operation, request))
            fault = self.faults.get(operation)
            return real(**request) if fault is None else fault(real, request)

        return call


def refused(code: str, **response: Any) -> Callable[..., Any]:
    """A fault: the service refuses, and does nothing."""

    def fault(_real: Callable[..., Any], _request: dict[str, Any]) -> Any:
        raise ClientError({"Error": {"Code": code, "Message": "refused by the test"}, **response}, "Operation")

    return fault


def timed_out(real: Callable[..., Any], request: dict[str, Any]) -> Any:
    """A fault: the call was done, and its answer never came."""
    real(**request)
    raise ReadTimeoutError(endpoint_url="https://dynamodb.example")


def sent_again(real: Callable[..., Any], request: dict[str, Any]) -> Any:
    """A fault: the call was done, its answer never came, and the client sent it once more by itself."""
    real(**request)
    return real(**request)


def dying_at(number: int) -> Callable[..., Any]:
    """A fault: the process dies before the call of that number, from 1."""
    calls = iter(range(1, 1000))

    def fault(real: Callable[..., Any], request: dict[str, Any]) -> Any:
        if next(calls) >= number:
            raise Killed
        return real(**request)

    return fault


@contextmanager
def counted(client: Any) -> Iterator[Counter[str]]:
    """The calls that a boto3 client sends meanwhile, by operation, its own repetitions included."""
    calls: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        calls[model.name] += 1

    client.meta.events.register("before-call.dynamodb", count)
    try:
        yield calls
    finally:
        client.meta.events.unregister("before-call.dynamodb", count)
