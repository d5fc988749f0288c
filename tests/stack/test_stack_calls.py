"""What a check and a change ask of AWS, counted while the stack runs; docs/costs.md shows the same figures."""

from __future__ import annotations

import io
import json
import logging
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TextIO

import pytest

from afterprint.planning.cost import load_tariff, million_checks, thousand_changes
from cloud.calls import Call
from cloud.cost import PRICES, dollars, units
from cloud.count import ARTICLES, HOSTS, ManyPapers
from cloud.watch import START, StackWatch, stack_watch
from facts import TEMPLATE
from local_server import LocalServer
from transformed import ROOT

pytestmark = pytest.mark.slow

CHECKS = HOSTS * ARTICLES
STEPS = ("schedule", "fetch", "diff", "publish", "notify")


UNITS = tomllib.loads((ROOT / "infra" / "units.toml").read_text(encoding="utf-8"))


@cache
def watched() -> tuple[list[Call], list[Call], dict[str, int], dict[str, int]]:
    """The calls of a tick in which nothing changed, and of one in which one article did; what each wrote into logs."""
    written = io.StringIO()
    with (
        LocalServer({}, address="127.0.0.2") as server,
        tempfile.TemporaryDirectory() as folder,
        redirect_stdout(written),
        ExitStack() as stack,
    ):
        papers = ManyPapers(server)
        with stack_watch(Path(folder), papers.watchlist) as watch:
            watch.settle(START)
            stack.enter_context(logging_to(written))
            written.truncate(0)
            unchanged = look(watch, server)
            quiet = logged(written)
            papers.edit((0, 0))
            changed = look(watch, server)
            loud = logged(written)
            assert not watch.troubles(), "; ".join(watch.troubles())
    return unchanged, changed, quiet, loud


@contextmanager
def logging_to(stream: TextIO) -> Iterator[None]:
    """Whatever the functions log from here on: another test of this process may have had them log elsewhere."""
    loggers = [logging.getLogger(name) for name in STEPS]
    handlers = {each for logger in loggers for each in logger.handlers if isinstance(each, logging.StreamHandler)}
    before = {each: each.setStream(stream) for each in handlers if not isinstance(each, logging.FileHandler)}
    try:
        yield
    finally:
        for handler, earlier in before.items():
            handler.setStream(earlier or sys.stdout)


def rounds() -> tuple[list[Call], list[Call]]:
    return watched()[:2]


def logged(written: io.StringIO) -> dict[str, int]:
    """The bytes that each function logged, those of metrics under its name and `metrics`; nothing is left behind."""
    found: Counter[str] = Counter()
    for line in written.getvalue().strip("\0").splitlines():
        entry = json.loads(line)
        found[entry["service"] + (" metrics" if "_aws" in entry else "")] += len(line) + 1
    written.seek(0)
    written.truncate(0)
    return dict(found)


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
    assert sum(calls.values()) <= 125
    # sixteen documents; snapshot, version and change
    assert sum(count for call, count in calls.items() if call.operation == "PutObject") <= 16 + 3
    assert dollars(units(calls.elements())) * 1000 <= 0.2


def test_the_model_reckons_with_what_a_look_was_counted_to_ask_for() -> None:
    """Each look, each visit, the run of fetch and the tick. What Lambda receives by itself is not among the calls."""
    counted = units(rounds()[0])
    modelled: Counter[str] = Counter()
    for table, times in (("check", CHECKS), ("visit", HOSTS), ("run", 1), ("tick", 1)):
        modelled.update({unit: count * times for unit, count in UNITS[table].items() if not unit.startswith("lambda")})
    assert counted + Counter({"sqs.fifo": 1}) == modelled


def test_the_model_reckons_with_what_a_change_was_counted_to_ask_for() -> None:
    """Beside the calls, three receptions by Lambda and two deliveries by the rules."""
    modelled = Counter({unit: count for unit, count in UNITS["change"].items() if not unit.startswith("lambda")})
    assert units(change().elements()) + Counter({"sqs.standard": 3 + 2}) == modelled


def test_the_model_reckons_with_at_least_what_was_logged() -> None:
    _, _, quiet, loud = watched()
    of = UNITS["log_bytes"]
    assert quiet["fetch"] <= of["visit"] * HOSTS
    assert quiet["fetch metrics"] <= of["run"]
    assert quiet["schedule"] + quiet["schedule metrics"] <= of["tick"]
    assert sum(size for name, size in loud.items() if name.split()[0] in ("diff", "publish", "notify")) <= of["change"]


def test_the_model_reckons_with_the_memory_that_the_template_gives() -> None:
    memory = {name: TEMPLATE["Resources"][f"{name.capitalize()}Function"]["Properties"]["MemorySize"] for name in STEPS}
    assert {name: UNITS["memory_mb"][name] for name in STEPS} == memory


def test_the_page_on_costs_shows_what_was_counted() -> None:
    path = ROOT / "docs" / "costs.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for table in (calls_table(), units_table(), measures_table()):
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


def measures_table() -> str:
    """All that is paid for a look and for a change, by unit, from the model."""
    tariff = load_tariff()
    checks, changes = dict(million_checks(tariff).parts), dict(thousand_changes(tariff).parts)
    rows = [f"| {unit} | {checks.get(unit, 0):.3f} | {changes.get(unit, 0):.4f} |" for unit in {**checks, **changes}]
    total = f"| together | {sum(checks.values()):.2f} | {sum(changes.values()):.2f} |"
    return "\n".join(["| billed | USD a million checks | USD a thousand changes |", "|---|---|---|", *rows, total])


def million(billed: Mapping[str, int], name: str) -> float:
    return PRICES[name] * billed[name] / CHECKS


def thousand(billed: Mapping[str, int], name: str) -> float:
    return PRICES[name] * billed[name] / 1000


def step(call: Call) -> str:
    """The function that made a call, by its role's key."""
    return next(name for name in STEPS if call.caller.endswith(f"{name.capitalize()}Role"))
