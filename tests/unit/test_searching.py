"""Search: candidates are found in two ways, and the matcher decides over both."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterprint.local.search_index import open_index
from afterprint.model import ArticleKey, Change, EventKind, TextPolicy, Watchlist
from afterprint.publish import index_line
from afterprint.query import parse, words_of
from afterprint.searching import Finder, Found, LinesFinder, Place, WordsFinder, search, settings_of
from memory_stores import MemoryArchive, MemoryCatalog
from sample_records import ARTICLE, appeared, change, comparison, event, headline, hours, reworded, with_policy

OTHER = ArticleKey("south-post", "b" * 16)
TEXTS = (
    "The ferry was cancelled on Monday",
    "Café owners in Großenkneten protest",
    "東京タワーの記事が直された",
    "हिन्दी में लिखा गया",
    "A live-streaming debate, cancelled",
)


def edited(number: int, text: str, *, article: ArticleKey = ARTICLE, **values: object) -> Change:
    row = reworded(f"{text} early", f"{text} late", gone="early", come="late")
    return change(number, comparison(row), article=article, **values)


class Town:
    """A few changes of two articles, and both ways to find candidates among them."""

    def __init__(self, directory: Path, *changes: Change, watchlist: Watchlist | None = None) -> None:
        self.archive, self.catalog = MemoryArchive(), MemoryCatalog()
        self.watchlist = watchlist or with_policy()
        self.directory = directory
        for each in changes:
            self.enter(each)

    def enter(self, stored: Change) -> None:
        self.archive.add_change(stored)
        self.catalog.enter(index_line(stored))

    def words(self) -> Finder:
        index = open_index(self.directory, settings=settings_of(self.watchlist))
        return WordsFinder(index=index, archive=self.archive, catalog=self.catalog, watchlist=self.watchlist)

    def lines(self) -> Finder:
        return LinesFinder(self.catalog)

    def search(
        self, query: str, finder: Finder, *, limit: int = 100, most: int = 1000, after: Place | None = None
    ) -> Found:
        return search(
            parse(query), finder=finder, archive=self.archive, watchlist=self.watchlist, limit=limit, most=most,
            after=after,
        )  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Town:
    found = [edited(number + 1, text) for number, text in enumerate(TEXTS)]
    named = change(7, comparison(parts=(headline("Old news", "New news"),)), article=OTHER, headline="New news")
    return Town(tmp_path, appeared(), *found, named)


def names(found: Found) -> list[str]:
    return [line.name for line in found.lines]


FINDERS = pytest.mark.parametrize("way", ["words", "lines"])


def ways(town: Town, way: str) -> Finder:
    return town.words() if way == "words" else town.lines()


@FINDERS
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cancelled", ["5-6", "1-2"]),
        ('"was cancelled"', ["1-2"]),
        ("cafe GROSSENKNETEN", ["2-3"]),
        ("タワー", ["3-4"]),
        ("हिन्दी", ["4-5"]),
        ("streaming OR 記事", ["5-6", "3-4"]),
        ("late -cancelled", ["4-5", "3-4", "2-3"]),
        ("headline:old", ["7-8"]),
        ("source:south-post", ["7-8"]),
        ("source:courier OR cancelled", ["5-6", "1-2"]),
        ("kind:headline", []),
        ("after:2027", []),
        ("nowhere", []),
    ],
)
def test_a_query_finds_the_changes_that_it_matches_newest_first(
    town: Town, way: str, query: str, expected: list[str]
) -> None:
    assert names(town.search(query, ways(town, way))) == expected


@FINDERS
def test_a_search_that_was_cut_short_goes_on_from_there_and_misses_nothing(town: Town, way: str) -> None:
    found: list[str] = []
    place: Place | None = None
    for _ in range(20):
        part = town.search("late OR news", ways(town, way), limit=1, most=2, after=place)
        found += names(part)
        if part.cursor is None:
            break
        place = Place.read(str(part.cursor))
    assert found == names(town.search("late OR news", town.lines()))
    assert len(found) == 6


@FINDERS
def test_what_the_site_may_not_show_is_not_found(tmp_path: Path, way: str) -> None:
    town = Town(tmp_path, edited(1, "The ferry"), watchlist=with_policy(text=TextPolicy.NONE))
    assert names(town.search("late", ways(town, way))) == []
    assert names(town.search("monday", ways(town, way))) == ["1-2"]  # of its headline


@FINDERS
def test_an_event_is_found_by_its_kind(town: Town, way: str) -> None:
    gone = event(EventKind.GONE)
    town.archive.add_event(gone)
    town.catalog.enter(index_line(gone))
    assert names(town.search("kind:gone", ways(town, way))) == ["event-1"]


def test_what_is_published_later_is_taken_up_by_the_next_search(town: Town) -> None:
    town.search("zebra", town.words())
    town.enter(edited(9, "A zebra"))
    assert names(town.search("zebra", town.words())) == ["9-10"]


def test_what_is_entered_late_is_taken_up_too(town: Town) -> None:
    town.search("zebra", town.words())
    town.enter(edited(1, "A zebra", article=OTHER, stored_at=hours(1)))
    assert names(town.search("zebra", town.words())) == ["1-2"]


def test_other_settings_make_the_index_anew(town: Town) -> None:
    assert town.search("cancelled", town.words()).lines
    town.watchlist = with_policy(text=TextPolicy.NONE)
    assert not town.search("cancelled", town.words()).lines
    assert not list(town.words().candidates(parse("cancelled")))


def test_an_index_that_is_damaged_or_missing_is_made_anew(town: Town) -> None:
    town.search("cancelled", town.words())
    (town.directory / "search.sqlite").write_bytes(b"nonsense" * 1000)
    assert names(town.search("cancelled", town.words())) == ["5-6", "1-2"]


def test_a_record_that_is_gone_is_not_found(town: Town) -> None:
    town.search("cancelled", town.words())
    town.archive.purge(edited(1, TEXTS[0]).key.path)
    assert names(town.search("cancelled", town.words())) == ["5-6"]


def test_many_lines_of_one_moment_are_all_walked_through(tmp_path: Path) -> None:
    moment = hours(5)
    letters = "abcdefghijklmnopqrstu"
    articles = [ArticleKey("north-herald", f"{one}{other}{'q' * 14}") for one in letters for other in letters[:20]]
    town = Town(tmp_path, *(edited(1, "x", article=each, stored_at=moment) for each in articles))
    assert len(town.search("source:north-herald", town.lines(), limit=1000).lines) == 420


@pytest.mark.parametrize(
    "cursor", ["", "x", "2026-11-24T10:00:00/a/aaaabbbbccccdddd/1-2", "2026-11-24T10:00:00Z/a/b/1-2"]
)
def test_what_is_no_place_is_refused(cursor: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Place.read(cursor)


# ── recall ──


WORDS = st.text(max_size=12)
PIECES = st.sampled_from(
    ["ferry", "Ферри", "東京", "タワー", "ñandú", "हिन्दी", "ภาษาไทย", "a_b", "ﬁne", "İstanbul", "10.30"]
)


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Texts, and queries of parts of them."""
    piece = st.one_of(WORDS, PIECES)
    texts = draw(st.lists(st.lists(piece, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4))
    queries = []
    for text in texts:
        words = words_of(text)
        if words:
            start = draw(st.integers(0, len(words) - 1))
            queries.append(f'"{" ".join(words[start : start + draw(st.integers(1, 3))])}"')
    return texts, queries


def _towns(texts: list[str]) -> Iterator[Town]:
    with tempfile.TemporaryDirectory() as directory:
        changes = [edited(number + 1, text) for number, text in enumerate(texts)]
        yield Town(Path(directory), *changes)


@given(corpora())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_candidates_never_miss_what_the_matcher_finds(drawn: tuple[list[str], list[str]]) -> None:
    texts, queries = drawn
    for town in _towns(texts):
        words = town.words()
        for query in [*queries, " OR ".join(queries), *(f"-{query}" for query in queries)]:
            if query:
                assert names(town.search(query, words)) == names(town.search(query, town.lines()))
