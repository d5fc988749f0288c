"""`afterprint status`: what is watched, what waits, and what is in trouble."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from afterprint.cli.options import place_options
from afterprint.cli.worlds import Place
from afterprint.ports import Catalog
from afterprint.rows import ArticleRow, ListKind

DOUBTS_SHOWN = 20
LONG_COLUMNS = ("address", "article", "host", "last error", "last outcome", "outcome")


@dataclass
class Standing:
    """A catalog read once through: articles and due rows a source, lists, hosts in trouble, open work."""

    articles: dict[str, Counter[str]]
    lists: list[dict[str, Any]]
    hosts: list[dict[str, Any]]
    doubts: list[dict[str, Any]]
    due: int
    open_work: int


@click.command("status")
@place_options
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def command(place: Place, as_json: bool) -> None:
    """Say what is watched, what waits, and which feeds and hosts are in trouble. May run while a watch is under way."""
    standing = read(place.catalog(), now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(vars(standing), indent=1, sort_keys=True))
    else:
        show(standing, Console())


def read(catalog: Catalog, *, now: datetime) -> Standing:
    """Everything that `status` tells, from one pass over the catalog."""
    articles: dict[str, Counter[str]] = {}
    doubts: list[dict[str, Any]] = []
    due = 0
    for row in catalog.articles():
        counts = articles.setdefault(row.source, Counter())
        counts[row.state.value] += 1
        counts["versions"] += row.versions
        counts["never read"] += int(row.is_new and row.failures > 0)
        due += int(row.due is not None and row.due <= now)
        if row.second_look or row.failures:
            doubts.append(_trouble(row))
    lists = [
        {
            "source": each.source,
            "kind": each.kind.value,
            "url": each.url,
            "outcome": each.last_outcome or "not read yet",
            "failures": each.failures,
            "last_read_at": _iso(each.last_read_at),
            "next_at": _iso(each.due),
        }
        for each in catalog.lists()
        if each.kind is not ListKind.PAGES
    ]
    hosts = [
        {
            "host": each.host,
            "failures": each.failures,
            "last_error": each.last_error,
            "not_before": _iso(each.not_before),
            "last_success_at": _iso(each.last_success_at),
        }
        for each in catalog.hosts()
    ]
    open_work = sum(1 for _ in catalog.open_works())
    return Standing(articles=articles, lists=lists, hosts=hosts, doubts=doubts, due=due, open_work=open_work)


def show(standing: Standing, console: Console) -> None:
    """Print it for a person. Nothing is cut off: what is too long for the terminal goes on in the next line."""
    states = ("watched", "gone", "settled", "parked", "versions", "never read")
    table = _table("Articles", "source", *states)
    for source, counts in sorted(standing.articles.items()):
        table.add_row(source, *(str(counts[name]) for name in states))
    console.print(table)
    table = _table("Feeds and sitemaps", "source", "kind", "next (UTC)", "last outcome", "address")
    for each in standing.lists:
        style = "red" if each["failures"] else ""
        cells = (each["source"], each["kind"], _short(each["next_at"]), each["outcome"], each["url"])
        table.add_row(*map(escape, cells), style=style)
    console.print(table)
    if standing.hosts:
        table = _table("Hosts that were in trouble", "host", "failures", "last error", "not before (UTC)")
        for each in standing.hosts:
            trouble = (each["host"], str(each["failures"]), each["last_error"], _short(each["not_before"]))
            table.add_row(*map(escape, trouble))
        console.print(table)
    if standing.doubts:
        table = _table("Articles in doubt", "article", "outcome", "next (UTC)")
        for each in standing.doubts[:DOUBTS_SHOWN]:
            table.add_row(*map(escape, (each["url"], each["outcome"], _short(each["next_at"]))))
        console.print(table)
        if len(standing.doubts) > DOUBTS_SHOWN:
            console.print(f"… and {len(standing.doubts) - DOUBTS_SHOWN} more (--json has them all)", highlight=False)
    console.print(f"due now: {standing.due}; open work: {standing.open_work}", highlight=False)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name not in LONG_COLUMNS)
    return table


def _short(moment: str | None) -> str:
    """A stored time to the minute, as a person reads it."""
    return moment[:16].replace("T", " ") if moment else "–"


def _trouble(row: ArticleRow) -> dict[str, Any]:
    return {
        "source": row.source,
        "url": row.url,
        "outcome": row.last_outcome,
        "failures": row.failures,
        "next_at": _iso(row.due),
    }


def _iso(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None
