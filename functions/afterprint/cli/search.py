"""`afterprint search`: the changes and events that a query finds, newest first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

from afterprint.cli.options import data_directory_option, watchlist_option
from afterprint.cli.worlds import DataPlace
from afterprint.errors import BadQuery

if TYPE_CHECKING:
    from afterprint.publish.views import LineView


@click.command("search")
@click.argument("query")
@watchlist_option
@data_directory_option
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a line.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many are listed at most.")
def command(query: str, watchlist_path: Path, directory: Path, as_json: bool, limit: int) -> None:
    """List the changes and events that QUERY finds, newest first. May run while a watch is under way.

    Words, "phrases", OR, -without, source:ID, kind:number, headline:word, disclosure:silent, after:2026-11,
    before:2026-11-24. Searched is what the watchlist lets the site show, and nothing else.
    """
    from afterprint.engine.finding import finder_in
    from afterprint.query import parse
    from afterprint.searching import search
    from afterprint.watchlist import load_watchlist

    try:
        asked = parse(query)
    except BadQuery as error:
        raise click.UsageError(f"{query!r}: {error.why}") from error
    watchlist, place = load_watchlist(watchlist_path), DataPlace(directory)
    archive, catalog = place.archive(), place.catalog()
    finder = finder_in(directory, archive=archive, catalog=catalog, watchlist=watchlist)
    found = search(asked, finder=finder, archive=archive, watchlist=watchlist, limit=limit)
    if as_json:
        from afterprint.api.lookup import line_told

        for line in found.lines:
            told = {"source": line.article.source, "article": line.article.article, "url": line.url}
            click.echo(json.dumps(told | line_told(line, watchlist), ensure_ascii=False, sort_keys=True))
        return
    _show(found.lines, Console(highlight=False, soft_wrap=True), more=found.cursor is not None)


def _show(lines: tuple[LineView, ...], console: Console, *, more: bool) -> None:
    """Print them for a person: when, where and what, and how the record is named."""
    for line in lines:
        console.print(f"[dim]{line.seen_at:%Y-%m-%d %H:%M}[/dim]  [bold]{escape(line.source_name)}[/bold]")
        if line.old_headline:
            console.print(f"  [red strike]{escape(line.old_headline)}[/red strike]")
        console.print(f"  {escape(line.headline or 'Withdrawn')}")
        if line.summary:
            console.print(f"  {escape(line.summary)}")
        console.print(f"  [dim]{escape(f'{line.article.path}/{line.name}')}  {escape(line.url)}[/dim]")
    if more:
        console.print(f"The newest {len(lines)}; there are more: --limit N", style="dim")
    elif not lines:
        console.print("Nothing was found.")
