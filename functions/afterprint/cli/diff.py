"""`afterprint diff`: two saved pages or texts compared."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from afterprint.errors import NotAnArticle
from afterprint.model import ArticleText

HEADLINE_LENGTH = 150
_HTML_STARTS = (b"<!doctype", b"<!--", b"<html", b"<head", b"<body", b"<?xml", b"<article", b"<div", b"<p")


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--html", "output", flag_value="html", help="As one HTML page.")
@click.option("--json", "output", flag_value="json", help="As JSON: parts, rows, edits, disclosure, summary.")
def command(old: Path, new: Path, output: str | None) -> None:
    """Compare two saved pages or plain texts, OLD and NEW.

    A saved page is read like a fetched one. In a plain text, paragraphs are parted by empty lines, and a short first
    line without a full stop is the headline.
    """
    from afterprint.codec import encode_record
    from afterprint.diff import compare

    old_text, new_text = read_file(old), read_file(new)
    comparison = compare(old_text, new_text)
    if output == "json":
        sys.stdout.buffer.write(encode_record(comparison))
    elif output == "html":
        from afterprint.publish import comparison_page

        click.echo(comparison_page(new_text, comparison, names=(old.name, new.name)), nl=False)
    else:
        from rich.console import Console

        from afterprint.cli.terminal_diff import show

        show(comparison, Console())


def read_file(path: Path) -> ArticleText:
    """The article in a saved page or plain text. Raises click.UsageError (exit code 2) where there is none."""
    body = path.read_bytes()
    if not body.strip():
        raise click.UsageError(f"{path}: an empty file; name a saved page or a text")
    if not body[:1000].lstrip().lower().startswith(_HTML_STARTS):
        if b"\0" in body[:1000]:
            raise click.UsageError(f"{path}: neither a page nor a text; name a saved page or a text in UTF-8")
        return plain_text(body.decode("utf-8-sig", errors="replace"))
    from afterprint.extract import extract_article

    try:
        return extract_article(body, path.absolute().as_uri(), "text/html")
    except NotAnArticle as error:
        raise click.UsageError(f"{path}: no article can be read in this page ({error.reason})") from error


def plain_text(text: str) -> ArticleText:
    """The article in a plain text (see `command`)."""
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    paragraphs = [part for part in paragraphs if part]
    if len(paragraphs) > 1 and len(paragraphs[0]) <= HEADLINE_LENGTH and not paragraphs[0].endswith((".", "”", '"')):
        return ArticleText(headline=paragraphs[0], paragraphs=paragraphs[1:])
    return ArticleText(paragraphs=paragraphs)
