"""What is kept, named and handed on: the nested templates beside the one that nests them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from facts import DEFAULTS, DELIVERY, FUNCTIONS, OBSERVABILITY, QUEUES, RULES, STORAGE, TEMPLATE, target
from transformed import NESTED, Template, nested, of_type

# ── what is kept ──


def test_what_is_kept_outlives_the_stack_at_both_levels() -> None:
    storage = TEMPLATE["Resources"]["Storage"]
    assert (storage["DeletionPolicy"], storage["UpdateReplacePolicy"]) == ("Retain", "Retain")
    for kept in STORAGE["Resources"].values():  # the archive's policy too: it is what keeps records from being replaced
        assert kept["DeletionPolicy"] == kept["UpdateReplacePolicy"] == "Retain"


def test_records_can_only_be_put_where_nothing_lies() -> None:
    policy = STORAGE["Resources"]["ArchiveBucketPolicy"]["Properties"]
    assert policy["Bucket"] == {"Ref": "ArchiveBucket"}
    (rule,) = [each for each in policy["PolicyDocument"]["Statement"] if each["Action"] == "s3:PutObject"]
    assert (rule["Effect"], rule["Principal"]) == ("Deny", "*")
    assert rule["Condition"] == {"Null": {"s3:if-none-match": "true"}}
    records = ("versions", "changes", "events")
    assert rule["Resource"] == [{"Fn::Sub": f"${{ArchiveBucket.Arn}}/{each}/*"} for each in records]


@pytest.mark.parametrize(
    ("template", "policy", "bucket"),
    [
        (STORAGE, "ArchiveBucketPolicy", {"Fn::GetAtt": ["ArchiveBucket", "Arn"]}),
        (DELIVERY, "SiteBucketPolicy", {"Ref": "SiteBucketArn"}),
    ],
)
def test_nobody_comes_to_a_bucket_unencrypted(template: Template, policy: str, bucket: dict[str, Any]) -> None:
    statements = template["Resources"][policy]["Properties"]["PolicyDocument"]["Statement"]
    (refused,) = [each for each in statements if each["Action"] == "s3:*"]
    assert (refused["Effect"], refused["Principal"]) == ("Deny", "*")
    assert refused["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    name = bucket["Ref"] if "Ref" in bucket else ".".join(bucket["Fn::GetAtt"])
    assert refused["Resource"] == [bucket, {"Fn::Sub": f"${{{name}}}/*"}]


def test_a_deletion_by_mistake_can_be_undone_in_the_archive_and_costs_nothing_in_the_site() -> None:
    buckets = of_type(STORAGE, "AWS::S3::Bucket")
    status = {name: each["VersioningConfiguration"]["Status"] for name, each in buckets.items()}
    assert status == {"ArchiveBucket": "Enabled", "SiteBucket": "Suspended"}


@pytest.mark.parametrize("bucket", ["ArchiveBucket", "SiteBucket"])
def test_a_bucket_is_encrypted_by_a_key_that_the_cdn_and_the_functions_may_use(bucket: str) -> None:
    """Under the key that KMS keeps for S3, the CDN is refused; under one of our own, each function would need it."""
    encryption = of_type(STORAGE, "AWS::S3::Bucket")[bucket]["BucketEncryption"]
    (rule,) = encryption["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}


def test_what_is_taken_down_can_be_deleted() -> None:
    assert not [name for name in of_type(STORAGE, "AWS::S3::Bucket")["ArchiveBucket"] if name.startswith("ObjectLock")]


def test_nothing_expires_from_the_catalog_and_reading_it_is_not_capped() -> None:
    (table,) = of_type(STORAGE, "AWS::DynamoDB::Table").values()
    assert "TimeToLiveSpecification" not in table
    assert table["OnDemandThroughput"] == {"MaxWriteRequestUnits": {"Ref": "MaxWriteUnits"}}


@pytest.mark.parametrize("bucket", ["ArchiveBucket", "SiteBucket"])
def test_a_marker_of_deletion_is_cleared_by_a_rule_without_days(bucket: str) -> None:
    for rule in of_type(STORAGE, "AWS::S3::Bucket")[bucket]["LifecycleConfiguration"]["Rules"]:
        assert rule["Status"] == "Enabled"
        # Of the whole bucket, and of what is not current alone; nothing moves to where reading it takes hours.
        of_all = {"Id", "Status", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"}
        assert set(rule) in (of_all, {"Id", "Status", "ExpiredObjectDeleteMarker"})


def test_what_was_taken_down_is_gone_within_a_month() -> None:
    rules = of_type(STORAGE, "AWS::S3::Bucket")["ArchiveBucket"]["LifecycleConfiguration"]["Rules"]
    (expiration,) = [each["NoncurrentVersionExpiration"] for each in rules if "NoncurrentVersionExpiration" in each]
    assert set(expiration) == {"NoncurrentDays"}  # none of the newer ones is spared
    assert STORAGE["Parameters"][expiration["NoncurrentDays"]["Ref"]]["Default"] <= 30
    assert any(each.get("ExpiredObjectDeleteMarker") is True for each in rules)


# ── a second stack beside the first ──

NAMING = {
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::EventBus": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::Role": "RoleName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Lambda::LayerVersion": "LayerName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Scheduler::Schedule": "Name",
}
"""By which property a resource gets a name that is its own in the whole account."""

EVERY = {"template": TEMPLATE, "storage": STORAGE, "delivery": DELIVERY, "observability": OBSERVABILITY}


@pytest.mark.parametrize("name", EVERY)
def test_no_name_is_fixed(name: str) -> None:
    for resource in EVERY[name]["Resources"].values():
        given = resource.get("Properties", {}).get(NAMING.get(resource["Type"], ""))
        assert given is None or "AWS::StackName" in json.dumps(given)


def test_what_the_cdn_calls_by_name_is_named_after_the_stack() -> None:
    for resource in DELIVERY["Resources"].values():
        properties = resource["Properties"]
        configs = [properties, *(each for each in properties.values() if isinstance(each, dict))]
        for config in configs:
            assert "AWS::StackName" in json.dumps(config.get("Name", "AWS::StackName"))


def test_nothing_is_exported() -> None:
    assert not any("Export" in output for each in (TEMPLATE, STORAGE, DELIVERY) for output in each["Outputs"].values())


# ── nested stacks ──


@pytest.mark.parametrize("name", NESTED)
def test_a_nested_template_is_given_its_parameters(name: str) -> None:
    given = TEMPLATE["Resources"][name.capitalize()]["Properties"].get("Parameters", {})
    parameters = nested(name)["Parameters"]
    assert set(given) <= set(parameters)
    assert {each for each, spec in parameters.items() if "Default" not in spec} <= set(given)


@pytest.mark.parametrize("name", NESTED)
def test_what_is_asked_of_a_nested_template_is_there(name: str) -> None:
    asked = set(re.findall(rf'"{name.capitalize()}", "Outputs\.(\w+)"', json.dumps(TEMPLATE)))
    asked |= set(re.findall(rf"\$\{{{name.capitalize()}\.Outputs\.(\w+)\}}", json.dumps(TEMPLATE)))
    assert asked <= set(nested(name)["Outputs"])


@pytest.mark.parametrize("name", NESTED)
def test_what_is_handed_on_is_what_its_name_says(name: str) -> None:
    """An alarm on another function's errors, or a policy on another bucket, would look as well as the right one."""
    given = dict(TEMPLATE["Resources"][name.capitalize()]["Properties"]["Parameters"])
    made_up = {each: given.pop(each) for each in ("ApiDomainName", "MetricsNamespace") if each in given}
    assert {each: target(value) for each, value in given.items()} == {each: each for each in given}
    if "ApiDomainName" in made_up:
        assert made_up["ApiDomainName"] == {"Fn::Sub": "${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"}


def test_alarms_are_handed_names_not_addresses() -> None:
    """A metric's dimension is a queue's name, and a rule's and a function's; of a queue, Ref is its URL."""
    given = TEMPLATE["Resources"]["Observability"]["Properties"]["Parameters"]
    for name in QUEUES:
        assert given[name] == {"Fn::GetAtt": [name, "QueueName"]}
    for name in (*FUNCTIONS, *RULES):
        assert given[name] == {"Ref": name}


def test_an_output_leads_to_what_its_name_says() -> None:
    assert {name: target(each["Value"]) for name, each in TEMPLATE["Outputs"].items()} == {
        name: name for name in TEMPLATE["Outputs"]
    }
    for name, each in STORAGE["Outputs"].items():
        resource, attribute = re.fullmatch(r"(.*?)(Arn|DomainName)?", name).groups()  # type: ignore[union-attr]
        asked = {None: "", "Arn": "Arn", "DomainName": "RegionalDomainName"}[attribute]
        assert each["Value"] == ({"Fn::GetAtt": [resource, asked]} if asked else {"Ref": resource})


def test_the_first_deployment_knows_no_address_yet() -> None:
    assert DEFAULTS["SiteUrl"] == ""
    assert re.fullmatch(TEMPLATE["Parameters"]["SiteUrl"]["AllowedPattern"], "")
    # What the CDN was given, not what the stack was: that is empty.
    assert TEMPLATE["Outputs"]["SiteUrl"]["Value"] == {"Fn::GetAtt": ["Delivery", "Outputs.SiteUrl"]}
