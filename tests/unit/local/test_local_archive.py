from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from afterprint.errors import StoreError, Withdrawn
from afterprint.local.archive import FileArchive
from afterprint.messages import Message
from afterprint.tombstones import tombstones_of
from contract.adapters import to_nobody
from contract.makers import AN_ARTICLE, a_version


@pytest.fixture
def archive(tmp_path: Path) -> FileArchive:
    return FileArchive(tmp_path / "archive", announce=to_nobody)


def test_a_record_is_a_file_that_can_be_read_by_hand(archive: FileArchive) -> None:
    archive.add_version(a_version(headline="Fähre 🚢"))
    text = (archive.root / f"versions/{AN_ARTICLE.path}/000001.json").read_text(encoding="utf-8")
    assert json.loads(text)["text"]["headline"] == "Fähre 🚢"
    assert json.loads(text)["schema"] == 1
    assert "Fähre 🚢" in text
    assert text.endswith("}\n")


def test_a_tombstone_that_is_set_during_the_write_still_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    announced: list[Message] = []
    archive = FileArchive(tmp_path, announce=announced.append)
    link = os.link

    def link_and_withdraw(source: Any, target: Any) -> None:
        link(source, target)
        tombstone = tmp_path / "withdrawn" / AN_ARTICLE.path / "article.json"
        tombstone.parent.mkdir(parents=True)
        tombstone.write_text("{}")

    monkeypatch.setattr(os, "link", link_and_withdraw)
    with pytest.raises(Withdrawn):
        archive.add_version(a_version())
    assert not archive.has(a_version().key.path)
    assert announced == []


def test_the_one_who_lost_syncs_the_folder_too(archive: FileArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add_version(a_version())
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.stat(descriptor).st_ino))
    assert archive.add_version(a_version()) is False
    assert synced == [(archive.root / "versions" / AN_ARTICLE.path).stat().st_ino]


def test_leftovers_are_swept_and_never_listed(archive: FileArchive) -> None:
    archive.add_version(a_version())
    (archive.root / ".drafts" / "4711-left").write_bytes(b"half a rec")
    assert list(archive.version_keys()) == [a_version().key]
    assert archive.sweep_leftovers() == 1
    assert archive.sweep_leftovers() == 0


def test_opening_an_archive_makes_nothing(archive: FileArchive) -> None:
    assert list(archive.version_keys()) == []
    assert archive.sweep_leftovers() == 0
    assert not archive.root.exists()


def test_a_file_system_without_hard_links_is_a_store_error(
    archive: FileArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: Any, _target: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(StoreError, match="not permitted"):
        archive.add_version(a_version())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("versions/s/a/000001.json", ("withdrawn/s/a/article.json", "withdrawn/s/a/versions/000001.json")),
        (
            "readings/s/a/000001.r2.json",
            (
                "withdrawn/s/a/article.json",
                "withdrawn/s/a/versions/000001.json",
                "withdrawn/s/a/readings/000001.r2.json",
            ),
        ),
        ("changes/s/a/000000-000001.json", ("withdrawn/s/a/article.json", "withdrawn/s/a/changes/000000-000001.json")),
        ("events/s/a/000001.json", ("withdrawn/s/a/article.json", "withdrawn/s/a/events/000001.json")),
        ("snapshots/ab/abcd.gz", ("withdrawn/snapshots/ab/abcd.json",)),
    ],
)
def test_a_tombstone_is_named_after_what_it_covers(path: str, expected: tuple[str, ...]) -> None:
    assert tombstones_of(path) == expected


@pytest.mark.parametrize("path", ["", "versions", "versions/s/a", "site/s/a/index.html", "withdrawn/s/a/article.json"])
def test_only_records_have_tombstones(path: str) -> None:
    with pytest.raises(ValueError, match="not the path of a record"):
        tombstones_of(path)
