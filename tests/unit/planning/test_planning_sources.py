"""Which sources a deployment adds, drops or changes."""

from __future__ import annotations

from dataclasses import replace

from afterprint.model import Source, Watchlist
from afterprint.planning.sources import Setting, SourcePlan, compare_catalog, compare_watchlists
from afterprint.rows import ListKind, ListRow
from memory_stores import MemoryCatalog
from sample_records import FIRST_SEEN, WATCHLIST

HERALD, POST = WATCHLIST.sources


def watching(*sources: Source) -> Watchlist:
    return replace(WATCHLIST, sources=sources)


def followed(*sources: Source) -> MemoryCatalog:
    """A catalog that follows these sources, as the watch notes them."""
    catalog = MemoryCatalog()
    for source in sources:
        catalog.add_list(ListRow(source=source.id, kind=ListKind.PAGES, host="", address="", url="pages:", due=None))
        for url in source.feeds:
            row = ListRow(source=source.id, kind=ListKind.FEED, host="a", address=url, url=url, due=FIRST_SEEN)
            catalog.add_list(row)
    return catalog


def test_the_same_watchlist_changes_nothing() -> None:
    assert compare_watchlists(WATCHLIST, WATCHLIST) == []


def test_sources_are_added_and_dropped() -> None:
    plans = compare_watchlists(watching(HERALD), watching(POST))
    assert plans == [SourcePlan("north-herald", "dropped"), SourcePlan("south-post", "added")]


def test_a_changed_source_is_told_with_each_setting() -> None:
    changed = replace(HERALD, watch_days=10, include=("/news/",))
    (plan,) = compare_watchlists(watching(HERALD), watching(changed))
    assert plan == SourcePlan(
        HERALD.id, "changed", (Setting("include", (), ("/news/",)), Setting("watch_days", 40, 10))
    )


def test_what_is_set_for_all_sources_is_told_first() -> None:
    plans = compare_watchlists(watching(HERALD), replace(watching(POST), noindex=False))
    assert plans[0] == SourcePlan("", "changed", (Setting("noindex", True, False),))


def test_a_catalog_knows_which_sources_are_followed() -> None:
    plans = compare_catalog(followed(HERALD), watching(POST))
    assert plans == [SourcePlan("north-herald", "dropped"), SourcePlan("south-post", "added")]
    assert compare_catalog(followed(HERALD, POST), WATCHLIST) == []


def test_a_catalog_knows_which_feeds_are_read() -> None:
    moved = replace(HERALD, feeds=("https://north-herald.example/atom",))
    (plan,) = compare_catalog(followed(HERALD), watching(moved))
    assert plan.settings == (Setting("feeds", HERALD.feeds, moved.feeds),)


def test_a_dropped_source_that_is_named_again_returns() -> None:
    catalog = followed(HERALD)
    for row in list(catalog.lists()):
        catalog.update_list(replace(row, due=None, last_outcome="dropped"))
    assert [plan.action for plan in compare_catalog(catalog, watching(HERALD))] == ["returning"]
    assert compare_catalog(catalog, watching()) == []
