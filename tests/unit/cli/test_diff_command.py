"""`afterprint diff` on versions that are kept and on whole histories, and its unified text."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from afterprint.cli.main import cli
from afterprint.cli.terminal_history import show_history
from afterprint.cli.unified import lines_of, unified
from afterprint.diff import trace
from afterprint.local.archive import FileArchive
from afterprint.local.catalog import SqliteCatalog
from afterprint.model import ArticleText
from afterprint.rows import AddressRow
from sample_records import ARTICLE
from sample_site import version

URL = "https://north-herald.example/news/ferry"
TEXTS = ("The ferry was late.", "The ferry was cancelled.", "The ferry sailed at noon.")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that holds three versions of one article."""
    archive = FileArchive(tmp_path / "archive", announce=lambda message: None)
    for number, text in enumerate(TEXTS, start=1):
        archive.add_version(version(number, text, article=ARTICLE))
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    catalog.claim_address(AddressRow(url=URL, article=ARTICLE, host="north-herald.example"))
    return tmp_path


@pytest.mark.parametrize("article", [URL, f"{URL}?utm_source=x", ARTICLE.path])
def test_two_versions_are_named_by_their_articles_address_and_their_numbers(article: str, data: Path) -> None:
    rows = json.loads(run("diff", "--data", data, article, "1", "3", "--json").output)["rows"]
    assert [(row["old"], row["new"]) for row in rows] == [(TEXTS[0], TEXTS[2])]


def test_versions_may_be_compared_backwards(data: Path) -> None:
    rows = json.loads(run("diff", "--data", data, URL, "3", "1", "--json").output)["rows"]
    assert [(row["old"], row["new"]) for row in rows] == [(TEXTS[2], TEXTS[0])]


def test_a_whole_history_as_json_names_its_texts_and_removals(data: Path) -> None:
    traced = json.loads(run("diff", "--data", data, URL, "--all", "--json").output)
    assert [text["name"].split(",")[0] for text in traced["texts"]] == ["version 1", "version 2", "version 3"]
    assert [removal["gone"] for removal in traced["history"]["removals"]] == [1, 2]


def test_a_whole_history_as_html_needs_nothing_beside_it(data: Path) -> None:
    page = run("diff", "--data", data, URL, "--all", "--html").output
    assert page.startswith("<!doctype html>")
    assert "<ins" in page
    assert "<script" not in page
    assert "href=" not in page


def test_a_whole_history_in_the_terminal_marks_what_entered_later(data: Path) -> None:
    output = run("diff", "--data", data, URL, "--all").output
    assert "{3+" in output
    assert "Removed since" in output


def test_files_have_a_history_too(tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(3)]
    for path, text in zip(paths, TEXTS, strict=True):
        path.write_text(f"{text}\n\nIt rained.", encoding="utf-8")
    assert "{3+" in run("diff", *paths, "--all").output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((URL, "1", "9"), "versions 1 to 3 are"),
        (("https://north-herald.example/other", "1", "2"), "no article is watched"),
        (("north-herald/none", "1", "2"), "no version of such an article"),
        (("ferry", "1", "2"), "neither a web address"),
        ((URL, "1", "two"), "numbers from 1"),
        ((URL, "1"), "two versions"),
        ((URL, "1", "--all"), "two versions"),
    ],
)
def test_what_cannot_be_compared_is_said_and_the_exit_code_is_2(words: Sequence[str], why: str, data: Path) -> None:
    result = run("diff", "--data", data, *words)
    assert (result.exit_code, why in result.stderr) == (2, True)


def test_one_file_alone_is_no_comparison(tmp_path: Path) -> None:
    assert run("diff", tmp_path).exit_code == 2


def test_unified_text_is_what_diff_u_writes() -> None:
    old = ArticleText(headline="Ferry", paragraphs=("One.", "Two.", "Three.", "Four."))
    new = ArticleText(headline="Ferry", paragraphs=("One.", "2.", "Three.", "Four."))
    assert unified(old, new, names=("a", "b")).splitlines() == [
        "--- a",
        "+++ b",
        "@@ -2,3 +2,3 @@",
        " One.",
        "-Two.",
        "+2.",
        " Three.",
    ]


def patched(lines: Sequence[str], diff: Sequence[str]) -> list[str]:
    """`lines` after a unified diff of them."""
    out: list[str] = []
    at = 0
    for line in diff[2:]:
        if found := re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@", line):
            start = int(found[1]) - bool(int(found[2]))
            out += lines[at:start]
            at = start
            assert len(out) == int(found[3]) - bool(int(found[4]))
            continue
        if line[0] in " -":
            assert lines[at] == line[1:]
            at += 1
        if line[0] in " +":
            out.append(line[1:])
    return out + list(lines[at:])


LINES = st.lists(
    st.sampled_from(["One two three four.", "One two three five.", "Six.", "A ferry left.", "é", ""]), max_size=9
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, LINES)
def test_a_unified_diff_can_be_applied(old: list[str], new: list[str]) -> None:
    before, after = ArticleText(paragraphs=old), ArticleText(paragraphs=new)
    diff = unified(before, after, names=("a", "b")).split("\n")[:-1]
    assert patched(lines_of(before), diff) == lines_of(after)


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_of_a_history_is_wider_than_the_terminal(width: int) -> None:
    console = Console(file=io.StringIO(), width=width)
    texts = [ArticleText(headline="Ferry", paragraphs=(text * 4, "It \x1b[2J rained.")) for text in TEXTS]
    show_history(trace(texts), [("a", ""), ("b", "Wording changed."), ("c", "")], console)
    output = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, output.splitlines())) <= width
    assert "\x1b" not in output
