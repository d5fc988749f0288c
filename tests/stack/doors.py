"""Handlers as Lambda starts them: in a process of their own, with the stack's variables, against moto."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import moto_server
from afterprint.aws.table import DEFINITION

ROOT = Path(__file__).resolve().parents[2]
HANDLERS = ROOT / "functions" / "handlers"
NAMES = sorted(path.stem for path in HANDLERS.glob("*.py") if path.stem != "__init__")
WATCHLIST = ROOT / "infra" / "watchlist" / "watchlist.toml"


@cache
def variables() -> dict[str, str]:
    """The variables of a small stack on moto, which is made by the first who asks."""
    url = moto_server.endpoint()
    make: dict[str, Any] = {name: moto_server.client(name, url) for name in ("s3", "dynamodb", "sqs", "events", "sns")}
    for bucket in ("doors-archive", "doors-site"):
        make["s3"].create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    make["dynamodb"].create_table(TableName="doors-catalog", **DEFINITION)
    lanes = {"FifoQueue": "true"}
    queues = {name: make["sqs"].create_queue(QueueName=f"doors-{name}")["QueueUrl"] for name in ("diff", "publish")}
    queues["notify"] = make["sqs"].create_queue(QueueName="doors-notify")["QueueUrl"]
    queues["fetch"] = make["sqs"].create_queue(QueueName="doors-fetch.fifo", Attributes=lanes)["QueueUrl"]
    make["events"].create_event_bus(Name="doors-notices")
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "POWERTOOLS_METRICS_NAMESPACE": "Afterprint/doors",
        "ARCHIVE_BUCKET": "doors-archive",
        "SITE_BUCKET": "doors-site",
        "TABLE": "doors-catalog",
        "BUS": "doors-notices",
        "TOPIC": make["sns"].create_topic(Name="doors-notices")["TopicArn"],
        "WATCHLIST": str(WATCHLIST),
        "SITE_URL": "",
    } | {f"{name.upper()}_QUEUE": queue for name, queue in queues.items()}


CONTEXT = """
class Context:
    function_name = memory_limit_in_mb = invoked_function_arn = aws_request_id = "x"
    def get_remaining_time_in_millis(self):
        return 60_000
"""


def run(code: str, *, path: Path = ROOT / "functions", **changed: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that knows nothing but what a function would."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(path)} | variables() | changed
    return subprocess.run(
        [sys.executable, "-c", CONTEXT + code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
