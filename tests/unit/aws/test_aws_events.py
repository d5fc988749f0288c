"""What arrives in a queue: our own messages, and the bucket's events in every shape they come in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from afterprint.aws.events import message_in
from afterprint.codec import encode_message
from afterprint.errors import DamagedRecord
from afterprint.messages import ChangeStored, EventStored, HostCameDue, VersionStored
from afterprint.model import ArticleKey, ChangeKey, EventKey, VersionKey
from contract.makers import AN_ARTICLE, NOW


def from_aws(key: str, **detail: Any) -> str:
    """An event as AWS sends it for a versioned bucket."""
    return json.dumps(
        {
            "version": "0",
            "id": "17793124-05d4-b198-2fde-7ededc63b103",
            "detail-type": "Object Created",
            "source": "aws.s3",
            "account": "111122223333",
            "time": "2026-11-03T10:00:00Z",
            "region": "eu-west-1",
            "resources": ["arn:aws:s3:::archive"],
            "detail": {
                "version": "0",
                "bucket": {"name": "archive"},
                "object": {
                    "key": key,
                    "size": 5,
                    "etag": "b1946ac92492d2347c6235b4d2611184",
                    "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
                    "sequencer": "00617F08299329D189",
                },
                "request-id": "N4N7GDK58NMKJ12R",
                "requester": "111122223333",
                "source-ip-address": "192.0.2.1",
                "reason": "PutObject",
            }
            | detail,
        }
    )


def from_moto(key: str) -> str:
    """An event as moto sends it: `eTag`, no version, and a reason of its own."""
    return json.dumps(
        {
            "detail-type": "Object Created",
            "source": "aws.s3",
            "detail": {
                "bucket": {"name": "archive"},
                "object": {"key": key, "size": 5, "eTag": "b1946ac92492d2347c6235b4d2611184"},
                "reason": "ObjectCreated",
            },
        }
    )


@pytest.mark.parametrize("event", [from_aws, from_moto])
@pytest.mark.parametrize(
    "message",
    [
        VersionStored(VersionKey(AN_ARTICLE, 12)),
        ChangeStored(ChangeKey(AN_ARTICLE, 1, 2)),
        EventStored(EventKey(AN_ARTICLE, 3)),
    ],
)
def test_a_record_laid_in_the_bucket_is_its_message(event: Any, message: Any) -> None:
    assert message_in(event(message.key.path), "diff") == message


@pytest.mark.parametrize("message", [HostCameDue("h.example", NOW), VersionStored(VersionKey(AN_ARTICLE, 1))])
def test_our_own_messages_are_read_as_they_were_sent(message: Any) -> None:
    assert message_in(encode_message(message).decode(), "fetch") == message


def test_a_key_is_taken_as_it_is_and_not_unquoted() -> None:
    key = VersionKey(ArticleKey("a+b%2Fc", "x y"), 1)
    assert message_in(from_aws(key.path), "diff") == VersionStored(key)


@pytest.mark.parametrize(
    "body",
    [
        from_aws("snapshots/ab/abcd.gz"),
        from_aws("readings/a/b/000001.r2.json"),
        from_aws("versions/a/b/notes.txt"),
        from_aws("versions/"),
        from_aws(""),
        from_aws("versions/a/b/000001.json").replace("Object Created", "Object Tags Added"),
        from_aws("versions/a/b/000001.json").replace("Object Created", "Object Deleted"),
    ],
)
def test_an_event_that_triggers_nothing_is_no_message(body: str) -> None:
    assert message_in(body, "diff") is None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nothing",
        "[" * 100_000,
        "null",
        "[]",
        "{}",
        '{"type":"Unknown","key":"versions/a/b/000001.json"}',
        '{"detail-type":"Object Created"}',
        '{"detail-type":"Object Created","detail":{"object":{"key":5}}}',
        '{"detail-type":"Object Created","detail":{"object":[]}}',
        '{"detail-type":"Object Created","detail":"x"}',
    ],
)
def test_what_is_neither_is_a_damaged_record_that_names_the_queue(body: str) -> None:
    with pytest.raises(DamagedRecord, match="the diff queue"):
        message_in(body, "the diff queue")
