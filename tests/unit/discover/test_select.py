"""Choosing what to take up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from afterprint.discover import FeedEntry, SitemapEntry, select
from afterprint.discover.select import Selection
from afterprint.model import Source

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
BASE = "https://north-herald.example/rss"
SOURCE = Source(id="north-herald", name="North Herald", lookback_days=2)


def entry(link: str, *, age: timedelta | None = timedelta(hours=1)) -> FeedEntry:
    return FeedEntry(link=link, title="A title", published=NOW - age if age is not None else None)


def chosen(*entries: FeedEntry | SitemapEntry, source: Source = SOURCE) -> Selection:
    return select(entries, source=source, first_read_at=NOW, base_url=BASE)


def urls(selection: Selection) -> list[str]:
    return [candidate.url for candidate in selection.taken]


def test_a_new_entry_is_taken_under_its_canonical_address() -> None:
    assert urls(chosen(entry("/news/ferry?utm_source=rss"))) == ["https://north-herald.example/news/ferry"]


def test_it_is_fetched_at_the_address_that_was_named() -> None:
    assert chosen(entry("/news/ferry?utm_source=rss")).taken[0].address.endswith("?utm_source=rss")


def test_what_is_older_than_the_lookback_is_not_taken() -> None:
    assert chosen(entry("/old", age=timedelta(days=3))).passed_over == {"too_old": 1}


def test_what_was_too_old_at_first_stays_so_at_later_readings() -> None:
    later = select([entry("/old", age=timedelta(days=3))], source=SOURCE, first_read_at=NOW, base_url=BASE)
    assert later.taken == ()


def test_an_undated_feed_entry_is_taken() -> None:
    assert len(chosen(entry("/undated", age=None)).taken) == 1


def test_an_undated_sitemap_entry_is_not() -> None:
    assert chosen(SitemapEntry(loc="https://north-herald.example/a")).passed_over == {"undated": 1}


def test_a_date_in_the_future_is_new() -> None:
    assert len(chosen(entry("/soon", age=timedelta(days=-3))).taken) == 1


def test_the_same_article_twice_in_a_reading_counts_once() -> None:
    selection = chosen(entry("/a?utm_source=1"), entry("/a?utm_source=2"))
    assert (len(selection.taken), selection.passed_over) == (1, {"repeated": 1})


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (Source(id="a", name="A", include=("/news/",)), "not_included"),
        (Source(id="a", name="A", exclude=("^/sport/",)), "excluded"),
    ],
)
def test_include_and_exclude_are_searched_in_the_path(source: Source, reason: str) -> None:
    assert chosen(entry("/sport/cup?from=/news/"), source=source).passed_over == {reason: 1}


def test_an_id_that_is_an_address_serves_where_there_is_no_link() -> None:
    assert urls(chosen(FeedEntry(id="https://north-herald.example/a", published=NOW))) == [
        "https://north-herald.example/a"
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.example", ""])
def test_what_is_no_web_address_is_passed_over(link: str) -> None:
    assert chosen(entry(link)).passed_over == {"bad_address": 1}


def test_an_expression_that_would_hang_others_takes_no_time() -> None:
    source = Source(id="a", name="A", include=("(a+)+$",))
    assert chosen(entry("/" + "a" * 5000 + "!"), source=source).passed_over == {"not_included": 1}


def test_an_expression_may_be_written_in_any_script() -> None:
    source = Source(id="a", name="A", include=("/nyheter/sjø",))
    assert len(chosen(entry("/nyheter/sjø-og-land"), source=source).taken) == 1
