"""No secret reaches a log, an error or a command's output."""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from click.testing import CliRunner

from afterprint.aws.archive import S3Archive
from afterprint.aws.catalog import DynamoCatalog
from afterprint.aws.queue import QueueUrls, SqsQueues
from afterprint.cli.main import cli
from afterprint.errors import StoreError
from afterprint.local.clock import SystemClock
from afterprint.messages import VersionStored
from afterprint.model import ArticleKey, VersionKey
from transformed import source

SECRET = "Q7xsecretaccesskeythatnobodymaysee"
TOKEN = "IQoJsessiontokenthatnobodymaysee"
NOWHERE = "http://127.0.0.1:1"
KEY = VersionKey(ArticleKey("paper", "a" * 16), 1)
HANDLERS = sorted((Path(__file__).parents[2] / "functions" / "handlers").glob("*.py"))


def client(service: str) -> Any:
    return boto3.client(
        service,
        region_name="eu-west-1",
        endpoint_url=NOWHERE,
        aws_access_key_id="AKIANOBODY",
        aws_secret_access_key=SECRET,
        aws_session_token=TOKEN,
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=1),
    )


def send() -> None:
    urls = QueueUrls(**{step: f"{NOWHERE}/1/{step}" for step in ("fetch", "diff", "publish", "notify")})
    SqsQueues(client("sqs"), urls, now=SystemClock().now, wait_seconds=0, sleep=lambda _: None).send(VersionStored(KEY))


CALLS = {
    "archive": lambda: S3Archive(client("s3"), "bucket").version(KEY),
    "catalog": lambda: DynamoCatalog(client("dynamodb"), "table").article("host", KEY.article),
    "queue": send,
}


@pytest.mark.parametrize("name", CALLS)
def test_no_error_names_the_credentials(name: str) -> None:
    with pytest.raises(StoreError) as caught:
        CALLS[name]()
    told = "".join(traceback.format_exception(caught.value))  # as a log has it, causes among them
    assert SECRET not in told
    assert TOKEN not in told


@pytest.mark.parametrize("words", [("status",), ("export", "versions"), ("repair", "--log", "json")], ids=" ".join)
def test_no_command_prints_the_credentials(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "AKIANOBODY",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": TOKEN,
        "AWS_ENDPOINT_URL": NOWHERE,
        "AWS_MAX_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("afterprint.aws.clients.TRIES", 1)
    done = CliRunner().invoke(cli, [*words, "--stack", "afterprint"])
    assert done.exception is not None
    told = done.output + str(done.exception) + "".join(traceback.format_exception(done.exception))
    assert SECRET not in told
    assert TOKEN not in told


def test_no_function_logs_its_events_or_is_given_a_secret() -> None:
    code = "".join(path.read_text("utf-8") for path in HANDLERS)
    assert "log_event=True" not in code
    template = source()
    variables = json.dumps(template["Globals"]["Function"]["Environment"]["Variables"]).upper()
    assert not [word for word in ("SECRET", "PASSWORD", "TOKEN", "LOG_EVENT") if word in variables]


def test_a_notice_goes_to_the_bus_and_the_topic_and_nowhere_else() -> None:
    role = source()["Resources"]["NotifyRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    actions = {
        action for each in role for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }
    sending = {action for action in actions if not action.startswith(("dynamodb:", "logs:", "s3:", "sqs:"))}
    assert sending == {"events:PutEvents", "sns:Publish"}
