"""Inside the cage: take limits, say that all is ready, then do one job after another until the pipe closes."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from afterprint.cage.wire import LONGEST, Closed, Wire
from afterprint.errors import BadFeed, NotAnArticle

DONE, NO_ARTICLE, NO_FEED, NO_ROOM, FAULT = b"D", b"A", b"F", b"M", b"X"
"""How a reply begins: the value (MessagePack) follows, or the reason in UTF-8."""

_MEGABYTE = 1024 * 1024

Task = Callable[[bytes, str, Mapping[str, str]], object]
"""Body, URL and the answer's header fields (lower-case names) to a value that can be told through the pipe."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One reading: the name of a task, and what it is given."""

    task: str
    body: bytes
    url: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one job may take: seconds of processor time, seconds at all, and megabytes beyond the idle child's own."""

    cpu_s: float = 10
    wall_s: float = 30
    memory_mb: int = 512


def main(tasks: str, limits: Limits) -> None:
    """Serve the jobs that come through standard input, by the table TASKS of the module `tasks`."""
    wire = Wire(reads=0, writes=_keep_output_clean(), waits=True)
    with suppress(Closed):  # whoever asked is gone
        try:
            known: Mapping[str, Task] = importlib.import_module(tasks).TASKS
            _limit(limits)
        except Exception as error:  # noqa: BLE001 - said to whoever started this, who cannot see it otherwise
            wire.send(FAULT + f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
            return
        wire.send(DONE)
        while True:
            job = msgspec.msgpack.decode(wire.receive(), type=Job)
            # Whatever is still at work when a timer rings is ended by the kernel, though the parent be gone.
            signal.setitimer(signal.ITIMER_PROF, limits.cpu_s)
            signal.setitimer(signal.ITIMER_REAL, limits.wall_s)
            reply = _reply(known[job.task], job)
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            wire.send(reply)


def _reply(task: Task, job: Job) -> bytes:
    try:
        reply = DONE + msgspec.msgpack.encode(task(job.body, job.url, job.fields))
    except NotAnArticle as error:
        return NO_ARTICLE + f"{error.reason} {error.rule}".encode()
    except BadFeed as error:
        return NO_FEED + error.why.encode("utf-8", "replace")
    except MemoryError:
        return NO_ROOM
    except Exception as error:  # noqa: BLE001 - a fault that a page brought out of a parser costs that page only
        return FAULT + type(error).__name__.encode()
    return reply if len(reply) <= LONGEST else NO_ROOM


def _keep_output_clean() -> int:
    """A descriptor for replies alone: what any library prints goes where errors go."""
    replies = os.dup(1)
    os.dup2(2, 1)
    return replies


def _limit(limits: Limits) -> None:
    """Cap memory from here on; nothing is written to disk, no core neither."""
    room = _address_space() + limits.memory_mb * _MEGABYTE
    for what, most in ((resource.RLIMIT_AS, room), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # where the system knows no such limit, the time limits remain
            resource.setrlimit(what, (least, least))


def _address_space() -> int:
    """Bytes of address space in use."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1024 * _MEGABYTE


def from_command_line() -> None:
    """`python -m afterprint.cage TASKS LIMITS`, the limits as JSON."""
    tasks, limits = sys.argv[1:3]
    main(tasks, msgspec.json.decode(limits, type=Limits))
