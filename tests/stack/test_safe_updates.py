"""From each released template to the present one, without losing anything: by CloudFormation's replacement rules."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from afterprint.aws.templates import as_deployed, schema_rules, templates_beside, templates_kept
from afterprint.planning.kept import dangers, is_kept
from afterprint.planning.resources import Action, Resource, Rules, resources_of, steps
from transformed import ROOT

RELEASED = sorted((ROOT / "tests" / "stack" / "released").glob("*.yaml"))
TABLE, ARCHIVE, SITE, POLICY = (
    "Storage/CatalogTable",
    "Storage/ArchiveBucket",
    "Storage/SiteBucket",
    "Storage/ArchiveBucketPolicy",
)

Templates = tuple[dict[str, Any], dict[str, dict[str, Any]]]
Mutation = Callable[[dict[str, Any], dict[str, dict[str, Any]]], None]


def rules_of(kind: str) -> Rules:
    return Rules(*schema_rules(kind))


@cache
def present() -> Templates:
    return as_deployed(templates_beside(ROOT / "template.yaml"))


@cache
def released(path: Path) -> dict[str, Resource]:
    return resources_of(*as_deployed(templates_kept(path)))


def successor(change: Mutation) -> dict[str, Resource]:
    """The present templates, changed."""
    root, nested = copy.deepcopy(present())
    change(root, nested)
    return resources_of(root, nested)


# ── what must never be done ──


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_from_every_release_the_present_template_is_reached_without_a_loss(path: Path) -> None:
    assert dangers(released(path), resources_of(*present()), rules_of=rules_of) == []


def test_the_first_release_is_kept() -> None:
    assert RELEASED[0].stem == "0.1.0"


def storage(nested: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    return nested["Storage"]["Resources"][name]  # type: ignore[no-any-return]


def renamed(name: str, to: str) -> Mutation:
    def change(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
        resources = nested["Storage"]["Resources"]
        resources[to] = resources.pop(name)

    return change


def set_to(name: str, *where: str, value: Any) -> Mutation:
    """A property of something in the storage stack set to a value; None takes it away."""

    def change(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
        inner = storage(nested, name)
        for part in where[:-1]:
            inner = inner[part]
        if value is None:
            del inner[where[-1]]
        else:
            inner[where[-1]] = value

    return change


def moved_to_the_root(name: str) -> Mutation:
    def change(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
        root["Resources"][name] = nested["Storage"]["Resources"].pop(name)

    return change


def removed(name: str) -> Mutation:
    return lambda root, nested: nested["Storage"]["Resources"].pop(name)


def in_the_root(name: str, *, to: str | None = None, **settings: Any) -> Mutation:
    """A resource of the outer template renamed, given settings, or (with neither) removed."""

    def change(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
        resource = root["Resources"].pop(name)
        if to or settings:
            root["Resources"][to or name] = {**resource, **settings}

    return change


def another_rule(**rule: Any) -> Mutation:
    def change(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
        properties = storage(nested, "ArchiveBucket")["Properties"]
        properties["LifecycleConfiguration"]["Rules"].append({"Id": "tidy", "Status": "Enabled", **rule})

    return change


def shorter_by_default(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
    nested["Storage"]["Parameters"]["NoncurrentDays"]["Default"] = 1


def fewer_refusals(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
    storage(nested, "ArchiveBucketPolicy")["Properties"]["PolicyDocument"]["Statement"].pop()


def renamed_topic(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
    root["Resources"]["NoticeTopic"].setdefault("Properties", {})["TopicName"] = "notices"


def renamed_bus(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
    root["Resources"]["NoticeBus"]["Properties"]["Name"] = "other"


def renamed_delivery(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
    root["Resources"]["Cdn"] = root["Resources"].pop("Delivery")
    nested["Cdn"] = nested.pop("Delivery")


def attribute_type(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
    definitions = storage(nested, "CatalogTable")["Properties"]["AttributeDefinitions"]
    next(each for each in definitions if each["AttributeName"] == "due")["AttributeType"] = "N"


KEYS = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "due", "KeyType": "RANGE"}]
REFUSED: dict[str, tuple[Mutation, str, str]] = {
    "a renamed table": (set_to("CatalogTable", "Properties", "TableName", value="catalog"), TABLE, "replaced"),
    "a table by another logical id": (renamed("CatalogTable", "Rows"), TABLE, "removed"),
    "a removed table": (removed("CatalogTable"), TABLE, "removed"),
    "a table moved into the outer stack": (moved_to_the_root("CatalogTable"), TABLE, "stand at CatalogTable"),
    "a changed key schema": (set_to("CatalogTable", "Properties", "KeySchema", value=KEYS), TABLE, "replaced"),
    "another local index": (
        set_to("CatalogTable", "Properties", "LocalSecondaryIndexes", value=[]),
        TABLE,
        "local indexes",
    ),
    "a key of another type": (attribute_type, TABLE, "due would be a key of another type"),
    "no deletion protection": (
        set_to("CatalogTable", "Properties", "DeletionProtectionEnabled", value=False),
        TABLE,
        "deletion protection",
    ),
    "deletion protection left out": (
        set_to("CatalogTable", "Properties", "DeletionProtectionEnabled", value=None),
        TABLE,
        "deletion protection",
    ),
    "no point-in-time recovery": (
        set_to(
            "CatalogTable", "Properties", "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled", value=False
        ),
        TABLE,
        "point-in-time recovery",
    ),
    "rows that expire": (
        set_to(
            "CatalogTable",
            "Properties",
            "TimeToLiveSpecification",
            value={"AttributeName": "due", "Enabled": True},
        ),
        TABLE,
        "forget rows",
    ),
    "a table of another type": (set_to("CatalogTable", "Type", value="AWS::DynamoDB::GlobalTable"), TABLE, "Type"),
    "a table without Retain": (set_to("CatalogTable", "DeletionPolicy", value=None), TABLE, "DeletionPolicy"),
    "a table that is deleted": (set_to("CatalogTable", "DeletionPolicy", value="Delete"), TABLE, "DeletionPolicy"),
    "a table not kept when replaced": (
        set_to("CatalogTable", "UpdateReplacePolicy", value=None),
        TABLE,
        "UpdateReplacePolicy",
    ),
    "a table on a condition": (set_to("CatalogTable", "Condition", value="IsNew"), TABLE, "on the condition IsNew"),
    "a named archive": (set_to("ArchiveBucket", "Properties", "BucketName", value="archive"), ARCHIVE, "replaced"),
    "an archive named by a parameter": (
        set_to("ArchiveBucket", "Properties", "BucketName", value={"Ref": "AWS::StackName"}),
        ARCHIVE,
        "replaced",
    ),
    "an archive by another logical id": (renamed("ArchiveBucket", "Records"), ARCHIVE, "removed"),
    "a moved archive": (moved_to_the_root("ArchiveBucket"), ARCHIVE, "stand at ArchiveBucket"),
    "an archive without Retain": (set_to("ArchiveBucket", "DeletionPolicy", value=None), ARCHIVE, "DeletionPolicy"),
    "an archive that keeps no versions": (
        set_to("ArchiveBucket", "Properties", "VersioningConfiguration", "Status", value="Suspended"),
        ARCHIVE,
        "versioning",
    ),
    "an archive that forgets by age": (another_rule(ExpirationInDays=3650), ARCHIVE, "by age"),
    "an archive that forgets on a day": (another_rule(ExpirationDate="2030-01-01T00:00:00Z"), ARCHIVE, "by age"),
    "an archive that forgets deletions sooner": (
        another_rule(NoncurrentVersionExpiration={"NoncurrentDays": 1}),
        ARCHIVE,
        "after 1 days instead of 30",
    ),
    "a default that forgets deletions sooner": (shorter_by_default, ARCHIVE, "after 1 days instead of 30"),
    "an archive open to the public": (
        set_to("ArchiveBucket", "Properties", "PublicAccessBlockConfiguration", "BlockPublicPolicy", value=False),
        ARCHIVE,
        "open to the public",
    ),
    "records that may be overwritten": (fewer_refusals, POLICY, "RecordsAreNeverOverwritten"),
    "an archive without its policy": (removed("ArchiveBucketPolicy"), POLICY, "removed"),
    "a moved site": (moved_to_the_root("SiteBucket"), SITE, "removed"),
    "a site without Retain": (set_to("SiteBucket", "UpdateReplacePolicy", value="Delete"), SITE, "UpdateReplacePolicy"),
    "a storage stack without Retain": (in_the_root("Storage", DeletionPolicy="Delete"), "Storage", "DeletionPolicy"),
    "a storage stack by another name": (in_the_root("Storage", to="Kept"), TABLE, "removed"),
    "no storage stack": (in_the_root("Storage"), "Storage", "removed"),
    "a storage stack on a condition": (in_the_root("Storage", Condition="IsWatching"), "Storage", "IsWatching"),
    "a topic under another name": (renamed_topic, "NoticeTopic", "replaced"),
    "no topic": (in_the_root("NoticeTopic"), "NoticeTopic", "removed"),
    "a bus under another name": (renamed_bus, "NoticeBus", "replaced"),
    "a delivery stack by another name": (renamed_delivery, "Delivery/Distribution", "removed"),
}


@pytest.mark.parametrize(("change", "path", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_successor_that_would_lose_something_is_refused(change: Mutation, path: str, why: str) -> None:
    found = dangers(resources_of(*present()), successor(change), rules_of=rules_of)
    assert [each for each in found if each.startswith(f"{path}: ") and why in each], found


# ── what may be done ──


def longer_logs(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
    root["Resources"]["FetchLogs"]["Properties"]["RetentionInDays"] = 90


def lists_more(root: dict[str, Any], nested: dict[str, dict[str, Any]]) -> None:
    nested["Storage"]["Resources"]["Another"] = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}


ALLOWED: dict[str, Mutation] = {
    "logs kept for longer": longer_logs,
    "another bucket": lists_more,
    "another cap on writes": set_to(
        "CatalogTable", "Properties", "OnDemandThroughput", value={"MaxWriteRequestUnits": 400}
    ),
    "what was deleted is kept for longer": another_rule(NoncurrentVersionExpiration={"NoncurrentDays": 60}),
    "a queue made anew": in_the_root("DiffQueue", to="VersionQueue"),
}


@pytest.mark.parametrize("change", ALLOWED.values(), ids=ALLOWED.keys())
def test_a_successor_that_loses_nothing_is_accepted(change: Mutation) -> None:
    assert dangers(resources_of(*present()), successor(change), rules_of=rules_of) == []


def test_everything_that_holds_data_is_among_what_is_kept() -> None:
    everything = resources_of(*present())
    kept = {path for path, each in everything.items() if is_kept(each, everything)}
    assert {"Storage", TABLE, ARCHIVE, SITE, POLICY, "Delivery", "NoticeTopic", "NoticeBus"} <= kept


def test_what_is_made_from_a_replaced_resource_is_replaced_with_it() -> None:
    before = resources_of(*present())
    after = dict(before)
    queue = before["FetchQueue"]
    after["FetchQueue"] = Resource("FetchQueue", queue.type, {**queue.properties, "QueueName": "lanes.fifo"})
    found = {step.path: step.action for step in steps(before, after, rules_of=rules_of)}
    assert found == {"FetchQueue": Action.REPLACED, "FetchFunctionHosts": Action.REPLACED}
