"""Every promise of `ports.Queue`, held against every adapter."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.errors import DamagedRecord, StoreError
from afterprint.messages import (
    ChangeStored,
    DocumentsPublished,
    EventStored,
    HostCameDue,
    Message,
    VersionStored,
)
from afterprint.model import ChangeKey, EventKey, VersionKey
from afterprint.ports import Delivery, Queue
from contract.adapters import QUEUES, QUEUES_ON_DISK, QueueOnDisk, QueuePlace
from contract.makers import AN_ARTICLE, NOW
from contract.rivals import send_for_ever
from fakes import FakeClock

ALL = (HostCameDue, VersionStored, ChangeStored, EventStored, DocumentsPublished)
ONE_OF_EACH: list[Message] = [
    HostCameDue("h.example:8080", NOW),
    VersionStored(VersionKey(AN_ARTICLE, 1)),
    ChangeStored(ChangeKey(AN_ARTICLE, 0, 1)),
    EventStored(EventKey(AN_ARTICLE, 1)),
    DocumentsPublished(ChangeKey(AN_ARTICLE, 1, 2)),
    DocumentsPublished(EventKey(AN_ARTICLE, 2)),
]
DUE = HostCameDue("h.example", NOW)
more_than_promised = pytest.mark.parametrize("place", QUEUES_ON_DISK, indirect=True)
"""What `tick` needs beyond the port, and the queue on a disk keeps."""


def version(number: int = 1) -> VersionStored:
    return VersionStored(VersionKey(AN_ARTICLE, number))


@pytest.fixture(params=QUEUES, ids=lambda place: place.__name__)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> QueuePlace:
    made: QueuePlace = request.param(tmp_path)
    return made


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def queue(place: QueuePlace, clock: FakeClock) -> Queue:
    return place.open(clock, visibility_seconds=60, max_tries=3)


def receive_one(queue: Queue) -> Delivery:
    (delivery,) = queue.receive(ALL, limit=9)
    return delivery


def received(queue: Queue) -> list[Message]:
    return [delivery.message for delivery in queue.receive(ALL, limit=99)]


# ── delivering ──


def test_every_kind_of_message_arrives_as_it_was_sent(queue: Queue) -> None:
    queue.send(*ONE_OF_EACH)
    deliveries = queue.receive(ALL, limit=99)
    assert sorted(map(str, (delivery.message for delivery in deliveries))) == sorted(map(str, ONE_OF_EACH))
    assert {delivery.message for delivery in deliveries} == set(ONE_OF_EACH)
    assert {delivery.tries for delivery in deliveries} == {1}


def test_only_the_kinds_that_were_asked_for_arrive(queue: Queue) -> None:
    queue.send(*ONE_OF_EACH)
    assert [each.message for each in queue.receive((VersionStored,), limit=9)] == [ONE_OF_EACH[1]]
    assert queue.receive((VersionStored,), limit=9) == []
    assert queue.waiting() == len(ONE_OF_EACH)


def test_no_more_arrive_than_were_asked_for(queue: Queue) -> None:
    queue.send(*(version(number) for number in range(1, 6)))
    assert len(queue.receive(ALL, limit=2)) == 2
    assert len(queue.receive(ALL, limit=0)) == 0
    assert len(queue.receive(ALL, limit=9)) == 3


def test_an_empty_queue_gives_nothing(queue: Queue) -> None:
    queue.send()
    assert queue.receive(ALL, limit=9) == []
    assert queue.receive((), limit=9) == []
    assert queue.waiting() == 0
    assert queue.dead_letters() == []


def test_a_message_that_is_done_is_gone(queue: Queue, clock: FakeClock) -> None:
    queue.send(version())
    delivery = receive_one(queue)
    queue.done(delivery)
    queue.done(delivery)
    clock.advance(9999)
    assert received(queue) == []
    assert queue.waiting() == 0


def test_a_message_on_loan_is_not_delivered_to_another(queue: Queue, clock: FakeClock) -> None:
    queue.send(version())
    receive_one(queue)
    clock.advance(59)
    assert received(queue) == []
    assert queue.waiting() == 1


def test_a_message_that_is_not_done_in_time_comes_again(queue: Queue, clock: FakeClock) -> None:
    queue.send(version())
    first = receive_one(queue)
    clock.advance(60)
    again = receive_one(queue)
    assert (again.message, again.tries) == (first.message, 2)


@more_than_promised
def test_work_that_is_done_late_is_done(queue: Queue, clock: FakeClock) -> None:
    queue.send(version())
    late = receive_one(queue)
    clock.advance(60)
    receive_one(queue)
    queue.done(late)
    clock.advance(60)
    assert received(queue) == []


@more_than_promised
def test_giving_back_late_takes_nothing_from_the_next_holder(queue: Queue, clock: FakeClock) -> None:
    queue.send(version())
    late = receive_one(queue)
    clock.advance(60)
    receive_one(queue)
    queue.give_back(late)
    assert received(queue) == []


def test_of_racing_threads_each_gets_other_messages(queue: Queue) -> None:
    queue.send(*(version(number) for number in range(1, 41)))
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: received_three(queue), range(14)))
    numbers = [number for batch in batches for number in batch]
    assert sorted(numbers) == list(range(1, 41))


def received_three(queue: Queue) -> list[int]:
    return [delivery.message.key.number for delivery in queue.receive((VersionStored,), limit=3)]  # type: ignore[union-attr]


# ── the same message sent twice ──


def test_a_host_that_waits_already_is_not_sent_again(queue: Queue) -> None:
    queue.send(DUE, DUE)
    queue.send(DUE)
    later = HostCameDue("h.example", NOW + timedelta(minutes=1))
    queue.send(later)
    assert received(queue) == [DUE, later]


@more_than_promised
def test_a_host_on_loan_may_be_sent_again(queue: Queue) -> None:
    queue.send(DUE)
    receive_one(queue)
    queue.send(DUE)
    assert received(queue) == [DUE]


@more_than_promised
def test_a_host_that_was_done_may_be_sent_again(queue: Queue) -> None:
    queue.send(DUE)
    queue.done(receive_one(queue))
    queue.send(DUE)
    assert received(queue) == [DUE]


# ── giving back ──


def test_a_message_given_back_comes_again_after_its_delay(queue: Queue, clock: FakeClock) -> None:
    queue.send(version())
    queue.give_back(receive_one(queue), delay_seconds=30)
    assert queue.waiting() == 1
    clock.advance(29)
    assert received(queue) == []
    clock.advance(1)
    assert receive_one(queue).tries == 2


def test_a_message_given_back_without_delay_comes_at_once(queue: Queue) -> None:
    queue.send(version())
    queue.give_back(receive_one(queue))
    assert received(queue) == [version()]


def test_a_message_given_back_too_often_is_a_dead_letter(queue: Queue, clock: FakeClock) -> None:
    queue.send(version(1), version(2))
    for _ in range(3):
        for delivery in queue.receive(ALL, limit=9):
            if delivery.message == version(1):
                queue.give_back(delivery)
            else:
                queue.done(delivery)
    clock.advance(9999)
    assert received(queue) == []
    assert queue.dead_letters() == [version(1)]
    assert queue.waiting() == 0


def test_a_message_that_is_never_finished_becomes_a_dead_letter(queue: Queue, clock: FakeClock) -> None:
    queue.send(version())
    for _ in range(3):
        assert received(queue) == [version()]
        clock.advance(60)
    assert received(queue) == []
    assert queue.dead_letters() == [version()]


@more_than_promised
def test_a_dead_host_does_not_keep_the_host_from_being_sent(queue: Queue) -> None:
    queue.send(DUE)
    for _ in range(3):
        queue.give_back(receive_one(queue))
    queue.send(DUE)
    assert received(queue) == [DUE]


# ── dying and failing ──


def test_what_waited_or_was_on_loan_comes_again_after_the_process_died(place: QueuePlace, queue: Queue) -> None:
    queue.send(version(1), version(2), version(3))
    on_loan, delayed = queue.receive(ALL, limit=2)
    queue.give_back(delayed, delay_seconds=3600)
    again = place.reopen_after_death(queue, FakeClock())
    deliveries = again.receive(ALL, limit=9)
    assert {delivery.message for delivery in deliveries} == {version(1), version(2), version(3)}
    assert {delivery.tries for delivery in deliveries if delivery.message == on_loan.message} == {2}


@pytest.mark.slow
def test_no_message_of_a_killed_sender_is_lost(
    place: QueuePlace, clock: FakeClock, run_and_kill: Callable[..., None]
) -> None:
    queue = place.open(clock)
    for _ in range(2):
        before = queue.waiting()
        run_and_kill(send_for_ever, place, begun=lambda before=before: queue.waiting() > before + 2)
        held = queue.waiting()
        again = place.reopen_after_death(queue, clock)
        deliveries = again.receive(ALL, limit=100_000)
        assert len(deliveries) == held
        for delivery in deliveries:
            again.done(delivery)


CALLS: list[Callable[[Queue], object]] = [
    lambda queue: queue.send(version()),
    lambda queue: queue.receive(ALL, limit=1),
    lambda queue: queue.done(Delivery(message=version(), receipt="1:x", tries=1)),
    lambda queue: queue.give_back(Delivery(message=version(), receipt="1:x", tries=1)),
    lambda queue: queue.waiting(),
    lambda queue: queue.dead_letters(),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_queue_that_fails_raises_store_errors_only(
    place: QueuePlace, clock: FakeClock, call: Callable[[Queue], object]
) -> None:
    with pytest.raises(StoreError):
        call(place.open_closed(clock))


@more_than_promised
def test_a_damaged_store_names_itself_and_the_remedy(place: QueueOnDisk, clock: FakeClock) -> None:
    place.damage()
    with pytest.raises(DamagedRecord, match=r"queue.*damaged.*start again"):
        place.open(clock)


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "{}", '{"type":"VersionStored"}', '{"type":"VersionStored","key":"x"}']
)
def test_a_message_that_cannot_be_read_does_not_hold_up_the_others(place: QueuePlace, queue: Queue, body: str) -> None:
    place.put_raw(queue, "VersionStored", body)
    queue.send(version())
    assert received(queue) == [version()]
    assert queue.waiting() == 1
    with pytest.raises(DamagedRecord):
        queue.dead_letters()
