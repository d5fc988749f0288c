"""Every promise of `ports.Site`, held against every adapter."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterprint.errors import DiskFull, StoreError
from afterprint.ports import Document, Site
from contract.adapters import SITES, SITES_ON_DISK, SiteOnDisk, SitePlace
from contract.conftest import Crowd
from contract.makers import a_document
from contract.rivals import put_for_ever, race_to_count, race_to_put

on_disk = pytest.mark.parametrize("place", SITES_ON_DISK, indirect=True)
OUTSIDE = [
    "",
    ".",
    "..",
    "../secret",
    "a/../../secret",
    "/etc/passwd",
    "a//b",
    "a/",
    "./a",
    "a\\b",
    "a\0b",
    "a/..",
    "\ud800",
]


@pytest.fixture(params=SITES, ids=lambda place: place.__name__)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> SitePlace:
    made: SitePlace = request.param(tmp_path)
    return made


@pytest.fixture
def site(place: SitePlace) -> Site:
    return place.open()


def test_a_document_reads_back_with_its_etag(site: Site) -> None:
    assert site.put(a_document("north-herald/index.html", "Ferry 🚢"), etag=None) is True
    held = site.read("north-herald/index.html")
    assert held is not None
    assert held.body == "Ferry 🚢".encode()
    assert held.etag


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_read_back(site: Site, body: bytes) -> None:
    held = site.read("any.bin")
    document = Document(path="any.bin", body=body, content_type="text/plain", cache_seconds=0)
    assert site.put(document, etag=held.etag if held else None) is True
    again = site.read("any.bin")
    assert again is not None
    assert again.body == body


def test_nothing_is_read_where_nothing_lies(site: Site) -> None:
    site.put(a_document("a/index.html"), etag=None)
    for path in ("b.html", "a", "a/index.html/x", "a/" + "long" * 200):
        assert site.read(path) is None


def test_what_was_put_can_be_read_at_once_by_another_user_of_the_site(place: SitePlace, site: Site) -> None:
    other = place.open()
    site.put(a_document(), etag=None)
    assert other.read("index.html") == site.read("index.html")


def test_a_document_is_replaced_by_whoever_has_seen_it(site: Site) -> None:
    site.put(a_document(text="old"), etag=None)
    held = site.read("index.html")
    assert held is not None
    assert site.put(a_document(text="new"), etag=held.etag) is True
    again = site.read("index.html")
    assert again is not None
    assert again.body == b"new"


@pytest.mark.parametrize("etag", [None, "another"])
def test_a_document_that_was_not_seen_is_not_replaced(site: Site, etag: str | None) -> None:
    site.put(a_document(text="old"), etag=None)
    assert site.put(a_document(text="new"), etag=etag) is False
    held = site.read("index.html")
    assert held is not None
    assert held.body == b"old"


def test_a_document_that_has_gone_is_not_replaced(site: Site) -> None:
    site.put(a_document(), etag=None)
    held = site.read("index.html")
    assert held is not None
    site.remove("index.html")
    assert site.put(a_document(), etag=held.etag) is False
    assert site.read("index.html") is None


def test_removing_is_for_good_and_may_be_done_twice(site: Site) -> None:
    site.put(a_document("a/b.html"), etag=None)
    site.put(a_document("a/c.html"), etag=None)
    site.remove("a/b.html")
    site.remove("a/b.html")
    site.remove("never/was.html")
    assert site.read("a/b.html") is None
    assert list(site.paths()) == ["a/c.html"]


def test_paths_name_the_documents_and_nothing_else(site: Site) -> None:
    paths = ["404.html", "a-b/index.html", "a/1-2.html", "a/index.html", "feeds/all.atom", "index.html"]
    for path in paths:
        site.put(a_document(path), etag=None)
    site.put(a_document("index.html", "lost"), etag="another")
    assert sorted(site.paths()) == paths


def test_an_empty_site_has_no_paths(site: Site) -> None:
    assert list(site.paths()) == []


@pytest.mark.parametrize("path", OUTSIDE, ids=repr)
def test_a_path_that_leaves_the_site_is_refused(site: Site, path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        site.read(path)
    with pytest.raises(ValueError, match="path"):
        site.put(a_document(path), etag=None)
    with pytest.raises(ValueError, match="path"):
        site.remove(path)


# ── racing writers ──


def test_of_racing_threads_with_the_same_etag_one_is_told_that_it_wrote(site: Site) -> None:
    site.put(a_document(text="old"), etag=None)
    held = site.read("index.html")
    assert held is not None
    rivals = [a_document(text=f"rival {number}") for number in range(16)]
    with ThreadPoolExecutor(len(rivals)) as pool:
        won = list(pool.map(lambda rival: site.put(rival, etag=held.etag), rivals))
    assert won.count(True) == 1
    again = site.read("index.html")
    assert again is not None
    assert again.body == rivals[won.index(True)].body


def test_of_racing_processes_one_is_told_that_it_wrote(place: SitePlace, crowd: Crowd) -> None:
    rounds = 40
    won = crowd.race(race_to_put, place, rounds=rounds)
    told = list(zip(*won, strict=True))
    assert [each.count(True) for each in told] == [1] * rounds
    held = [place.open().read(f"{number}.html") for number in range(rounds)]
    assert [document.body.decode() for document in held if document] == [f"rival {each.index(True)}" for each in told]


def test_no_step_of_racing_processes_is_lost(place: SitePlace, crowd: Crowd) -> None:
    place.open().put(a_document("count.txt", "0"), etag=None)
    crowd.all_do(race_to_count, place, rounds=25)
    held = place.open().read("count.txt")
    assert held is not None
    assert int(held.body) == 25 * crowd.SIZE


def test_a_reader_never_sees_half_of_a_document(site: Site) -> None:
    whole = {str(number).encode() * 200_000 for number in range(10)}

    def write() -> None:
        for body in whole:
            held = site.read("index.html")
            assert site.put(a_document(text=body.decode()), etag=held.etag if held else None)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            held = site.read("index.html")
            assert held is None or held.body in whole
        writing.result()


# ── failing ──


@on_disk
def test_a_full_device_leaves_the_old_document(place: SiteOnDisk, site: Site) -> None:
    site.put(a_document(text="old"), etag=None)
    held = site.read("index.html")
    assert held is not None
    with place.full(), pytest.raises(DiskFull):  # type: ignore[attr-defined]
        site.put(a_document(text="new"), etag=held.etag)
    with place.full(), pytest.raises(DiskFull):  # type: ignore[attr-defined]
        site.put(a_document("new.html"), etag=None)
    assert site.read("index.html") == held
    assert list(site.paths()) == ["index.html"]


CALLS: list[Callable[[Site], object]] = [
    lambda site: site.read("index.html"),
    lambda site: site.put(a_document(), etag=None),
    lambda site: site.remove("index.html"),
    lambda site: list(site.paths()),
]


@pytest.mark.parametrize("call", CALLS)
def test_any_other_failure_is_a_store_error_with_its_cause(
    place: SitePlace, site: Site, call: Callable[[Site], object]
) -> None:
    place.break_down()
    with pytest.raises(StoreError) as caught:
        call(site)
    assert caught.value.__cause__ is not None


@on_disk
def test_a_document_where_a_folder_lies_is_a_store_error(site: Site) -> None:
    site.put(a_document("a/index.html"), etag=None)
    with pytest.raises(StoreError):
        site.put(a_document("a"), etag=None)


# ── dying ──


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_documents(place: SitePlace, run_and_kill: Callable[..., None]) -> None:
    for _ in range(3):
        before = place.open().read("index.html")
        run_and_kill(put_for_ever, place, begun=lambda before=before: place.open().read("index.html") != before)
        site = place.open()
        held = site.read("index.html")
        assert held is not None
        number, _, _ = held.body.partition(b"\n")
        assert held.body == (number + b"\n") * 30_000
        assert list(site.paths()) == ["index.html"]
        assert site.put(a_document(text="still to be written"), etag=held.etag)
