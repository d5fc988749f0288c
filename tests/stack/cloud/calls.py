"""A request to AWS read for what it asks: the actions and resources that IAM would look at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote

from cloud.identity import arn
from cloud.rights import Deed

_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/[^/]+/([a-z0-9-]+)/aws4_request")
_BATCHES = {
    "SendMessageBatch": "SendMessage",
    "DeleteMessageBatch": "DeleteMessage",
    "ChangeMessageVisibilityBatch": "ChangeMessageVisibility",
}
_TRANSACTED = {
    "Put": "PutItem",
    "Delete": "DeleteItem",
    "Update": "UpdateItem",
    "ConditionCheck": "ConditionCheckItem",
}


@dataclass(frozen=True)
class Call:
    """One request: who made it, of which service, its operation, and the deeds that all must be allowed.

    `about` says what kind of thing was touched, for counting: a folder of a bucket, a kind of row, a queue.
    """

    caller: str
    service: str
    operation: str
    deeds: tuple[Deed, ...]
    about: str = ""
    items: int = 1


def read_call(environ: Mapping[str, Any], body: bytes) -> Call | None:
    """The call in a WSGI request; None where it is not signed. KeyError where it is none that is known here."""
    found = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    if not found:
        return None
    caller, service = found.groups()
    if service == "s3":
        return _s3(caller, environ)
    if service == "sns":
        asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        deed = Deed(f"sns:{asked['Action']}", asked.get("TopicArn", "*"))
        return Call(caller, service, asked["Action"], (deed,), "topic")
    operation = str(environ["HTTP_X_AMZ_TARGET"]).rpartition(".")[2]
    return {"dynamodb": _dynamodb, "sqs": _sqs, "events": _events}[service](caller, operation, json.loads(body))


def _s3(caller: str, environ: Mapping[str, Any]) -> Call:
    bucket, _, key = unquote(environ["PATH_INFO"].lstrip("/")).partition("/")
    where = f"arn:aws:s3:::{bucket}"
    method = environ["REQUEST_METHOD"]
    folder = key.partition("/")[0] if "/" in key else key
    if not key:
        if method != "GET":
            return Call(caller, "s3", f"{method}Bucket", (Deed(f"s3:{method}Bucket", where),))
        return Call(caller, "s3", "ListObjects", (Deed("s3:ListBucket", where),), "list")
    circumstances = [("aws:SecureTransport", "true")]  # loopback has none; the product's clients always do
    circumstances += [
        (f"s3:{name}", environ[header])
        for name, header in (("if-none-match", "HTTP_IF_NONE_MATCH"), ("if-match", "HTTP_IF_MATCH"))
        if header in environ
    ]
    operations = {"GET": "GetObject", "HEAD": "HeadObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
    action = {"HeadObject": "GetObject"}.get(operations[method], operations[method])
    deeds = [Deed(f"s3:{action}", f"{where}/{key}", tuple(circumstances))]
    if "HTTP_IF_MATCH" in environ:  # a conditional write tells what is there
        deeds.append(Deed("s3:GetObject", f"{where}/{key}"))
    return Call(caller, "s3", operations[method], tuple(deeds), folder)


def _dynamodb(caller: str, operation: str, asked: Mapping[str, Any]) -> Call:
    touched = list(_rows_touched(operation, asked))
    deeds = dict.fromkeys(Deed(f"dynamodb:{action}", resource) for action, resource, _ in touched)
    kinds = sorted({_kind_of_row(row) for _, _, row in touched})
    return Call(caller, "dynamodb", operation, tuple(deeds), "+".join(kinds), len(touched))


def _rows_touched(operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The action, the resource and the key or item of every row that a request names."""
    if operation == "BatchGetItem":
        for name, each in asked["RequestItems"].items():
            for key in each["Keys"]:
                yield operation, arn("dynamodb", f"table/{name}"), key
    elif operation == "TransactWriteItems":
        for each in asked["TransactItems"]:
            ((kind, request),) = each.items()
            row = request.get("Item") or request["Key"]
            yield _TRANSACTED[kind], arn("dynamodb", f"table/{request['TableName']}"), row
    else:
        where = arn("dynamodb", f"table/{asked['TableName']}")
        if "IndexName" in asked:
            where += f"/index/{asked['IndexName']}"
        values = asked.get("ExpressionAttributeValues", {})
        yield operation, where, asked.get("Item") or asked.get("Key") or dict(enumerate(values.values()))


def _kind_of_row(row: Mapping[Any, Any]) -> str:
    """What a row is, by the prefix of its keys: `a` an article, `l` a list, `host`, `due`, `i` the index …"""
    values = [str(each["S"]) for each in row.values() if isinstance(each, Mapping) and "S" in each]
    partition = str(row["pk"]["S"]) if "pk" in row else next(iter(values), "")
    if partition.startswith("h#") and "sk" in row:
        return str(row["sk"]["S"]).partition("#")[0]
    return re.split(r"[#:]", partition)[0] or "?"


def _sqs(caller: str, operation: str, asked: Mapping[str, Any]) -> Call:
    queue = asked["QueueUrl"].rpartition("/")[2] if "QueueUrl" in asked else str(asked.get("QueueName", "*"))
    deed = Deed(f"sqs:{_BATCHES.get(operation, operation)}", arn("sqs", queue))
    return Call(caller, "sqs", operation, (deed,), queue, len(asked.get("Entries", ("one",))))


def _events(caller: str, operation: str, asked: Mapping[str, Any]) -> Call:
    buses = {each.get("EventBusName", "default") for each in asked.get("Entries", ())}
    deeds = tuple(Deed(f"events:{operation}", arn("events", f"event-bus/{bus}")) for bus in sorted(buses))
    return Call(caller, "events", operation, deeds or (Deed(f"events:{operation}", "*"),), "bus")
