"""What must hold between a watchlist's tables."""

from __future__ import annotations

import pytest

from afterprint.errors import WatchlistError
from afterprint.watchlist import read_watchlist

GENERAL = '[afterprint]\ncontact = "https://edits.example.org/about"\ntag = "edits.example.org,2026"\n'


def watch(lists: str, rest: str = "") -> None:
    read_watchlist(f'{GENERAL}[[source]]\nid = "paper"\nname = "The Paper"\n{lists}\n{rest}', "w")


def refused(lists: str, rest: str = "") -> str:
    with pytest.raises(WatchlistError) as raised:
        watch(lists, rest)
    (mistake,) = raised.value.mistakes
    return str(mistake)


@pytest.mark.parametrize(
    "twice",
    [
        'feeds = ["https://paper.example/rss", "HTTPS://Paper.example:443/rss#top"]',
        'feeds = ["https://paper.example/rss"]\nsitemaps = ["https://paper.example/./rss"]',
        'articles = ["https://paper.example/one", "https://paper.example/one?utm_source=feed"]',
    ],
)
def test_an_address_spelled_twice_is_one_address(twice: str) -> None:
    assert "by this source already (line 7)" in refused(twice)


def test_feeds_that_differ_in_what_would_be_a_tracker_are_two() -> None:
    watch('feeds = ["https://paper.example/rss?ref=uk", "https://paper.example/rss?ref=us"]')


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("http://127.0.0.1:8080/rss", 'allow = ["127.0.0.0/8"]'),
        ("http://2130706433/rss", 'allow = ["127.0.0.0/8"]'),
        ("http://[::1]:8080/rss", 'allow = ["::1"]'),
        ("http://paper.test:8080/rss", 'allow = ["10.0.0.0/8"]\nhosts = { "paper.test" = "10.1.2.3" }'),
    ],
)
def test_haste_is_for_addresses_that_the_owner_allowed(address: str, network: str) -> None:
    watch(f'feeds = ["{address}"]\nmin_gap_seconds = 0', f"[network]\n{network}")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("http://paper.example/rss", 'allow = ["0.0.0.0/0"]'),
        ("http://127.0.0.1/rss", 'allow = ["10.0.0.0/8"]'),
        ("http://paper.test/rss", 'hosts = { "paper.test" = "10.1.2.3" }'),
        ("http://[::1]/rss", 'allow = ["127.0.0.0/8"]'),
    ],
)
def test_haste_is_refused_at_addresses_that_are_not_allowed(address: str, network: str) -> None:
    lists = f'articles = ["{address}"]\nmin_gap_seconds = 0.5'
    assert f"line 8: min_gap_seconds = 0.5 is below 1, and {address} is not" in refused(lists, f"[network]\n{network}")


def test_haste_is_refused_where_one_address_of_several_is_not_allowed() -> None:
    lists = 'feeds = ["http://127.0.0.2/own", "https://paper.example/rss"]\nmin_gap_seconds = 0'
    assert "https://paper.example/rss is not an address of yours" in refused(
        lists, '[network]\nallow = ["127.0.0.0/8"]'
    )
