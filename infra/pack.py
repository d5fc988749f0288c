"""Builds what the template packs: build/functions/NAME for each function, and build/watchlist.

Wheels come from the lock file, by their hashes, for Lambda's processor and Python; nothing is compiled here. Every
file gets the same time, so that the same content makes the same archive and an unchanged function is not deployed
again. Ends with code 2 where the watchlist has mistakes (told as the command line tells them), 1 where a function has
grown too large or holds anything that was built for another processor. `--architecture x86_64` packs the same for the
processor that most machines have, to be run there.
Usage: python infra/pack.py [--out build] [--architecture arm64] [--python 3.13] [NAME …]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packages import FUNCTIONS, LARGEST_MB, LEFT_OUT, SERVICES

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-dev.txt"
WATCHLIST = ROOT / "infra" / "watchlist" / "watchlist.toml"
PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}
"""As Lambda names processors, and as uv does. Lambda's system has glibc 2.34; one package has no older wheels."""
ELF_MACHINES = {"aarch64": 183, "x86_64": 62}
ARCHITECTURE = "arm64"  # as the template's Architectures
RUNTIME = ROOT / ".venv-runtime"  # has that Python, where `make runtime` made it
PYTHON = "3.13"  # as the template's Runtime
LONG_AGO = 315_619_200  # 1980-01-02, the first day that every ZIP can tell
MEGABYTE = 1_000_000
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc", *LEFT_OUT)


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    if mistakes := check_watchlist():
        print(mistakes, file=sys.stderr)
        return 2
    pack_watchlist(options.out / "watchlist")
    wrong: list[str] = []
    for name in options.names or FUNCTIONS:
        folder = options.out / "functions" / name
        pack(name, folder, architecture=options.architecture, python=options.python)
        size = size_of(folder)
        print(f"{name:<10}{size / MEGABYTE:7.1f} MB  (at most {LARGEST_MB[name]})")
        wrong += [f"{name}: too large"] if size > LARGEST_MB[name] * MEGABYTE else []
        foreign = foreign_wheels(folder, architecture=options.architecture)
        wrong += [f"{name}: not for {options.architecture}: {each}" for each in foreign]
    for each in wrong:
        print(each, file=sys.stderr)
    return int(bool(wrong))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build what the template packs.")
    parser.add_argument("names", nargs="*", choices=[[], *FUNCTIONS], help="functions; all of them by default")
    parser.add_argument("--out", type=Path, default=ROOT / "build")
    parser.add_argument("--architecture", default=ARCHITECTURE, choices=PLATFORMS, help="as the template names it")
    parser.add_argument("--python", default=PYTHON)
    return parser.parse_args(arguments)


def check_watchlist(path: Path = WATCHLIST) -> str:
    """Every mistake of the watchlist, a line each; empty where there is none."""
    from afterprint.errors import WatchlistError
    from afterprint.watchlist import load_watchlist

    try:
        load_watchlist(path)
    except WatchlistError as error:
        return str(error)
    return ""


def pack_watchlist(folder: Path) -> None:
    """The layer: the watchlist, which functions find as /opt/watchlist.toml."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(WATCHLIST, folder / "watchlist.toml")
    level_times(folder)


def pack(name: str, folder: Path, *, architecture: str = ARCHITECTURE, python: str = PYTHON) -> None:
    """One function: its packages, ours, and its own door."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    install(FUNCTIONS[name], folder, platform=PLATFORMS[architecture], python=python)
    thin_out(folder)
    shutil.copytree(ROOT / "functions" / "afterprint", folder / "afterprint", ignore=IGNORED)
    (folder / "handlers").mkdir()
    for file in ("__init__.py", f"{name}.py"):
        shutil.copyfile(ROOT / "functions" / "handlers" / file, folder / "handlers" / file)
    compile_all(folder, python=python)
    level_times(folder)


def compile_all(folder: Path, *, python: str) -> None:
    """Compile everything, as Lambda cannot keep what it compiles: a start from cold would do it all, each time anew.

    The compiled files are valid by themselves (PEP 552, unchecked), whatever the times of their sources. They need the
    very Python that runs them; where that is not on this machine, it is told and left out.
    """
    uv = [sys.executable, "-m", "uv", "python", "find", python]
    here = os.environ | ({"VIRTUAL_ENV": str(RUNTIME)} if RUNTIME.exists() else {})
    found = subprocess.run(uv, env=here, capture_output=True, text=True, check=False)
    if found.returncode:
        print(f"Python {python} is not here, so starts will take longer: uv python install {python}", file=sys.stderr)
        return
    compiling = [
        "-m",
        "compileall",
        "-q",
        "--invalidation-mode",
        "unchecked-hash",
        "-s",
        str(folder),
        "-p",
        "/var/task",
    ]
    subprocess.run([found.stdout.strip(), *compiling, str(folder)], stdout=subprocess.DEVNULL, check=False)


def install(names: tuple[str, ...], folder: Path, *, platform: str, python: str) -> None:
    """Wheels of exactly these packages, as locked."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as chosen:
        chosen.write(locked(names))
        chosen.flush()
        uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(folder)]
        wheels = ["--python-platform", platform, "--python-version", python, "--only-binary", ":all:"]
        exact = ["--no-deps", "--require-hashes", "--requirement", chosen.name]
        subprocess.run([*uv, *wheels, *exact], check=True)


def locked(names: tuple[str, ...]) -> str:
    """The lock file's entries of these packages. Raises KeyError where one is not locked."""
    entries = re.split(r"^(?=[a-z0-9])", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    by_name = {entry.split("==")[0].split("[")[0]: entry for entry in entries if "==" in entry}
    return "".join(by_name[name] for name in names)


def thin_out(folder: Path) -> None:
    """Drop what no function reads: descriptions of other services, tests, scripts."""
    for service in (folder / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    for dropped in ("bin", "boto3/examples", "boto3/data", "_cffi_backend.pyi"):
        shutil.rmtree(folder / dropped, ignore_errors=True)
    for cache in folder.rglob("__pycache__"):
        shutil.rmtree(cache)
    (folder / ".lock").unlink(missing_ok=True)
    for record in folder.glob("*.dist-info/RECORD"):
        record.unlink()  # names what was dropped


def foreign_wheels(folder: Path, *, architecture: str) -> list[str]:
    """What is not for this processor: wheels by their tags, and shared objects by their ELF headers."""
    machine = PLATFORMS[architecture].partition("-")[0]
    foreign = []
    for wheel in folder.glob("*.dist-info/WHEEL"):
        tags = re.findall(r"^Tag: \S+-(\S+)$", wheel.read_text(encoding="utf-8"), re.MULTILINE)
        if not any(tag == "any" or tag.endswith(machine) for tag in tags):
            foreign.append(wheel.parent.name)
    objects = (path for path in folder.rglob("*.so*") if path.is_file())
    return sorted([*foreign, *(str(each.relative_to(folder)) for each in objects if not _is_for(each, machine))])


def _is_for(library: Path, machine: str) -> bool:
    """Whether a shared object is for this processor: `e_machine` in its ELF header, two bytes from the 18th on."""
    with library.open("rb") as file:
        header = file.read(20)
    return header[:4] == b"\x7fELF" and int.from_bytes(header[18:20], "little") == ELF_MACHINES[machine]


def level_times(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (LONG_AGO, LONG_AGO))


def size_of(folder: Path) -> int:
    """Bytes in all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
