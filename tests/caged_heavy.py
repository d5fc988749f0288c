"""The cage's own tasks, but that a body may ask for a parser that spins or swells."""

from __future__ import annotations

from collections.abc import Mapping

from afterprint.cage import tasks
from afterprint.cage.child import Task
from caged_tasks import spin, swell


def heavy(task: Task) -> Task:
    """The task, which spins or swells where the body says so."""

    def run(body: bytes, url: str, fields: Mapping[str, str]) -> object:
        if b"SPIN" in body:
            spin(body, url, fields)
        if b"SWELL" in body:
            swell(body, url, fields)
        return task(body, url, fields)

    return run


TASKS = {name: heavy(task) for name, task in tasks.TASKS.items()}
