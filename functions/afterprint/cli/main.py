"""The `afterprint` command. Each subcommand lives in a file of its own and is loaded when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from afterprint import __version__
from afterprint.errors import AfterprintError, DirectoryInUse, NoTemplate, StackError, WatchlistError

COMMANDS = (
    "run",
    "tick",
    "demo",
    "diff",
    "export",
    "status",
    "plan",
    "repair",
    "withdraw",
    "reread",
    "extract",
    "search",
)
USAGE_EXIT = 2
IN_USE_EXIT = 3


class _Commands(click.Group):
    """Loads a command's module only when it is called, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"afterprint.cli.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101 - a programming error, not a user's
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="afterprint")
def cli() -> None:
    """Watch news articles and publish what changed after they were first printed."""


def main() -> None:
    """The console script: runs the command; an expected error becomes one clear message and an exit code."""
    try:
        cli(standalone_mode=True)
    except AfterprintError as error:
        # A watchlist's mistakes name their place themselves, a line each.
        click.echo(str(error) if isinstance(error, WatchlistError) else f"afterprint: {error}", err=True)
        sys.exit(exit_code(error))


def exit_code(error: AfterprintError) -> int:
    """2: what was given cannot be used; 3: the data directory is in use; 1: anything else."""
    if isinstance(error, DirectoryInUse):
        return IN_USE_EXIT
    return USAGE_EXIT if isinstance(error, WatchlistError | StackError | NoTemplate) else 1
