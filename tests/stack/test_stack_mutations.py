"""Mistakes in the template, one at a time: each must stop the journey that the template as it is makes to its end."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import transformed as templates
from cloud.journey import Paper, travel
from cloud.values import BadTemplate
from cloud.watch import stack_watch
from local_server import LocalServer

pytestmark = pytest.mark.slow

Resources = dict[str, Any]
STORAGE_MISTAKES = ("no-events-of-the-archive", "records-may-not-be-written")


def properties(resources: Resources, name: str) -> dict[str, Any]:
    found: dict[str, Any] = resources[name]["Properties"]
    return found


def pattern(resources: Resources, rule: str) -> dict[str, Any]:
    found: dict[str, Any] = properties(resources, rule)["EventPattern"]
    return found


def event(resources: Resources, function: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = properties(resources, function)["Events"][name]["Properties"]
    return found


def set_variable(resources: Resources, name: str, value: Any) -> None:
    """Change a variable in all functions."""
    resources["Globals"]["Function"]["Environment"]["Variables"][name] = value


def without_action(resources: Resources, role: str, action: str) -> None:
    """Take an action out of every statement of a role."""
    for policy in properties(resources, role)["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            statement["Action"] = [each for each in actions if each != action] or ["none:None"]


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def arn(name: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, "Arn"]}


def first_target(resources: Resources, rule: str) -> dict[str, Any]:
    found: dict[str, Any] = properties(resources, rule)["Targets"][0]
    return found


def policy(resources: Resources, name: str) -> dict[str, Any]:
    found: dict[str, Any] = properties(resources, name)["PolicyDocument"]["Statement"][0]
    return found


SITE_BUCKET = {"Fn::GetAtt": ["Storage", "Outputs.SiteBucket"]}
VERSION_RULE = {"Fn::GetAtt": ["DiffRule", "Arn"]}

MUTATIONS: dict[str, Callable[[Resources], object]] = {
    # rules
    "wrong-prefix": lambda r: pattern(r, "DiffRule")["detail"]["object"].update(key=[{"prefix": "version/"}]),
    "wrong-bucket": lambda r: pattern(r, "DiffRule")["detail"]["bucket"].update(name=[SITE_BUCKET]),
    "wrong-kind-of-event": lambda r: pattern(r, "PublishRule").update({"detail-type": ["Object Tags Added"]}),
    "wrong-source": lambda r: pattern(r, "PublishRule").update(source=["afterprint"]),
    "events-forgotten": lambda r: pattern(r, "PublishRule")["detail"]["object"].update(key=[{"prefix": "changes/"}]),
    "rule-takes-what-its-function-writes": lambda r: pattern(r, "DiffRule")["detail"].pop("object"),
    "rule-on-another-bus": lambda r: properties(r, "DiffRule").update(EventBusName=ref("NoticeBus")),
    "rule-switched-off": lambda r: properties(r, "PublishRule").update(State="DISABLED"),
    "wrong-target": lambda r: first_target(r, "PublishRule").update(Arn=arn("DiffQueue")),
    # queues
    "queue-lets-nobody-in": lambda r: properties(r, "DiffQueuePolicy").update(Queues=[ref("DiffDeadLetters")]),
    "queue-lets-another-rule-in": lambda r: policy(r, "PublishQueuePolicy").update(
        Condition={"ArnEquals": {"aws:SourceArn": VERSION_RULE}}
    ),
    "lanes-without-order": lambda r: properties(r, "FetchQueue").update(FifoQueue=False),
    "failures-go-nowhere": lambda r: properties(r, "DiffQueue").pop("RedrivePolicy"),
    "failures-go-elsewhere": lambda r: properties(r, "NotifyQueue")["RedrivePolicy"].update(
        deadLetterTargetArn=arn("DiffDeadLetters")
    ),
    # mappings
    "wrong-queue": lambda r: event(r, "DiffFunction", "Versions").update(Queue=arn("PublishQueue")),
    "failures-not-reported-by-diff": lambda r: event(r, "DiffFunction", "Versions").pop("FunctionResponseTypes"),
    "failures-not-reported-by-fetch": lambda r: event(r, "FetchFunction", "Hosts").pop("FunctionResponseTypes"),
    "nothing-starts-notify": lambda r: properties(r, "NotifyFunction")["Events"].clear(),
    "wrong-handler": lambda r: properties(r, "DiffFunction").update(Handler="handlers.publish.handler"),
    # schedules
    "wrong-schedule": lambda r: event(r, "ScheduleFunction", "Minute").update(ScheduleExpression="every minute"),
    "schedule-switched-off": lambda r: event(r, "ScheduleFunction", "Minute").update(State="DISABLED"),
    "nothing-starts-repair": lambda r: properties(r, "RepairFunction")["Events"].clear(),
    # variables
    "variable-missing": lambda r: r["Globals"]["Function"]["Environment"]["Variables"].pop("TABLE"),
    "documents-into-the-archive": lambda r: set_variable(
        r, "SITE_BUCKET", {"Fn::GetAtt": ["Storage", "Outputs.ArchiveBucket"]}
    ),
    "notices-to-diff": lambda r: set_variable(r, "NOTIFY_QUEUE", ref("DiffQueue")),
    "lost-changes-to-notify": lambda r: set_variable(r, "DIFF_QUEUE", ref("NotifyQueue")),
    "wrong-bus": lambda r: set_variable(r, "BUS", "default"),
    "topic-is-a-bus": lambda r: set_variable(r, "TOPIC", ref("NoticeBus")),
    "watchlist-elsewhere": lambda r: set_variable(r, "WATCHLIST", "/opt/watchlist/watchlist.toml"),
    "no-layer": lambda r: properties(r, "FetchFunction").pop("Layers"),
    # rights
    "scheduler-may-not-start": lambda r: without_action(r, "SchedulerRole", "lambda:InvokeFunction"),
    "fetch-may-not-store": lambda r: without_action(r, "FetchRole", "s3:PutObject"),
    "fetch-may-not-move-on": lambda r: without_action(r, "FetchRole", "dynamodb:PutItem"),
    "fetch-may-not-read-its-queue": lambda r: without_action(r, "FetchRole", "sqs:ReceiveMessage"),
    "diff-may-not-tell-absence": lambda r: without_action(r, "DiffRole", "s3:ListBucket"),
    "publish-may-not-pass-on": lambda r: without_action(r, "PublishRole", "sqs:SendMessage"),
    "publish-may-not-read": lambda r: without_action(r, "PublishRole", "s3:GetObject"),
    "notify-may-not-tell": lambda r: without_action(r, "NotifyRole", "sns:Publish"),
    "repair-may-not-send": lambda r: without_action(r, "RepairRole", "sqs:SendMessage"),
    "api-may-not-read": lambda r: without_action(r, "ApiRole", "dynamodb:GetItem"),
    "no-log": lambda r: without_action(r, "PublishRole", "logs:PutLogEvents"),
    # the API
    "wrong-route": lambda r: event(r, "ApiFunction", "LookUp").update(Path="/api/look-up"),
    # storage
    "no-events-of-the-archive": lambda r: properties(r, "ArchiveBucket").pop("NotificationConfiguration"),
    "records-may-not-be-written": lambda r: properties(r, "ArchiveBucketPolicy")["PolicyDocument"]["Statement"][1].pop(
        "Condition"
    ),
}


@pytest.fixture
def paper() -> Iterator[Paper]:
    with LocalServer({}, address="127.0.0.2") as site:
        yield Paper(site)


@pytest.mark.parametrize("mistake", MUTATIONS)
def test_a_mistake_in_the_template_stops_the_journey(mistake: str, tmp_path: Path, paper: Paper) -> None:
    source, storage = templates.source(), templates.nested("storage")
    changed = storage if mistake in STORAGE_MISTAKES else source
    before = copy.deepcopy(changed)
    MUTATIONS[mistake](changed["Resources"] | {"Globals": changed.get("Globals", {})})
    assert changed != before
    with (
        pytest.raises((AssertionError, BadTemplate)) as stopped,
        stack_watch(tmp_path, paper.watchlist, source=source, storage=storage) as watch,
    ):
        travel(watch, paper)
    if os.environ.get("AFTERPRINT_TELL"):
        print(f"STOPPED {mistake}: {(str(stopped.value) or repr(stopped.value)).splitlines()[0]}")
