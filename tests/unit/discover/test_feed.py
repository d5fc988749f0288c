"""Reading feeds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.discover import Feed, read_feed
from afterprint.errors import BadFeed
from shared_material import CASES, require

URL = "https://north-herald.example/rss"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>North Herald</title><link>/</link>
<item><title>Ferry delayed</title><link>/news/ferry?utm_source=rss</link><guid>42</guid>
<pubDate>Tue, 24 Nov 2026 08:00:00 +0100</pubDate></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><id>urn:1</id>
<entry><id>urn:2</id><title>Roof vote</title><link href="https://courier.example/roof"/>
<updated>2026-11-24T08:00:00Z</updated></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Lantern</title></channel><item><title>Tide</title><link>https://lantern.example/tide</link></item></rdf:RDF>"""


def test_an_rss_item_has_an_absolute_link_and_a_time_in_utc() -> None:
    entry = read_feed(RSS, URL).entries[0]
    assert (entry.link, entry.published) == (
        "https://north-herald.example/news/ferry?utm_source=rss",
        datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
    )


def test_atom_is_read() -> None:
    feed = read_feed(ATOM, URL)
    assert (feed.title, feed.entries[0].link, feed.entries[0].id) == (
        "Courier",
        "https://courier.example/roof",
        "urn:2",
    )


def test_rdf_is_read() -> None:
    assert read_feed(RDF, URL).entries[0].link == "https://lantern.example/tide"


def test_a_feed_that_ends_early_is_read_as_far_as_it_goes() -> None:
    assert read_feed(RSS[:-40], URL).entries[0].title == "Ferry delayed"


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html><body>No feed</body></html>", b"", b"hello", b"\x00\xff"])
def test_what_is_no_feed_is_refused_with_its_address(body: bytes) -> None:
    with pytest.raises(BadFeed, match=URL):
        read_feed(body, URL)


def test_an_empty_feed_is_a_feed() -> None:
    assert read_feed(b"<rss version='2.0'><channel><title>x</title></channel></rss>", URL).entries == ()


def test_entities_are_not_expanded_without_end() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + RSS
    assert isinstance(read_feed(bomb.replace(b"Ferry", b"&b;&b;&b;"), URL), Feed)


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_feed_or_a_bad_one(body: bytes) -> None:
    try:
        read_feed(body, URL)
    except BadFeed as error:
        assert error.url == URL


@given(st.integers(min_value=0, max_value=len(RSS)), st.binary(max_size=8))
def test_a_feed_with_damage_anywhere_is_a_feed_or_a_bad_one(at: int, damage: bytes) -> None:
    try:
        read_feed(RSS[:at] + damage + RSS[at + len(damage) :], URL)
    except BadFeed as error:
        assert error.url == URL


@pytest.mark.shared
def test_no_real_feed_is_refused() -> None:
    folder = require(CASES / "feeds-in")
    for line in (folder / "real.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        links = [entry.link or "" for entry in read_feed((folder / case["file"]).read_bytes(), "").entries]
        assert links == [entry["link"] or "" for entry in case["entries"]], case["id"]


def test_a_body_that_is_the_name_of_a_file_opens_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_bytes(RSS)
    with pytest.raises(BadFeed):
        read_feed(str(secret).encode(), URL)


def test_a_page_of_nothing_but_comments_takes_no_time() -> None:
    with pytest.raises(BadFeed):
        read_feed(b"<!---->" * 280, URL)


@pytest.mark.parametrize(
    ("written", "read"),
    [(b"&#55357;&#56832;", "\U0001f600"), (b"&#xD83D;&#xde00;", "\U0001f600"), (b"&#xD800;", "\ufffd")],
)
def test_references_to_surrogates_are_read_as_the_characters_they_mean(written: bytes, read: str) -> None:
    assert read_feed(RSS.replace(b"Ferry", written), URL).entries[0].title == f"{read} delayed"
