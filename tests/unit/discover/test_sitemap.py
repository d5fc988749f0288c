"""Reading sitemaps and OPML."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.discover import read_opml, read_sitemap, sitemap
from afterprint.errors import BadFeed

URL = "https://north-herald.example/news-sitemap.xml"
NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://north-herald.example/news/ferry </loc><lastmod>2026-11-24T09:00:00+01:00</lastmod>
<news:news><news:publication><news:name>North Herald</news:name></news:publication>
<news:publication_date>2026-11-24</news:publication_date><news:title>Ferry delayed</news:title></news:news></url>
<url><lastmod>2026-11-24</lastmod></url>
</urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>/sitemap-1.xml.gz</loc><lastmod>2026-11-24</lastmod></sitemap></sitemapindex>"""
OPML = b"""<opml version="2.0"><body><outline text="Papers">
<outline text="North Herald" xmlUrl="https://north-herald.example/rss" htmlUrl="https://north-herald.example/"/>
<outline title="Again" xmlUrl="https://north-herald.example/rss"/></outline></body></opml>"""


def test_a_news_sitemap_gives_address_title_and_dates() -> None:
    (entry,) = read_sitemap(NEWS, URL).entries
    assert (entry.loc, entry.title) == ("https://north-herald.example/news/ferry", "Ferry delayed")
    assert entry.published == datetime(2026, 11, 24, tzinfo=UTC)
    assert entry.modified == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_a_gzipped_sitemap_is_read() -> None:
    assert read_sitemap(gzip.compress(NEWS), URL) == read_sitemap(NEWS, URL)


def test_a_sitemap_index_names_its_sitemaps_absolutely() -> None:
    (child,) = read_sitemap(INDEX, URL).children
    assert child.loc == "https://north-herald.example/sitemap-1.xml.gz"


def test_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_BYTES", 1000)
    with pytest.raises(BadFeed, match="larger than"):
        read_sitemap(gzip.compress(b" " * 5000), URL)


def test_entities_are_not_read_from_files() -> None:
    hostile = b'<!DOCTYPE u [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + NEWS.split(b"?>", 1)[1].replace(
        b"Ferry delayed", b"&e;"
    )
    assert "root:" not in repr(read_sitemap(hostile, URL))


@pytest.mark.parametrize("body", [b"", b"hello", b"<html/>", b"<ect:>", b"\x1f\x8bnot gzip"])
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(BadFeed):
        read_sitemap(body, URL)


@pytest.mark.parametrize(
    "body",
    [
        b'<urlset xmlns="&#xD800;"><url><loc>https://north-herald.example/a</loc></url></urlset>',
        b"<urlset><url><loc>https://north-herald.example/&#xD800;</loc></url></urlset>",
    ],
)
def test_half_a_character_is_refused_or_passed_over(body: bytes) -> None:
    try:
        assert read_sitemap(body, URL).entries == ()
    except BadFeed as error:
        assert error.url == URL


@given(st.binary(max_size=1000))
def test_any_bytes_are_a_sitemap_or_a_bad_one(body: bytes) -> None:
    try:
        read_sitemap(body, URL)
    except BadFeed as error:
        assert error.url == URL


def test_opml_gives_each_feed_once() -> None:
    (source,) = read_opml(OPML)
    assert (source.title, source.feed_url) == ("North Herald", "https://north-herald.example/rss")


@pytest.mark.parametrize("body", [b"", b"hello", b"<html/>", b"<ect:>", b"<opml:opml:>"])
def test_what_is_no_opml_is_refused(body: bytes) -> None:
    with pytest.raises(BadFeed, match="OPML"):
        read_opml(body)


@given(st.binary(max_size=500))
def test_any_bytes_are_opml_or_bad(body: bytes) -> None:
    try:
        read_opml(body)
    except BadFeed as error:
        assert "OPML" in str(error)


def test_a_film_s_title_and_date_are_not_the_article_s() -> None:
    film = b"<video:video><video:title>A film</video:title><video:publication_date>2020-01-01</video:publication_date>"
    body = NEWS.replace(b"<urlset ", b'<urlset xmlns:video="urn:video" ').replace(
        b"<news:news>", film + b"</video:video><news:news>"
    )
    (entry,) = read_sitemap(body, URL).entries
    assert (entry.title, entry.published) == ("Ferry delayed", datetime(2026, 11, 24, tzinfo=UTC))


def test_a_date_in_an_e_mail_s_form_is_read() -> None:
    body = NEWS.replace(b"2026-11-24T09:00:00+01:00", b"Tue, 24 Nov 2026 09:00:00 +0100")
    assert read_sitemap(body, URL).entries[0].modified == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_a_sitemap_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_BYTES", 100)
    with pytest.raises(BadFeed, match="larger than"):
        read_sitemap(NEWS, URL)
