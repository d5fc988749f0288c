"""How long each of the stack's functions takes to start from cold: a new process that imports its door."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.timing import Figure

ROOT = Path(__file__).resolve().parents[1]
STARTS = 5
MEASURED = """
import sys, time
started = time.perf_counter()
{imports}
took = time.perf_counter() - started
memory = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(took, int(memory) / 1024, len(sys.modules))
"""


def figures() -> Iterator[Figure]:
    """Milliseconds (the median), megabytes and modules of each door; a client of botocore alone beside them.

    Measured with the interpreter and the packages at hand, against moto on loopback, with compiled code in its cache.
    """
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "stack"), str(ROOT / "infra")]
    from doors import NAMES, run

    alone = "from afterprint.aws.clients import client; client('s3')"
    imports = {"a client alone": alone} | {name: f"import handlers.{name}" for name in NAMES}
    for name, line in imports.items():
        code = MEASURED.format(imports=line)
        told = [run(code).stdout.strip().splitlines()[-1].split() for _ in range(STARTS)]
        yield Figure(f"{name}: import", statistics.median(float(each[0]) for each in told) * 1000, "ms")
        yield Figure(f"{name}: memory", max(float(each[1]) for each in told), "MB")
        yield Figure(f"{name}: modules", max(float(each[2]) for each in told), "modules")
