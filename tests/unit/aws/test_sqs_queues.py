"""The queues on SQS: which queue, which lane, what is sent again, and what SQS does otherwise than the port."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

import moto_server
from afterprint.aws.queue import QueueUrls, SqsQueues, group_of
from afterprint.errors import DamagedRecord, StoreError
from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, HostCameDue, VersionStored
from afterprint.model import ChangeKey, EventKey, VersionKey
from contract.aws_adapters import QueueOnMoto
from contract.makers import AN_ARTICLE, NOW
from fakes import FakeClock

URLS = QueueUrls(fetch="f.fifo", diff="d", publish="p", notify="n")
DUE = HostCameDue("h.example", NOW)


class Recorder:
    """Takes messages for SQS; refuses those entries that `refuse` names, by call."""

    def __init__(self, *refuse: dict[str, bool]) -> None:
        self.refuse = list(refuse)
        self.batches: list[tuple[str, list[dict[str, Any]]]] = []

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.batches.append((QueueUrl, Entries))
        refused = self.refuse.pop(0) if self.refuse else {}
        failed = [
            {"Id": entry["Id"], "SenderFault": refused[entry["Id"]], "Code": "InternalError"}
            for entry in Entries
            if entry["Id"] in refused
        ]
        return {"Failed": failed} if failed else {"Successful": []}


def queues(client: Any, clock: FakeClock | None = None, sleep: Callable[[float], None] = lambda _: None) -> SqsQueues:
    return SqsQueues(client, URLS, now=(clock or FakeClock()).now, wait_seconds=0, sleep=sleep)


def version(number: int = 1) -> VersionStored:
    return VersionStored(VersionKey(AN_ARTICLE, number))


def sent(client: Recorder) -> list[tuple[str, list[str]]]:
    return [
        (url, [json.loads(each["MessageBody"]).get("key") or "host" for each in entries])
        for url, entries in client.batches
    ]


# ── sending ──


def test_every_message_goes_to_the_queue_of_the_step_that_takes_it() -> None:
    client = Recorder()
    change, event = ChangeKey(AN_ARTICLE, 1, 2), EventKey(AN_ARTICLE, 1)
    queues(client).send(DUE, version(), ChangeStored(change), EventStored(event), DocumentsPublished(change))
    assert sent(client) == [
        ("f.fifo", ["host"]),
        ("d", [version().key.path]),
        ("p", [change.path, event.path]),
        ("n", [change.path]),
    ]


def test_messages_go_ten_at_a_time() -> None:
    client = Recorder()
    queues(client).send(*(version(number) for number in range(1, 26)))
    assert [len(entries) for _, entries in client.batches] == [10, 10, 5]
    assert len({path for _, paths in sent(client) for path in paths}) == 25


def test_only_a_host_has_a_lane() -> None:
    client = Recorder()
    queues(client).send(DUE, version())
    (_, (host,)), (_, (other,)) = client.batches
    assert host["MessageGroupId"] == "h.example"
    assert "MessageGroupId" not in other


@pytest.mark.parametrize("host", ["h.example", "h.example:8080", "xn--bcher-kva.example", "h" * 128])
def test_a_hosts_lane_is_named_after_it(host: str) -> None:
    assert group_of(host) == host


@pytest.mark.parametrize("host", ["h" * 129, ".".join(["label" * 10] * 5), "bücher.example", "a host", ""])
def test_a_host_that_sqs_would_not_take_has_a_lane_named_by_its_digest(host: str) -> None:
    assert len(group_of(host)) == 64
    assert group_of(host) != group_of(host + "x")


def test_a_host_is_the_same_message_within_a_minute_and_another_one_in_the_next() -> None:
    client, clock = Recorder(), FakeClock()
    for seconds in (0, 59, 1):
        clock.advance(seconds)
        queues(client, clock).send(DUE)
    ids = [entries[0]["MessageDeduplicationId"] for _, entries in client.batches]
    assert ids[0] == ids[1] != ids[2]
    assert all(len(each) <= 128 for each in ids)


def test_two_minutes_of_a_host_are_two_messages() -> None:
    client = Recorder()
    queues(client).send(DUE, HostCameDue(DUE.host, NOW + timedelta(minutes=1)))
    one, other = client.batches[0][1]
    assert one["MessageDeduplicationId"] != other["MessageDeduplicationId"]


def test_a_very_long_host_has_a_digest_for_deduplication() -> None:
    client = Recorder()
    queues(client).send(HostCameDue("h" * 253, NOW))
    assert len(client.batches[0][1][0]["MessageDeduplicationId"]) == 64


def test_what_was_refused_of_a_batch_is_sent_again_and_nothing_else() -> None:
    client, slept = Recorder({"1": False, "2": False}, {"2": False}), list[float]()
    queues(client, sleep=slept.append).send(*(version(number) for number in (1, 2, 3)))
    assert [[each["Id"] for each in entries] for _, entries in client.batches] == [["0", "1", "2"], ["1", "2"], ["2"]]
    assert client.batches[2][1][0]["MessageBody"] == client.batches[0][1][2]["MessageBody"]
    assert slept == sorted(slept)
    assert len(slept) == 2


def test_what_is_refused_again_and_again_is_a_store_error() -> None:
    client = Recorder(*[{"0": False}] * 9)
    with pytest.raises(StoreError, match="1 of 1 messages were refused") as caught:
        queues(client).send(version())
    assert caught.value.retry
    assert len(client.batches) == 4


def test_what_is_refused_for_our_own_fault_is_not_sent_again() -> None:
    client = Recorder({"0": True})
    with pytest.raises(StoreError):
        queues(client).send(version())
    assert len(client.batches) == 1


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "RequestThrottled", "Message": "slow down"}}, "SendMessageBatch"),
        EndpointConnectionError(endpoint_url="https://sqs.example"),
    ],
)
def test_what_the_client_raises_is_the_cause_of_a_store_error(error: Exception) -> None:
    class Broken:
        def send_message_batch(self, **_: Any) -> None:
            raise error

    with pytest.raises(StoreError) as caught:
        queues(Broken()).send(version())
    assert caught.value.__cause__ is error


def test_a_queue_that_was_not_given_is_named() -> None:
    with pytest.raises(StoreError, match="notify"):
        SqsQueues(Recorder(), QueueUrls(diff="d"), now=FakeClock().now).send(
            DocumentsPublished(EventKey(AN_ARTICLE, 1))
        )


def test_kinds_that_share_a_queue_are_asked_for_together() -> None:
    with pytest.raises(ValueError, match=r"EventStored.*ask for both"):
        queues(Recorder()).receive((ChangeStored,), limit=1)


# ── on moto ──


@pytest.fixture
def place(tmp_path: Path) -> Iterator[QueueOnMoto]:
    yield QueueOnMoto(tmp_path)
    moto_server.set_clock()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_a_host_is_sent_again_a_minute_later_though_its_first_message_was_done(
    place: QueueOnMoto, clock: FakeClock
) -> None:
    queue = place.open(clock)
    queue.send(DUE)
    (first,) = queue.receive((HostCameDue,), limit=9)
    queue.done(first)
    clock.advance(60)
    queue.send(DUE)
    assert [each.message for each in queue.receive((HostCameDue,), limit=9)] == [DUE]


def test_a_hosts_lane_has_one_batch_out_at_a_time(place: QueueOnMoto, clock: FakeClock) -> None:
    queue = place.open(clock)
    queue.send(DUE)
    (first,) = queue.receive((HostCameDue,), limit=1)
    queue.send(HostCameDue(DUE.host, NOW + timedelta(minutes=1)), HostCameDue("other.example", NOW))
    assert [each.message.host for each in queue.receive((HostCameDue,), limit=9)] == ["other.example"]  # type: ignore[union-attr]
    queue.done(first)
    assert [each.message.host for each in queue.receive((HostCameDue,), limit=9)] == ["h.example"]  # type: ignore[union-attr]


def put_raw(place: QueueOnMoto, step: str, body: str, **lane: str) -> None:
    url = place.client().get_queue_url(QueueName=f"{place.name}-{step}")["QueueUrl"]
    place.client().send_message(QueueUrl=url, MessageBody=body, **lane)


def test_the_buckets_events_are_received_as_messages(place: QueueOnMoto, clock: FakeClock) -> None:
    queue = place.open(clock)
    for key in ("snapshots/ab/abcd.gz", version().key.path):
        put_raw(place, "diff", json.dumps({"detail-type": "Object Created", "detail": {"object": {"key": key}}}))
    assert [each.message for each in queue.receive((VersionStored,), limit=9)] == [version()]
    assert queue.waiting() == 1, "the event that triggers nothing was taken out"


def test_what_cannot_be_read_in_a_lane_lies_among_the_dead_letters_and_frees_the_lane(
    place: QueueOnMoto, clock: FakeClock
) -> None:
    queue = place.open(clock)
    put_raw(place, "fetch.fifo", "{", MessageGroupId=DUE.host, MessageDeduplicationId="1")
    queue.send(DUE)
    assert [each.message for each in queue.receive((HostCameDue,), limit=9)] == [DUE]
    with pytest.raises(DamagedRecord):
        queue.dead_letters()


def test_looking_at_dead_letters_leaves_them_there(place: QueueOnMoto, clock: FakeClock) -> None:
    queue = place.open(clock, max_tries=1)
    queue.send(*(version(number) for number in range(1, 13)))
    for delivery in queue.receive((VersionStored,), limit=99):
        queue.give_back(delivery)
    assert queue.receive((VersionStored,), limit=99) == []
    for _ in range(2):
        assert {str(each) for each in queue.dead_letters()} == {str(version(number)) for number in range(1, 13)}


def test_a_message_that_is_done_late_and_lent_again_may_come_once_more_but_not_on_moto(
    place: QueueOnMoto, clock: FakeClock
) -> None:
    """SQS promises this for the latest loan only; moto deletes by any. So nothing may build on either."""
    queue = place.open(clock)
    queue.send(version())
    (late,) = queue.receive((VersionStored,), limit=1)
    clock.advance(60)
    (again,) = queue.receive((VersionStored,), limit=1)
    queue.done(late)
    queue.done(again)
    assert queue.waiting() == 0


def test_moto_takes_names_of_lanes_that_sqs_refuses(place: QueueOnMoto, clock: FakeClock) -> None:
    """Which is why `group_of` is tested by itself."""
    place.open(clock)
    put_raw(place, "fetch.fifo", "{}", MessageGroupId="ü" * 200, MessageDeduplicationId="1")
