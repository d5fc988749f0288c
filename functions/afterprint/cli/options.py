"""Options that several commands share, so that they are called and explained alike."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click


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
data_option = click.option(
    "--data",
    "directory",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The data directory; it is made where it does not exist.",
)


def _holding_data(ctx: click.Context, param: click.Parameter, directory: Path) -> Path:
    """Refuse a folder that holds no data, rather than make an empty catalog there."""
    if not (directory / "catalog.sqlite").exists():
        raise click.BadParameter(
            f"{directory} holds no data; name the folder that was given to run or tick", ctx, param
        )
    return directory


existing_data_option = click.option(
    "--data",
    "directory",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=_holding_data,
    help="The data directory.",
)
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
