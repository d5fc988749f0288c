"""What linters miss in the template: that the settings fit each other, the code, and what AWS really does."""

from __future__ import annotations

import json
import re

import pytest

import transformed as templates
from afterprint.aws.environment import VARIABLES
from afterprint.aws.outlet import SOURCE
from doors import HANDLERS, NAMES
from facts import (
    DAY,
    FUNCTIONS,
    MAPPINGS,
    QUEUES,
    ROLES,
    RULES,
    SCHEDULES,
    STORAGE,
    TEMPLATE,
    code_of,
    is_fifo,
    listed,
    number,
    statements,
    target,
)
from transformed import ROOT, of_type

# ── one word through everything ──


def test_every_door_has_its_function_and_every_function_its_door() -> None:
    assert sorted(FUNCTIONS) == sorted(f"{name.capitalize()}Function" for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_has_one_name_for_its_function_handler_role_and_log(name: str) -> None:
    word = name.capitalize()
    function = FUNCTIONS[f"{word}Function"]
    assert function["Handler"] == f"handlers.{name}.handler"
    assert target(function["Role"]) == f"{word}Role"
    assert target(function["LoggingConfig"]["LogGroup"]) == f"{word}Logs"
    source = templates.source()["Resources"][f"{word}Function"]["Properties"]
    assert source["CodeUri"] == f"build/functions/{name}"


@pytest.mark.parametrize("name", NAMES)
def test_a_door_says_what_starts_it_what_twice_means_and_what_a_failure(name: str) -> None:
    text = (HANDLERS / f"{name}.py").read_text(encoding="utf-8")
    docstring = text.split('"""')[1]
    assert docstring.startswith(f"{name.capitalize()}Function: ")
    for word in ("Trigger: ", "Twice", "Failure: "):
        assert f"\n{word}" in docstring


@pytest.mark.parametrize("name", NAMES)
def test_a_door_is_thin(name: str) -> None:
    code = (HANDLERS / f"{name}.py").read_text(encoding="utf-8").split('"""')
    body = "".join(code[2:]).partition("\nlogger = ")[2]
    assert len([line for line in body.splitlines() if line.strip() and not line.strip().startswith("#")]) < 40


# ── variables ──


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_every_variable_that_is_read(name: str) -> None:
    variables = FUNCTIONS[name]["Environment"]["Variables"]
    assert set(variables) == {*VARIABLES, "POWERTOOLS_METRICS_NAMESPACE"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_variable_leads_to_its_own_resource(name: str) -> None:
    variables = FUNCTIONS[name]["Environment"]["Variables"]
    assert {name: target(value) for name, value in variables.items() if name in VARIABLES} == {
        "ARCHIVE_BUCKET": "ArchiveBucket",
        "SITE_BUCKET": "SiteBucket",
        "TABLE": "CatalogTable",
        "FETCH_QUEUE": "FetchQueue",
        "DIFF_QUEUE": "DiffQueue",
        "PUBLISH_QUEUE": "PublishQueue",
        "NOTIFY_QUEUE": "NotifyQueue",
        "BUS": "NoticeBus",
        "TOPIC": "NoticeTopic",
        "WATCHLIST": "/opt/watchlist.toml",
        "SITE_URL": "SiteUrl",
    }


def test_the_functions_that_read_the_watchlist_have_its_layer_and_no_alias() -> None:
    readers = {f"{name.capitalize()}Function" for name in NAMES if "load_watchlist" in code_of(name)}
    layered = {name for name, each in FUNCTIONS.items() if each.get("Layers")}
    assert layered == readers
    assert not of_type(TEMPLATE, "AWS::Lambda::Alias")
    assert not of_type(TEMPLATE, "AWS::Lambda::Version")


# ── queues ──


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_message_stays_hidden_for_six_runs_and_the_window(name: str) -> None:
    mapping = MAPPINGS[name]
    function, queue = FUNCTIONS[target(mapping["FunctionName"])], QUEUES[target(mapping["EventSourceArn"])]
    window = mapping.get("MaximumBatchingWindowInSeconds", 0)
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"] + window


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_asks_for_what_its_queue_can_give(name: str) -> None:
    mapping = MAPPINGS[name]
    window, size = mapping.get("MaximumBatchingWindowInSeconds", 0), mapping["BatchSize"]
    if is_fifo(target(mapping["EventSourceArn"])):
        assert (size <= 10, window) == (True, 0)
    elif size > 10:
        assert 1 <= window <= 300
    assert size <= 10_000


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_reports_failures_and_is_capped_within_bounds(name: str) -> None:
    mapping = MAPPINGS[name]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping.get("Enabled", True) is True
    assert "FilterCriteria" not in mapping  # what a filter does not take is deleted
    assert "ProvisionedPollerConfig" not in mapping
    if scaling := mapping.get("ScalingConfig"):
        assert 2 <= number(scaling["MaximumConcurrency"]) <= 1000


def test_each_queue_is_read_by_its_own_function_alone() -> None:
    wired = {target(each["EventSourceArn"]): target(each["FunctionName"]) for each in MAPPINGS.values()}
    assert wired == {f"{word}Queue": f"{word}Function" for word in ("Fetch", "Diff", "Publish", "Notify")}


@pytest.mark.parametrize("name", [name for name in QUEUES if name.endswith("Queue")])
def test_dead_letters_are_of_their_sources_kind_and_outlive_it(name: str) -> None:
    queue = QUEUES[name]
    grave = target(queue["RedrivePolicy"]["deadLetterTargetArn"])
    assert grave == name.replace("Queue", "DeadLetters")
    assert is_fifo(grave) == is_fifo(name)
    assert QUEUES[grave]["MessageRetentionPeriod"] == 14 * DAY > queue["MessageRetentionPeriod"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] >= 5


def test_only_the_lanes_are_fifo_and_deduplicate_by_what_the_sender_says() -> None:
    assert [name for name in QUEUES if is_fifo(name)] == ["FetchQueue", "FetchDeadLetters"]
    assert QUEUES["FetchQueue"]["ContentBasedDeduplication"] is False


def test_a_queue_has_at_most_one_policy() -> None:
    """Two on one queue overwrite each other."""
    policies = of_type(TEMPLATE, "AWS::SQS::QueuePolicy").values()
    named = [target(queue) for policy in policies for queue in policy["Queues"]]
    assert len(named) == len(set(named))


# ── rules ──


@pytest.mark.parametrize("name", RULES)
def test_a_rules_queue_and_dead_letters_let_it_in(name: str) -> None:
    (goal,) = RULES[name]["Targets"]
    queue, grave = target(goal["Arn"]), target(goal["DeadLetterConfig"]["Arn"])
    assert not is_fifo(queue)  # that would need a group, and make one lane of all events
    allowed = {
        target(resource)
        for policy in of_type(TEMPLATE, "AWS::SQS::QueuePolicy").values()
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Principal"] == {"Service": "events.amazonaws.com"}
        and statement["Action"] == "sqs:SendMessage"
        and target(statement["Condition"]["ArnEquals"]["aws:SourceArn"]) == name
        for resource in statement["Resource"]
        if resource in [{"Fn::GetAtt": [target(each), "Arn"]} for each in policy["Queues"]]
    }
    assert {queue, grave} == allowed


@pytest.mark.parametrize("name", RULES)
def test_a_rule_matches_objects_of_the_archive_alone(name: str) -> None:
    pattern = RULES[name]["EventPattern"]
    assert (pattern["source"], pattern["detail-type"]) == (["aws.s3"], ["Object Created"])
    assert [target(bucket) for bucket in pattern["detail"]["bucket"]["name"]] == ["ArchiveBucket"]
    assert all(set(matcher) == {"prefix"} for matcher in pattern["detail"]["object"]["key"])


@pytest.mark.parametrize("name", RULES)
def test_a_rule_passes_on_whole_events_and_tries_for_a_day(name: str) -> None:
    (goal,) = RULES[name]["Targets"]
    assert set(goal) == {"Id", "Arn", "RetryPolicy", "DeadLetterConfig"}  # no input of another shape
    assert goal["RetryPolicy"] == {"MaximumRetryAttempts": 185, "MaximumEventAgeInSeconds": DAY}


def prefixes(rule: str) -> list[str]:
    return [each["prefix"] for each in RULES[rule]["EventPattern"]["detail"]["object"]["key"]]


def written_by(function: str) -> list[str]:
    """The prefixes of the archive under which this function may write."""
    found = []
    for statement in statements(target(FUNCTIONS[function]["Role"])):
        if "s3:PutObject" in listed(statement["Action"]):
            for resource in listed(statement["Resource"]):
                path = resource["Fn::Sub"] if "Fn::Sub" in resource else target(resource)
                found += re.findall(r"ArchiveBucketArn\}/(.*)\*$", path)
    return found


@pytest.mark.parametrize("name", RULES)
def test_no_rule_matches_what_its_own_function_writes(name: str) -> None:
    """The loop would go by EventBridge, where AWS does not see it."""
    function = name.replace("Rule", "Function")
    for mine in written_by(function):
        assert not any(mine.startswith(prefix) or prefix.startswith(mine) for prefix in prefixes(name))


def test_every_record_triggers_its_step_and_nothing_else_does() -> None:
    assert prefixes("DiffRule") == ["versions/"]
    assert prefixes("PublishRule") == ["changes/", "events/"]


def test_only_the_archive_tells_of_its_objects() -> None:
    """Each event is billed, and documents would send hundreds."""
    buckets = of_type(STORAGE, "AWS::S3::Bucket")
    telling = [name for name, each in buckets.items() if "NotificationConfiguration" in each]
    assert telling == ["ArchiveBucket"]
    told = buckets["ArchiveBucket"]["NotificationConfiguration"]["EventBridgeConfiguration"]
    assert told == {"EventBridgeEnabled": True}


def test_notices_are_not_taken_for_events_of_a_bucket() -> None:
    assert not SOURCE.startswith("aws.")


# ── schedules ──

_RATE = re.compile(r"rate\((1 (minute|hour|day)|([2-9]|\d{2,}) (minutes|hours|days))\)")


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_is_one_that_the_scheduler_reads(name: str) -> None:
    """Neither the linter nor moto looks at the expression."""
    schedule = SCHEDULES[name]
    assert _RATE.fullmatch(schedule["ScheduleExpression"])
    window = schedule["FlexibleTimeWindow"]
    assert ("MaximumWindowInMinutes" in window) == (window["Mode"] == "FLEXIBLE")
    assert target(schedule["Target"]["RoleArn"]) == "SchedulerRole"


def test_a_tick_is_never_tried_again_and_ends_before_the_next() -> None:
    retry = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
    (tick,) = [each for each in SCHEDULES.values() if each["ScheduleExpression"] == "rate(1 minute)"]
    assert target(tick["Target"]["Arn"]) == "ScheduleFunction"
    assert tick["Target"]["RetryPolicy"] == retry
    invoked = TEMPLATE["Resources"]["ScheduleFunctionEventInvokeConfig"]["Properties"]
    assert {name: invoked[name] for name in retry} == retry
    assert FUNCTIONS["ScheduleFunction"]["Timeout"] < 60


def test_the_scheduler_may_start_what_it_is_to_start_and_bury_what_it_cannot() -> None:
    allowed = {(action, target(each)) for one in statements("SchedulerRole") for action in listed(one["Action"])
               for each in listed(one["Resource"])}  # fmt: skip
    needed = {("lambda:InvokeFunction", target(each["Target"]["Arn"])) for each in SCHEDULES.values()}
    graves = {("sqs:SendMessage", target(each["Target"]["DeadLetterConfig"]["Arn"])) for each in SCHEDULES.values()}
    assert allowed == needed | graves


# ── rights ──


@pytest.mark.parametrize("name", ROLES)
def test_no_right_is_to_everything(name: str) -> None:
    for statement in statements(name):
        assert all(resource != "*" for resource in listed(statement["Resource"]))
        assert all("*" not in action for action in listed(statement["Action"]))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_right_to_objects_of_the_archive_names_a_kind_of_record(name: str) -> None:
    """A function that is taken over can then harm no more than its own kinds."""
    for statement in statements(target(FUNCTIONS[name]["Role"])):
        if {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} & set(listed(statement["Action"])):
            paths = [resource["Fn::Sub"] for resource in listed(statement["Resource"])]
            assert all(re.search(r"ArchiveBucketArn\}/[a-z]+/\*$|SiteBucketArn\}/\*$", path) for path in paths)


def test_every_right_has_its_reason_behind_it() -> None:
    lines = (ROOT / "template.yaml").read_text(encoding="utf-8").splitlines()
    actions = [line for line in lines if re.match(r"\s+Action: ", line) and "sts:AssumeRole" not in line]
    assert actions
    assert [line for line in actions if "#" not in line] == []


def actions_of(function: str) -> set[str]:
    role = target(FUNCTIONS[function]["Role"])
    return {action for statement in statements(role) for action in listed(statement["Action"])}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_who_reads_a_bucket_can_tell_absence_from_a_refusal(name: str) -> None:
    actions = actions_of(name)
    assert ("s3:GetObject" in actions) == ("s3:ListBucket" in actions)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_a_queue_starts_may_read_that_queue_and_no_other(name: str) -> None:
    queue = name.replace("Function", "Queue")
    read = {
        target(resource)
        for statement in statements(target(FUNCTIONS[name]["Role"]))
        if "sqs:ReceiveMessage" in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }
    assert read == ({queue} if queue in QUEUES else set())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_may_change_how_the_archive_is_kept(name: str) -> None:
    allowed = {"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"}
    assert {action for action in actions_of(name) if action.startswith("s3:")} <= allowed


def test_the_api_only_reads() -> None:
    assert actions_of("ApiFunction") == {
        "logs:CreateLogStream", "logs:PutLogEvents", "dynamodb:GetItem", "dynamodb:Query",
        "s3:GetObject", "s3:ListBucket",
    }  # fmt: skip


def test_only_publish_and_repair_write_to_the_site() -> None:
    writers = {
        name
        for name, function in FUNCTIONS.items()
        for statement in statements(target(function["Role"]))
        if "s3:PutObject" in listed(statement["Action"]) and "SiteBucketArn" in json.dumps(statement["Resource"])
    }
    assert writers == {"PublishFunction", "RepairFunction"}
