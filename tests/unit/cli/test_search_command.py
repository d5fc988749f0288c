"""`afterprint search`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterprint.cli.main import cli
from afterprint.local.archive import FileArchive
from afterprint.local.catalog import SqliteCatalog
from afterprint.local.search_index import FILE
from afterprint.publish import index_line
from sample_records import ARTICLE, appeared, change, comparison, headline, reworded

WATCHLIST = """
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
[[source]]
id = "north-herald"
name = "North Herald"
feeds = ["https://north-herald.example/rss"]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with two edits of one article."""
    directory = tmp_path / "data"
    archive = FileArchive(directory / "archive", announce=lambda message: None)
    catalog = SqliteCatalog(directory / "catalog.sqlite")
    row = reworded("The boat was late.", "The boat sank.", gone="was late", come="sank")
    titled = comparison(parts=(headline("Ferry late", "Ferry sinks"),))
    for stored in (appeared(), change(1, comparison(row)), change(2, titled, headline="Ferry sinks")):
        archive.add_change(stored)
        catalog.enter(index_line(stored))
    catalog.close()
    (tmp_path / "watchlist.toml").write_text(WATCHLIST)
    return directory


def run(data: Path, *arguments: str) -> Result:
    watchlist = str(data.parent / "watchlist.toml")
    return CliRunner().invoke(cli, ["search", "--watchlist", watchlist, "--data", str(data), *arguments])


def test_what_a_query_finds_is_listed_with_its_headlines_and_where_to_read(data: Path) -> None:
    shown = run(data, "headline:sinks").output
    assert "Ferry late" in shown
    assert f"{ARTICLE.path}/2-3" in shown


def test_as_json_it_is_one_object_a_line(data: Path) -> None:
    (line,) = map(json.loads, run(data, "sank", "--json").output.splitlines())
    assert (line["source"], line["name"]) == ("north-herald", "1-2")


def test_a_limit_is_told_where_it_cuts_off(data: Path) -> None:
    assert "there are more: --limit N" in run(data, "source:north-herald", "--limit", "1").output


def test_that_nothing_was_found_is_said(data: Path) -> None:
    done = run(data, "zebra")
    assert (done.exit_code, done.output) == (0, "Nothing was found.\n")


def test_a_query_that_cannot_be_read_is_refused_with_its_place(data: Path) -> None:
    done = run(data, "ferry OR")
    assert done.exit_code == 2
    assert "OR at character 7 has nothing on its right" in done.output


def test_taking_down_leaves_no_word_in_the_index(data: Path) -> None:
    run(data, "sank")
    assert (data / FILE).exists()
    SqliteCatalog(data / "catalog.sqlite").scrub()
    assert not (data / FILE).exists()
    assert run(data, "sank").exit_code == 0


def test_where_no_index_can_be_written_all_is_looked_through(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from afterprint.engine import finding
    from afterprint.errors import StoreError

    def refuse(directory: Path, *, settings: str) -> None:
        raise StoreError(str(directory), "is read-only")

    monkeypatch.setattr(finding, "open_index", refuse)
    assert "1-2" in run(data, "sank").output


def test_a_folder_that_holds_no_data_is_refused(tmp_path: Path, data: Path) -> None:
    assert run(tmp_path, "sank").exit_code == 2
