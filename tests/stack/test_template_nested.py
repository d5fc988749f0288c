"""What is kept, named, handed on and watched: the nested templates beside the one that nests them."""

from __future__ import annotations

import json
import re

import pytest

from facts import DAY, DEFAULTS, DELIVERY, FUNCTIONS, OBSERVABILITY, QUEUES, RULES, STORAGE, TEMPLATE, code_of, target
from transformed import NESTED, nested, of_type

# ── what is kept ──


def test_what_is_kept_outlives_the_stack_at_both_levels() -> None:
    storage = TEMPLATE["Resources"]["Storage"]
    assert (storage["DeletionPolicy"], storage["UpdateReplacePolicy"]) == ("Retain", "Retain")
    kept = [each for each in STORAGE["Resources"].values() if each["Type"] != "AWS::S3::BucketPolicy"]
    assert all(each["DeletionPolicy"] == each["UpdateReplacePolicy"] == "Retain" for each in kept)


def test_records_can_only_be_put_where_nothing_lies() -> None:
    policy = STORAGE["Resources"]["ArchiveBucketPolicy"]["Properties"]["PolicyDocument"]
    (rule,) = [each for each in policy["Statement"] if each["Action"] == "s3:PutObject"]
    assert rule["Effect"] == "Deny"
    assert rule["Condition"] == {"Null": {"s3:if-none-match": "true"}}
    assert len(rule["Resource"]) == 3


@pytest.mark.parametrize("bucket", ["ArchiveBucket", "SiteBucket"])
def test_a_marker_of_deletion_is_cleared_by_a_rule_without_days(bucket: str) -> None:
    for rule in of_type(STORAGE, "AWS::S3::Bucket")[bucket]["LifecycleConfiguration"]["Rules"]:
        assert rule["Status"] == "Enabled"
        assert not ({"ExpirationInDays", "ExpirationDate", "Transitions"} & set(rule))
        if "ExpiredObjectDeleteMarker" in rule:
            assert set(rule) == {"Id", "Status", "ExpiredObjectDeleteMarker"}


def test_what_was_taken_down_is_gone_within_a_month() -> None:
    rules = of_type(STORAGE, "AWS::S3::Bucket")["ArchiveBucket"]["LifecycleConfiguration"]["Rules"]
    (days,) = [each["NoncurrentVersionExpiration"]["NoncurrentDays"] for each in rules
               if "NoncurrentVersionExpiration" in each]  # fmt: skip
    assert STORAGE["Parameters"][days["Ref"]]["Default"] <= 30


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


def test_the_first_deployment_knows_no_address_yet() -> None:
    assert DEFAULTS["SiteUrl"] == ""
    assert re.fullmatch(TEMPLATE["Parameters"]["SiteUrl"]["AllowedPattern"], "")
    assert "SiteUrl" in TEMPLATE["Outputs"]


# ── alarms ──

ALARMS = of_type(OBSERVABILITY, "AWS::CloudWatch::Alarm")


def watched(metric: str) -> set[str]:
    """What the alarms on a metric watch."""
    return {
        target(dimension["Value"])
        for alarm in ALARMS.values()
        if alarm.get("MetricName") == metric
        for dimension in alarm["Dimensions"]
    }


def test_all_dead_letters_all_queues_all_functions_and_all_rules_are_watched() -> None:
    assert watched("ApproximateNumberOfMessagesVisible") == {name for name in QUEUES if name.endswith("DeadLetters")}
    assert watched("ApproximateAgeOfOldestMessage") == {name for name in QUEUES if name.endswith("Queue")}
    assert watched("Errors") == set(FUNCTIONS)
    assert watched("FailedInvocations") == set(RULES)


def test_silence_raises_an_alarm() -> None:
    alarm = ALARMS["NoTickAlarm"]
    assert alarm["TreatMissingData"] == "breaching"
    assert watched("Invocations") == {"ScheduleFunction"}
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1)


def test_an_alarm_says_what_is_wrong_and_tells_somebody() -> None:
    for alarm in ALARMS.values():
        assert len(alarm["AlarmDescription"]) > 20
        assert [target(action) for action in alarm["AlarmActions"]] == ["AlarmTopic"]


def test_a_metric_of_ours_is_one_that_a_function_counts() -> None:
    given = TEMPLATE["Resources"]["Observability"]["Properties"]["Parameters"]["MetricsNamespace"]
    assert given == FUNCTIONS["FetchFunction"]["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
    for alarm in ALARMS.values():
        if target(alarm.get("Namespace")) == "MetricsNamespace":
            (dimension,) = alarm["Dimensions"]
            assert dimension["Name"] == "service"
            assert f'add_metric("{alarm["MetricName"]}"' in code_of(dimension["Value"])


# ── delivery ──


def test_readers_reach_the_bucket_through_this_distribution_alone_and_see_404() -> None:
    policy = DELIVERY["Resources"]["SiteBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    allowed = [each for each in policy if each["Effect"] == "Allow"]
    assert {each["Action"] for each in allowed} == {"s3:GetObject", "s3:ListBucket"}
    assert all("${Distribution}" in each["Condition"]["StringEquals"]["AWS:SourceArn"]["Fn::Sub"] for each in allowed)


def test_the_origin_is_the_regional_name_of_the_bucket() -> None:
    assert STORAGE["Outputs"]["SiteBucketDomainName"]["Value"] == {"Fn::GetAtt": ["SiteBucket", "RegionalDomainName"]}


def test_error_pages_are_those_that_the_cdn_can_map() -> None:
    config = DELIVERY["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    assert [each["ErrorCode"] for each in config["CustomErrorResponses"]] == [404]


def test_the_headers_are_those_of_the_local_server() -> None:
    from afterprint.engine.server import SECURITY

    config = DELIVERY["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    headers = config["SecurityHeadersConfig"]
    assert headers["ContentSecurityPolicy"]["ContentSecurityPolicy"] == SECURITY["Content-Security-Policy"]
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == SECURITY["Referrer-Policy"]
    assert headers["ContentTypeOptions"]["Override"] is True


def test_a_cache_never_keeps_a_document_longer_than_a_day() -> None:
    config = DELIVERY["Resources"]["SiteCachePolicy"]["Properties"]["CachePolicyConfig"]
    assert config["MaxTTL"] <= DAY
    behaviour = config["ParametersInCacheKeyAndForwardedToOrigin"]
    assert behaviour["QueryStringsConfig"] == {"QueryStringBehavior": "none"}
    assert behaviour["CookiesConfig"] == {"CookieBehavior": "none"}
