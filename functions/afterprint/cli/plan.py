"""`afterprint plan`: what a deployment will do, to the sources, to the bill and to the stack's resources."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from afterprint.cli.options import may_have_place
from afterprint.cli.plan_tables import cost_lines, resource_lines, source_lines
from afterprint.cli.worlds import Place, StackPlace, load_boto
from afterprint.model import Watchlist
from afterprint.planning.cost import Assumptions

DEFAULTS = Assumptions()

_path = click.Path(path_type=Path)
_amount = click.FloatRange(min=0)


@click.command("plan")
@click.option("--watchlist", "watchlist_path", type=_path, help="The watchlist as it will be.")
@click.option("--before", "before_path", type=_path, help="The watchlist as it is deployed, to compare each setting.")
@may_have_place
@click.option(
    "--template", "template_path", type=_path, help="The template that will be deployed; template.yaml where it is."
)
@click.option("--against", "against_path", type=_path, help="The templates kept of a release, instead of a stack's.")
@click.option(
    "--articles-a-day", type=_amount, default=DEFAULTS.articles_a_day, show_default=True, help="New ones, a source."
)
@click.option(
    "--changes", type=_amount, default=DEFAULTS.changes, show_default=True, help="Changes of an article in all."
)
@click.option(
    "--answer-seconds",
    type=_amount,
    default=DEFAULTS.answer_seconds,
    show_default=True,
    help="Until a site has answered that nothing changed.",
)
@click.option(
    "--page-kilobytes", type=_amount, default=DEFAULTS.page_kilobytes, show_default=True, help="Of a page, compressed."
)
def command(
    place: Place | None,
    watchlist_path: Path | None,
    before_path: Path | None,
    template_path: Path | None,
    against_path: Path | None,
    **assumptions: float,
) -> None:
    """Say what a deployment will do, without doing anything.

    Ends with 1 where it would lose or replace what must be kept.
    """
    is_stack = isinstance(place, StackPlace)
    if watchlist_path is None and (before_path is not None or (against_path is None and not is_stack)):
        raise click.UsageError("name what to plan: --watchlist FILE, --stack NAME or --against FILE")
    if watchlist_path is not None:
        watchlist = _read(watchlist_path)
        _tell_sources(watchlist, before_path, place)
        _tell_cost(watchlist, Assumptions(**assumptions))
    if against_path is not None or is_stack:
        _tell_resources(place, template_path or Path("template.yaml"), against_path)


def _read(path: Path) -> Watchlist:
    """Raises WatchlistError."""
    from afterprint.watchlist import load_watchlist

    return load_watchlist(path)


def _tell_sources(watchlist: Watchlist, before_path: Path | None, place: Place | None) -> None:
    from afterprint.planning.sources import compare_catalog, compare_watchlists

    if before_path is not None:
        _say(source_lines(compare_watchlists(_read(before_path), watchlist), than=str(before_path)))
    if place is not None:
        _say(source_lines(compare_catalog(place.catalog(), watchlist), than="what is followed now"))
    if before_path is None and place is None:
        _say(source_lines(compare_watchlists(replace(watchlist, sources=()), watchlist), than="nothing"))


def _tell_cost(watchlist: Watchlist, assumed: Assumptions) -> None:
    from afterprint.planning.cost import bill, load_of, load_tariff

    tariff = load_tariff()
    load = load_of(watchlist, assumed)
    _say(cost_lines(bill(load, tariff, assumed), load, assumed))


def _tell_resources(place: Place | None, template: Path, against: Path | None) -> None:
    """Compare the template with what is deployed, or was released. Raises NoTemplate, StackError; ends the command."""
    load_boto(place.name if isinstance(place, StackPlace) else "templates")
    from afterprint.aws import templates
    from afterprint.planning.kept import dangers
    from afterprint.planning.resources import Rules, resources_of, steps

    def rules_of(kind: str) -> Rules:
        return Rules(*templates.schema_rules(kind))

    if against is not None:
        before = resources_of(*templates.as_deployed(templates.templates_kept(against)))
    else:
        assert isinstance(place, StackPlace)  # noqa: S101 - the command's own check
        before = resources_of(*templates.read_deployed(place.name))
    after = resources_of(*templates.as_deployed(templates.templates_beside(template)))
    found = dangers(before, after, rules_of=rules_of)
    _say(resource_lines(steps(before, after, rules_of=rules_of), found, total=len(after)))
    if found:
        sys.exit(1)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
