"""One address for each article, however it is spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.errors import BadURL
from afterprint.web.address import canonical_url, host_of, registrable_domain, resolve_url

PAGE = "https://www.north-herald.example/news/ferry"


@pytest.mark.parametrize(
    "spelled",
    [
        f"{PAGE}?utm_source=rss&UTM_Medium=feed",
        f"{PAGE}#comments",
        f"  {PAGE}  ",
        "HTTPS://WWW.North-Herald.example:443/news/ferry",
        "https://www.north-herald.example/news/f%65rry",
        f"{PAGE};jsessionid=0A1B2C",
        f"{PAGE}?fbclid=x&ref=front",
    ],
)
def test_spellings_of_one_address_are_one(spelled: str) -> None:
    assert canonical_url(spelled) == PAGE


@pytest.mark.parametrize("other", [f"{PAGE}?id=7", f"{PAGE}/", f"{PAGE}?page=2", PAGE.replace("www.", "m.")])
def test_what_may_be_another_page_stays_another(other: str) -> None:
    assert canonical_url(other) != PAGE


def test_query_pairs_are_sorted_and_blank_ones_kept() -> None:
    assert canonical_url(f"{PAGE}?b=2&a=&a=1&c") == f"{PAGE}?a=&a=1&b=2&c="


def test_a_canonical_link_on_the_same_domain_is_followed() -> None:
    assert canonical_url("https://amp.north-herald.example/a", "https://www.north-herald.example/b") == (
        "https://www.north-herald.example/b"
    )


@pytest.mark.parametrize("link", ["https://elsewhere.example/a", "/", "", "javascript:void(0)", "https://[bad"])
def test_a_canonical_link_that_cannot_be_trusted_is_ignored(link: str) -> None:
    assert canonical_url(PAGE, link) == PAGE


@pytest.mark.parametrize("address", ["ftp://north-herald.example/a", "mailto:a@b.example", "/relative", "", "http://"])
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(BadURL):
        canonical_url(address)


@given(st.text())
def test_any_text_is_an_address_or_a_bad_one(text: str) -> None:
    try:
        once = canonical_url(text)
    except BadURL:
        return
    assert canonical_url(once) == once


@given(st.text(), st.sampled_from([None, PAGE, "not a base"]))
def test_resolving_any_text_gives_an_address_or_a_bad_one(text: str, base: str | None) -> None:
    try:
        assert ":" in resolve_url(text, base)
    except BadURL as error:
        assert error.url == text


@pytest.mark.parametrize(
    ("address", "lane"),
    [
        ("https://North-Herald.example/a", "north-herald.example"),
        ("http://north-herald.example:80/a", "north-herald.example"),
        ("http://north-herald.example:443/a", "north-herald.example"),
        ("http://north-herald.example:8080/a", "north-herald.example:8080"),
        ("http://[::1]:8080/a", "[::1]:8080"),
    ],
)
def test_the_lane_is_the_host_with_any_unusual_port(address: str, lane: str) -> None:
    assert host_of(address) == lane


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.paper.co.uk", "paper.co.uk"),
        ("news.paper.com", "paper.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("a.b.unknown-tld", "b.unknown-tld"),
    ],
)
def test_the_registrable_domain_follows_the_public_suffix_list(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


STORY = "https://north-herald.example/news/ferry-late-again"


@pytest.mark.parametrize(
    ("page", "link", "followed"),
    [
        (STORY, "/news/", False),
        ("https://north-herald.example/2026/11/24/ferry-late-again", "/2026/11/24/", False),
        (f"{STORY}/amp", "/news/ferry-late-again", True),
        (f"{STORY}/entry-20261124", "/news/ferry-late-again", True),
        (STORY, "/travel/", True),
    ],
)
def test_a_canonical_link_to_the_section_above_is_ignored(page: str, link: str, *, followed: bool) -> None:
    assert (canonical_url(page, link) == canonical_url(resolve_url(link, page))) == followed
