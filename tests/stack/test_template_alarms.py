"""What raises an alarm: the right metric of the right thing, counted the right way, soon enough, told to somebody."""

from __future__ import annotations

import json
from typing import Any

import pytest

import transformed as templates
from facts import FUNCTIONS, MAPPINGS, OBSERVABILITY, QUEUES, RULES, TEMPLATE, code_of, target
from transformed import of_type

ALARMS = of_type(OBSERVABILITY, "AWS::CloudWatch::Alarm")

DEAD_LETTERS = "ApproximateNumberOfMessagesVisible"
AGE = "ApproximateAgeOfOldestMessage"
MEASURED = {
    DEAD_LETTERS: ("AWS/SQS", "QueueName", "Maximum"),
    AGE: ("AWS/SQS", "QueueName", "Maximum"),
    "Errors": ("AWS/Lambda", "FunctionName", "Sum"),
    "Invocations": ("AWS/Lambda", "FunctionName", "Sum"),
    "FailedInvocations": ("AWS/Events", "RuleName", "Sum"),
}
"""AWS's own metrics: whose they are, by which dimension, and as what they are counted. Any other finds no data."""

AT_ONCE = (DEAD_LETTERS, "Errors", "FailedInvocations", "Faults")
"""One of these is one too many."""


def on(metric: str) -> dict[str, dict[str, Any]]:
    """The alarms on a metric."""
    return {name: alarm for name, alarm in ALARMS.items() if alarm.get("MetricName") == metric}


def watched(metric: str) -> set[str]:
    """What the alarms on a metric watch."""
    return {target(dimension["Value"]) for alarm in on(metric).values() for dimension in alarm["Dimensions"]}


def test_all_dead_letters_all_queues_all_functions_and_all_rules_are_watched() -> None:
    assert watched(DEAD_LETTERS) == {name for name in QUEUES if name.endswith("DeadLetters")}
    assert watched(AGE) == {name for name in QUEUES if name.endswith("Queue")}
    assert watched("Errors") == set(FUNCTIONS)
    assert watched("FailedInvocations") == set(RULES)


@pytest.mark.parametrize("name", [name for name, each in ALARMS.items() if each.get("MetricName") in MEASURED])
def test_an_alarm_asks_for_a_metric_by_the_names_that_aws_gives_it(name: str) -> None:
    """A metric by another name has no data, and no data is no alarm."""
    alarm = ALARMS[name]
    (dimension,) = alarm["Dimensions"]
    assert (alarm["Namespace"], dimension["Name"], alarm["Statistic"]) == MEASURED[alarm["MetricName"]]


@pytest.mark.parametrize("name", [name for name, each in ALARMS.items() if each.get("MetricName") in AT_ONCE])
def test_the_first_failure_raises_the_alarm_and_quiet_ends_it(name: str) -> None:
    alarm = ALARMS[name]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 0)
    assert alarm["EvaluationPeriods"] == 1
    assert alarm["Statistic"] in ("Sum", "Maximum")
    assert alarm["TreatMissingData"] == "notBreaching"


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_comes_within_an_hour(name: str) -> None:
    alarm = ALARMS[name]
    periods = [each["MetricStat"]["Period"] for each in alarm.get("Metrics", ()) if "MetricStat" in each]
    assert max(periods, default=alarm.get("Period")) * alarm["EvaluationPeriods"] <= 3600


@pytest.mark.parametrize("name", on(AGE))
def test_work_may_wait_for_two_runs_and_is_told_of_long_before_it_expires(name: str) -> None:
    alarm = ALARMS[name]
    queue = target(alarm["Dimensions"][0]["Value"])
    (mapping,) = [each for each in MAPPINGS.values() if target(each["EventSourceArn"]) == queue]
    run = FUNCTIONS[target(mapping["FunctionName"])]["Timeout"] + mapping.get("MaximumBatchingWindowInSeconds", 0)
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    assert alarm["TreatMissingData"] == "notBreaching"
    assert 2 * run <= alarm["Threshold"] <= min(900, QUEUES[queue]["MessageRetentionPeriod"] / 4)


def test_silence_raises_an_alarm() -> None:
    alarm = ALARMS["NoTickAlarm"]
    assert alarm["TreatMissingData"] == "breaching"
    assert watched("Invocations") == {"ScheduleFunction"}
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1)
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 600


def test_silence_is_as_it_should_be_where_watching_is_paused() -> None:
    assert OBSERVABILITY["Resources"]["NoTickAlarm"]["Condition"] == "IsWatching"
    for template in (templates.source(), OBSERVABILITY):
        assert template["Conditions"]["IsWatching"] == {"Fn::Equals": [{"Ref": "Watching"}, "yes"]}
    given = TEMPLATE["Resources"]["Observability"]["Properties"]["Parameters"]
    assert given["Watching"] == {"Ref": "Watching"}


def test_a_page_may_take_longer_than_the_window_and_not_much_longer_than_a_run() -> None:
    """The lag is counted in seconds, from a stored record to the run that published it."""
    alarm = ALARMS["PublishLagAlarm"]
    (mapping,) = [each for each in MAPPINGS.values() if target(each["FunctionName"]) == "PublishFunction"]
    assert alarm["Statistic"] == "Maximum"
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    assert 2 * mapping["MaximumBatchingWindowInSeconds"] <= alarm["Threshold"] <= 900


def test_throttles_of_all_functions_are_added_up() -> None:
    metrics = ALARMS["ThrottlesAlarm"]["Metrics"]
    (told,) = [each for each in metrics if each["ReturnData"]]
    assert told["Expression"] == "SUM(METRICS())"
    added = [each["MetricStat"] for each in metrics if each is not told]
    assert {target(each["Metric"]["Dimensions"][0]["Value"]) for each in added} == set(FUNCTIONS)
    for each in added:
        metric = each["Metric"]
        assert (each["Stat"], metric["Namespace"], metric["MetricName"]) == ("Sum", "AWS/Lambda", "Throttles")
        assert [dimension["Name"] for dimension in metric["Dimensions"]] == ["FunctionName"]


def test_an_alarm_says_what_is_wrong_and_tells_somebody_that_it_began_and_ended() -> None:
    for alarm in ALARMS.values():
        assert len(alarm["AlarmDescription"]) > 20
        assert [target(action) for action in alarm["AlarmActions"]] == ["AlarmTopic"]
        assert alarm["OKActions"] == alarm["AlarmActions"]
        assert alarm.get("ActionsEnabled", True) is True


def test_a_metric_of_ours_is_one_that_a_function_counts() -> None:
    given = TEMPLATE["Resources"]["Observability"]["Properties"]["Parameters"]["MetricsNamespace"]
    assert given == FUNCTIONS["FetchFunction"]["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
    for alarm in ALARMS.values():
        if target(alarm.get("Namespace")) == "MetricsNamespace":
            (dimension,) = alarm["Dimensions"]
            assert dimension["Name"] == "service"
            assert f'add_metric("{alarm["MetricName"]}"' in code_of(dimension["Value"])


def parts(alarm: str) -> dict[str, dict[str, Any]]:
    """The metrics that an alarm reckons with, by id."""
    return {each["Id"]: each["MetricStat"] for each in ALARMS[alarm]["Metrics"] if "MetricStat" in each}


def expression(alarm: str) -> str:
    (found,) = [each["Expression"] for each in ALARMS[alarm]["Metrics"] if each["ReturnData"]]
    return str(found)


@pytest.mark.parametrize("alarm", ["NothingCheckedAlarm", "ErrorShareAlarm", "CostAlarm"])
def test_a_metric_that_is_reckoned_with_is_one_that_a_function_counts(alarm: str) -> None:
    for id_, each in parts(alarm).items():
        (dimension,) = each["Metric"]["Dimensions"]
        assert id_ in expression(alarm)
        if target(each["Metric"]["Namespace"]) == "MetricsNamespace":
            assert f'add_metric("{each["Metric"]["MetricName"]}"' in code_of(dimension["Value"])


def test_a_quarter_of_an_hour_without_a_look_raises_an_alarm_only_where_something_was_due() -> None:
    assert {each["Period"] for each in parts("NothingCheckedAlarm").values()} == {900}
    assert OBSERVABILITY["Resources"]["NothingCheckedAlarm"]["Condition"] == "IsWatching"


def test_a_page_is_late_after_five_minutes() -> None:
    assert ALARMS["PublishLagAlarm"]["Threshold"] == ALARMS["PublishQueueAgeAlarm"]["Threshold"] == 300


def test_computing_time_is_priced_by_the_memory_of_each_function() -> None:
    assert {target(each["Metric"]["Dimensions"][0]["Value"]) for each in parts("CostAlarm").values()} >= set(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        assert f"{function['MemorySize'] / 1024:g} * FILL({name.removesuffix('Function').lower()}, 0)" in expression(
            "CostAlarm"
        )


def test_the_dashboard_can_be_read_and_asks_for_no_host_and_no_article() -> None:
    (dashboard,) = of_type(OBSERVABILITY, "AWS::CloudWatch::Dashboard").values()
    body = json.loads(dashboard["DashboardBody"]["Fn::Sub"])
    metrics = [metric for widget in body["widgets"] for metric in widget["properties"]["metrics"]]
    assert {metric[2] for metric in metrics} == {"service", "QueueName", "FunctionName"}


@pytest.mark.parametrize("name", [*ALARMS])
def test_every_alarm_is_explained_to_whoever_operates_it(name: str) -> None:
    page = (templates.ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    row = next((line for line in page.splitlines() if line.startswith("|") and f"`{name}`" in line), "")
    assert row.count(" | ") == 3, f"docs/operate.md has no row for {name}"


# ── whom they tell ──


def test_alarms_may_be_told_to_the_topic_and_go_to_the_address_that_was_given() -> None:
    (policy,) = of_type(OBSERVABILITY, "AWS::SNS::TopicPolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": {"Ref": "AlarmTopic"},
        "Condition": {"StringEquals": {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}}},
    }
    assert policy["Topics"] == [{"Ref": "AlarmTopic"}]
    subscription = OBSERVABILITY["Resources"]["AlarmSubscription"]
    assert subscription["Condition"] == "HasEmail"
    assert OBSERVABILITY["Conditions"]["HasEmail"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmEmail"}, ""]}]}
    assert subscription["Properties"] == {
        "TopicArn": {"Ref": "AlarmTopic"},
        "Protocol": "email",
        "Endpoint": {"Ref": "AlarmEmail"},
    }


@pytest.mark.parametrize("template", [OBSERVABILITY, TEMPLATE], ids=["alarms", "notices"])
def test_a_topic_has_no_key_that_shuts_out_who_is_to_publish_there(template: templates.Template) -> None:
    """The policy of SNS's default key cannot be changed, and lets neither alarms nor a role without KMS rights in."""
    assert "KmsMasterKeyId" not in json.dumps(list(of_type(template, "AWS::SNS::Topic").values()))
