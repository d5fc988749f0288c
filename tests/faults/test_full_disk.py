"""A device that fills up: one clear message, nothing half-written, and the next tick with room goes on from there."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import afterprint.local.disk as disk
from afterprint.engine.runner import Engine
from afterprint.errors import DiskFull
from newsroom_day import newsroom_day, tree
from watching import Silent, Watched, feed, page, watching

pytestmark = pytest.mark.slow


class Filling:
    """The module `os`, on a device that takes so many writes of files, and of the last one only half."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.writes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def write(self, descriptor: int, body: memoryview) -> int:
        self.writes += 1
        if self.writes == self.room:
            return os.write(descriptor, body[: len(body) // 2])
        if self.writes > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return os.write(descriptor, body)


def assert_whole(folder: Path) -> None:
    """Every file is whole: records can be read, snapshots unpacked, pages end as they should."""
    for path, body in tree(folder).items():
        if path.endswith(".json"):
            json.loads(body)
        elif path.endswith(".gz"):
            gzip.decompress(body)
        elif path.endswith(".html"):
            assert body.rstrip().endswith(b"</html>"), path


def tick(watched: Watched, folder: Path) -> None:
    watched.folder = folder
    Engine(watched.world(), Silent()).tick()


def test_wherever_room_ends_nothing_is_half_written_and_a_tick_with_room_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watching(tmp_path) as watched:
        watched.serve({"/rss": feed(watched.url("/a"), watched.url("/b")), "/a": page("One"), "/b": page("Two")})
        watched.source(feeds=(watched.url("/rss"),))
        plenty = Filling(10**9)
        monkeypatch.setattr(disk, "os", plenty)
        tick(watched, tmp_path / "calm")
        calm = tree(tmp_path / "calm")
        for room in range(1, plenty.writes):
            folder = tmp_path / str(room)
            monkeypatch.setattr(disk, "os", Filling(room))
            with pytest.raises(DiskFull, match="no room left"):
                tick(watched, folder)
            assert_whole(folder)
            monkeypatch.setattr(disk, "os", plenty)
            tick(watched, folder)
            assert tree(folder) == calm, room


SCRIPT = """
set -u
mount -t tmpfs -o size=600k tmpfs "$1" || exit 77
run() { "$2" -m afterprint tick --watchlist "$3" --data "$1/data" --at "$4" --log plain 2>"$5"; echo "$?"; }
run "$1" "$2" "$3" "$4" "$5.full"
cp -r "$1/data" "$6.full"
mount -o remount,size=64m "$1"
run "$1" "$2" "$3" "$4" "$5.room"
cp -r "$1/data" "$6.room"
"""


def test_a_real_device_without_room_is_told_in_one_line(tmp_path: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("no unshare: no small file system can be made")
    small, errors, copies = tmp_path / "small", tmp_path / "errors", tmp_path / "copy"
    small.mkdir()
    with newsroom_day(tmp_path) as day:
        day.tick(tmp_path / "calm")
        words = [str(small), sys.executable, str(day.watchlist), day.now.isoformat(), str(errors), str(copies)]
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c", SCRIPT, "sh", *words], capture_output=True, text=True, check=False
        )
    if done.returncode in (1, 77) and not done.stdout:
        pytest.skip(f"no small file system can be mounted: {done.stderr.strip()}")
    assert done.stdout.split() == ["1", "0"], done.stderr
    told = Path(f"{errors}.full").read_text()
    assert "Traceback" not in told
    assert told.splitlines()[-1].startswith("afterprint: ")
    assert told.count("no room left on the device; free some, then run again") == 1
    assert_whole(Path(f"{copies}.full"))
    assert tree(Path(f"{copies}.room")) == tree(tmp_path / "calm")
