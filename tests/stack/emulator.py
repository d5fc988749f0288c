"""Lambda's runtime emulator: the packed function in Lambda's own Python runtime, invoked over HTTP as Lambda does it.

The emulator and the runtime's client have an environment of their own, `.venv-runtime` (`make runtime` makes it), with
the Python that the template names. The function's folder is all that it can import beside them.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pack

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / ".venv-runtime"
PYTHON = RUNTIME / "bin" / "python"
ARTEFACTS = ROOT / "build" / "x86_64"
WAIT_SECONDS = 60
INVOKE = "http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
READ_FROM_COLD = """
import importlib, resource, sys
sys.path.insert(0, sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF)
importlib.import_module("handlers." + sys.argv[2])
after = resource.getrusage(resource.RUSAGE_SELF)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(seconds * 1000, int(peak) / 1024, len(sys.modules))
"""


def is_there() -> bool:
    """Whether the emulator can be run here."""
    return PYTHON.exists() and emulator() is not None


def emulator() -> Path | None:
    return next(RUNTIME.glob("lib/*/site-packages/samcli/local/rapid/aws-lambda-rie-x86_64"), None)


def packed(name: str) -> Path:
    """The folder of a function, packed for this machine's processor, as the build packs it for the template's."""
    folder = ARTEFACTS / name
    pack.pack(name, folder, architecture="x86_64")
    return folder


@dataclass(frozen=True)
class Running:
    """A function in the emulator: it starts from cold at its first invocation."""

    port: int
    log: Path

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """What the function answers to an event; where it failed, `errorMessage` and `errorType`."""
        request = urllib.request.Request(INVOKE.format(port=self.port), data=json.dumps(event).encode())
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
            return json.loads(answer.read())

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def cold_ms(self) -> float:
        """Milliseconds from the start of the runtime's process to its first question for work, as Lambda reports it."""
        return float(re.findall(r"INIT REPORT\(durationMs: ([\d.]+)\)", self.said())[0])


@contextmanager
def running(
    name: str, folder: Path, *, variables: Mapping[str, str], log: Path, seconds: int = 30
) -> Iterator[Running]:
    """The function `name` in the emulator, packed into `folder`; nothing is left running afterwards."""
    ours, theirs = _free_port(), _free_port()
    program = [str(emulator()), "--runtime-interface-emulator-address", f"127.0.0.1:{ours}"]
    program += ["--runtime-api-address", f"127.0.0.1:{theirs}", str(PYTHON), "-m", "awslambdaric"]
    environment = _lambdas_own(name, folder, seconds=seconds) | variables
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [*program, f"handlers.{name}.handler"],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(ours)
        yield Running(ours, log)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _lambdas_own(name: str, folder: Path, *, seconds: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TZ": ":UTC",
        "LAMBDA_TASK_ROOT": str(folder),
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(seconds),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "PYTHONDONTWRITEBYTECODE": "1",  # as where the function's folder cannot be written
    }


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


@dataclass(frozen=True)
class Took:
    """What an import took: computing time, which a busy machine does not lengthen much, and the most memory."""

    cpu_ms: float
    memory_mb: float
    modules: int


def read_from_cold(name: str, folder: Path, *, variables: Mapping[str, str]) -> Took:
    """What importing the packed handler takes by itself, in a new process."""
    environment = _lambdas_own(name, folder, seconds=30) | variables
    code = [str(PYTHON), "-c", READ_FROM_COLD, str(folder), name]
    done = subprocess.run(code, env=environment, capture_output=True, text=True, check=True, timeout=WAIT_SECONDS)
    cpu, memory, modules = done.stdout.strip().splitlines()[-1].split()
    return Took(float(cpu), float(memory), int(modules))
