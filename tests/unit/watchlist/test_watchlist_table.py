"""Reading one table's keys, and what is said of those that nobody asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from afterprint.errors import WatchlistError
from afterprint.watchlist import read_watchlist

GENERAL = '[afterprint]\ncontact = "https://edits.example.org/about"\ntag = "edits.example.org,2026"\n'
SOURCE = '[[source]]\nid = "paper"\nname = "The Paper"\n'
FEEDS = 'feeds = ["https://paper.example/rss"]\n'


def mistakes_of(text: str) -> list[str]:
    with pytest.raises(WatchlistError) as raised:
        read_watchlist(text, "w")
    return [str(mistake) for mistake in raised.value.mistakes]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("feed", "feeds"),
        ("Include", "include"),
        ("min_gap", "min_gap_seconds"),
        ("lookback", "lookback_days"),
        ("honor_noarchive", "honour_noarchive"),
    ],
)
def test_of_an_unknown_key_the_nearest_known_one_is_named(key: str, meant: str) -> None:
    (mistake,) = mistakes_of(f"{GENERAL}{SOURCE}{FEEDS}{key} = 1\n")
    assert mistake == f"line 8: {key} is not known here; did you mean {meant}?"


@pytest.mark.parametrize("key", ["video", "limit", "url"])
def test_of_a_key_near_to_none_all_known_ones_are_named(key: str) -> None:
    (mistake,) = mistakes_of(f"{GENERAL}{SOURCE}{FEEDS}{key} = 1\n")
    assert "known are id, name, feeds" in mistake


@pytest.mark.parametrize("empty", ["", "feeds = []\n", "feeds = []\nsitemaps = []\narticles = []\n"])
def test_a_source_of_empty_lists_names_nothing_to_watch(empty: str) -> None:
    (mistake,) = mistakes_of(GENERAL + SOURCE + empty)
    assert mistake.startswith("line 4: nothing to watch is named")


def test_an_empty_list_of_sources_watches_nothing() -> None:
    (mistake,) = mistakes_of(f"source = []\n{GENERAL}")
    assert "there is no [[source]]" in mistake


@pytest.mark.parametrize("place", ["watch_days = {}\n", "[network]\nports = [{}]\n"])
def test_a_number_of_thousands_of_digits_is_out_of_range(place: str) -> None:
    (mistake,) = mistakes_of(GENERAL + SOURCE + FEEDS + place.format("0x" + "f" * 9000))
    assert "out of range" in mistake
    assert len(mistake) < 250


@pytest.mark.parametrize("key", [r'"a\nb"', r'"a\u001bb"', f'"{"k" * 300}"', '""'])
@pytest.mark.parametrize("table", ["", "[network.hosts]\n"])
def test_a_key_of_any_characters_is_told_on_one_short_line(table: str, key: str) -> None:
    for mistake in mistakes_of(f"{GENERAL}{SOURCE}{FEEDS}{table}{key} = 1\n"):
        assert mistake.isprintable()
        assert len(mistake) < 400


def test_reading_a_good_watchlist_loads_nothing_heavy() -> None:
    good = GENERAL + SOURCE + FEEDS
    code = f"import sys; from afterprint.watchlist import read_watchlist as r; r({good!r}, 'w'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"rapidfuzz", "lxml", "requests", "urllib3", "re2", "tld"} & set(done.stdout.split())
