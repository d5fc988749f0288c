"""What a notice says of a change or event, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from afterprint import pipeline
from afterprint.codec import encode_record
from afterprint.errors import StoreError
from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, Message
from afterprint.model import Change, Event, EventKind, Notice, TextPolicy, Watchlist
from afterprint.ports import Outlet, World
from afterprint.rows import DeliveryRow, OpenWork
from fakes import FakeClock
from memory_stores import MemoryArchive, MemoryCatalog, MemorySite
from sample_records import ARTICLE, WATCHLIST, appeared, change, event, hours


@dataclass
class ListeningOutlet:
    name: str = "listening"
    heard: list[Notice] = field(default_factory=list)

    def send(self, notice: Notice) -> None:
        self.heard.append(notice)


class ClosedOutlet:
    name = "closed"

    def send(self, notice: Notice) -> None:
        raise StoreError(notice.id, "nobody takes it")


class Forgetful(MemoryCatalog):
    """Fails when a delivery is noted."""

    def add_delivery(self, row: DeliveryRow) -> bool:
        raise StoreError(row.key.path, "refused")


@dataclass
class SendingQueue:
    sent: list[Message] = field(default_factory=list)

    def send(self, *messages: Message) -> None:
        self.sent += messages


def world_of(*records: Change | Event, outlets: tuple[Outlet, ...] = (), watchlist: Watchlist = WATCHLIST) -> World:
    archive = MemoryArchive()
    for record in records:
        archive.add_change(record) if isinstance(record, Change) else archive.add_event(record)
    unused: object = None
    return World(
        archive=archive,
        catalog=MemoryCatalog(),
        site=MemorySite(),
        queue=SendingQueue(),  # type: ignore[arg-type]  # only ever sent to
        clock=FakeClock(),
        web=unused,  # type: ignore[arg-type]
        reader=unused,  # type: ignore[arg-type]
        watchlist=watchlist,
        user_agent="test",
        outlets=outlets,
    )


def notify(record: Change | Event, world: World) -> Notice:
    message = DocumentsPublished(record.key)
    site_url = world.watchlist.site_url
    return pipeline.notify(
        message,
        archive=world.archive,
        catalog=world.catalog,
        clock=world.clock,
        outlets=world.outlets,
        site_url=site_url,
    )


def sent(world: World) -> list[Message]:
    assert isinstance(world.queue, SendingQueue)
    return world.queue.sent


def test_publishing_news_is_announced_where_somebody_listens() -> None:
    world = world_of(change(), outlets=(ListeningOutlet(),))
    world.catalog.open_work(OpenWork(path=change().key.version.path, host="north-herald.example", opened_at=hours(9)))
    pipeline.publish([ChangeStored(change().key)], world=world)
    assert sent(world) == [DocumentsPublished(change().key)]


def test_without_outlets_nothing_is_announced() -> None:
    world = world_of(change())
    pipeline.publish([ChangeStored(change().key)], world=world)
    assert sent(world) == []


def test_what_is_no_news_is_not_announced() -> None:
    settled = event(EventKind.SETTLED)
    world = world_of(appeared(), settled, outlets=(ListeningOutlet(),))
    pipeline.publish([ChangeStored(appeared().key), EventStored(settled.key)], world=world)
    assert sent(world) == []


def test_a_notice_of_a_change_names_its_page_and_feed_on_the_site() -> None:
    outlet = ListeningOutlet()
    notice = notify(change(), world_of(change(), outlets=(outlet,)))
    assert notice.id == f"{ARTICLE.path}/1-2"
    assert notice.page == f"https://edits.example.org/{ARTICLE.path}/1-2.html"
    assert notice.feed == f"https://edits.example.org/{ARTICLE.path}/feed.atom"
    assert outlet.heard == [notice]


def test_a_notice_of_an_event_is_called_after_it() -> None:
    gone = event(EventKind.GONE)
    notice = notify(gone, world_of(gone))
    assert (notice.happened, notice.name, notice.disclosure, notice.kinds) == ("gone", "event-1", None, ())


def test_an_outlet_that_took_a_notice_is_not_sent_it_again_and_another_one_is() -> None:
    first = ListeningOutlet("first")
    world = world_of(change(), outlets=(first, ClosedOutlet()))
    with pytest.raises(StoreError):
        notify(change(), world)
    second = ListeningOutlet("second")
    notice = notify(change(), replace(world, outlets=(first, second)))
    assert first.heard == second.heard == [notice]


def test_a_notice_whose_delivery_could_not_be_noted_comes_again_under_the_same_id() -> None:
    outlet = ListeningOutlet()
    world = world_of(change(), outlets=(outlet,))
    with pytest.raises(StoreError):
        notify(change(), replace(world, catalog=Forgetful()))
    notify(change(), world)
    assert [notice.id for notice in outlet.heard] == [f"{ARTICLE.path}/1-2"] * 2


def test_a_notice_sent_twice_is_the_same_bytes() -> None:
    world = world_of(change())
    first, second = (notify(change(), world) for _ in range(2))
    assert encode_record(first) == encode_record(second)


@pytest.mark.parametrize("text", TextPolicy)
def test_a_notice_quotes_nothing_whatever_the_site_shows(text: TextPolicy) -> None:
    quoting = replace(change(), comparison=replace(change().comparison, summary="“Ferry” became “Boat”."))
    world = world_of(quoting, watchlist=replace(WATCHLIST, text=text))
    written = encode_record(notify(quoting, world)).decode()
    assert "became" not in written
    assert quoting.headline not in written


def test_a_notice_that_an_outlet_did_not_take_is_not_lost_in_silence() -> None:
    world = world_of(change(), outlets=(ClosedOutlet(),))
    with pytest.raises(StoreError):
        notify(change(), world)
