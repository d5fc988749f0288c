"""Numbers and switches of the template that nothing refuses when they are wrong: held to the code and to each other."""

from __future__ import annotations

import inspect
import re

import pytest

import transformed as templates
from afterprint.api import ROUTES
from afterprint.aws import wiring
from afterprint.cage.cage import GRACE_SECONDS
from afterprint.web import GuardedWeb
from facts import DAY, FUNCTIONS, MAPPINGS, QUEUES, ROLES, SCHEDULES, TEMPLATE, code_of, number, target
from transformed import of_type

HOUR = 3600
WORKED = [name for name in QUEUES if name.endswith("Queue")]


def constant(handler: str, name: str) -> float:
    """A number that a handler sets at its top."""
    (found,) = re.findall(rf"^{name} = ([\d.]+)$", code_of(handler), re.MULTILINE)
    return float(found)


def limit(name: str) -> int:
    """A limit of the parsers' child, as it is wired."""
    (found,) = re.findall(rf"\b{name}=(\d+)", inspect.getsource(wiring))
    return int(found)


# ── how long functions may take ──


def test_a_last_page_that_takes_all_the_time_it_may_is_still_answered_for() -> None:
    """Begun just before the work ends, it may use up the network's deadline, then the parser's."""
    page = inspect.signature(GuardedWeb).parameters["deadline_s"].default
    parser = limit("wall_s") + GRACE_SECONDS
    work = constant("fetch", "WORK_SECONDS") + page + parser + constant("fetch", "RESERVE_SECONDS")
    assert work <= FUNCTIONS["FetchFunction"]["Timeout"]


@pytest.mark.parametrize("name", ["fetch", "publish"])
def test_most_of_a_functions_time_is_for_its_work(name: str) -> None:
    reserve = constant(name, "RESERVE_SECONDS")
    assert reserve <= FUNCTIONS[f"{name.capitalize()}Function"]["Timeout"] / 4


def test_the_parsers_child_takes_less_than_half_of_the_memory() -> None:
    assert FUNCTIONS["FetchFunction"]["MemorySize"] >= 2 * limit("memory_mb")


def test_a_tick_has_most_of_its_minute_and_repair_all_the_time_there_is() -> None:
    assert 30 <= FUNCTIONS["ScheduleFunction"]["Timeout"] < 60
    assert FUNCTIONS["RepairFunction"]["Timeout"] == 900


def test_the_api_answers_before_its_gateway_gives_up() -> None:
    assert FUNCTIONS["ApiFunction"]["Timeout"] < 30


# ── what cuts a function off, or fails the first deployment ──


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_nothing_from_the_accounts_limit_and_reaches_the_outside(name: str) -> None:
    """New accounts have ten functions at once, of which none can be reserved; a VPC has no way out by itself."""
    assert not {"ReservedConcurrentExecutions", "VpcConfig"} & set(FUNCTIONS[name])


def test_few_functions_publish_at_once() -> None:
    """They all write the same lists and feeds, and who loses a race renders anew."""
    assert 2 <= number(MAPPINGS["PublishFunctionRecords"]["ScalingConfig"]["MaximumConcurrency"]) <= 5


def test_ten_hosts_share_the_waiting_of_one_function() -> None:
    assert MAPPINGS["FetchFunctionHosts"]["BatchSize"] == 10


# ── how long messages live ──


@pytest.mark.parametrize("name", WORKED)
def test_a_message_is_tried_to_the_last_before_it_is_too_old(name: str) -> None:
    """One that expires first is gone without a trace: it never comes to lie among the dead letters."""
    queue = QUEUES[name]
    tries = queue["RedrivePolicy"]["maxReceiveCount"]
    assert tries * queue["VisibilityTimeout"] < queue["MessageRetentionPeriod"]


def test_lanes_forget_within_an_hour_what_each_tick_says_anew_and_other_queues_survive_a_night() -> None:
    assert QUEUES["FetchQueue"]["MessageRetentionPeriod"] <= HOUR
    for name in WORKED:
        assert name == "FetchQueue" or QUEUES[name]["MessageRetentionPeriod"] >= DAY


@pytest.mark.parametrize("name", QUEUES)
def test_no_queue_holds_a_message_back(name: str) -> None:
    assert "DelaySeconds" not in QUEUES[name]


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_has_the_throughput_that_its_deduplication_allows(name: str) -> None:
    """SQS refuses the one without the other, when the queue is made."""
    by_group = QUEUES[name].get("FifoThroughputLimit") == "perMessageGroupId"
    assert not by_group or QUEUES[name].get("DeduplicationScope") == "messageGroup"


# ── when functions start by themselves ──


def test_a_tick_comes_each_minute_on_the_minute_and_repair_each_hour() -> None:
    """Repair is what finds events that were lost: a page must not wait for it until the next day."""
    found = {target(each["Target"]["Arn"]): each for each in SCHEDULES.values()}
    rates = {name: each["ScheduleExpression"] for name, each in found.items()}
    assert rates == {"ScheduleFunction": "rate(1 minute)", "RepairFunction": "rate(1 hour)"}
    assert found["ScheduleFunction"]["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert found["RepairFunction"]["FlexibleTimeWindow"]["MaximumWindowInMinutes"] <= 30


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_pause_stops_every_schedule(name: str) -> None:
    assert SCHEDULES[name]["State"] == {"Fn::If": ["IsWatching", "ENABLED", "DISABLED"]}


def test_what_a_schedule_starts_is_not_started_again_when_it_fails() -> None:
    """Lambda by itself would do so twice more, beside the next ones."""
    tried = {target(each["FunctionName"]): each["MaximumRetryAttempts"]
             for each in of_type(TEMPLATE, "AWS::Lambda::EventInvokeConfig").values()}  # fmt: skip
    assert tried == {target(each["Target"]["Arn"]): 0 for each in SCHEDULES.values()}


# ── logs ──


@pytest.mark.parametrize("name", FUNCTIONS)
def test_metrics_and_what_a_run_took_come_through_to_the_log(name: str) -> None:
    """A metric is a line without a level, taken for INFO; of that level, too, is Lambda's report of memory and time."""
    config = FUNCTIONS[name]["LoggingConfig"]
    assert config["LogFormat"] == "JSON"
    assert (config["ApplicationLogLevel"], config["SystemLogLevel"]) == ("INFO", "INFO")


def test_every_log_is_kept_for_as_long_as_was_asked() -> None:
    logs = of_type(TEMPLATE, "AWS::Logs::LogGroup")
    assert [name for name, each in logs.items() if each["RetentionInDays"] != {"Ref": "LogDays"}] == []


# ── who may play a role ──


@pytest.mark.parametrize("name", ROLES)
def test_a_role_is_played_by_its_service_alone_and_the_schedulers_for_this_account_alone(name: str) -> None:
    (trusted,) = ROLES[name]["AssumeRolePolicyDocument"]["Statement"]
    service = "scheduler" if name == "SchedulerRole" else "lambda"
    assert trusted["Principal"] == {"Service": f"{service}.amazonaws.com"}
    if name == "SchedulerRole":
        assert trusted["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


# ── the API ──


def test_the_api_has_the_routes_that_are_answered_and_the_cdn_leads_to_them() -> None:
    (api,) = of_type(TEMPLATE, "AWS::ApiGatewayV2::Api").values()
    routes = {(method, path) for path, each in api["Body"]["paths"].items() for method in each}
    assert routes == {("get", path) for path in ROUTES}
    config = templates.nested("delivery")["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    (pattern,) = [each["PathPattern"] for each in config["CacheBehaviors"]]
    assert all(path.startswith("/" + pattern.removesuffix("*")) for _, path in routes)


def test_the_api_answers_at_the_root_of_its_name_and_caps_what_strangers_cost() -> None:
    (stage,) = of_type(TEMPLATE, "AWS::ApiGatewayV2::Stage").values()
    assert stage["StageName"] == "$default"
    throttle = stage["DefaultRouteSettings"]
    assert 1 <= throttle["ThrottlingRateLimit"] <= throttle["ThrottlingBurstLimit"] <= 100


def test_the_api_notes_no_reader_and_lets_no_other_site_ask_on_a_readers_behalf() -> None:
    (stage,) = of_type(TEMPLATE, "AWS::ApiGatewayV2::Stage").values()
    (api,) = of_type(TEMPLATE, "AWS::ApiGatewayV2::Api").values()
    settings = stage["AccessLogSettings"]
    assert target(settings["DestinationArn"]) == "ApiLogs"
    noted = set(re.findall(r"\$context\.([\w.]+)", settings["Format"]))
    assert noted == {"routeKey", "status", "responseLatency"}
    assert "CorsConfiguration" not in api
    assert "x-amazon-apigateway-cors" not in api["Body"]
