"""Options that several commands share, so that they are called and explained alike."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from afterprint.cli.worlds import DataPlace, StackPlace

_STACK = re.compile(r"[A-Za-z][-A-Za-z0-9]{0,127}|arn:[^:\s]+:cloudformation:[^\s]+", re.ASCII)


class Moment(click.ParamType[datetime]):
    """A time in ISO 8601, read as UTC where it names no zone."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time; write it like 2026-11-24T10:30:00Z", param, ctx)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


watchlist_option = click.option(
    "--watchlist",
    "watchlist_path",
    required=True,
    type=click.Path(path_type=Path),
    help="The watchlist, a TOML file.",
)
watchlist_path_option = click.option(
    "--watchlist",
    "watchlist_path",
    type=click.Path(path_type=Path),
    help="The watchlist, a TOML file; beside --data it is required.",
)
data_option = click.option(
    "--data",
    "directory",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The data directory; it is made where it does not exist.",
)


def _holding_data(ctx: click.Context, param: click.Parameter, directory: Path | None) -> Path | None:
    """Refuse a folder that holds no data, rather than make an empty catalog there."""
    if directory is not None and not (directory / "catalog.sqlite").exists():
        raise click.BadParameter(
            f"{directory} holds no data; name the folder that was given to run or tick", ctx, param
        )
    return directory


def _name_of_stack(ctx: click.Context, param: click.Parameter, stack: str | None) -> str | None:
    """Refuse what CloudFormation would not take as a name, before it is asked."""
    if stack is not None and not _STACK.fullmatch(stack):
        raise click.BadParameter(f"{stack!r} is no name of a stack; name the one that was deployed", ctx, param)
    return stack


_existing_data_option = click.option(
    "--data",
    "directory",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=_holding_data,
    help="The data directory of an embedded watch.",
)
data_directory_option = click.option(
    "--data",
    "directory",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=_holding_data,
    help="The data directory of an embedded watch.",
)
_stack_option = click.option(
    "--stack",
    metavar="NAME",
    callback=_name_of_stack,
    help="A stack on AWS instead, by its name or ARN; region and credentials as boto3 finds them.",
)


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--data` and `--stack`, of which exactly one is to be named; it is passed on as `place`."""

    @_existing_data_option
    @_stack_option
    @functools.wraps(command)
    def placed(*, directory: Path | None, stack: str | None, **others: Any) -> None:
        if directory is not None and stack is None:
            command(place=DataPlace(directory), **others)
        elif stack is not None and directory is None:
            command(place=StackPlace(stack), **others)
        else:
            raise click.UsageError("name one of the two: --data DIRECTORY (embedded) or --stack NAME (on AWS)")

    return placed


def may_have_place(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--data` and `--stack`, of which at most one may be named; `place` is None where none is."""

    @_existing_data_option
    @_stack_option
    @functools.wraps(command)
    def placed(*, directory: Path | None, stack: str | None, **others: Any) -> None:
        if directory is not None and stack is not None:
            raise click.UsageError("name one of the two: --data DIRECTORY (embedded) or --stack NAME (on AWS)")
        place = StackPlace(stack) if stack is not None else DataPlace(directory) if directory is not None else None
        command(place=place, **others)

    return placed


port_option = click.option(
    "--port",
    default=8780,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Where the site is served on this machine; 0 takes any free port.",
)
log_option = click.option(
    "--log",
    "log_format",
    type=click.Choice(["auto", "plain", "json"]),
    default="auto",
    show_default=True,
    help="How progress is told: for a terminal, as plain lines, or as JSON lines.",
)
