"""`afterprint diff`: two saved pages or texts compared."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Any

import click

from afterprint.errors import NotAnArticle
from afterprint.model import ArticleText
from afterprint.web import decode

HEADLINE_LENGTH = 150
_HTML_STARTS = ("<!doctype", "<!--", "<html", "<head", "<body", "<?xml", "<article", "<div", "<p>", "<p ")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(click.ClickException):
    """A file that cannot be compared: one line on standard error, exit code 2."""

    exit_code = 2

    def __init__(self, path: Path, why: str, remedy: str = "name a saved page or a text") -> None:
        super().__init__(f"{path}: {why}; {remedy}")

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"afterprint: {self.message}", file=file, err=True)


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
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
    """The article in a saved page or plain text. Raises Unreadable where there is none."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise Unreadable(path, (error.strerror or str(error)).lower()) from error
    if not body.strip():
        raise Unreadable(path, "an empty file")
    if b"\0" in body[:1000] and not body.startswith(_UTF_16):
        raise Unreadable(path, "neither a page nor a text")
    text = decode(body)
    if not text[:1000].lstrip().lower().startswith(_HTML_STARTS):
        return plain_text(text)
    from afterprint.extract import extract_article

    try:
        return extract_article(body, path.absolute().as_uri(), "text/html")
    except NotAnArticle as error:
        remedy = "save the page of one article, whole"
        raise Unreadable(path, f"no article can be read in this page ({error.reason})", remedy) from error


def plain_text(text: str) -> ArticleText:
    """The article in a plain text (see `command`)."""
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    paragraphs = [part for part in paragraphs if part]
    if len(paragraphs) > 1 and len(paragraphs[0]) <= HEADLINE_LENGTH and not paragraphs[0].endswith((".", "”", '"')):
        return ArticleText(headline=paragraphs[0], paragraphs=paragraphs[1:])
    return ArticleText(paragraphs=paragraphs)
