"""What a check and a change ask of AWS, counted while the stack runs; docs/costs.md shows the same figures."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from cloud.calls import Call
from cloud.cost import PRICES, dollars, units
from cloud.count import ARTICLES, HOSTS, ManyPapers
from cloud.watch import START, StackWatch, stack_watch
from local_server import LocalServer
from transformed import ROOT

pytestmark = pytest.mark.slow

CHECKS = HOSTS * ARTICLES
STEPS = ("schedule", "fetch", "diff", "publish", "notify")


@cache
def rounds() -> tuple[list[Call], list[Call]]:
    """The calls of a tick in which nothing changed, and of one in which one article did."""
    with LocalServer({}, address="127.0.0.2") as server, tempfile.TemporaryDirectory() as folder:
        papers = ManyPapers(server)
        with stack_watch(Path(folder), papers.watchlist) as watch:
            watch.settle(START)
            unchanged = look(watch, server)
            papers.edit((0, 0))
            changed = look(watch, server)
            assert not watch.troubles(), "; ".join(watch.troubles())
    return unchanged, changed


def look(watch: StackWatch, server: LocalServer) -> list[Call]:
    """Let three quarters of an hour pass, and look at every article once; the calls that this took."""
    watch.made.gate.calls.clear()
    server.log.clear()
    watch.next_tick(watch.clock.at + timedelta(minutes=45))
    assert len(server.log) == CHECKS
    return [call for call in watch.made.gate.calls if call.operation != "ReceiveMessage"]


def change() -> Counter[Call]:
    """The calls that the edit took beyond those of the check itself."""
    unchanged, changed = rounds()
    return Counter(changed) - Counter(unchanged)


def test_an_unchanged_check_writes_one_row_and_nothing_else() -> None:
    writes = Counter(call.about for call in rounds()[0] if call.service == "dynamodb" and "Put" in call.operation)
    assert writes == {"a": CHECKS, "due": HOSTS}
    assert not [call for call in rounds()[0] if call.service == "s3"]


def test_ten_hosts_share_one_message_each_and_one_function() -> None:
    sent = [call for call in rounds()[0] if call.operation == "SendMessageBatch"]
    assert [call.items for call in sent] == [HOSTS]


def test_what_a_check_asks_for_stays_within_bounds() -> None:
    assert len(rounds()[0]) / CHECKS <= 2.6
    assert dollars(units(rounds()[0])) / CHECKS * 1_000_000 <= 2.50


def test_what_a_change_asks_for_stays_within_bounds() -> None:
    calls = change()
    assert sum(calls.values()) <= 90
    assert sum(count for call, count in calls.items() if call.operation == "PutObject") <= 16
    assert dollars(units(calls.elements())) * 1000 <= 0.15


def test_the_page_on_costs_shows_what_was_counted() -> None:
    path = ROOT / "docs" / "costs.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for table in (calls_table(), units_table()):
        assert table in text, f"docs/costs.md should have:\n{table}"


def calls_table() -> str:
    """Calls by function."""
    check, edit = Counter(map(step, rounds()[0])), Counter(map(step, change().elements()))
    rows = [f"| {name} | {check[name] / CHECKS:.2f} | {edit[name]} |" for name in STEPS]
    total = f"| together | {check.total() / CHECKS:.2f} | {edit.total()} |"
    return "\n".join(["| function | calls an unchanged check | calls a change |", "|---|---|---|", *rows, total])


def units_table() -> str:
    """What is billed, and what it costs."""
    check, edit = units(rounds()[0]), units(change().elements())
    rows = [
        f"| {name} | {check[name] / CHECKS:.2f} | {million(check, name):.2f} "
        f"| {edit[name]} | {thousand(edit, name):.4f} |"
        for name in PRICES
        if check[name] or edit[name]
    ]
    total = f"| together | | {dollars(check) / CHECKS * 1e6:.2f} | | {dollars(edit) * 1000:.4f} |"
    head = "| billed | a check | USD a million checks | a change | USD a thousand changes |"
    return "\n".join([head, "|---|---|---|---|---|", *rows, total])


def million(billed: Mapping[str, int], name: str) -> float:
    return PRICES[name] * billed[name] / CHECKS


def thousand(billed: Mapping[str, int], name: str) -> float:
    return PRICES[name] * billed[name] / 1000


def step(call: Call) -> str:
    """The function that made a call, by its role's key."""
    return next(name for name in STEPS if call.caller.endswith(f"{name.capitalize()}Role"))
