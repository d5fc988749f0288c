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

from afterprint.cli.hosts_table import Hosts
from afterprint.cli.options import place_options
from afterprint.cli.worlds import Place
from afterprint.ports import Catalog
from afterprint.rows import ArticleRow, ListKind

DOUBTS_SHOWN = 20
HOSTS_SHOWN = 40
NARROW, LEAST = 100, 12
LONG_COLUMNS = ("address", "article", "host", "errors", "last outcome", "outcome")


@dataclass
class Standing:
    """A catalog read once through: articles and due rows a source, lists, hosts in trouble, open work."""

    articles: dict[str, Counter[str]]
    lists: list[dict[str, Any]]
    hosts: list[dict[str, Any]]
    doubts: list[dict[str, Any]]
    waiting: dict[str, dict[str, Any]]
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
    gathered = Hosts(now)
    for row in catalog.articles():
        counts = articles.setdefault(row.source, Counter())
        counts[row.state.value] += 1
        counts["versions"] += row.versions
        counts["never read"] += int(row.is_new and row.failures > 0)
        gathered.add(row)
        if row.second_look or row.failures:
            doubts.append(_trouble(row))
    listed = [each for each in catalog.lists() if each.kind is not ListKind.PAGES]
    for each in listed:
        gathered.add(each)
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
        for each in listed
    ]
    hosts = gathered.told({each.host: each for each in catalog.hosts()})
    open_work = sum(1 for _ in catalog.open_works())
    waiting = gathered.waiting()
    due = sum(each["due"] for each in waiting.values())
    return Standing(
        articles=articles, lists=lists, hosts=hosts, doubts=doubts, waiting=waiting, due=due, open_work=open_work
    )


def show(standing: Standing, console: Console) -> None:
    """Print it for a person. Nothing is cut off: what is too long for the terminal goes on in the next line."""
    states = ("watched", "gone", "settled", "parked", "withdrawn", "versions", "never read")
    table = _table("Articles", "source", *states, width=console.width)
    for source, counts in sorted(standing.articles.items()):
        table.add_row(source, *(str(counts[name]) for name in states))
    console.print(table)
    table = _table("Feeds and sitemaps", "source", "kind", "next (UTC)", "last outcome", "address", width=console.width)
    for each in standing.lists:
        style = "red" if each["failures"] else ""
        cells = (each["source"], each["kind"], _short(each["next_at"]), each["outcome"], each["url"])
        table.add_row(*map(escape, cells), style=style)
    console.print(table)
    show_hosts(standing.hosts, console)
    if standing.doubts:
        table = _table("Articles in doubt", "article", "outcome", "next (UTC)", width=console.width)
        for each in standing.doubts[:DOUBTS_SHOWN]:
            table.add_row(*map(escape, (each["url"], each["outcome"], _short(each["next_at"]))))
        console.print(table)
        if len(standing.doubts) > DOUBTS_SHOWN:
            console.print(f"… and {len(standing.doubts) - DOUBTS_SHOWN} more (--json has them all)", highlight=False)
    waits = [
        f"{each['due']} {kind} (the oldest for {each['oldest_minutes']} min)"
        for kind, each in standing.waiting.items()
        if each["due"]
    ]
    console.print(f"waiting: {', '.join(waits) or 'nothing'}", highlight=False)
    console.print(f"due now: {standing.due}; open work: {standing.open_work}", highlight=False)


def show_hosts(hosts: list[dict[str, Any]], console: Console) -> None:
    """Each host; those in trouble first, and under the table what would help them."""
    table = _table("Hosts", "host", "last success (UTC)", "gap", "not before (UTC)", "errors", width=console.width)
    for each in hosts[:HOSTS_SHOWN]:
        errors = ", ".join(f"{reason} × {count}" for reason, count in each["errors"].items()) or each["last_error"]
        gap = f"{each['gap_seconds']:g} s ({each['gap_from']})"
        cells = (each["host"], _short(each["last_success_at"]), gap, _short(each["not_before"]), errors)
        table.add_row(*map(escape, cells), style="red" if each["in_trouble"] else "")
    console.print(table)
    for each in hosts[:HOSTS_SHOWN]:
        for sentence in each["help"]:
            console.print(escape(f"{each['host']}: {sentence}"), highlight=False)
    if len(hosts) > HOSTS_SHOWN:
        console.print(f"… and {len(hosts) - HOSTS_SHOWN} more hosts (--json has them all)", highlight=False)


def _table(title: str, *columns: str, width: int) -> Table:
    """A table for a terminal of `width` characters; on a narrow one every column may go on in the next line."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in columns:
        is_long = name in LONG_COLUMNS
        is_whole = not is_long and width >= NARROW
        table.add_column(
            name, overflow="fold", no_wrap=is_whole, min_width=LEAST if is_long and width >= NARROW else None
        )
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
