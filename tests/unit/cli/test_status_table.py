"""What `status` prints for a person."""

from __future__ import annotations

import io
from collections import Counter

from rich.console import Console

from afterprint.cli.status import Standing, show


def test_the_articles_of_a_source_are_counted_by_state_withdrawn_ones_among_them() -> None:
    printed = io.StringIO()
    counts = Counter({"watched": 7, "withdrawn": 3})
    nothing = Standing(articles={"paper": counts}, lists=[], hosts=[], doubts=[], waiting={}, due=0, open_work=0)
    show(nothing, Console(file=printed, width=120))
    heading, row = (line.split() for line in printed.getvalue().splitlines() if "withdrawn" in line or "paper" in line)
    assert row[heading.index("withdrawn")] == "3"
