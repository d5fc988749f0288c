"""Make `.venv-runtime`: Lambda's runtime client and emulator, on the Python that the template names.

Run by `make runtime`. That Python is looked for as `python3.13` and among pyenv's; where there is none, this says so
and exits with 3, and makes nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "infra" / "runtime" / "requirements.txt"
TARGET = ROOT / ".venv-runtime"
VERSION = "3.13"
NOT_FOUND = 3


def interpreter() -> str | None:
    """A Python of the version that the functions run on; None where this machine has none."""
    return next((path for path in _candidates() if _is_wanted(path)), None)


def _candidates() -> Iterator[str]:
    yield sys.executable
    if found := shutil.which(f"python{VERSION}"):
        yield found
    yield from map(str, sorted(Path.home().glob(f".pyenv/versions/{VERSION}.*/bin/python{VERSION}"), reverse=True))


def _is_wanted(path: str) -> bool:
    ask = "import sys; sys.exit(sys.version_info[:2] != ({}, {}))".format(*VERSION.split("."))
    return subprocess.run([path, "-c", ask], check=False, capture_output=True).returncode == 0


def main() -> int:
    python = interpreter()
    if python is None:
        print(f"no Python {VERSION} was found: install it, so that `python{VERSION}` runs", file=sys.stderr)
        return NOT_FOUND
    shutil.rmtree(TARGET, ignore_errors=True)
    subprocess.run([python, "-m", "venv", str(TARGET)], check=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    subprocess.run([str(TARGET / "bin" / "python"), *install, "-r", str(REQUIREMENTS)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
