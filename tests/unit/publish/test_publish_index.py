import pytest

from afterprint.model import ChangeKey, Disclosure, EditKind, EventKind
from afterprint.publish import index_line, stale_paths
from afterprint.publish.groups import marks_of
from afterprint.publish.index import comparison_of
from afterprint.rows import IndexLine
from sample_records import ARTICLE, appeared, change, comparison, edit, event, headline, reworded

BASE = ARTICLE.path
FEEDS = [f"{BASE}/feed.atom", f"{BASE}/feed.rss", f"{BASE}/feed.json"]
PAGES = [f"{BASE}/index.html", f"{BASE}/index.json"]


def line(number: int) -> IndexLine:
    return index_line(change(number) if number else appeared())


def stale(new: IndexLine, *before: IndexLine) -> list[str]:
    return stale_paths(new, [*before, new])


def test_a_line_of_a_change_tells_what_lists_need() -> None:
    compared = comparison(
        reworded("It was 3.", "It was 4.", gone="3", come="4"),
        parts=(headline("Old words", "New words"),),
        edits=(edit(EditKind.NUMBER), edit(EditKind.HEADLINE, importance=0.9)),
        summary="Headline rewritten.",
    )
    made = index_line(change(1, compared, headline="New words"))
    assert (made.old_headline, made.headline) == ("Old words", "New words")
    assert made.kinds == (EditKind.HEADLINE, EditKind.NUMBER)
    assert (made.importance, made.disclosure, made.counts.changed) == (0.9, Disclosure.SILENT, 1)


def test_a_line_of_a_first_version_has_no_disclosure_and_is_no_news() -> None:
    made = index_line(appeared())
    assert (made.name, made.disclosure, made.is_news) == ("0-1", None, False)


def test_a_line_names_the_key_of_its_record() -> None:
    assert index_line(change(3)).key == change(3).key
    assert index_line(event(EventKind.GONE, 4)).key == event(EventKind.GONE, 4).key


def test_a_first_version_makes_its_article_and_source_stale_and_nothing_that_carries_news() -> None:
    own = [f"{BASE}/0-1.html", f"{BASE}/0-1.json", *PAGES, *FEEDS, f"{BASE}/timemap.link"]
    assert stale(line(0)) == [*own, "north-herald/index.html"]


def test_a_change_makes_its_page_the_one_before_and_all_lists_stale() -> None:
    found = stale(line(2), line(0), line(1))
    assert found == [
        f"{BASE}/1-2.html",
        f"{BASE}/2-3.html",
        f"{BASE}/2-3.json",
        f"{BASE}/1-3.html",
        *PAGES,
        *FEEDS,
        "north-herald/feed.atom",
        "north-herald/feed.rss",
        "north-herald/feed.json",
        "feeds/all.atom",
        "feeds/all.rss",
        "feeds/all.json",
        "index.html",
    ]


def test_an_event_makes_the_newest_page_of_its_article_stale() -> None:
    found = stale(index_line(event(EventKind.GONE)), line(0), line(1), line(2))
    assert [path for path in found if path.startswith(BASE)] == [f"{BASE}/2-3.html", *PAGES, *FEEDS]
    assert "index.html" in found


def test_settling_is_no_news_and_makes_no_feed_stale() -> None:
    found = stale(index_line(event(EventKind.SETTLED)), line(0), line(1))
    assert found == [f"{BASE}/1-2.html", *PAGES, f"{BASE}/timemap.link", "north-herald/index.html"]


def test_an_event_of_an_article_that_never_changed_makes_its_first_page_stale() -> None:
    found = stale(index_line(event(EventKind.GONE)), line(0))
    assert [path for path in found if path.startswith(BASE)] == [f"{BASE}/0-1.html", *PAGES, *FEEDS]


def test_a_change_that_is_found_late_makes_the_page_after_it_stale() -> None:
    found = stale_paths(line(2), [line(0), line(1), line(2), line(3)])
    assert {f"{BASE}/1-2.html", f"{BASE}/2-3.html", f"{BASE}/3-4.html"} <= set(found)
    assert f"{BASE}/1-4.html" not in found


@pytest.mark.parametrize("number", [1, 2, 9])
def test_a_change_writes_at_most_sixteen_documents_at_once(number: int) -> None:
    assert len(stale(line(number), *map(line, range(number)))) <= 16


def test_what_else_a_line_makes_stale_is_marked() -> None:
    everywhere = ["sources/north-herald", f"time-maps/{BASE}"]
    assert marks_of(line(0)) == everywhere
    silent = index_line(change(1, comparison(disclosure=Disclosure.SILENT)))
    months = ["archives/*/2026-09", "archives/north-herald/2026-09", "archives/feeds/kinds/silent/2026-09"]
    assert marks_of(silent) == [
        everywhere[0],
        "months/2026-09",
        everywhere[1],
        "kinds/silent",
        *months,
        "sitemaps/2026-09",
    ]


def test_first_and_last_are_compared_from_three_versions_on() -> None:
    assert comparison_of(ARTICLE, [line(0), line(1)]) is None
    assert comparison_of(ARTICLE, [line(0), line(1), line(2)]) == ChangeKey(ARTICLE, 1, 3)
