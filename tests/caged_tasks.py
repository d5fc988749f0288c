"""Tasks that behave as badly as a parser can, for the tests of the cage; and some that behave."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from afterprint.errors import BadFeed, NotAnArticle


def echo(body: bytes, url: str, fields: Mapping[str, str]) -> list[object]:
    return [body, url, dict(fields)]


def process(body: bytes, url: str, fields: Mapping[str, str]) -> int:
    return os.getpid()


def environment(body: bytes, url: str, fields: Mapping[str, str]) -> list[str]:
    return sorted(os.environ)


def spin(body: bytes, url: str, fields: Mapping[str, str]) -> None:
    while True:
        pass


def sleep(body: bytes, url: str, fields: Mapping[str, str]) -> None:
    time.sleep(float(body or b"3600"))


def swell(body: bytes, url: str, fields: Mapping[str, str]) -> int:
    held = [bytes(1_000_000) for _ in range(100_000)]
    return len(held)


def die(body: bytes, url: str, fields: Mapping[str, str]) -> None:
    os.kill(os.getpid(), int(body))


def die_once(body: bytes, url: str, fields: Mapping[str, str]) -> str:
    mark = Path(body.decode())
    if not mark.exists():
        os.mkdir(mark)  # a folder, since a file's bytes cannot be written here
        os._exit(9)
    return "alive"


def recurse(body: bytes, url: str, fields: Mapping[str, str]) -> object:
    return recurse(body, url, fields)


def chatter(body: bytes, url: str, fields: Mapping[str, str]) -> str:
    print("what a library prints", flush=True)
    os.write(1, b"\0\0\0\1")
    print("and complains", file=sys.stderr, flush=True)
    return "done"


def flood(body: bytes, url: str, fields: Mapping[str, str]) -> bytes:
    return bytes(int(body))


def refuse(body: bytes, url: str, fields: Mapping[str, str]) -> None:
    raise NotAnArticle(url, "wall")


def refuse_feed(body: bytes, url: str, fields: Mapping[str, str]) -> None:
    raise BadFeed(url, "not a feed")


def write(body: bytes, url: str, fields: Mapping[str, str]) -> None:
    Path(body.decode()).write_bytes(b"something")


def untellable(body: bytes, url: str, fields: Mapping[str, str]) -> str:
    return "\ud800"


TASKS = {
    task.__name__: task
    for task in (
        echo, process, environment, spin, sleep, swell, die, die_once, recurse, chatter, flood, refuse, refuse_feed,
        write, untellable,
    )
}  # fmt: skip
