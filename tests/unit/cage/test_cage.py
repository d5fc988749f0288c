"""The cage, with tasks inside that spin, swell, die and lie."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from afterprint.cage import Cage, Job, Limits
from afterprint.cage.cage import ParserFailed
from afterprint.errors import BadFeed, CageBroken, NotAnArticle

URL = "https://north-herald.example/news/ferry"
TESTS = Path(__file__).parents[2]
QUICK = Limits(cpu_s=0.2, wall_s=0.4, memory_mb=64)


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    cage = Cage("caged_tasks", size=1, limits=QUICK)
    yield cage
    cage.close()


def children_of(pid: int) -> list[int]:
    """The child processes of a process."""
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [each for each in found if _stat(each)[1:2] == [str(pid)]]


def is_gone(pid: int) -> bool:
    """Whether a process has ended, though nobody may have asked how."""
    return _stat(pid)[:1] in ([], ["Z"])


def _stat(pid: int) -> list[str]:
    """State, parent and so on; empty where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def run(cage: Cage, task: str, body: bytes = b"", kind: Any = object) -> Any:
    return cage.run(Job(task=task, body=body, url=URL, fields={"content-type": "text/html"}), kind)


def lost(cage: Cage, task: str, body: bytes = b"") -> tuple[ParserFailed, dict[str, int]]:
    """How a job failed, and the children that it cost; another job goes well right after."""
    before = cage.lost.copy()
    with pytest.raises(ParserFailed) as failed:
        run(cage, task, body)
    assert run(cage, "echo", b"alive")[0] == b"alive"
    return failed.value, dict(cage.lost - before)


def test_what_a_task_is_given_and_gives_comes_through_whole(cage: Cage) -> None:
    body = bytes(range(256)) * 20_000
    assert run(cage, "echo", body) == [body, URL, {"content-type": "text/html"}]


def test_one_child_does_many_jobs(cage: Cage) -> None:
    assert len({run(cage, "process", kind=int) for _ in range(5)}) == 1


def test_errors_of_the_task_are_its_own(cage: Cage) -> None:
    with pytest.raises(NotAnArticle) as refused:
        run(cage, "refuse")
    assert (refused.value.url, refused.value.reason) == (URL, "wall")
    with pytest.raises(BadFeed) as bad:
        run(cage, "refuse_feed")
    assert (bad.value.url, bad.value.why) == (URL, "not a feed")


def test_a_parser_that_spins_costs_its_page_and_a_child(cage: Cage) -> None:
    error, children = lost(cage, "spin")
    assert (error.too_heavy, children) == (True, {"time": 1})


def test_a_parser_that_waits_for_ever_is_ended_too(cage: Cage) -> None:
    error, children = lost(cage, "sleep")
    assert (error.too_heavy, children) == (True, {"time": 1})


@pytest.mark.slow
def test_a_child_that_its_own_timers_do_not_end_is_ended_from_outside(cage: Cage) -> None:
    os.kill(run(cage, "process", kind=int), signal.SIGSTOP)
    before = time.monotonic()
    error, children = lost(cage, "echo")
    assert (error.too_heavy, children) == (True, {"time": 1})
    assert time.monotonic() - before < 30


def test_a_parser_that_swells_costs_its_page_and_its_children(cage: Cage) -> None:
    error, children = lost(cage, "swell")
    assert (error.too_heavy, children) == (True, {"memory": 2})


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_parser_that_crashes_costs_its_page_and_its_children(cage: Cage, number: signal.Signals) -> None:
    error, children = lost(cage, "die", str(int(number)).encode())
    assert (error.too_heavy, children) == (True, {"death": 2})


def test_a_child_killed_from_outside_while_idle_costs_no_page(cage: Cage) -> None:
    os.kill(run(cage, "process", kind=int), signal.SIGKILL)
    assert run(cage, "echo", b"next")[0] == b"next"


def test_a_child_killed_from_outside_at_work_costs_no_page(cage: Cage, tmp_path: Path) -> None:
    assert run(cage, "die_once", str(tmp_path / "mark").encode(), str) == "alive"


def test_a_fault_of_the_parser_costs_its_page_only(cage: Cage) -> None:
    child = run(cage, "process", kind=int)
    error, children = lost(cage, "recurse")
    assert (str(error), error.too_heavy, children) == ("the parser failed: RecursionError", False, {})
    assert run(cage, "process", kind=int) == child


def test_what_cannot_be_told_through_the_pipe_is_a_fault(cage: Cage) -> None:
    error, _ = lost(cage, "untellable")
    assert "UnicodeEncodeError" in str(error)


def test_what_a_library_prints_does_not_get_among_the_replies(cage: Cage) -> None:
    assert run(cage, "chatter", kind=str) == "done"


def test_a_value_of_another_type_is_not_believed(cage: Cage) -> None:
    with pytest.raises(ParserFailed, match="cannot mean"):
        run(cage, "echo", kind=int)


def test_a_reply_beyond_all_measure_is_not_taken(tmp_path: Path) -> None:
    roomy = Cage("caged_tasks", size=1, limits=Limits(memory_mb=1000))
    try:
        error, _ = lost(roomy, "flood", str(65 * 1024 * 1024).encode())
    finally:
        roomy.close()
    assert error.too_heavy


def test_nothing_is_written_to_disk_inside(cage: Cage, tmp_path: Path) -> None:
    with pytest.raises(ParserFailed):
        run(cage, "write", str(tmp_path / "file").encode())
    assert (tmp_path / "file").read_bytes() == b""


def test_no_secret_of_the_environment_goes_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    cage = Cage("caged_tasks", size=1, limits=QUICK)
    try:
        assert "AWS_SECRET_ACCESS_KEY" not in run(cage, "environment", kind=list)
    finally:
        cage.close()


def test_threads_share_a_few_children(cage: Cage) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: run(cage, "echo", b"%d" % number)[0], range(64)))
        children = set(pool.map(lambda _: run(cage, "process", kind=int), range(8)))
    assert found == [b"%d" % number for number in range(64)]
    assert len(children) == 1


def test_closing_ends_every_child_and_leaves_no_zombie() -> None:
    closing = Cage("caged_tasks", size=2, limits=QUICK)
    child = run(closing, "process", kind=int)
    closing.close()
    assert not Path(f"/proc/{child}").exists()
    with pytest.raises(CageBroken):
        run(closing, "echo")


def test_a_child_that_cannot_start_is_no_fault_of_the_page() -> None:
    broken = Cage("no_such_tasks", size=1, limits=QUICK)
    with pytest.raises(CageBroken, match="no_such_tasks"):
        run(broken, "echo")


PARENT = """
import signal, sys, threading, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs in the background was born ignoring it
from afterprint.cage import Cage, Job, Limits
cage = Cage("caged_tasks", size=2, limits=Limits(cpu_s=1.5, wall_s=3))
busy = threading.Thread(target=lambda: cage.run(Job(task="spin", body=b"", url="x"), int), daemon=True)
busy.start()
time.sleep(0.3)
print(cage.run(Job(task="process", body=b"", url="x"), int), flush=True)
time.sleep(60)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_children_do_not_outlive_their_parent(number: signal.Signals) -> None:
    environment = os.environ | {"PYTHONPATH": str(TESTS)}
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    children = children_of(parent.pid)
    parent.send_signal(number)
    parent.wait(30)
    parent.stdout.close()
    assert len(children) == 2
    until = time.monotonic() + 10
    while not all(map(is_gone, children)):
        assert time.monotonic() < until, "a child outlives its parent"
        time.sleep(0.02)
