"""A function's environment variables, read once into values; what cannot be right stops the start."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from afterprint.errors import BadEnvironment


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Where a function finds things. Every function of a stack has the same ones; its role says what it may touch.

    The queues are URLs, `bus` the name of an EventBridge bus, `topic` the ARN of an SNS topic. `site_url` is empty
    until the site's address is known; where it is set it stands in for the watchlist's.
    """

    archive_bucket: str
    site_bucket: str
    table: str
    fetch_queue: str
    diff_queue: str
    publish_queue: str
    notify_queue: str
    bus: str
    topic: str
    watchlist: Path
    site_url: str


_BUCKET = (r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of a bucket")
_QUEUE = (r"https?://\S+[^/\s]", "the URL of an SQS queue")
_LANES = (r"https?://\S+\.fifo", "the URL of a FIFO queue, which ends with .fifo")

VARIABLES: dict[str, tuple[str, str]] = {
    "ARCHIVE_BUCKET": _BUCKET,
    "SITE_BUCKET": _BUCKET,
    "TABLE": (r"[A-Za-z0-9_.-]{3,255}", "the name of a DynamoDB table"),
    "FETCH_QUEUE": _LANES,
    "DIFF_QUEUE": _QUEUE,
    "PUBLISH_QUEUE": _QUEUE,
    "NOTIFY_QUEUE": _QUEUE,
    "BUS": (r"[A-Za-z0-9_./-]{1,256}", "the name of an EventBridge bus"),
    "TOPIC": (r"arn:[^:]+:sns:[^:]+:\d{12}:\S+", "the ARN of an SNS topic"),
    "WATCHLIST": (r"/.+", "the whole path of the watchlist"),
    "SITE_URL": (r"(https?://\S+/)?", "empty, or the site's whole address with a / at its end"),
}
"""Every variable: what it must look like as a whole, and that in words."""


def read_environment(variables: Mapping[str, str], *, may_lack: Collection[str] = ()) -> Environment:
    """The environment in these variables. Raises BadEnvironment naming each that is absent or wrong.

    Those of `may_lack` may be absent, and are empty then: whoever asks has no business with them.
    """
    looked_at = [name for name in VARIABLES if name in variables or name not in may_lack]
    wrong = [wrong for name in looked_at if (wrong := _wrong(name, variables.get(name)))]
    if wrong:
        raise BadEnvironment(tuple(wrong))
    values: dict[str, str] = {name.lower(): variables.get(name, "") for name in VARIABLES}
    return Environment(**values | {"watchlist": Path(values["watchlist"])})  # type: ignore[arg-type]  # one is a Path


def _wrong(name: str, value: str | None) -> str:
    """What is wrong with a variable; "" where nothing is."""
    pattern, what = VARIABLES[name]
    if value is None:
        return f"{name} is not set: {what}"
    return "" if re.fullmatch(pattern, value) else f"{name} must be {what}, and is {value!r}"
