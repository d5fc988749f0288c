"""What `ports.Catalog` promises of the index, held against every adapter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from afterprint.model import ArticleKey, EventKind
from afterprint.ports import Catalog
from afterprint.rows import IndexLine
from contract.adapters import CatalogPlace
from contract.makers import AN_ARTICLE, NOW, a_line, article_key

KEYS = [article_key(number, source) for source in ("a", "a-b") for number in (1, 2)]
FEW_TIMES = [
    datetime(2026, 10, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
    NOW,
    datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2027, 1, 1, tzinfo=UTC),
]


def order(line: IndexLine) -> tuple[Any, ...]:
    return line.stored_at, line.name, line.article


def month(line: IndexLine) -> str:
    return f"{line.stored_at:%Y-%m}"


def newest(lines: Sequence[IndexLine], **chosen: Any) -> list[IndexLine]:
    """What a list of lines holds by the words of the port, worked out the long way."""
    kept = [
        line
        for line in lines
        if chosen.get("source") in (None, line.article.source)
        and chosen.get("month") in (None, month(line))
        and (line.is_news or not chosen.get("news"))
    ]
    return sorted(kept, key=order, reverse=True)


@given(st.lists(strategies.index_lines(st.sampled_from(KEYS), st.sampled_from(FEW_TIMES)), max_size=12), st.data())
@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_every_list_holds_its_lines_in_order(place: CatalogPlace, lines: list[IndexLine], data: st.DataObject) -> None:
    catalog = place.open_empty()
    entered = {(line.article, line.name): line for line in reversed(lines)}  # the first one stands
    for line in lines:
        catalog.enter(line)
        catalog.enter_in("kind", line)
    kept = list(entered.values())
    source = data.draw(st.sampled_from(["a", "a-b", "nobody"]))
    when = data.draw(st.sampled_from([None, "2026-10", "2026-11", "2026-12", "2027-01", "2027-02"]))
    limit = data.draw(st.sampled_from([0, 1, 3, 99]))
    for key in KEYS:
        assert catalog.article_lines(key) == sorted((line for line in kept if line.article == key), key=order)
    assert catalog.source_lines(source, limit=limit, month=when) == newest(kept, source=source, month=when)[:limit]
    assert catalog.news_lines(limit=limit, month=when) == newest(kept, month=when, news=True)[:limit]
    assert (
        catalog.news_lines(limit=limit, month=when, source=source)
        == newest(kept, month=when, source=source, news=True)[:limit]
    )
    until = data.draw(st.sampled_from(FEW_TIMES))
    assert (
        catalog.news_lines(limit=limit, month=when, until=until)
        == [line for line in newest(kept, month=when, news=True) if line.stored_at <= until][:limit]
    )
    assert catalog.months() == sorted({month(line) for line in newest(kept, news=True)}, reverse=True)
    gathered = {order(line): line for line in lines}.values()
    expected = [line.key for line in newest(list(gathered), month=when)]
    assert catalog.gathered("kind", limit=limit, month=when) == expected[:limit]
    assert catalog.gathered_months("kind") == sorted({month(line) for line in gathered}, reverse=True)
    assert catalog.months(source) == sorted(
        {month(line) for line in newest(kept, news=True, source=source)}, reverse=True
    )


def test_a_line_entered_twice_stands_once(catalog: Catalog) -> None:
    catalog.enter(a_line())
    catalog.enter(a_line())
    catalog.enter(a_line(headline="told otherwise later"))
    assert catalog.article_lines(AN_ARTICLE) == [a_line()]
    assert catalog.news_lines(limit=9) == [a_line()]


def test_the_first_version_and_settling_are_no_news(catalog: Catalog) -> None:
    quiet = [a_line("0-1"), a_line("event-1", event=EventKind.SETTLED, stored_at=NOW + timedelta(days=40))]
    for line in quiet:
        catalog.enter(line)
    assert catalog.article_lines(AN_ARTICLE) == quiet
    assert catalog.source_lines(AN_ARTICLE.source, limit=9) == quiet[::-1]
    assert catalog.news_lines(limit=9) == []
    assert catalog.months() == []


def test_a_line_is_in_the_index_at_once_for_another_user(place: CatalogPlace, catalog: Catalog) -> None:
    other = place.open()
    catalog.enter(a_line())
    assert other.news_lines(limit=1) == [a_line()]


def test_articles_of_the_same_name_in_two_sources_are_two(catalog: Catalog) -> None:
    one, two = ArticleKey("a", "x" * 16), ArticleKey("b", "x" * 16)
    catalog.enter(a_line(article=one))
    catalog.enter(a_line(article=two))
    assert catalog.news_lines(limit=9) == [a_line(article=two), a_line(article=one)]
    assert catalog.source_lines("a", limit=9) == [a_line(article=one)]


def test_collections_hold_what_was_entered_in_them_and_nothing_else(catalog: Catalog) -> None:
    line = a_line()
    for _ in range(2):
        catalog.enter_in("one", line)
    assert catalog.gathered("one", limit=9) == [line.key]
    assert catalog.gathered("two", limit=9) == []
    assert catalog.gathered_months("two") == []
    assert catalog.news_lines(limit=9) == []
