"""What the ports promise of taking down, held against every adapter."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.errors import NotStored, Withdrawn
from afterprint.model import EventKind, snapshot_path
from afterprint.ports import Archive, Catalog
from afterprint.tombstones import Tombstone, own_tombstone, tombstone_of_article
from contract.adapters import ARCHIVES, ArchivePlace, CatalogPlace
from contract.makers import AN_ARTICLE, NOW, a_change, a_line, a_reading, a_version, an_event, article_key
from contract.s3_adapters import ArchiveInBucket
from leftovers import in_bucket

A_STONE = Tombstone(
    path=tombstone_of_article(AN_ARTICLE),
    what="article",
    withdrawn_at=NOW,
    reason="asked for",
    removed={a_version().key.path: "ab" * 32},
    documents=("index.html",),
    versions=(1,),
)


@pytest.fixture(params=ARCHIVES, ids=lambda place: place.__name__)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> ArchivePlace:
    made: ArchivePlace = request.param(tmp_path)
    return made


@pytest.fixture
def archive(shelf: ArchivePlace) -> Archive:
    return shelf.open()


def test_a_tombstone_reads_back_equal_by_anybody(shelf: ArchivePlace, archive: Archive) -> None:
    assert archive.tombstone(A_STONE.path) is None
    archive.put_tombstone(A_STONE)
    assert archive.has(A_STONE.path)
    assert shelf.open().tombstone(A_STONE.path) == A_STONE
    with pytest.raises(Withdrawn):
        archive.add_version(a_version())


def test_a_tombstone_that_stands_is_not_replaced(archive: Archive) -> None:
    archive.put_tombstone(A_STONE)
    archive.put_tombstone(Tombstone(path=A_STONE.path, what="article", withdrawn_at=NOW, reason="another one"))
    assert archive.tombstone(A_STONE.path) == A_STONE


def test_the_tombstone_of_a_version_covers_its_readings(archive: Archive) -> None:
    stone = Tombstone(path=own_tombstone(a_version().key.path), what="version", withdrawn_at=NOW, reason="x")
    archive.put_tombstone(stone)
    with pytest.raises(Withdrawn):
        archive.add_reading(a_reading())


def test_everything_of_an_article_is_found(archive: Archive) -> None:
    for record in (a_version(1), a_version(2), a_version(1, article=article_key(1))):
        archive.add_version(record)
    archive.add_reading(a_reading())
    archive.add_change(a_change())
    archive.add_event(an_event())
    expected = [a_change().key.path, an_event().key.path, a_reading().key.path, a_version(1).key.path]
    assert list(archive.paths_of(AN_ARTICLE)) == [*expected, a_version(2).key.path]
    assert list(archive.paths_of(article_key(7))) == []


def test_what_is_purged_is_gone_and_may_be_purged_again(archive: Archive) -> None:
    archive.add_version(a_version(1))
    archive.add_version(a_version(2))
    digest = archive.add_snapshot(b"<html>")
    for path in (a_version(1).key.path, snapshot_path(digest)) * 2:
        archive.purge(path)
    assert not archive.has(a_version(1).key.path)
    with pytest.raises(NotStored):
        archive.snapshot(digest)
    assert list(archive.version_keys()) == [a_version(2).key]


def test_purging_in_an_empty_archive_does_nothing(archive: Archive) -> None:
    archive.purge(a_version().key.path)
    archive.purge(snapshot_path("ab" * 32))


def test_a_path_that_only_begins_alike_is_left_alone(shelf: ArchivePlace, archive: Archive) -> None:
    shelf.put_raw(f"{a_version().key.path}~", b"foreign")
    archive.add_version(a_version())
    archive.purge(a_version().key.path)
    assert shelf.read_raw(f"{a_version().key.path}~") == b"foreign"


def test_a_tombstone_is_never_purged(archive: Archive) -> None:
    archive.put_tombstone(A_STONE)
    with pytest.raises(ValueError, match="not the path of a record"):
        archive.purge(A_STONE.path)


def test_a_digest_is_that_of_the_stored_bytes(shelf: ArchivePlace, archive: Archive) -> None:
    archive.add_change(a_change())
    stored = shelf.read_raw(a_change().key.path)
    assert archive.digest(a_change().key.path) == hashlib.sha256(stored).hexdigest()
    with pytest.raises(NotStored):
        archive.digest(a_version().key.path)


@pytest.mark.parametrize("shelf", [each for each in ARCHIVES if issubclass(each, ArchiveInBucket)], indirect=True)
def test_older_versions_of_an_object_are_found_and_purged_too(shelf: ArchivePlace, archive: Archive) -> None:
    """As where a deletion was undone, or a record was removed while a tombstone was being set."""
    assert isinstance(shelf, ArchiveInBucket)
    enabled = {"Status": "Enabled"}
    shelf.client.put_bucket_versioning(Bucket=shelf.name, VersioningConfiguration=enabled)
    path = a_version().key.path
    for body in (b"Quilldrake once", b"Quilldrake twice"):
        shelf.put_raw(path, body)
        shelf.client.delete_object(Bucket=shelf.name, Key=path)
    assert list(archive.paths_of(AN_ARTICLE)) == [path]
    assert len(in_bucket(shelf.client, shelf.name, "Quilldrake")) == 2
    archive.purge(path)
    assert in_bucket(shelf.client, shelf.name, "Quilldrake") == []
    assert list(archive.paths_of(AN_ARTICLE)) == []


# ── the catalog ──


def test_a_line_that_is_removed_leaves_every_list(catalog: Catalog) -> None:
    kept = a_line("2-3", stored_at=NOW + timedelta(minutes=1))
    for line in (a_line(), kept):
        catalog.enter(line)
    catalog.remove_line(a_line())
    catalog.remove_line(a_line())
    assert catalog.article_lines(AN_ARTICLE) == [kept]
    assert catalog.news_lines(limit=9) == catalog.source_lines(AN_ARTICLE.source, limit=9) == [kept]
    assert catalog.news_lines(limit=9, source=AN_ARTICLE.source) == [kept]


def test_a_line_that_is_no_news_is_removed_as_well(catalog: Catalog) -> None:
    quiet = a_line("event-1", event=EventKind.SETTLED)
    catalog.enter(quiet)
    catalog.remove_line(quiet)
    assert catalog.article_lines(AN_ARTICLE) == []
    assert catalog.source_lines(AN_ARTICLE.source, limit=9) == []


def test_a_removed_line_may_be_entered_again(catalog: Catalog) -> None:
    catalog.enter(a_line())
    catalog.remove_line(a_line())
    catalog.enter(a_line())
    assert catalog.news_lines(limit=9) == [a_line()]


def test_a_scrubbed_catalog_holds_what_it_held(place: CatalogPlace, catalog: Catalog) -> None:
    catalog.enter(a_line())
    catalog.scrub()
    assert place.open().news_lines(limit=9) == [a_line()]


def test_the_page_of_a_version_that_a_take_down_overtook_does_not_stay(archive: Archive) -> None:
    digest = archive.add_snapshot(b"<html>")
    archive.put_tombstone(A_STONE)
    with pytest.raises(Withdrawn):
        archive.add_version(replace(a_version(), snapshot=digest))
    assert not archive.has(snapshot_path(digest))
