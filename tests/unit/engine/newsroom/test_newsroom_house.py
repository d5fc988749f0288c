"""The sample newsroom: what it answers, and that it says of itself what is true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree

from afterprint.engine.newsroom import Newsroom, Page, TrueEdit
from afterprint.engine.newsroom.papers import TrueKind, read_papers
from newsroom_reading import printed_text

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEWSROOM = Newsroom(START)
TRUTH = NEWSROOM.truth()
TEXTS = [edit for edit in TRUTH if edit.gone is None]
EDITS = [edit for edit in TRUTH if edit.kind is not TrueKind.PUBLISHED]
MOMENT = timedelta(milliseconds=1)
FEEDS = [
    "http://north-herald.localhost/rss",
    "http://quillbeck-courier.localhost/atom.xml",
    "http://skarrow-lantern.localhost/feed.xml",
]
SITEMAP = "http://skarrow-lantern.localhost/news-sitemap.xml"


def get(url: str, now: datetime, *, newsroom: Newsroom = NEWSROOM) -> Page:
    parts = urlsplit(url)
    return newsroom.page(parts.netloc, parts.path, now)


def named(edit: TrueEdit) -> str:
    return f"{urlsplit(edit.url).path}@{edit.number}"


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("edit", TEXTS, ids=named)
def test_a_page_says_from_its_time_on_what_the_truth_lists(edit: TrueEdit) -> None:
    printed = printed_text(edit.url, get(edit.url, edit.at).body)
    assert (printed.headline, printed.standfirst, printed.paragraphs) == (
        edit.headline,
        edit.standfirst,
        edit.paragraphs,
    )


@pytest.mark.parametrize("edit", EDITS, ids=named)
def test_an_edit_is_not_visible_before_its_time(edit: TrueEdit) -> None:
    before = get(edit.url, edit.at - MOMENT)
    after = get(edit.url, edit.at)
    if edit.gone is not None:
        assert (before.status, after.status) == (200, edit.gone)
    else:
        assert printed_text(edit.url, before.body) != printed_text(edit.url, after.body)


@pytest.mark.parametrize("edit", [edit for edit in TRUTH if edit.number == 1 and not edit.gone], ids=named)
def test_an_article_is_not_there_before_it_is_published(edit: TrueEdit) -> None:
    assert get(edit.url, edit.at - MOMENT).status == 404


def test_every_answer_is_the_same_for_the_same_time() -> None:
    other = Newsroom(START)
    now = START + timedelta(minutes=77)
    for url in [*FEEDS, SITEMAP, *{edit.url for edit in TRUTH}]:
        assert get(url, now, newsroom=other) == get(url, now)


@pytest.mark.parametrize("paper", ["north-herald", "quillbeck-courier", "skarrow-lantern"])
def test_furniture_moves_while_the_text_stands_still(paper: str) -> None:
    edit, later = next(
        (one, two.at - MOMENT)
        for one, two in pairwise(sorted(TRUTH, key=lambda edit: (edit.url, edit.at)))
        if f"/{paper}." in one.url and one.url == two.url and two.at - one.at > timedelta(minutes=20)
    )
    then, now = get(edit.url, edit.at), get(edit.url, later)
    assert then.body != now.body
    assert printed_text(edit.url, then.body) == printed_text(edit.url, now.body)


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit.modified and not edit.gone], ids=named)
def test_the_declared_date_is_on_the_page(edit: TrueEdit) -> None:
    assert edit.modified is not None
    assert edit.modified.isoformat() in get(edit.url, edit.at).body.decode()


def test_links_and_canonical_addresses_carry_the_port_of_the_request() -> None:
    edit = next(edit for edit in NEWSROOM.truth(8123) if edit.gone is None)
    assert f'<link rel="canonical" href="{edit.url}">' in get(edit.url, edit.at).body.decode()


def test_every_link_to_another_article_of_the_paper_leads_somewhere() -> None:
    now = START + timedelta(minutes=80)
    for paper in NEWSROOM.papers:
        front = NEWSROOM.page(f"{paper.id}.test", "/", now).body.decode()
        for path in re.findall(r'href="(/(?:news|stories|more|wildlife)[^"]*)"', front):
            assert NEWSROOM.page(f"{paper.id}.test", path, now).status == 200, path


def test_an_unknown_host_is_shown_the_way_to_the_papers() -> None:
    page = NEWSROOM.page("127.0.0.1:8123", "/", START)
    assert page.status == 200
    assert b"http://skarrow-lantern.localhost:8123/" in page.body


def test_a_paper_answers_under_any_domain() -> None:
    assert b"The Skarrow Lantern" in NEWSROOM.page("Skarrow-Lantern.test:1", "/", START).body


def test_a_picture_is_drawn_for_an_article() -> None:
    page = get("http://north-herald.localhost/pictures/market-hall-roof-vote.svg", START)
    assert page.headers["Content-Type"] == "image/svg+xml"
    assert etree.fromstring(page.body).tag.endswith("svg")


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("url", FEEDS)
@pytest.mark.parametrize("minutes", [-300, 0, 70, 600])
def test_a_feed_is_valid_and_lists_what_is_on_sale_newest_first(url: str, minutes: int) -> None:
    now = START + timedelta(minutes=minutes)
    feed = feedparser.parse(get(url, now).body)
    assert not feed.bozo
    listed = [entry.link.partition("?")[0] for entry in feed.entries]
    assert listed == on_sale(urlsplit(url).netloc, now)


@pytest.mark.parametrize("minutes", [0, 70, 600])
def test_the_sitemap_lists_the_same_articles_by_their_plain_addresses(minutes: int) -> None:
    now = START + timedelta(minutes=minutes)
    locations = etree.fromstring(get(SITEMAP, now).body).findall("{*}url/{*}loc")
    assert [location.text for location in locations] == on_sale("skarrow-lantern.localhost", now)


@pytest.mark.parametrize("url", FEEDS)
def test_a_feed_stands_still_between_edits(url: str) -> None:
    assert get(url, START + timedelta(minutes=600)) == get(url, START + timedelta(minutes=900))


def on_sale(host: str, now: datetime) -> list[str]:
    """The addresses that the truth says are there at `now`, newest first."""
    mine = [edit for edit in TRUTH if urlsplit(edit.url).netloc == host and edit.at <= now]
    gone = {edit.url for edit in mine if edit.gone}
    return [edit.url for edit in reversed(mine) if edit.kind is TrueKind.PUBLISHED and edit.url not in gone]


def test_one_paper_asks_for_a_second_between_requests() -> None:
    asking = [
        p.id for p in NEWSROOM.papers if b"Crawl-delay: 1\n" in get(f"http://{p.id}.localhost/robots.txt", START).body
    ]
    assert asking == ["quillbeck-courier"]


# ── validators ───────────────────────────────────────────────────────────────────────────────────────


def test_an_etag_names_the_bytes() -> None:
    url = "http://north-herald.localhost/news/harbour-library-opening-hours"
    tags = {get(url, START + timedelta(minutes=minutes)).headers["ETag"] for minutes in (0, 0, 30)}
    assert len(tags) == 2


def test_last_modified_moves_with_every_edit_silent_ones_included() -> None:
    edits = [edit for edit in TRUTH if "weir-bridge" in edit.url]
    dates = {get(edit.url, edit.at).headers["Last-Modified"] for edit in edits}
    assert len(dates) == len(edits)


def test_one_paper_sends_no_validators_with_its_articles() -> None:
    edit = next(edit for edit in TEXTS if "skarrow-lantern" in edit.url)
    assert set(get(edit.url, edit.at).headers) == {"Content-Type"}


# ── the script ───────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_edit_is_really_made() -> None:
    assert {edit.kind for edit in TRUTH} == set(TrueKind)


def test_articles_vanish_with_either_status() -> None:
    assert {edit.gone for edit in TRUTH} == {None, 404, 410}


def test_one_article_is_never_edited() -> None:
    edited = {edit.url for edit in EDITS}
    assert len({edit.url for edit in TRUTH} - edited) == 1


def test_most_articles_have_been_edited_within_the_first_two_hours() -> None:
    early = [edit for edit in EDITS if START < edit.at <= START + timedelta(hours=2)]
    assert len(early) >= 20
    assert min(edit.at for edit in EDITS) >= START + timedelta(minutes=10)


def test_articles_are_of_a_believable_length() -> None:
    for paper in read_papers():
        for story in paper.stories:
            assert 5 <= len(story.paragraphs) <= 10, story.slug


def test_the_truth_speaks_of_the_addresses_that_are_served() -> None:
    edit = NEWSROOM.truth(8123, domain="test")[0]
    assert edit.url == "http://north-herald.test:8123/news/harbour-library-opening-hours"


def test_the_truth_is_in_order_of_time() -> None:
    assert [edit.at for edit in TRUTH] == sorted(edit.at for edit in TRUTH)
