"""What lies in the buckets, how it is labelled, how it is listed, and how many calls that takes."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from afterprint.aws import clients
from afterprint.aws.archive import S3Archive
from afterprint.aws.site import S3Site
from afterprint.model import snapshot_path
from afterprint.ports import Document
from contract.adapters import ArchiveInFiles
from contract.makers import a_change, a_document, a_reading, a_version, an_event, article_key
from contract.s3_adapters import ArchiveOnMoto
from dynamo_faults import FaultyClient


@pytest.fixture
def place(tmp_path: Path) -> ArchiveOnMoto:
    return ArchiveOnMoto(tmp_path)


@pytest.fixture
def client(place: ArchiveOnMoto) -> FaultyClient:
    return FaultyClient(place.client)


@pytest.fixture
def archive(client: FaultyClient, place: ArchiveOnMoto) -> S3Archive:
    return S3Archive(client, place.name)


@pytest.fixture
def site(client: FaultyClient, place: ArchiveOnMoto) -> S3Site:
    return S3Site(client, place.name)


def labels(place: ArchiveOnMoto, path: str) -> Any:
    return place.client.head_object(Bucket=place.name, Key=path)


def by_three(real: Any, request: dict[str, Any]) -> Any:
    """A fault: pages of three."""
    return real(**request, MaxKeys=3)


# ── objects ──


def test_a_bucket_and_a_folder_hold_the_same_bytes_at_the_same_paths(
    archive: S3Archive, place: ArchiveOnMoto, tmp_path: Path
) -> None:
    files = ArchiveInFiles(tmp_path)
    for each in (archive, files.open()):
        each.add_version(a_version())
        each.add_reading(a_reading())
        each.add_change(a_change())
        each.add_event(an_event())
        digest = each.add_snapshot(b"<html>" * 100)
    paths = [each.key.path for each in (a_version(), a_reading(), a_change(), an_event())]
    for path in (*paths, snapshot_path(digest)):
        assert place.read_raw(path) == files.read_raw(path)


def test_records_are_json_and_snapshots_gzip(archive: S3Archive, place: ArchiveOnMoto) -> None:
    archive.add_version(a_version())
    digest = archive.add_snapshot(b"<html>")
    assert labels(place, a_version().key.path)["ContentType"] == "application/json"
    snapshot = labels(place, snapshot_path(digest))
    assert snapshot["ContentType"] == "application/gzip"
    assert "ContentEncoding" not in snapshot, "the file is the archive's; nobody may unpack it on the way"


def test_a_document_carries_its_type_and_how_long_it_is_fresh(site: S3Site, place: ArchiveOnMoto) -> None:
    feed = Document(
        path="feed.atom", body=b"<feed/>", content_type="application/atom+xml; charset=utf-8", cache_seconds=300
    )
    site.put(feed, etag=None)
    held = site.read("feed.atom")
    assert held is not None
    site.put(replace(feed, body=b"<feed></feed>"), etag=held.etag)
    assert labels(place, "feed.atom")["ContentType"] == "application/atom+xml; charset=utf-8"
    assert labels(place, "feed.atom")["CacheControl"] == "public, max-age=300"


def test_a_document_that_is_never_fresh_is_asked_for_each_time(site: S3Site, place: ArchiveOnMoto) -> None:
    site.put(replace(a_document(), cache_seconds=0), etag=None)
    assert labels(place, "index.html")["CacheControl"] == "no-cache"


def test_a_document_carries_no_mark_of_its_writer(site: S3Site, place: ArchiveOnMoto) -> None:
    site.put(a_document(), etag=None)
    assert labels(place, "index.html")["Metadata"] == {}


# ── listing ──


def test_keys_come_in_order_over_many_pages(archive: S3Archive, client: FaultyClient) -> None:
    articles = [article_key(number, source) for source in ("a-b", "a", "b", "c", "d") for number in (1, 2)]
    for article, number in itertools.product(articles, (10, 9, 1_000_000)):
        archive.add_version(a_version(number, article=article))
    client.faults["list_objects_v2"] = by_three
    keys = list(archive.version_keys())
    assert len(keys) == 30
    assert keys == sorted(keys)


def test_pages_are_asked_for_when_they_are_wanted(archive: S3Archive, client: FaultyClient) -> None:
    for number in range(1, 10):
        archive.add_version(a_version(article=article_key(number)))
    client.faults["list_objects_v2"] = by_three
    client.requests.clear()
    next(archive.version_keys())
    assert len(client.requests) == 2, "the sources, and the first page of one"


def test_documents_come_over_many_pages(site: S3Site, client: FaultyClient) -> None:
    paths = [f"{number}.html" for number in range(10)]
    for path in paths:
        site.put(a_document(path), etag=None)
    client.faults["list_objects_v2"] = by_three
    assert list(site.paths()) == paths


def test_keys_that_are_no_plain_paths_are_no_documents(site: S3Site, place: ArchiveOnMoto) -> None:
    for key in ("a//b.html", "folder/", "/c.html", "../d.html", "e.html"):
        place.put_raw(key, b"")
    assert list(site.paths()) == ["e.html"]


# ── calls and clients ──


def test_a_record_takes_one_put_and_two_looks_at_its_tombstones(archive: S3Archive, client: FaultyClient) -> None:
    archive.add_version(a_version())
    assert Counter(operation for operation, _ in client.requests) == {"put_object": 1, "head_object": 4}
    client.requests.clear()
    archive.add_snapshot(b"<html>")
    assert Counter(operation for operation, _ in client.requests) == {"put_object": 1, "head_object": 2}


def test_a_document_takes_one_call_a_step(site: S3Site, client: FaultyClient) -> None:
    site.put(a_document(), etag=None)
    site.read("index.html")
    site.remove("index.html")
    assert [operation for operation, _ in client.requests] == ["put_object", "get_object", "delete_object"]


def test_clients_try_a_few_times_and_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    for service in ("s3", "dynamodb", "sqs"):
        settings = clients.client(service).meta.config
        assert settings.retries["mode"] == "standard"
        assert settings.retries["total_max_attempts"] == 4
        assert (settings.connect_timeout, settings.read_timeout) == (3, 10)


def test_a_client_has_a_connection_for_each_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert clients.client("s3").meta.config.max_pool_connections >= 10
