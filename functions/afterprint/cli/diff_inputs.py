"""What `afterprint diff` compares: saved files, or versions that are kept, each with the name that it is called by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click

from afterprint.cli.worlds import Place
from afterprint.errors import BadURL, NotAnArticle
from afterprint.model import ArticleKey, ArticleText, VersionKey
from afterprint.web import decode

HEADLINE_LENGTH = 150
_HTML_STARTS = ("<!doctype", "<!--", "<html", "<head", "<body", "<?xml", "<article", "<div", "<p>", "<p ")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Named:
    """A text, and what it is called: a file's name, or a version and when that was seen."""

    name: str
    text: ArticleText


class Unusable(click.ClickException):
    """Something that cannot be compared: one line on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"afterprint: {self.message}", file=file, err=True)


class Unreadable(Unusable):
    """A file that cannot be compared."""

    def __init__(self, path: Path, why: str, remedy: str = "name a saved page or a text") -> None:
        super().__init__(f"{path}: {why}; {remedy}")


# ── versions that are kept ───────────────────────────────────────────────────────────────────────────


def kept_texts(place: Place, article: str, numbers: Sequence[int]) -> list[Named]:
    """The versions of `article` (its address, or SOURCE/ARTICLE) with these numbers, of all where there are none.

    Raises Unusable where there is no such article or version, StoreError where the place cannot be read.
    """
    from afterprint.pipeline import texts_alike

    archive = place.archive()
    key = _article(place, article)
    kept = [version.number for version in archive.version_keys(key)]
    if not kept:
        raise Unusable(f"{article}: no version of such an article is kept here; name an address that was watched")
    _refuse_missing(article, numbers, kept)
    versions = [archive.version(VersionKey(key, number)) for number in numbers or kept]
    texts = texts_alike(versions, archive=archive)
    names = [f"version {version.key.number}, seen {version.seen_at:%Y-%m-%d %H:%M} UTC" for version in versions]
    return [Named(name, text) for name, text in zip(names, texts, strict=True)]


def _refuse_missing(article: str, numbers: Sequence[int], kept: Sequence[int]) -> None:
    for number in numbers:
        if number not in kept:
            there_are = f"versions {kept[0]} to {kept[-1]} are" if len(kept) > 1 else f"version {kept[0]} alone is"
            raise Unusable(f"{article}: no version {number} is kept; {there_are}")


def _article(place: Place, article: str) -> ArticleKey:
    from afterprint.web.address import canonical_url, resolve_url

    source, _, name = article.partition("/")
    if "://" not in article and source and name and "/" not in name:
        return ArticleKey(source, name)
    try:
        row = place.catalog().address(canonical_url(resolve_url(article)))
    except BadURL as error:
        raise Unusable(f"{article}: neither a web address nor SOURCE/ARTICLE ({error})") from error
    if row is None:
        raise Unusable(f"{article}: no article is watched at this address")
    return row.article


# ── files ────────────────────────────────────────────────────────────────────────────────────────────


def file_texts(paths: Sequence[Path]) -> list[Named]:
    """The articles in saved pages or plain texts. Raises Unreadable where there is none in one."""
    return [Named(path.name, read_file(path)) for path in paths]


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
    """The article in a plain text: paragraphs are parted by empty lines, a short first one may be the headline."""
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    paragraphs = [part for part in paragraphs if part]
    if len(paragraphs) > 1 and len(paragraphs[0]) <= HEADLINE_LENGTH and not paragraphs[0].endswith((".", "”", '"')):
        return ArticleText(headline=paragraphs[0], paragraphs=paragraphs[1:])
    return ArticleText(paragraphs=paragraphs)
