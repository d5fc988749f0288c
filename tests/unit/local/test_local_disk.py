from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from afterprint.errors import DiskFull, StoreError
from afterprint.local.disk import Drafts, failing, make_folder, names, place


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_want_of_room_is_disk_full(code: int) -> None:
    with pytest.raises(DiskFull, match="somewhere"), failing(Path("somewhere")):
        raise OSError(code, os.strerror(code))


def test_any_other_failure_names_the_path_and_the_reason() -> None:
    with pytest.raises(StoreError, match="somewhere: Input/output error") as caught, failing(Path("somewhere")):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    assert isinstance(caught.value.__cause__, OSError)


@pytest.mark.parametrize("path", ["", "..", "a/../b", "/a", "a/", "a//b", "./a", "a\\b", "a\0", "\udcff"], ids=repr)
def test_a_path_that_is_not_plain_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a path inside"):
        place(Path("/data"), path)


@pytest.mark.parametrize("path", ["a", "a/b.json", "..a/b..", "é/🚢.html"])
def test_a_plain_path_lies_below_the_root(path: str) -> None:
    assert place(Path("/data"), path) == Path("/data") / path


def test_a_draft_goes_at_the_end_of_its_block(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    with drafts.written(b"body") as draft:
        assert draft.read_bytes() == b"body"
    assert names(tmp_path / "drafts") == []


def test_a_draft_that_was_renamed_stays(tmp_path: Path) -> None:
    with Drafts(tmp_path / "drafts").written(b"body") as draft:
        draft.rename(tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == b"body"


def test_a_draft_that_cannot_be_written_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    make_folder(tmp_path / "drafts")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"), Drafts(tmp_path / "drafts").written(b"body"):
        pytest.fail("written")
    assert names(tmp_path / "drafts") == []


def test_a_sweep_takes_what_was_left_and_spares_what_is_being_written(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    (tmp_path / "4711-left").write_bytes(b"half a rec")
    with drafts.written(b"body") as draft:
        assert drafts.sweep() == 1
        assert names(tmp_path) == [draft.name]


def test_there_is_nothing_to_sweep_before_the_first_draft(tmp_path: Path) -> None:
    assert Drafts(tmp_path / "drafts").sweep() == 0


def test_names_are_sorted_and_odd_ones_are_passed_over(tmp_path: Path) -> None:
    for name in (b"b", b"a-b", b"a", b"back\\slash", b"\xff\xfe"):
        (tmp_path / os.fsdecode(name)).touch()
    assert names(tmp_path) == ["a", "a-b", "b"]


def test_every_new_folder_is_synced_into_the_one_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        synced.append(os.stat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    make_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path.stat().st_ino, (tmp_path / "a").stat().st_ino]
