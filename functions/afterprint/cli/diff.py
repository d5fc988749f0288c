"""`afterprint diff`: two texts of an article compared, or its whole history traced."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afterprint.cli.options import may_have_place

if TYPE_CHECKING:
    from afterprint.cli.diff_inputs import Named
    from afterprint.cli.worlds import Place

_OUTPUT = (
    click.option("--html", "output", flag_value="html", help="As one HTML page."),
    click.option("--json", "output", flag_value="json", help="As JSON."),
    click.option("--unified", "output", flag_value="unified", help="As a unified diff, a line for each paragraph."),
)


def _output_options(command: click.decorators.FC) -> click.decorators.FC:
    for option in reversed(_OUTPUT):
        command = option(command)
    return command


@click.command("diff", options_metavar="[OPTIONS]")
@click.argument("what", nargs=-1, metavar="OLD NEW | ARTICLE OLD NEW", required=True)
@click.option("--all", "whole", is_flag=True, help="The whole history: when each passage entered, what was removed.")
@_output_options
@may_have_place
def command(what: tuple[str, ...], whole: bool, output: str | None, place: Place | None) -> None:
    """Compare two texts of an article, forwards or backwards, or trace its whole history.

    \b
    afterprint diff OLD NEW                       two saved pages or plain texts
    afterprint diff --data DIR ARTICLE OLD NEW    two versions that are kept, by number
    afterprint diff --data DIR ARTICLE --all      the history of an article
    afterprint diff FILE FILE FILE … --all        the same of files, oldest first

    ARTICLE is its address, or SOURCE/ARTICLE as in the address of its page. A saved page is read like a fetched one. In
    a plain text, paragraphs are parted by empty lines, and a short first line without a full stop is the headline.
    """
    texts = _texts(what, place, whole=whole)
    if output == "unified":
        _print_unified(texts)
    elif whole:
        _print_history(texts, output)
    else:
        _print_comparison(texts[0], texts[1], output)


def _texts(what: Sequence[str], place: Place | None, *, whole: bool) -> list[Named]:
    from afterprint.cli.diff_inputs import file_texts, kept_texts

    if place is None:
        if len(what) != 2 and not whole:
            raise click.UsageError("name two files, or an article, --data and two versions of it, or --all")
        return file_texts([Path(name) for name in what])
    article, *numbers = what
    if len(numbers) != (0 if whole else 2):
        raise click.UsageError("name an article and two versions of it (ARTICLE OLD NEW), or --all of an article")
    if not all(number.isdecimal() for number in numbers):
        raise click.UsageError(f"versions are numbers from 1, not {' and '.join(numbers)}")
    return kept_texts(place, article, [int(number) for number in numbers])


def _print_comparison(old: Named, new: Named, output: str | None) -> None:
    from afterprint.codec import encode_record
    from afterprint.diff import compare

    comparison = compare(old.text, new.text)
    if output == "json":
        sys.stdout.buffer.write(encode_record(comparison))
    elif output == "html":
        from afterprint.publish import comparison_page

        click.echo(comparison_page(new.text, comparison, names=(old.name, new.name)), nl=False)
    else:
        from rich.console import Console

        from afterprint.cli.terminal_diff import show

        show(comparison, Console(), names=(old.name, new.name))


def _print_history(texts: Sequence[Named], output: str | None) -> None:
    from afterprint.codec import encode_record
    from afterprint.diff import compare, trace

    history = trace([named.text for named in texts])
    said = ["", *(compare(old.text, new.text).summary for old, new in pairwise(texts))]
    steps = [(named.name, summary) for named, summary in zip(texts, said, strict=True)]
    if output == "json":
        listed = [{"name": name, "summary": summary} for name, summary in steps]
        sys.stdout.buffer.write(encode_record({"texts": listed, "history": history}))
    elif output == "html":
        from afterprint.publish import history_page

        click.echo(history_page(history, steps, texts[-1].text.language), nl=False)
    else:
        from rich.console import Console

        from afterprint.cli.terminal_history import show_history

        show_history(history, steps, Console())


def _print_unified(texts: Sequence[Named]) -> None:
    from afterprint.cli.unified import unified

    for old, new in pairwise(texts):
        click.echo(unified(old.text, new.text, names=(old.name, new.name)), nl=False)
