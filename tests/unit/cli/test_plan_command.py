"""`afterprint plan`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterprint.aws.templates import ROOT_TEMPLATE, as_kept, templates_beside
from afterprint.cli.main import cli
from afterprint.errors import NoTemplate
from afterprint.local.catalog import SqliteCatalog

ROOT = Path(__file__).resolve().parents[3]
HEAD = '[afterprint]\ncontact = "https://edits.example.org/about"\ntag = "edits.example.org,2026"\n'
SOURCE = '[[source]]\nid = "{0}"\nname = "{0}"\nfeeds = ["https://{0}.example/rss"]\n'


def watchlist(folder: Path, *sources: str, name: str = "w.toml", more: str = "") -> str:
    path = folder / name
    path.write_text(HEAD + "".join(SOURCE.format(source) for source in sources) + more)
    return str(path)


def plan(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["plan", *arguments])


def changed_release(folder: Path, old: str, new: str) -> str:
    texts = templates_beside(ROOT / ROOT_TEMPLATE)
    assert old in texts["infra/storage.yaml"]
    texts["infra/storage.yaml"] = texts["infra/storage.yaml"].replace(old, new)
    path = folder / "release.yaml"
    path.write_text(as_kept(texts))
    return str(path)


def test_something_to_plan_must_be_named() -> None:
    assert plan().exit_code == 2
    assert "name what to plan" in plan().output


def test_sources_are_compared_with_the_watchlist_before(tmp_path: Path) -> None:
    before = watchlist(tmp_path, "paper", "post", name="b.toml")
    done = plan("--watchlist", watchlist(tmp_path, "paper", more="watch_days = 10\n"), "--before", before)
    assert done.exit_code == 0
    assert "  changed   paper\n    watch_days: 40 → 10\n  dropped   post\n" in done.output


def test_sources_are_compared_with_a_data_directory(tmp_path: Path) -> None:
    SqliteCatalog(tmp_path / "catalog.sqlite").close()
    done = plan("--watchlist", watchlist(tmp_path, "paper"), "--data", str(tmp_path))
    assert "compared with what is followed now\n  added     paper\n" in done.output


def test_the_bill_names_its_largest_part_and_all_that_was_assumed(tmp_path: Path) -> None:
    done = plan("--watchlist", watchlist(tmp_path, "paper"), "--articles-a-day", "5", "--changes", "1")
    assert "is the largest part" in done.output
    assert "assumed: articles-a-day 5, changes 1, answer-seconds 0.1, page-kilobytes 30" in done.output


@pytest.mark.slow
def test_an_update_that_loses_nothing_is_told(tmp_path: Path) -> None:
    done = plan("--against", changed_release(tmp_path, "Default: 200", "Default: 300"))
    assert (done.exit_code, "nothing that is kept" in done.output) == (0, True)


@pytest.mark.slow
def test_an_update_that_would_replace_the_table_ends_with_1(tmp_path: Path) -> None:
    release = changed_release(tmp_path, "      BillingMode: PAY", "      TableName: rows\n      BillingMode: PAY")
    done = plan("--against", release, "--template", str(ROOT / ROOT_TEMPLATE))
    assert done.exit_code == 1
    assert "! Storage/CatalogTable  AWS::DynamoDB::Table (TableName)  replaced" in done.output
    assert "MUST NOT BE DEPLOYED: Storage/CatalogTable: would be replaced (TableName)" in done.output


def test_without_what_compares_templates_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "samtranslator.yaml_helper", None)
    done = plan("--against", str(ROOT / "tests" / "stack" / "released" / "0.1.0.yaml"))
    assert isinstance(done.exception, NoTemplate)
    assert "run `make setup`" in str(done.exception)


def test_a_file_that_keeps_no_release_is_refused(tmp_path: Path) -> None:
    done = plan("--against", watchlist(tmp_path, "paper"))
    assert isinstance(done.exception, NoTemplate)
