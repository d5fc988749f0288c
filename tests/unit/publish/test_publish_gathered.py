"""Feeds of a kind and of saved searches: what belongs to them, and that nothing withheld decides it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from afterprint.model import Search, TextPolicy
from afterprint.publish.gathered import collection_of
from sample_records import WATCHLIST
from sample_site import SampleSite, records


def searching(query: str, **settings: object) -> SampleSite:
    """The sample site with one saved search."""
    watchlist = replace(WATCHLIST, searches=(Search(name="mine", query=query),), **settings)  # type: ignore[arg-type]
    sample = SampleSite(watchlist)
    sample.take(*records())
    return sample


def names(sample: SampleSite, path: str = "searches/mine/feed.json") -> list[str]:
    return [item["id"].rsplit("/", 1)[1] for item in json.loads(sample.text(path))["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("petition", ["1", "2-3", "1-2"]),
        ("kind:gone", ["1"]),
        ('"fourteen crossings" OR headline:ferry', ["2-3", "1-2"]),
        ("1,700 -headline:petition", ["2-3"]),
        ("source:south-post", ["1-2"]),
        ("disclosure:declared", ["1-2"]),
        ("after:2027", []),
    ],
)
def test_a_saved_search_s_feed_holds_the_news_that_it_finds(query: str, found: list[str]) -> None:
    assert names(searching(query)) == found


def test_its_feeds_are_written_together_with_the_change() -> None:
    sample = SampleSite(replace(WATCHLIST, searches=(Search(name="mine", query="headline:ferry"),)))
    sample.take(records()[0])
    written = sample.take(records()[1])
    assert [path for path in written if path.startswith("searches/")] == [
        f"searches/mine/feed.{form}" for form in ("atom", "rss", "json")
    ]
    assert not any(path.startswith("searches/") for path in sample.take(records()[6]))


def test_passages_that_are_not_shown_are_not_found_either() -> None:
    query = "headline:petition 1,700"
    assert names(searching(query)) == ["1-2"]
    assert names(searching(query, text=TextPolicy.NONE)) == []


def test_a_search_whose_query_was_altered_starts_anew() -> None:
    assert collection_of(Search(name="a", query="x")) == collection_of(Search(name="b", query="x"))
    assert collection_of(Search(name="a", query="x")) != collection_of(Search(name="a", query="y"))


@pytest.mark.parametrize(
    ("kind", "found"), [("headlines", ["1-2"]), ("corrections", ["1-2"]), ("silent", ["2-3", "1-2"])]
)
def test_a_kind_s_feed_holds_the_edits_of_that_kind(kind: str, found: list[str]) -> None:
    sample = SampleSite()
    sample.take(*records())
    sample.pass_an_hour()
    assert names(sample, f"feeds/kinds/{kind}/feed.json") == found


def test_the_page_of_feeds_names_searches_and_kinds() -> None:
    page = searching('"climate change"').text("feeds/index.html")
    for address in ("searches/mine/feed.json", "feeds/kinds/silent/feed.atom", "feeds/all.rss"):
        assert f">https://edits.example.org/{address}</a>" in page
    assert "<code>&#34;climate change&#34;</code>" in page
