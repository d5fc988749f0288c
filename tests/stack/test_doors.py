"""Handlers started as Lambda starts them: what they load, what they refuse, what they do with a message."""

from __future__ import annotations

from importlib.metadata import packages_distributions

import pytest

from doors import NAMES, run, variables
from packages import FUNCTIONS

PARSERS = {"lxml", "trafilatura", "feedparser", "boto3", "s3transfer", "click", "afterprint.engine", "afterprint.cli"}
WEB = {"afterprint.web.client", "charset_normalizer", "afterprint.cage", "afterprint.aws.outlet"}
HEAVY = {
    "schedule": PARSERS | WEB | {"jinja2", "rapidfuzz", "ada_url", "re2", "afterprint.watchlist"},
    "fetch": PARSERS | {"jinja2"},  # parsers are loaded in its child
    "diff": PARSERS | WEB | {"jinja2", "ada_url", "re2", "afterprint.watchlist"},
    "publish": PARSERS | WEB,
    "notify": PARSERS | (WEB - {"afterprint.aws.outlet"}) | {"jinja2", "rapidfuzz"},
    "repair": PARSERS | WEB,
    "api": PARSERS | WEB | {"jinja2"},
}

LIBRARIES = {
    "aws_lambda_powertools",
    "botocore",
    "jmespath",
    "msgspec",
    "dateutil",
    "six",
    "typing_extensions",
    "urllib3",
}
LOADED = {
    "schedule": LIBRARIES,
    "fetch": LIBRARIES | {"ada_url"},
    "diff": LIBRARIES,
    "publish": LIBRARIES | {"ada_url"},
    "notify": LIBRARIES | {"ada_url"},
    "repair": LIBRARIES | {"ada_url"},
    "api": LIBRARIES | {"ada_url"},
}
"""The packages that a start from cold loads, and no other: whatever else a step needs, it loads when it comes to it."""

BY_CHANCE = {"brotli", "_brotli", "certifi", "_cffi_backend"}
"""What urllib3 and botocore load by themselves wherever it is installed."""

RECORD = """
from urllib.parse import urlencode

def records(*bodies, lane=None):
    attributes = {"SentTimestamp": "1762164000000", "ApproximateReceiveCount": "1"}
    if lane:
        attributes["MessageGroupId"] = lane
    return {"Records": [
        {"messageId": str(number), "receiptHandle": "r", "body": body, "attributes": attributes,
         "messageAttributes": {}, "md5OfBody": "", "eventSource": "aws:sqs",
         "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:q", "awsRegion": "eu-west-1"}
        for number, body in enumerate(bodies)]}

def asked(path, **query):
    return {"version": "2.0", "rawPath": path, "rawQueryString": urlencode(query), "headers": {},
            "requestContext": {"http": {"method": "GET", "path": path}, "stage": "$default"}}
"""

USES = {
    "schedule": "door.handler({}, Context())",
    "fetch": "door.handler(records('{}'), Context())",
    "diff": "door.handler(records('{}'), Context())",
    "publish": "door.handler(records('{}'), Context())",
    "notify": "door.handler(records('{}'), Context())",
    "repair": "door.handler({}, Context())",
    "api": "door.handler(asked('/api/lookup', url='https://north-herald.example/news/1?b=1&a=2'), Context())",
}

ONLY = """
import sys
class Only:  # finds nothing that the function is not packed with
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {absent!r}:
            raise ModuleNotFoundError(name + " is not packed", name=name)
sys.meta_path.insert(0, Only())
"""


def last_line(output: str) -> str:
    return output.strip().splitlines()[-1]


@pytest.mark.parametrize("name", NAMES)
def test_a_door_loads_nothing_heavy_that_it_does_not_need(name: str) -> None:
    done = run(f"import handlers.{name}, sys\nprint(' '.join(sys.modules))")
    assert done.returncode == 0, done.stderr
    assert not set(last_line(done.stdout).split()) & HEAVY[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_start_from_cold_loads_these_packages_and_no_other(name: str) -> None:
    done = run(
        f"import sys\nbefore = {{*sys.modules}}\nimport handlers.{name}\nprint(' '.join({{*sys.modules}} - before))"
    )
    loaded = {module.partition(".")[0] for module in last_line(done.stdout).split()}
    installed = {*packages_distributions()} - {"afterprint", "handlers"} - BY_CHANCE
    assert loaded & installed == LOADED[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_door_works_with_what_it_is_packed_with(name: str) -> None:
    packed = {each.replace("_", "-") for each in FUNCTIONS[name]}
    absent = {
        module
        for module, names in packages_distributions().items()
        if not packed & {each.lower().replace("_", "-") for each in names}
        and module not in ("afterprint", "__editable___afterprint_0_1_0_finder", "_virtualenv", "handlers")
    }
    code = ONLY.format(absent=absent) + RECORD + f"import handlers.{name} as door\n{USES[name]}"
    done = run(code)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_environment_stops_the_start(name: str) -> None:
    done = run(f"import handlers.{name}", FETCH_QUEUE="")
    assert done.returncode != 0
    assert "BadEnvironment: FETCH_QUEUE must be" in done.stderr


@pytest.mark.parametrize("name", ["fetch", "publish", "notify", "repair", "api"])
def test_a_watchlist_that_is_not_there_stops_the_start(name: str) -> None:
    done = run(f"import handlers.{name}", WATCHLIST="/opt/absent.toml")
    assert "WatchlistError" in done.stderr


@pytest.mark.parametrize("name", ["fetch", "diff", "publish", "notify"])
def test_a_message_that_cannot_be_read_comes_back_alone_and_is_logged(name: str) -> None:
    code = RECORD + f"import handlers.{name} as door\nprint(door.handler(records('nonsense'), Context()))"
    done = run(code)
    assert last_line(done.stdout) == str({"batchItemFailures": [{"itemIdentifier": "0"}]})
    assert "cannot be read back" in done.stdout


def test_repair_follows_the_watchlist_and_schedule_then_finds_its_host_due() -> None:
    assert run("import handlers.repair as door\ndoor.handler({}, Context())").returncode == 0
    done = run("import handlers.schedule as door\ndoor.handler({}, Context())")
    assert '"hosts":1' in done.stdout
    assert '"HostsDue":[1.0]' in done.stdout
    assert f'"Namespace":"{variables()["POWERTOOLS_METRICS_NAMESPACE"]}"' in done.stdout


def test_an_unwatched_address_is_an_empty_answer_and_an_unusable_one_is_refused() -> None:
    code = RECORD + (
        "import handlers.api as door\n"
        "for url in ('https://north-herald.example/x', 'ftp://x', ''):\n"
        "    answer = door.handler(asked('/api/lookup', url=url), Context())\n"
        "    print(int(answer['statusCode']), answer['body'], answer['headers']['Cache-Control'])"
    )
    first, *refused = run(code).stdout.strip().splitlines()
    assert first == '200 {"articles":[]} public, max-age=300'
    assert [line[:3] for line in refused] == ["400", "400"]


def test_versions_that_are_not_there_are_not_found() -> None:
    query = {"article": "n/aaaabbbbccccdddd", "old": "1", "new": "2"}
    code = RECORD + (
        "import handlers.api as door\n"
        f"print(int(door.handler(asked('/api/compare', **{query}), Context())['statusCode']))"
    )
    assert last_line(run(code).stdout) == "404"
