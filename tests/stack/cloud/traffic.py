"""What AWS does between the functions: schedules, events of buckets, rules, queues, mappings, the HTTP API.

All of it goes by what the deployed template declares. What AWS would refuse, drop or lose is refused, dropped or lost
here too, and counted in `lost`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from botocore.exceptions import ClientError
from moto.events.models import EventPattern

from cloud.deployment import Deployment
from cloud.functions import Failed
from cloud.gate import Stored
from cloud.rights import Deed, allowed
from cloud.values import ACCOUNT, REGION, BadTemplate

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
MOST_AT_ONCE = 10  # that SQS gives in one answer
MOST_ROUNDS = 1000


class Traffic:
    """Moves what there is to move in one deployment, when it is told to."""

    def __init__(self, made: Deployment) -> None:
        self._made = made
        self.lost: list[str] = []
        self.errors: list[str] = []
        self.invocations: list[tuple[str, int]] = []
        self.is_deaf = False
        """Whether events get lost on their way, as an outage would have it."""
        self._fired: dict[str, datetime] = {}

    # ── schedules ──

    def fire(self, now: datetime) -> None:
        """Start what the schedules want started by now, and everything that follows from it."""
        for name, schedule in self._made.of_type("AWS::Scheduler::Schedule").items():
            if schedule["State"] != "ENABLED" or self._fired.get(name, now) > now:
                continue
            self._fired[name] = now + _period(schedule["ScheduleExpression"])
            self._start(schedule["Target"])
        self.run()

    def start(self, function: str) -> None:
        """Do as the schedule of this function does, at once."""
        for schedule in self._made.of_type("AWS::Scheduler::Schedule").values():
            if self._made.named(schedule["Target"]["Arn"], "AWS::Lambda::Function") == function:
                self._start(schedule["Target"])
        self.run()

    def _start(self, target: Mapping[str, Any]) -> None:
        role = self._made.role_of(target["RoleArn"])
        function = self._made.named(target["Arn"], "AWS::Lambda::Function")
        deed = Deed("lambda:InvokeFunction", target["Arn"], (("aws:SourceAccount", ACCOUNT),))
        trusted = self._trusts(role, "scheduler.amazonaws.com")
        if not trusted or not allowed(self._made.statements(role), deed):
            self.lost.append(f"the scheduler may not start {function}")
            return
        self.invoke(function, {})

    def _trusts(self, role: str, service: str) -> bool:
        deed = Deed("sts:AssumeRole", "*", (("aws:SourceAccount", ACCOUNT),))
        return allowed(self._made.properties[role]["AssumeRolePolicyDocument"]["Statement"], deed, principal=service)

    # ── functions ──

    def invoke(self, function: str, event: Mapping[str, Any], *, size: int = 1) -> Any:
        """What the function answers; None where it raised, which is counted as an error."""
        self.invocations.append((function, size))
        role = self._made.role_of(self._made.properties[function]["Role"])
        if not self._trusts(role, "lambda.amazonaws.com"):
            raise BadTemplate(f"{role} may not be played by a function")
        self._check_log(function, role)
        try:
            return self._made.functions[function](event)
        except Failed as error:
            self.errors.append(str(error))
            return None

    def _check_log(self, function: str, role: str) -> None:
        group = self._made.properties[function]["LoggingConfig"]["LogGroup"]
        name = self._made.named(group, "AWS::Logs::LogGroup")
        deed = Deed("logs:PutLogEvents", self._made.identities[name]["Arn"])
        if not allowed(self._made.statements(role), deed):
            self.lost.append(f"the log of {function}")

    # ── events and queues ──

    def run(self) -> None:
        """Pass on every event and work off every queue, until nothing moves."""
        for _ in range(MOST_ROUNDS):
            if not (self._pass_on() or self._poll()):
                return
        raise BadTemplate("events go round and round")

    def _pass_on(self) -> int:
        passed = 0
        while self._made.gate.stored:
            stored = self._made.gate.stored.popleft()
            if not self.is_deaf:
                self.announce(stored)
            passed += 1
        return passed

    def announce(self, stored: Stored) -> None:
        """Tell the rules that an object was created, if its bucket tells of its objects at all."""
        name = self._made.named(stored.bucket, "AWS::S3::Bucket")
        told = self._made.properties[name].get("NotificationConfiguration", {}).get("EventBridgeConfiguration", {})
        if not told.get("EventBridgeEnabled"):
            return
        event = created(stored)
        for rule, properties in self._made.of_type("AWS::Events::Rule").items():
            if properties.get("State", "ENABLED") != "ENABLED" or "EventBusName" in properties:
                continue
            if EventPattern.load(json.dumps(properties["EventPattern"])).matches_event(event):
                for target in properties["Targets"]:
                    self._deliver(event, target, rule=rule)

    def _deliver(self, event: Mapping[str, Any], target: Mapping[str, Any], *, rule: str) -> None:
        if set(target) - {"Id", "Arn", "RetryPolicy", "DeadLetterConfig"}:
            raise BadTemplate(f"{rule}: settings of a target that are not played here: {sorted(target)}")
        for arn in (target["Arn"], target.get("DeadLetterConfig", {}).get("Arn")):
            if arn and self._lets_in(arn, rule=rule):
                queue = self._made.identities[self._made.named(arn, "AWS::SQS::Queue")]["Ref"]
                self._made.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps(event))
                return
        self.lost.append(f"{rule}: {event['detail']['object']['key']}")

    def _lets_in(self, queue: str, *, rule: str) -> bool:
        url = self._made.identities[self._made.named(queue, "AWS::SQS::Queue")]["Ref"]
        deed = Deed("sqs:SendMessage", queue, (("aws:SourceArn", self._made.identities[rule]["Arn"]),))
        return any(
            url in policy["Queues"]
            and allowed(policy["PolicyDocument"]["Statement"], deed, principal="events.amazonaws.com")
            for policy in self._made.of_type("AWS::SQS::QueuePolicy").values()
        )

    def _poll(self) -> int:
        """Give each mapping's function one batch; how many messages there were."""
        return sum(self._poll_one(each) for each in self._made.of_type("AWS::Lambda::EventSourceMapping").values())

    def _poll_one(self, mapping: Mapping[str, Any]) -> int:
        function = self._made.named(mapping["FunctionName"], "AWS::Lambda::Function")
        queue = self._made.identities[self._made.named(mapping["EventSourceArn"], "AWS::SQS::Queue")]["Ref"]
        sqs = self._made.client("sqs", role=self._made.role_of(self._made.properties[function]["Role"]))
        try:
            messages = self._taken(sqs, queue, limit=mapping["BatchSize"])
        except ClientError as error:
            raise BadTemplate(f"{function} does not get what is in its queue: {error}") from error
        if not messages:
            return 0
        event = {"Records": [_record(each, mapping["EventSourceArn"]) for each in messages]}
        before = len(self.errors)
        answer = self.invoke(function, event, size=len(messages))
        if len(self.errors) > before:
            return len(messages)  # all come again, when they are visible
        failed = set()
        if "ReportBatchItemFailures" in mapping.get("FunctionResponseTypes", ()):
            failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        self._let_go(sqs, queue, [each for each in messages if each["MessageId"] not in failed])
        return len(messages)

    def _taken(self, sqs: Any, queue: str, *, limit: int) -> list[dict[str, Any]]:
        return list(_received(sqs, queue, limit=limit))

    def _let_go(self, sqs: Any, queue: str, done: list[dict[str, Any]]) -> None:
        for start in range(0, len(done), MOST_AT_ONCE):
            entries = [
                {"Id": str(number), "ReceiptHandle": each["ReceiptHandle"]}
                for number, each in enumerate(done[start : start + MOST_AT_ONCE])
            ]
            sqs.delete_message_batch(QueueUrl=queue, Entries=entries)

    # ── the HTTP API ──

    def ask(self, path: str, **query: str) -> tuple[int, str]:
        """GET a path of the API; its status and body. 404 where no route takes it."""
        for api in self._made.of_type("AWS::ApiGatewayV2::Api").values():
            for route, methods in api["Body"]["paths"].items():
                match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route), path)
                if match and "get" in methods:
                    arn = methods["get"]["x-amazon-apigateway-integration"]["uri"].split("/functions/")[1]
                    function = self._made.named(arn.removesuffix("/invocations"), "AWS::Lambda::Function")
                    self._check_caller(function, path)
                    answer = self.invoke(function, _request(route, path, match.groupdict(), query))
                    return (answer["statusCode"], answer["body"]) if answer else (500, "")
        return 404, ""

    def _check_caller(self, function: str, path: str) -> None:
        (api,) = self._made.of_type("AWS::ApiGatewayV2::Api")
        arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{self._made.identities[api]['Ref']}/$default/GET{path}"
        for each in self._made.of_type("AWS::Lambda::Permission").values():
            statement = {
                "Effect": "Allow",
                "Action": each["Action"],
                "Principal": {"Service": each["Principal"]},
                "Condition": {"ArnLike": {"aws:SourceArn": each["SourceArn"]}},
            }
            deed = Deed("lambda:InvokeFunction", "*", (("aws:SourceArn", arn),))
            if self._made.named(each["FunctionName"], "AWS::Lambda::Function") == function and allowed(
                [statement], deed, principal="apigateway.amazonaws.com"
            ):
                return
        raise BadTemplate(f"the API may not ask {function} for {path}")

    # ── what is left ──

    def left(self) -> dict[str, int]:
        """Messages by queue, those of dead letters among them; empty where nothing is left."""
        counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = {}
        for name in self._made.of_type("AWS::SQS::Queue"):
            answer = self._made.client("sqs").get_queue_attributes(
                QueueUrl=self._made.identities[name]["Ref"], AttributeNames=counts
            )
            if total := sum(int(answer["Attributes"][each]) for each in counts):
                found[name] = total
        return found


def created(stored: Stored) -> dict[str, Any]:
    """The event that S3 sends for a new object, in the shape in which AWS sends it (moto's differs)."""
    held = {"key": stored.key, "size": 1, "etag": stored.etag, "version-id": "1", "sequencer": "00617F08299329D189"}
    return {
        "version": "0",
        "id": "17793124-05d4-b198-2fde-7ededc63b103",
        "detail-type": "Object Created",
        "source": "aws.s3",
        "account": ACCOUNT,
        "time": "2026-11-03T12:00:00Z",
        "region": REGION,
        "resources": [f"arn:aws:s3:::{stored.bucket}"],
        "detail": {
            "version": "0",
            "bucket": {"name": stored.bucket},
            "object": held,
            "request-id": "N4N7GDK58NMKJ12R",
            "requester": ACCOUNT,
            "source-ip-address": "1.2.3.4",
            "reason": "PutObject",
        },
    }


def _period(expression: str) -> timedelta:
    match = _RATE.fullmatch(expression)
    if match is None:
        raise BadTemplate(f"{expression} is no schedule expression")
    return timedelta(**{f"{match.group(2)}s": int(match.group(1))})


def _received(sqs: Any, queue: str, *, limit: int) -> Iterator[dict[str, Any]]:
    """Up to `limit` messages, asked for ten at a time, as Lambda's poller gathers them."""
    taken = 0
    while taken < limit:
        answer = sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=min(MOST_AT_ONCE, limit - taken), AttributeNames=["All"]
        )
        messages = answer.get("Messages", [])
        if not messages:
            return
        taken += len(messages)
        yield from messages


def _record(message: Mapping[str, Any], queue: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message["Attributes"]),
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue,
        "awsRegion": REGION,
    }


def _request(route: str, path: str, parameters: Mapping[str, str], query: Mapping[str, str]) -> dict[str, Any]:
    """A request in the payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": f"GET {route}",
        "rawPath": path,
        "rawQueryString": urlencode(query),
        "headers": {},
        "queryStringParameters": dict(query),
        "pathParameters": dict(parameters),
        "requestContext": {"http": {"method": "GET", "path": path}, "stage": "$default", "requestId": "1"},
        "isBase64Encoded": False,
    }
