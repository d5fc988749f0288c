"""A function's variables: all of them, each of the right form, or no start."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterprint.aws.environment import VARIABLES, read_environment
from afterprint.errors import BadEnvironment

GOOD = {
    "ARCHIVE_BUCKET": "archive-1",
    "SITE_BUCKET": "site-1",
    "TABLE": "catalog",
    "FETCH_QUEUE": "https://sqs.eu-west-1.amazonaws.com/123456789012/fetch.fifo",
    "DIFF_QUEUE": "https://sqs.eu-west-1.amazonaws.com/123456789012/diff",
    "PUBLISH_QUEUE": "https://sqs.eu-west-1.amazonaws.com/123456789012/publish",
    "NOTIFY_QUEUE": "https://sqs.eu-west-1.amazonaws.com/123456789012/notify",
    "BUS": "afterprint-notices",
    "TOPIC": "arn:aws:sns:eu-west-1:123456789012:notices",
    "WATCHLIST": "/opt/watchlist.toml",
    "SITE_URL": "",
}


def test_a_good_environment_becomes_values() -> None:
    environment = read_environment(GOOD | {"PATH": "/bin"})
    assert environment.table == "catalog"
    assert environment.watchlist == Path("/opt/watchlist.toml")


@pytest.mark.parametrize("name", VARIABLES)
def test_each_variable_is_missed(name: str) -> None:
    with pytest.raises(BadEnvironment, match=f"{name} is not set"):
        read_environment({other: value for other, value in GOOD.items() if other != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARCHIVE_BUCKET", "Archive_1"),
        ("TABLE", ""),
        ("FETCH_QUEUE", "https://sqs.eu-west-1.amazonaws.com/123456789012/fetch"),
        ("DIFF_QUEUE", "diff"),
        ("TOPIC", "notices"),
        ("WATCHLIST", "watchlist.toml"),
        ("SITE_URL", "https://edits.example.org"),
    ],
)
def test_a_wrong_value_stops_the_start_and_says_what_is_right(name: str, value: str) -> None:
    with pytest.raises(BadEnvironment, match=f"{name} must be .* and is"):
        read_environment(GOOD | {name: value})


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(BadEnvironment) as caught:
        read_environment({})
    assert len(caught.value.wrong) == len(VARIABLES)
