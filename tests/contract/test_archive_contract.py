"""Every promise of `ports.Archive`, held against every adapter."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import strategies
from afterprint.errors import DamagedRecord, DiskFull, NotStored, StoreError, Withdrawn
from afterprint.messages import ChangeStored, EventStored, Message, VersionStored
from afterprint.model import ArticleKey, Change, Event, Reading, RecordKey, Version, snapshot_path
from afterprint.ports import Archive
from contract.adapters import ARCHIVES, ARCHIVES_ON_DISK, ArchiveOnDisk, ArchivePlace
from contract.conftest import Crowd
from contract.makers import AN_ARTICLE, a_change, a_reading, a_version, an_event, article_key
from contract.rivals import add_for_ever, race_to_add

Record = Version | Reading | Change | Event

ONE_OF_EACH: list[Record] = [a_version(), a_reading(), a_change(), an_event()]
on_disk = pytest.mark.parametrize("place", ARCHIVES_ON_DISK, indirect=True)
each_kind = pytest.mark.parametrize("record", ONE_OF_EACH, ids=lambda record: type(record).__name__.lower())
ours_to_reuse = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def add(archive: Archive, record: Record) -> bool:
    return {
        Version: archive.add_version,
        Reading: archive.add_reading,
        Change: archive.add_change,
        Event: archive.add_event,
    }[type(record)](record)  # type: ignore[arg-type]


def read(archive: Archive, key: RecordKey) -> Record:
    kind = type(key).__name__.removesuffix("Key").lower()
    record: Record = getattr(archive, kind)(key)
    return record


@pytest.fixture(params=ARCHIVES, ids=lambda place: place.__name__)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> ArchivePlace:
    made: ArchivePlace = request.param(tmp_path)
    return made


@pytest.fixture
def archive(place: ArchivePlace) -> Archive:
    return place.open()


# ── adding and reading back ──


@each_kind
def test_a_record_reads_back_equal(archive: Archive, record: Record) -> None:
    assert add(archive, record) is True
    assert read(archive, record.key) == record


@given(
    st.data(),
    st.sampled_from([strategies.versions, strategies.readings, strategies.changes, strategies.events]),
)
@ours_to_reuse
def test_any_record_reads_back_equal_and_is_stored_once(archive: Archive, data: st.DataObject, records: Any) -> None:
    record = data.draw(records())
    assume(not archive.has(record.key.path))  # the store outlives the examples
    assert add(archive, record) is True
    assert read(archive, record.key) == record
    assert add(archive, record) is False


@each_kind
def test_a_record_is_never_overwritten(archive: Archive, record: Record) -> None:
    add(archive, record)
    other = replace(record, schema=7)
    assert add(archive, other) is False
    assert read(archive, record.key) == record


@each_kind
def test_a_record_can_be_read_at_once_by_another_user_of_the_store(
    place: ArchivePlace, archive: Archive, record: Record
) -> None:
    other = place.open()
    add(archive, record)
    assert read(other, record.key) == record


def test_a_version_is_known_by_the_digest_of_its_stored_bytes(place: ArchivePlace, archive: Archive) -> None:
    version = a_version()
    archive.add_version(version)
    assert archive.version_digest(version.key) == hashlib.sha256(place.read_raw(version.key.path)).hexdigest()


def test_readings_by_different_extractors_stand_side_by_side(archive: Archive) -> None:
    assert archive.add_reading(a_reading(extractor="r2"))
    assert archive.add_reading(a_reading(extractor="r3"))


@each_kind
def test_has_tells_whether_a_record_lies_at_a_path(archive: Archive, record: Record) -> None:
    assert not archive.has(record.key.path)
    add(archive, record)
    assert archive.has(record.key.path)


# ── snapshots ──


@given(st.binary(max_size=300))
@ours_to_reuse
def test_a_snapshot_reads_back_by_its_digest(archive: Archive, body: bytes) -> None:
    digest = archive.add_snapshot(body)
    assert digest == hashlib.sha256(body).hexdigest()
    assert archive.snapshot(digest) == body


def test_the_same_bytes_are_kept_once_and_stay_the_same(place: ArchivePlace, archive: Archive) -> None:
    digest = archive.add_snapshot(b"<html>" * 100)
    before = place.read_raw(snapshot_path(digest))
    assert archive.add_snapshot(b"<html>" * 100) == digest
    assert place.read_raw(snapshot_path(digest)) == before
    assert before[4:8] == b"\0\0\0\0", "gzip's mtime (RFC 1952 §2.3.1) must be 0"


def test_a_damaged_snapshot_is_not_handed_out(place: ArchivePlace, archive: Archive) -> None:
    digest, other = archive.add_snapshot(b"<html>"), archive.add_snapshot(b"<body>")
    for damaged in (b"", b"\x1f\x8b\x08", b"plain", place.read_raw(snapshot_path(other))):
        place.put_raw(snapshot_path(digest), damaged)
        with pytest.raises(DamagedRecord, match=digest):
            archive.snapshot(digest)


# ── racing writers ──


@each_kind
def test_of_racing_threads_one_is_told_that_it_stored(archive: Archive, record: Record) -> None:
    rivals = [replace(record, schema=number) for number in range(1, 17)]
    with ThreadPoolExecutor(len(rivals)) as pool:
        won = list(pool.map(lambda rival: add(archive, rival), rivals))
    assert won.count(True) == 1
    assert read(archive, record.key) == rivals[won.index(True)]


def test_of_racing_processes_one_is_told_that_it_stored(place: ArchivePlace, crowd: Crowd) -> None:
    rounds = place.race_rounds
    won = crowd.race(race_to_add, place, rounds=rounds)
    assert [told.count(True) for told in zip(*won, strict=True)] == [1] * 3 * rounds
    archive = place.open()
    stored = [archive.version(key).text.headline for key in archive.version_keys(AN_ARTICLE)]
    assert stored == [f"rival {told.index(True)}" for told in zip(*won, strict=True)][::3]


# ── announcing ──


def test_what_triggers_a_step_is_announced_once_it_can_be_read(place: ArchivePlace) -> None:
    announced: list[tuple[Message, bool]] = []
    archive = place.open(lambda message: announced.append((message, archive.has(message.key.path))))  # type: ignore[union-attr]
    for record in ONE_OF_EACH:
        add(archive, record)
        add(archive, record)
    assert announced == [
        (VersionStored(a_version().key), True),
        (ChangeStored(a_change().key), True),
        (EventStored(an_event().key), True),
    ]


@on_disk
def test_a_record_stays_when_its_announcement_fails(place: ArchiveOnDisk) -> None:
    def fail(_message: Message) -> None:
        raise StoreError("queue", "not there")

    archive = place.open(fail)
    with pytest.raises(StoreError, match="queue"):
        archive.add_version(a_version())
    assert archive.version(a_version().key) == a_version()
    assert archive.add_version(a_version()) is False


# ── tombstones ──


@each_kind
def test_nothing_of_a_withdrawn_article_is_stored(place: ArchivePlace, archive: Archive, record: Record) -> None:
    place.put_raw(f"withdrawn/{AN_ARTICLE.path}/article.json", b"{}")
    with pytest.raises(Withdrawn, match=record.key.path):
        add(archive, record)
    assert not archive.has(record.key.path)


def test_a_withdrawn_record_is_not_stored_and_its_neighbours_are(place: ArchivePlace, archive: Archive) -> None:
    place.put_raw(f"withdrawn/{AN_ARTICLE.path}/versions/000002.json", b"{}")
    with pytest.raises(Withdrawn):
        archive.add_version(a_version(2))
    assert archive.add_version(a_version(1))
    assert archive.add_event(an_event(2))


def test_withdrawn_bytes_are_not_kept_again(place: ArchivePlace, archive: Archive) -> None:
    digest = hashlib.sha256(b"<html>").hexdigest()
    place.put_raw(f"withdrawn/snapshots/{digest[:2]}/{digest}.json", b"{}")
    with pytest.raises(Withdrawn):
        archive.add_snapshot(b"<html>")
    assert not archive.has(snapshot_path(digest))


def test_a_withdrawn_record_is_neither_announced_nor_listed(place: ArchivePlace) -> None:
    announced: list[Message] = []
    archive = place.open(announced.append)
    place.put_raw(f"withdrawn/{AN_ARTICLE.path}/article.json", b"{}")
    with pytest.raises(Withdrawn):
        archive.add_version(a_version())
    assert announced == []
    assert list(archive.version_keys()) == []


# ── iterating ──


def test_keys_come_in_ascending_order(archive: Archive) -> None:
    articles = [article_key(number, source) for source in ("a-b", "a", "b") for number in (1, 2)]
    for article, number in itertools.product(articles, (10, 9, 1_000_000, 999_999)):
        archive.add_version(a_version(number, article=article))
        archive.add_change(a_change(number, article=article))
        archive.add_event(an_event(number, article=article))
    for keys in (list(archive.version_keys()), list(archive.change_keys()), list(archive.event_keys())):
        assert len(keys) == 24
        assert keys == sorted(keys)  # type: ignore[type-var]


def test_keys_of_one_article_are_its_own(archive: Archive) -> None:
    other = article_key(1)
    archive.add_version(a_version(1))
    archive.add_version(a_version(1, article=other))
    assert list(archive.version_keys(other)) == [a_version(1, article=other).key]
    assert list(archive.change_keys(other)) == []
    assert list(archive.event_keys(ArticleKey("nobody", "x" * 16))) == []


def test_an_empty_archive_has_no_keys(archive: Archive) -> None:
    assert [*archive.version_keys(), *archive.change_keys(), *archive.event_keys()] == []


def test_what_is_no_record_is_passed_over(place: ArchivePlace, archive: Archive) -> None:
    archive.add_version(a_version(1))
    folder = f"versions/{AN_ARTICLE.path}"
    for stray in (
        f"{folder}/.DS_Store",
        f"{folder}/000002.json~",
        f"{folder}/2.json",
        "versions/README",
        ".drafts/9-x",
    ):
        place.put_raw(stray, b"stray")
    assert list(archive.version_keys()) == [a_version(1).key]


# ── failing ──


@each_kind
def test_absence_names_the_path(archive: Archive, record: Record) -> None:
    with pytest.raises(NotStored, match=record.key.path):
        read(archive, record.key)


def test_absence_of_bytes_and_of_digests_is_not_stored(archive: Archive) -> None:
    with pytest.raises(NotStored):
        archive.snapshot("ab" * 32)
    with pytest.raises(NotStored):
        archive.version_digest(a_version().key)


@each_kind
@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"key":1}', b"{}"], ids=repr)
def test_a_record_that_cannot_be_read_is_damaged(
    place: ArchivePlace, archive: Archive, record: Record, body: bytes
) -> None:
    place.put_raw(record.key.path, body)
    with pytest.raises(DamagedRecord, match=record.key.path):
        read(archive, record.key)


def test_a_record_that_belongs_elsewhere_is_damaged(place: ArchivePlace, archive: Archive) -> None:
    archive.add_version(a_version(1))
    place.put_raw(a_version(2).key.path, place.read_raw(a_version(1).key.path))
    with pytest.raises(DamagedRecord, match="another record"):
        archive.version(a_version(2).key)


@on_disk
@each_kind
def test_a_full_device_leaves_nothing_half_written(place: ArchiveOnDisk, archive: Archive, record: Record) -> None:
    with place.full(), pytest.raises(DiskFull):  # type: ignore[attr-defined]
        add(archive, record)
    with place.full(), pytest.raises(DiskFull):  # type: ignore[attr-defined]
        archive.add_snapshot(b"<html>")
    assert not archive.has(record.key.path)
    assert place.stray_files() == []
    assert add(archive, record) is True


CALLS: list[Callable[[Archive], object]] = [
    lambda archive: archive.add_version(a_version()),
    lambda archive: archive.add_reading(a_reading()),
    lambda archive: archive.add_change(a_change()),
    lambda archive: archive.add_event(an_event()),
    lambda archive: archive.add_snapshot(b"<html>"),
    lambda archive: archive.version(a_version().key),
    lambda archive: archive.version_digest(a_version().key),
    lambda archive: archive.snapshot("ab" * 32),
]


@pytest.mark.parametrize("call", CALLS)
def test_any_other_failure_is_a_store_error_with_its_cause(
    place: ArchivePlace, archive: Archive, call: Callable[[Archive], object]
) -> None:
    place.break_down()
    with pytest.raises(StoreError) as caught:
        call(archive)
    assert type(caught.value) is StoreError
    assert caught.value.__cause__ is not None


# ── dying ──


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_records_or_none(place: ArchivePlace, run_and_kill: Callable[..., None]) -> None:
    for number in range(1, 4):
        seen = len(list(place.open().version_keys()))
        begun = (a_version(seen + 2).key.path, place)
        run_and_kill(add_for_ever, place, begun=lambda begun=begun: place.open().has(begun[0]))
        archive = place.open()
        keys = list(archive.version_keys())
        assert len(keys) > number
        assert [archive.version(key).key for key in keys] == keys
        assert place.stray_files() == []
