"""How `afterprint plan` tells what it found: plain lines, the same on every terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from afterprint.planning.cost import Assumptions, Bill, Load, million_checks, thousand_changes, too_busy
from afterprint.planning.resources import Action, Step
from afterprint.planning.sources import SourcePlan

LOUD = (Action.REPLACED, Action.MAYBE, Action.REMOVED)
SIGNS = {Action.ADDED: "+", Action.REMOVED: "-", Action.CHANGED: "~", Action.REPLACED: "!", Action.MAYBE: "?"}


def source_lines(plans: Sequence[SourcePlan], *, than: str) -> Iterator[str]:
    """The sources that differ from what was compared with."""
    yield f"Sources, compared with {than}"
    if not plans:
        yield "  no difference"
    for plan in plans:
        yield f"  {plan.action:<9} {plan.source or 'settings of all sources'}"
        for setting in plan.settings:
            yield f"    {setting.name}: {_shown(setting.before)} → {_shown(setting.after)}"
    yield ""


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def cost_lines(bill: Bill, load: Load, assumed: Assumptions) -> Iterator[str]:
    """The bill by component and unit, what dominates it, and all that it was reckoned from."""
    yield f"Cost on AWS, USD a month at the list prices of {bill.tariff.dated}, without any free tier"
    yield f"  {'component':<12} {'billed':<20} {'units':>16} {'USD':>10}"
    shown = ""
    for component, unit, count, dollars in bill.rows():
        if component != shown:
            yield f"  {component:<12} {'':<20} {'':>16} {bill.component(component):>10.2f}"
            shown = component
        yield f"  {'':<12} {unit:<20} {_count(count):>16} {dollars:>10.2f}"
    yield f"  {'together':<12} {'':<20} {'':>16} {bill.total:>10.2f}"
    component, unit, _, dollars = bill.dearest
    share = dollars / bill.total if bill.total else 0
    yield f"  {unit} of {component} is the largest part: {share:.0%}"
    for host, times in too_busy(load, assumed):
        yield f"  {host}: its gap allows for less than is asked ({times:.1f} times over); looks will come late"
    yield f"  for {_count(load.looks)} looks, {_count(load.changes)} changes, {_count(load.articles)} new articles"
    yield from _measures(bill)
    given = ", ".join(f"{name.replace('_', '-')} {value:g}" for name, value in asdict(assumed).items())
    yield f"  assumed: {given}; storage after a year; intervals, gaps and watch days as the watchlist has them"
    yield ""


def _measures(bill: Bill) -> Iterator[str]:
    for measure in (million_checks(bill.tariff), thousand_changes(bill.tariff)):
        part, dollars = measure.parts[0]
        yield f"  {measure.name}: {measure.total:.2f} (target {measure.target:.2f}), most of it {part} {dollars:.2f}"


def _count(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 or number == int(number) else f"{number:,.2f}"


def resource_lines(steps: Sequence[Step], dangers: Sequence[str], *, total: int) -> Iterator[str]:
    """What becomes of the stack's resources, and why it must not be done, if so."""
    counts = Counter(step.action for step in steps)
    told = ", ".join(f"{counts[action]} {action}" for action in Action if counts[action]) or "no difference"
    yield f"Resources: {total}; {told}"
    for step in steps:
        what = f" ({', '.join(step.properties)})" if step.properties else ""
        loud = f"  {step.action}" if step.action in LOUD else ""
        yield f"  {SIGNS[step.action]} {step.path}  {step.type}{what}{loud}"
    if not dangers:
        yield "  nothing that is kept would be replaced, removed, moved or laid open"
    for danger in dangers:
        yield f"  MUST NOT BE DEPLOYED: {danger}"
    yield ""
