"""Parsing in a cage: what strangers wrote is parsed in a process of its own, under limits of time and memory.

A page that makes a parser spin, swell or crash costs its own reading and a child process, nothing else. The child is
a fresh Python that was told nothing (`python -m afterprint.cage`), not a fork: forking a process with threads is
unsafe. It lives long, so that a reading costs little more than a trip through a pipe; what comes back is decoded
strictly by its type, never unpickled.

    wire.py     frames through a pipe, by a deadline
    child.py    inside: limits, then one job after another
    tasks.py    inside: the readings that are known by name
    cage.py     outside: the children, their ends and their successors
    reader.py   outside: ports.Reader, caged or in this process
"""

from afterprint.cage.cage import Cage, shared
from afterprint.cage.child import Job, Limits
from afterprint.cage.reader import CagedReader, DirectReader

__all__ = ["Cage", "CagedReader", "DirectReader", "Job", "Limits", "shared"]
