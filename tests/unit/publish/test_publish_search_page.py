"""The search page, empty and answered, and the bookmark that leads from an article to its history."""

from __future__ import annotations

import re

from afterprint.publish import listed, pages, paths
from afterprint.publish.index import index_line
from sample_records import WATCHLIST, change, with_policy


def text(body: bytes) -> str:
    return body.decode()


def test_the_page_asks_the_api_without_a_script() -> None:
    page = text(pages.search_page(paths.SEARCH, WATCHLIST))
    assert 'action="api/search"' in page
    assert 'action="api/lookup"' in page
    assert "form-action 'self'" in page


def test_what_was_found_is_listed_with_links_to_the_site() -> None:
    line = listed(index_line(change(1)), WATCHLIST.text)
    page = text(pages.search_page("api/search?q=x", WATCHLIST, query="ferry", lines=[line], later="search?after=x"))
    assert f'href="../{line.path}"' in page
    assert 'href="search?after=x">Look further back' in page
    assert 'action="../api/search"' in page


def test_that_nothing_was_found_is_said_and_whether_all_was_looked_at() -> None:
    assert "No edit was found." in text(pages.search_page(paths.SEARCH, WATCHLIST, query="x", lines=()))
    cut = text(pages.search_page(paths.SEARCH, WATCHLIST, query="x", lines=(), later="search?after=x"))
    assert "Nothing among the newest edits." in cut


def test_a_query_stays_in_its_field_and_is_no_markup() -> None:
    page = text(pages.search_page(paths.SEARCH, WATCHLIST, query='"><script>alert(1)</script>', refusal="it is wrong"))
    assert "<script>alert" not in page
    assert "It is wrong." in page
    assert 'value="&#34;&gt;&lt;script&gt;' in page


def test_the_about_page_has_a_bookmark_where_the_site_has_an_address() -> None:
    page = text(pages.about_page(with_policy(site_url="https://edits.example.org/"), "agent"))
    (link,) = re.findall(r'<a id="bookmarklet" href="(javascript:[^"]*)"', page)
    assert link.replace("&#34;", '"').replace("&amp;", "&") == (
        'javascript:location.href="https://edits.example.org/api/lookup?format=html&url="'
        "+encodeURIComponent(location.href)"
    )
    assert "javascript:" not in text(pages.about_page(with_policy(site_url=""), "agent"))
