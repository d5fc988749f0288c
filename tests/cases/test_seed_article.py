"""The page that the project set out from: one article's change, from the site it was printed on to page and feeds."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from local_server import LocalServer, Response
from seed_site import seed_page
from shared_material import SEED, require

FIRST = datetime(2018, 9, 3, 0, 5, tzinfo=UTC)
NINE_HOURS = timedelta(hours=9)
HOST = "paper.test"
PATH = "/uk-news/2018/sep/03/an-article"

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@dataclass(frozen=True)
class Seed:
    """The two versions and how their paragraphs belong together."""

    old: dict[str, Any]
    new: dict[str, Any]
    rows: dict[str, Any]


@pytest.fixture(scope="module")
def seed() -> Seed:
    folder = require(SEED)
    old, new, rows = (json.loads((folder / name).read_text("utf-8")) for name in ("old.json", "new.json", "rows.json"))
    return Seed(old, new, rows)


@dataclass(frozen=True)
class Watched:
    """What a watch of the seed article left: the site's folder, and the exported versions."""

    site: Path
    versions: list[dict[str, Any]]
    url: str

    @property
    def article(self) -> Path:
        return next(path.parent for path in self.site.glob("the-paper/*/1-2.html"))

    def change_page(self) -> lxml.html.HtmlElement:
        return lxml.html.fromstring((self.article / "1-2.html").read_text("utf-8"))

    def text_of(self, name: str) -> str:
        return (self.article / name).read_text("utf-8")


def afterprint(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", "afterprint", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def watch(seed: Seed, folder: Path, *, policy: str, settle: bool = False) -> Watched:
    """Serve the old version, tick, serve the new one nine hours on, tick; with `settle` also ticks 40 days on."""
    with LocalServer({}, address="127.0.0.1") as server:
        url = f"http://{HOST}:{server.port}{PATH}"
        watchlist = folder / "watchlist.toml"
        watchlist.write_text(_watchlist(url, server.port, policy), encoding="utf-8")

        def tick(article: dict[str, Any], at: datetime, turn: int) -> None:
            body = seed_page({**article, "url": url}, furniture=seed.rows["furniture"], turn=turn)
            server.routes = {PATH: Response(200, {"Content-Type": "text/html; charset=utf-8"}, body)}
            data = str(folder / "data")
            afterprint("tick", "--watchlist", str(watchlist), "--data", data, "--at", at.isoformat(), "--log", "json")

        tick(seed.old, FIRST, turn=1)
        tick(seed.old, FIRST + timedelta(minutes=30), turn=2)
        tick(seed.new, FIRST + NINE_HOURS, turn=3)
        if settle:
            tick(seed.new, FIRST + NINE_HOURS + timedelta(days=39), turn=4)
            tick(seed.new, FIRST + NINE_HOURS + timedelta(days=40), turn=5)
    versions = afterprint("export", "versions", "--data", str(folder / "data")).splitlines()
    return Watched(folder / "data" / "site", [json.loads(line) for line in versions], url)


def _watchlist(url: str, port: int, policy: str) -> str:
    return f"""
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
site_url = "https://edits.example.org/"

[publish]
text = "{policy}"

[[source]]
id = "the-paper"
name = "The Paper"
articles = ["{url}"]
min_gap_seconds = 0

[network]
allow = ["127.0.0.0/8"]
ports = [{port}]
hosts = {{ "{HOST}" = "127.0.0.1" }}
"""


@pytest.fixture(scope="module")
def full(seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return watch(seed, tmp_path_factory.mktemp("full"), policy="full", settle=True)


@pytest.fixture(scope="module")
def sparing(seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return watch(seed, tmp_path_factory.mktemp("changes"), policy="changes")


@pytest.fixture(params=["full", "sparing"])
def watched(request: pytest.FixtureRequest) -> Watched:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Watched)
    return found


def spoken(text: str) -> str:
    return " ".join(text.split())


def page_text(watched: Watched) -> str:
    return spoken(watched.change_page().text_content())


def marked(watched: Watched, tag: str) -> list[str]:
    return [spoken(mark.text_content()) for mark in watched.change_page().iter(tag)]


def test_two_versions_are_stored_as_printed(watched: Watched, seed: Seed) -> None:
    stored = [(version["headline"], version["paragraphs"]) for version in watched.versions]
    assert stored == [(each["headline"], each["paragraphs"]) for each in (seed.old, seed.new)]


def test_no_furniture_is_in_a_version(watched: Watched, seed: Seed) -> None:
    furniture = set(seed.rows["furniture"])
    for version in watched.versions:
        assert not furniture & {version["standfirst"], version["byline"], *version["paragraphs"]}


@pytest.mark.parametrize("name", ["1-2.html", "feed.atom", "feed.rss"])
def test_page_and_feeds_show_both_headlines(watched: Watched, seed: Seed, name: str) -> None:
    text = watched.text_of(name)
    shown = spoken(lxml.html.fromstring(text).text_content()) if name.endswith("html") else text
    assert seed.new["headline"] in shown
    assert seed.old["headline"] in shown


@pytest.mark.parametrize("name", ["1-2.html", "feed.atom", "feed.rss"])
def test_page_and_feeds_say_how_much_later(watched: Watched, name: str) -> None:
    assert "about 9 hours later" in watched.text_of(name)


def test_the_page_says_between_which_checks_the_edit_happened(watched: Watched) -> None:
    assert "00:35" in page_text(watched)
    assert "09:05" in page_text(watched)


def test_the_page_names_the_originals_address(watched: Watched) -> None:
    assert watched.url in [link.get("href") for link in watched.change_page().iter("a")]


def test_the_page_says_how_often_the_article_changed(watched: Watched) -> None:
    assert "changed 1 time" in page_text(watched).lower()


def test_forty_days_on_the_page_says_that_it_is_no_longer_checked(full: Watched) -> None:
    assert "no longer checked" in page_text(full).lower()


def test_before_that_the_page_does_not_say_so(sparing: Watched) -> None:
    assert "no longer checked" not in page_text(sparing).lower()


def test_the_stored_rows_pair_the_paragraphs_as_people_did(full: Watched, seed: Seed) -> None:
    change = json.loads(afterprint("export", "changes", "--data", str(full.site.parent)).splitlines()[-1])
    found = {(row["old_index"], row["new_index"]): row["kind"] for row in change["rows"]}
    for row in seed.rows["rows"]:
        if row["kind"] != "free":
            assert found.get((row["old"], row["new"])) == row["kind"], row


@pytest.mark.parametrize(
    ("old", "new"), [("live-streaming", "livestreaming"), ("counter-terrorism", "counterterrorism")]
)
def test_the_page_marks_a_word_replaced_by_a_word(watched: Watched, old: str, new: str) -> None:
    assert any(old in mark for mark in marked(watched, "del"))
    assert any(new in mark for mark in marked(watched, "ins"))


def test_the_page_marks_a_word_that_was_removed(watched: Watched) -> None:
    assert any("director" in mark for mark in marked(watched, "del"))
    assert not any("director" in mark for mark in marked(watched, "ins"))


def test_with_the_whole_text_published_every_paragraph_is_on_the_page(full: Watched, seed: Seed) -> None:
    for paragraph in seed.new["paragraphs"]:
        assert paragraph in page_text(full)


def test_with_changes_published_unchanged_text_beyond_the_context_is_on_no_document(
    sparing: Watched, seed: Seed, tmp_path: Path
) -> None:
    rows = seed.rows["rows"]
    near = {place + step for place, row in enumerate(rows) if row["kind"] != "same" for step in (-1, 0, 1)}
    hidden = [seed.new["paragraphs"][row["new"]] for place, row in enumerate(rows) if place not in near]
    everything = "\n".join(path.read_text("utf-8") for path in sparing.site.rglob("*.*"))
    assert not [paragraph for paragraph in hidden if paragraph in everything]


def test_the_first_versions_page_shows_the_headline_only(watched: Watched, seed: Seed) -> None:
    text = spoken(lxml.html.fromstring(watched.text_of("0-1.html")).text_content())
    assert seed.old["headline"] in text
    assert not [paragraph for paragraph in seed.old["paragraphs"] if paragraph in text]
