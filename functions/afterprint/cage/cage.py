"""Outside the cage: children that parse, each watched by a deadline, and replaced when it is ended or ends."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from functools import cache
from typing import TypeVar

import msgspec

from afterprint.cage.child import DONE, NO_ARTICLE, NO_FEED, NO_ROOM, Job, Limits
from afterprint.cage.wire import Closed, TooLate, Wire
from afterprint.errors import AfterprintError, BadFeed, CageBroken, NotAnArticle

T = TypeVar("T")

TASKS = "afterprint.cage.tasks"
START_SECONDS = 60.0
GRACE_SECONDS = 2.0
"""The child's own timers ring first; so much later the parent ends it."""

_RUNG = (-signal.SIGPROF, -signal.SIGALRM)
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")  # no credentials among them


class ParserFailed(AfterprintError):
    """The parser took too long or too much (`too_heavy`), or failed in a way that it does not know of itself."""

    def __init__(self, how: str, *, too_heavy: bool) -> None:
        self.too_heavy = too_heavy
        super().__init__(how)


class Cage:
    """A few children that parse; may be used by several threads, each of which waits until a child is free.

    `tasks` names the module whose table TASKS the children serve. Children are started when first needed, and those
    that ended are waited for: none is left a zombie. `lost` counts the children that did not outlive a job, by the
    reason: `time`, `memory`, `death`. Where this process dies, its children end with their pipes, or by their own
    timers.
    """

    def __init__(self, tasks: str = TASKS, *, size: int | None = None, limits: Limits | None = None) -> None:
        self._tasks = tasks
        self._limits = limits or Limits()
        self._slots = threading.BoundedSemaphore(size or os.cpu_count() or 1)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._closed = False
        self.lost: Counter[str] = Counter()

    def run(self, job: Job, kind: type[T]) -> T:
        """What the task makes of the job, of type `kind`.

        Raises NotAnArticle and BadFeed as the task does, ParserFailed where it went over a limit or failed otherwise,
        and CageBroken where no child can be started.
        """
        frame = msgspec.msgpack.encode(job)
        with self._slots:
            reply = self._ask(self._idle_one() or self._start(), frame)
            if reply is None:  # perhaps an innocent job in a child that was killed from outside, or had swollen before
                reply = self._ask(self._start(), frame)
        if reply is None:
            raise ParserFailed("too heavy to read", too_heavy=True)
        code, said = reply[:1], reply[1:]
        if code == DONE:
            return _decoded(said, kind)
        if code == NO_ARTICLE:
            reason, _, rule = _text(said).partition(" ")
            raise NotAnArticle(job.url, reason, rule)
        if code == NO_FEED:
            raise BadFeed(job.url, _text(said))
        raise ParserFailed(f"the parser failed: {_text(said)}", too_heavy=False)

    def close(self) -> None:
        """End every child. Jobs under way fail with ParserFailed or CageBroken."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for child in idle:
            child.end()
        for child in busy:
            child.kill()  # the thread that waits for it does the rest

    def _ask(self, child: _Child, frame: bytes) -> bytes | None:
        """The child's reply; None where it died or found no room. Raises ParserFailed where it ran out of time."""
        reply, loss = None, ""
        try:
            reply = child.ask(frame, seconds=self._limits.wall_s + GRACE_SECONDS)
            loss = "memory" if reply == NO_ROOM else ""
        except TooLate:
            loss = "time"
        except Closed:
            loss = "time" if child.ended() in _RUNG else "death"
        finally:
            # Whatever came between (an interrupt), a child that did not reply is in the middle of something.
            self._put_back(child, usable=reply is not None and not loss)
        if loss:
            with self._lock:
                self.lost[loss] += 1
        if loss == "time":
            raise ParserFailed("too heavy to read: out of time", too_heavy=True)
        return None if loss else reply

    def _idle_one(self) -> _Child | None:
        with self._lock:
            child = self._idle.pop() if self._idle else None
            if child is not None:
                self._busy.add(child)
        return child

    def _start(self) -> _Child:
        child = _Child(self._tasks, self._limits)
        with self._lock:
            self._busy.add(child)
        try:
            if self._closed:
                raise CageBroken("it was closed")
            child.await_ready()
        except BaseException:
            self._put_back(child, usable=False)
            raise
        return child

    def _put_back(self, child: _Child, *, usable: bool) -> None:
        with self._lock:
            self._busy.discard(child)
            kept = usable and not self._closed
            if kept:
                self._idle.append(child)
        if not kept:
            child.end()


class _Child:
    """One child process and the wire to it."""

    def __init__(self, tasks: str, limits: Limits) -> None:
        told = msgspec.json.encode(limits).decode()
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very Python and our own module
                [sys.executable, "-P", "-m", "afterprint.cage", tasks, told],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=environment | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                start_new_session=True,  # Ctrl-C is for the parent to act on
            )
        except OSError as error:
            raise CageBroken(f"no child can be started: {error}") from error
        self._pipes = [pipe for pipe in (self._process.stdin, self._process.stdout) if pipe is not None]
        writes, reads = (pipe.fileno() for pipe in self._pipes)
        self._wire = Wire(reads=reads, writes=writes, waits=False)

    def await_ready(self) -> None:
        """Return when the parsers are loaded. Raises CageBroken where they cannot be."""
        try:
            said = self._wire.receive(until=time.monotonic() + START_SECONDS)
        except (Closed, TooLate) as error:
            raise CageBroken("its child did not start") from error
        if said != DONE:
            raise CageBroken(f"its child did not start: {_text(said[1:])}")

    def ask(self, frame: bytes, *, seconds: float) -> bytes:
        """Raises Closed where the child died, TooLate."""
        until = time.monotonic() + seconds
        self._wire.send(frame, until=until)
        return self._wire.receive(until=until)

    def kill(self) -> None:
        self._process.kill()

    def ended(self) -> int:
        """How a child that closed its pipe ended: its exit status, or the signal's number below zero."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(1)
        self._process.kill()
        return self._process.wait()

    def end(self) -> None:
        """End the child, if it has not ended, and wait for it."""
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes:
            with suppress(OSError):
                pipe.close()


@cache
def shared() -> Cage:
    """The one cage of this process, however many worlds it opens; ended with it."""
    cage = Cage()
    atexit.register(cage.close)
    return cage


def _decoded(value: bytes, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(value, type=kind)
    except (msgspec.DecodeError, ValueError) as error:  # not what a sound child says
        raise ParserFailed(f"the parser said what it cannot mean: {error}", too_heavy=False) from error


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace")[:500]
