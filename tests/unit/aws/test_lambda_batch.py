"""Batches as AWS Lambda hands them over: what is read, what is done side by side, what comes again."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from afterprint.aws.batch import Batch, Entry, come_again, read_batch, side_by_side, together
from afterprint.codec import encode_message
from afterprint.errors import StoreError
from afterprint.log_keys import Subject
from afterprint.messages import ChangeStored, HostCameDue, Message, VersionStored
from afterprint.model import ArticleKey, ChangeKey, VersionKey

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
VERSION = VersionStored(VersionKey(ArticleKey("north-herald", "aaaaaaaaaaaaaaaa"), 2))


class Told:
    def __init__(self) -> None:
        self.errors: list[Exception] = []

    def __call__(self, what: Subject, error: Exception) -> None:
        self.errors.append(error)


def record(id_: str, body: str | Message, *, lane: str = "", sent_at: datetime = NOON) -> dict[str, Any]:
    text = body if isinstance(body, str) else encode_message(body).decode()
    attributes = {"SentTimestamp": str(int(sent_at.timestamp() * 1000)), "ApproximateReceiveCount": "1"}
    return {"messageId": id_, "body": text, "attributes": attributes | ({"MessageGroupId": lane} if lane else {})}


def due(host: str, *, minute: datetime = NOON) -> HostCameDue:
    return HostCameDue(host, minute)


def entry(host: str, id_: str = "") -> Entry[HostCameDue]:
    return Entry(id=id_ or host, message=due(host), sent_at=NOON, lane=host)


def test_messages_are_read_with_their_lanes_and_times() -> None:
    event = {"Records": [record("1", due("a.example"), lane="a.example")]}
    assert read_batch(event, HostCameDue, tell=Told()) == Batch((entry("a.example", "1"),))


def test_what_cannot_be_read_is_told_and_given_back() -> None:
    told = Told()
    batch = read_batch({"Records": [record("1", "{"), record("2", VERSION)]}, VersionStored, tell=told)
    assert (batch.unreadable, len(batch.entries), len(told.errors)) == (("1",), 1, 1)


def test_a_message_for_another_queue_is_told_and_given_back() -> None:
    batch = read_batch({"Records": [record("1", VERSION)]}, HostCameDue, tell=(told := Told()))
    assert batch.unreadable == ("1",)
    assert "another queue" in str(told.errors[0])


def test_an_event_of_a_foreign_object_is_let_go() -> None:
    event = {"detail-type": "Object Created", "detail": {"object": {"key": "versions/notes.txt"}}}
    batch = read_batch({"Records": [record("1", json.dumps(event))]}, VersionStored, tell=Told())
    assert batch == Batch(())


def test_lanes_keep_their_order_and_a_lane_stands_once() -> None:
    batch = Batch((entry("a.example", "1"), entry("b.example", "2"), entry("a.example", "3")))
    assert [[each.id for each in lane] for lane in batch.lanes()] == [["1", "3"], ["2"]]


def test_a_batch_has_waited_as_long_as_its_oldest_entry() -> None:
    event = {"Records": [record("1", VERSION), record("2", VERSION, sent_at=NOON - timedelta(minutes=1))]}
    batch = read_batch(event, VersionStored, tell=Told())
    assert batch.waited(NOON + timedelta(seconds=5)) == 65


def test_lanes_are_worked_at_the_same_time() -> None:
    meet = threading.Barrier(3, timeout=5)
    lanes = [[entry(host)] for host in ("a.example", "b.example", "c.example")]
    assert side_by_side(lanes, lambda each: _ignore(meet.wait()), seconds=10, tell=Told()) == []


def _ignore(_: object) -> None:
    return None


def test_a_failure_gives_back_the_rest_of_its_lane_alone() -> None:
    def work(each: Entry[HostCameDue]) -> None:
        if each.message.host == "bad.example":
            raise StoreError("table", "throttled")

    lanes = [[entry("bad.example", "1"), entry("bad.example", "2")], [entry("good.example", "3")]]
    assert side_by_side(lanes, work, seconds=10, tell=(told := Told())) == ["1", "2"]
    assert [type(error) for error in told.errors] == [StoreError]


def test_a_lane_that_does_not_end_in_time_is_given_back_and_told() -> None:
    release = threading.Event()
    lanes = [[entry("slow.example", "1")], [entry("quick.example", "2")]]

    def work(each: Entry[HostCameDue]) -> None:
        if each.message.host == "slow.example":
            release.wait(10)

    try:
        assert side_by_side(lanes, work, seconds=0.05, tell=(told := Told())) == ["1"]
    finally:
        release.set()
    assert isinstance(told.errors[0], TimeoutError)


def change(number: int) -> Entry[ChangeStored]:
    key = ChangeKey(ArticleKey("north-herald", "aaaaaaaaaaaaaaaa"), number, number + 1)
    return Entry(id=str(number), message=ChangeStored(key), sent_at=NOON)


def test_a_batch_is_done_in_one_go() -> None:
    calls: list[int] = []
    assert together([change(1), change(2)], lambda messages: calls.append(len(messages)), seconds=9, tell=Told()) == []
    assert calls == [2]


def test_one_bad_message_does_not_keep_the_others_from_being_done() -> None:
    done: list[ChangeStored] = []

    def work(messages: Sequence[ChangeStored]) -> None:
        if change(2).message in messages:
            raise StoreError("change", "damaged")
        done.extend(messages)

    assert together([change(1), change(2), change(3)], work, seconds=9, tell=Told()) == ["2"]
    assert done == [change(1).message, change(3).message]


def test_what_does_not_fit_into_the_time_left_comes_again() -> None:
    def work(messages: Sequence[ChangeStored]) -> None:
        raise StoreError("site", "no answer")

    assert together([change(1), change(2)], work, seconds=0, tell=(told := Told())) == ["1", "2"]
    assert len(told.errors) == 1


def test_the_answer_is_what_lambda_expects() -> None:
    assert come_again(["1"]) == {"batchItemFailures": [{"itemIdentifier": "1"}]}


@pytest.mark.parametrize("lanes", [[]])
def test_nothing_to_do_is_nothing_left(lanes: list[list[Entry[HostCameDue]]]) -> None:
    assert side_by_side(lanes, _ignore, seconds=1, tell=Told()) == []
