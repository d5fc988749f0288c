"""The article that the project set out from must come out as it was published."""

from __future__ import annotations

import json
from typing import Any

import pytest

from afterprint.diff import compare
from afterprint.model import ArticleText, Comparison, EditKind, Part, Row
from shared_material import SEED, require

pytestmark = pytest.mark.shared


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(require(SEED / name).read_text(encoding="utf-8"))
    return found


def compared() -> Comparison:
    old, new = read("old.json"), read("new.json")
    return compare(
        ArticleText(headline=old["headline"], paragraphs=old["paragraphs"]),
        ArticleText(headline=new["headline"], paragraphs=new["paragraphs"]),
    )


def marked(row: Row) -> tuple[list[str], list[str]]:
    old, new = row.old or "", row.new or ""
    return [old[start:end] for start, end in row.old_spans], [new[start:end] for start, end in row.new_spans]


def test_rows_come_out_as_published() -> None:
    rows = {(row.old_index, row.new_index): row.kind for row in compared().rows}
    for expected in read("rows.json")["rows"]:
        if expected["kind"] != "free":
            assert rows[expected["old"], expected["new"]] == expected["kind"]


@pytest.mark.parametrize(
    ("old_index", "old", "new"),
    [
        (5, [], ["aged"]),
        (6, ["live-streaming"], ["livestreaming"]),
        (8, ["counter-terrorism"], ["counterterrorism", ",", ",", ","]),
        (10, ["director"], []),
        (13, ["that"], []),
    ],
)
def test_words_are_marked_as_a_reader_would(old_index: int, old: list[str], new: list[str]) -> None:
    (row,) = (row for row in compared().rows if row.old_index == old_index)
    assert marked(row) == (old, new)


def test_the_headline_is_marked_as_rewritten() -> None:
    comparison = compared()
    change = comparison.part(Part.HEADLINE)
    assert change is not None
    assert (change.old_spans, change.new_spans) == (((0, len(change.old)),), ((0, len(change.new)),))
    assert comparison.edits[0].kinds == (EditKind.HEADLINE, EditKind.REWRITE)
