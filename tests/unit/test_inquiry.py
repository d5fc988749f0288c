"""Answers on demand: whose an address is, and two versions beside each other."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from afterprint import inquiry
from afterprint.errors import BadURL, NotStored
from afterprint.model import ArticleKey, TextPolicy
from afterprint.rows import AddressRow, ArticleRow
from fakes import FakeClock
from memory_stores import MemoryArchive, MemoryCatalog
from sample_records import ARTICLE, FIRST_SEEN
from sample_site import version

URL = "https://north-herald.example/news/ferry"


def catalog(*, versions: int = 3) -> MemoryCatalog:
    held = MemoryCatalog()
    row = ArticleRow(
        key=ARTICLE,
        host="north-herald.example",
        address=URL,
        url=URL,
        first_seen_at=FIRST_SEEN,
        due=FIRST_SEEN + timedelta(hours=1),
        versions=versions,
    )
    held.add_article(row)
    held.claim_address(AddressRow(url=URL, article=ARTICLE, host=row.host))
    return held


def archive() -> MemoryArchive:
    held = MemoryArchive()
    for number, text in ((1, "The ferry was late."), (2, "The ferry was cancelled."), (3, "The ferry sailed.")):
        held.add_version(version(number, text, article=ARTICLE))
    return held


def compare(old: int, new: int, policy: TextPolicy = TextPolicy.CHANGES) -> dict[str, object]:
    return inquiry.compared(ARTICLE, old, new, archive=archive(), clock=FakeClock(), policy=policy)


@pytest.mark.parametrize("spelled", [URL, f"{URL}?utm_source=x", f"  {URL}#top "])
def test_an_address_leads_to_its_article_however_it_is_spelled(spelled: str) -> None:
    found = inquiry.look_up(spelled, catalog=catalog(), site_url="https://edits.example.org/")
    assert found is not None
    assert (found["article"], found["versions"]) == (ARTICLE.article, 3)
    assert found["page"] == f"https://edits.example.org/{ARTICLE.path}/"


def test_an_address_that_is_not_watched_or_was_never_read_leads_nowhere() -> None:
    assert inquiry.look_up("https://north-herald.example/news/other", catalog=catalog()) is None
    assert inquiry.look_up(URL, catalog=catalog(versions=0)) is None


@pytest.mark.parametrize("url", ["", "ftp://north-herald.example/x", "https://a.example/" + "x" * 5000])
def test_what_is_no_usable_address_is_refused(url: str) -> None:
    with pytest.raises(BadURL):
        inquiry.look_up(url, catalog=catalog())


def test_any_two_versions_are_compared_not_only_neighbours() -> None:
    found = compare(1, 3)
    assert (found["old"], found["new"]) == (1, 3)
    assert "late" in json.dumps(found["rows"])
    assert "sailed" in json.dumps(found["rows"])
    assert "cancelled" not in json.dumps(found)


def test_two_versions_are_compared_backwards_too() -> None:
    there, back = compare(1, 3), compare(3, 1)
    assert (back["old"], back["new"]) == (3, 1)
    (there_row,), (back_row,) = there["rows"], back["rows"]  # type: ignore[misc]
    assert ["del", "was late"] in there_row["old"]
    assert ["ins", "was late"] in back_row["new"]
    assert back["kinds"] == there["kinds"]


def test_the_text_policy_stands_before_a_comparison_too() -> None:
    assert compare(1, 3, TextPolicy.NONE)["rows"] == []


@pytest.mark.parametrize(("old", "new"), [(0, 1), (2, 2), (1, 4), (4, 1), (-1, 2)])
def test_versions_that_are_not_there_are_not_stored(old: int, new: int) -> None:
    with pytest.raises(NotStored):
        compare(old, new)


def test_another_article_is_not_stored() -> None:
    with pytest.raises(NotStored):
        inquiry.compared(ArticleKey("x", "y"), 1, 2, archive=archive(), clock=FakeClock(), policy=TextPolicy.FULL)


def test_what_is_too_long_is_not_compared_while_somebody_waits() -> None:
    held = MemoryArchive()
    for number in (1, 2):
        held.add_version(version(number, "word " * inquiry.MOST_CHARACTERS, article=ARTICLE))
    with pytest.raises(inquiry.TooLong):
        inquiry.compared(ARTICLE, 1, 2, archive=held, clock=FakeClock(), policy=TextPolicy.FULL)
