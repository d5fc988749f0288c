from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from afterprint.errors import DamagedRecord
from afterprint.local.catalog import SqliteCatalog
from afterprint.local.stamps import from_stamp, stamp
from contract.makers import AN_ARTICLE, HOST, NOW, an_article_row

READS: dict[str, Callable[[SqliteCatalog], object]] = {
    "due_hosts": lambda catalog: list(catalog.due_hosts(NOW)),
    "next_due_host": lambda catalog: catalog.next_due_host(),
    "due_rows": lambda catalog: catalog.due_rows(HOST, NOW, limit=9),
    "next_due": lambda catalog: catalog.next_due(HOST),
    "article": lambda catalog: catalog.article(HOST, AN_ARTICLE),
    "articles": lambda catalog: list(catalog.articles()),
    "articles_of_source": lambda catalog: list(catalog.articles("s")),
    "lists": lambda catalog: list(catalog.lists()),
    "hosts": lambda catalog: list(catalog.hosts()),
    "address": lambda catalog: catalog.address("u"),
    "article_lines": lambda catalog: catalog.article_lines(AN_ARTICLE),
    "source_lines": lambda catalog: catalog.source_lines("s", limit=9),
    "source_lines_of_month": lambda catalog: catalog.source_lines("s", limit=9, month="2026-12"),
    "news_lines": lambda catalog: catalog.news_lines(limit=9),
    "news_lines_of_source": lambda catalog: catalog.news_lines(limit=9, source="s", month="2026-11"),
    "months": lambda catalog: catalog.months(),
    "months_of_source": lambda catalog: catalog.months("s"),
    "open_works": lambda catalog: list(catalog.open_works(opened_before=NOW)),
    "work": lambda catalog: catalog.work("versions/s/a/000001.json"),
}


class Explaining(SqliteCatalog):
    """A catalog that notes how SQLite means to find what each method reads."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.steps: list[str] = []

    def _read(self, statement: str, *values: object) -> list[Any]:
        with self._database.reading() as connection:
            self.steps += [step[3] for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        return super()._read(statement, *values)


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_no_read_walks_through_a_table_or_sorts(tmp_path: Path, read: Callable[[SqliteCatalog], object]) -> None:
    catalog = Explaining(tmp_path / "catalog.sqlite")
    read(catalog)
    assert catalog.steps
    assert not [step for step in catalog.steps if step.startswith("SCAN") or "TEMP B-TREE" in step]


def test_a_row_that_cannot_be_read_names_itself(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    catalog.add_article(an_article_row())
    catalog._write("UPDATE watched SET row = ?", b"{")
    with pytest.raises(DamagedRecord, match=rf"catalog\.sqlite: article {AN_ARTICLE} at {HOST}"):
        catalog.article(HOST, AN_ARTICLE)
    with pytest.raises(DamagedRecord):
        catalog.due_rows(HOST, NOW, limit=9)


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-1", "x"])
def test_what_is_no_month_is_a_mistake_of_the_caller(tmp_path: Path, month: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        SqliteCatalog(tmp_path / "catalog.sqlite").news_lines(limit=1, month=month)


@pytest.mark.parametrize(
    "moment",
    [NOW, datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)],
    ids=str,
)
def test_a_stamp_keeps_a_time_exactly(moment: datetime) -> None:
    assert from_stamp(stamp(moment)) == moment
