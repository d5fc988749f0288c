"""`afterprint withdraw`: take down an article, a version of it, or a passage."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afterprint.cli.options import place_options, watchlist_option
from afterprint.cli.worlds import DataPlace, Place
from afterprint.errors import BadURL, NotStored, Withdrawn
from afterprint.model import ArticleKey, Watchlist
from afterprint.ports import Edge, World

if TYPE_CHECKING:
    from afterprint.withdraw import Plan, Target

_BY_PATH = re.compile(r"/?([a-z0-9-]{1,40})/([a-z2-7]{16})(?:/(?:index\.html|([1-9][0-9]{0,8}))?)?")
MOST_LISTED = 20


@click.command("withdraw")
@click.argument("target")
@click.option("--passage", help="Take down only this passage of the article, wherever it stands.")
@click.option("--reason", required=True, help="Why; kept in the tombstone. Do not quote what is to be taken down.")
@watchlist_option
@place_options
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(
    target: str, *, passage: str | None, reason: str, watchlist_path: Path, place: Place, yes: bool
) -> None:  # fmt: skip
    """Take down an article, a version of it, or a passage: its text leaves the archive, the catalog and the site.

    TARGET is an article (SOURCE/ARTICLE, as in the address of its page, or its own address) or one of its versions
    (SOURCE/ARTICLE/3). What is removed is listed first. It cannot be undone; a call that was cut short is completed by
    the same call again.
    """
    from afterprint.watchlist import load_watchlist
    from afterprint.withdraw import withdraw

    watchlist = load_watchlist(watchlist_path)
    if not yes and not can_be_asked():
        raise click.UsageError("nobody can be asked here: look at what is removed on a terminal, or add --yes")
    with _opened(place, watchlist) as (world, edge):
        planned = _planned(_target(target, passage, world=world), world, ahead=place.ahead)
        _list(planned)
        if not yes:
            click.confirm("Remove all of this for good?", abort=True)
        changed = withdraw(planned, reason, world=world, edge=edge)
    click.echo(f"withdrawn; {len(changed)} documents of the site changed")


def can_be_asked() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty()


@contextmanager
def _opened(place: Place, watchlist: Watchlist) -> Iterator[tuple[World, Edge | None]]:
    """The world, and what stands before its site. A data directory is owned meanwhile, against a watch under way."""
    from afterprint.local.clock import SystemClock

    if not isinstance(place, DataPlace):
        edge = place.edge()  # first, as nothing is to be removed where it cannot be told
        yield place.world(watchlist, SystemClock()), edge
        return
    from afterprint.local.owner import own
    from afterprint.local.wiring import open_world

    with own(place.directory):
        yield open_world(place.directory, watchlist, SystemClock()), None


def _target(text: str, passage: str | None, *, world: World) -> Target:
    from afterprint.record import passage_of
    from afterprint.withdraw import Target

    if passage is not None:
        try:
            sought = passage_of(passage)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--passage") from error
    found = _BY_PATH.fullmatch(text)
    article = ArticleKey(found[1], found[2]) if found else _article_at(text, world=world)
    version = int(found[3] or 0) if found else 0
    if passage is None:
        return Target(article=article, version=version)
    if version:
        raise click.UsageError("a passage is taken out of every version of an article that holds it: name no version")
    return Target(article=article, passage=sought)


def _article_at(address: str, *, world: World) -> ArticleKey:
    from afterprint.web.address import canonical_url, resolve_url

    try:
        owner = world.catalog.address(canonical_url(resolve_url(address)))
    except BadURL as error:
        raise click.UsageError(f"{address}: neither SOURCE/ARTICLE nor a web address ({error})") from error
    if owner is None:
        raise click.UsageError(f"{address}: no article is watched at this address")
    return owner.article


def _planned(target: Target, world: World, *, ahead: int) -> Plan:
    from afterprint.withdraw import plan

    try:
        return plan(target, world=world, ahead=ahead)
    except Withdrawn as error:
        raise click.UsageError(f"{target.article}: was withdrawn already, all of it") from error
    except NotStored as error:
        raise click.UsageError(f"{target.article}: there is no such {target.what} here") from error


def _list(planned: Plan) -> None:
    """What is to be removed, on standard output."""
    if planned.begun is not None:
        since = f"{planned.begun.withdrawn_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"This was withdrawn on {since}; whatever is left of it is removed.")
    click.echo(f"{planned.target.what.capitalize()} of {planned.row.url}")
    for path in [*planned.removed][:MOST_LISTED]:
        click.echo(f"  {path}")
    more = len(planned.removed) - MOST_LISTED
    if more > 0:
        click.echo(f"  and {more} more")
    for digest in planned.shared:
        click.echo(f"  kept, as another version needs it: the page {digest}")
    click.echo(f"{len(planned.lines)} lines of the index; 410 from now on: {', '.join(planned.gone) or 'nothing'}")
