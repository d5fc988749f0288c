from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from afterprint.errors import DirectoryInUse, StoreError
from afterprint.local.owner import own

OWN_AND_WAIT = """
import sys, pathlib
from afterprint.local.owner import own
with own(pathlib.Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.read()
"""


def other_owner(directory: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", OWN_AND_WAIT, str(directory), "--port", "8780"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "mine\n"
    return process


def test_a_directory_is_made_and_owned(tmp_path: Path) -> None:
    with own(tmp_path / "new" / "data"):
        text = (tmp_path / "new" / "data" / "owner.lock").read_text()
    assert f"process {os.getpid()}\n" in text
    assert "UTC" in text


def test_a_second_owner_is_told_who_the_first_one_is(tmp_path: Path) -> None:
    process = other_owner(tmp_path)
    try:
        with pytest.raises(DirectoryInUse) as caught, own(tmp_path):
            pytest.fail("owned twice")
    finally:
        process.communicate("")
    assert f"process {process.pid}" in caught.value.owner
    assert "--port 8780" in caught.value.owner
    assert str(tmp_path) in str(caught.value)


def test_a_killed_owner_leaves_the_directory_free(tmp_path: Path) -> None:
    process = other_owner(tmp_path)
    process.kill()
    process.communicate()
    with own(tmp_path):
        assert f"process {os.getpid()}" in (tmp_path / "owner.lock").read_text()


def test_a_directory_is_free_again_after_the_block_and_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), own(tmp_path):
        raise KeyError
    with own(tmp_path):
        pass
    with own(tmp_path):
        pass


def test_one_process_does_not_own_a_directory_twice(tmp_path: Path) -> None:
    with own(tmp_path), pytest.raises(DirectoryInUse), own(tmp_path):
        pytest.fail("owned twice")


def test_a_directory_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"owner\.lock"), own(tmp_path / "file"):
        pytest.fail("owned a file")
