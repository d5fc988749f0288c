"""One deadline for everything."""

from __future__ import annotations

import threading

import pytest

from afterprint.web.deadline import Deadline


def test_a_call_in_time_gives_its_result() -> None:
    assert Deadline(5).call(str.upper, "a") == "A"


def test_what_a_call_raises_is_raised_to_the_caller() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Deadline(5).call(int, "a")


def test_a_call_that_takes_too_long_is_left_behind() -> None:
    release = threading.Event()
    with pytest.raises(TimeoutError):
        Deadline(0.02).call(lambda _: release.wait(5), "a")
    release.set()


def test_once_it_has_passed_nothing_is_left() -> None:
    deadline = Deadline(0)
    assert deadline.remainder() == 0
    with pytest.raises(TimeoutError):
        deadline.left()
