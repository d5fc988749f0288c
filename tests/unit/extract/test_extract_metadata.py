from __future__ import annotations

from datetime import UTC, datetime

import pytest
from extract_pages import FERRY, plain

from afterprint.extract import extract_article
from afterprint.model import ArticleText

URL = "https://courier.example/news/night-ferry"


def read(head: str = "", *, headline: str = "Night ferry to stop", url: str = URL, before: str = "") -> ArticleText:
    return extract_article(plain(f"{before}{FERRY[0]}", *FERRY[1:], headline=headline, head=head), url)


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_the_headline_is_the_printed_one_though_the_metadata_are_older() -> None:
    head = "<meta property='og:title' content='Night ferry to stop in March'>"
    assert read(head, headline="Night ferry to stop in April").headline == "Night ferry to stop in April"


@pytest.mark.parametrize("title", ["Night ferry to stop | Courier", "Night ferry to stop - courier", "Courier: news"])
def test_the_name_of_the_site_is_not_part_of_the_headline(title: str) -> None:
    assert read(f"<title>{title}</title>").headline == "Night ferry to stop"


def test_where_no_headline_is_printed_the_title_is_it_without_the_site() -> None:
    texts = "".join(f"<p>{text}</p>" for text in FERRY)
    page = f"<html><head><title>Night ferry to stop | Courier</title></head><body>{texts}</body></html>"
    assert extract_article(page.encode(), URL).headline == "Night ferry to stop"


def test_a_kicker_before_the_headline_is_cut_off() -> None:
    head = "<meta property='og:title' content='Night ferry to stop'>"
    assert read(head, headline="<span>Sele:</span> Night ferry to stop").headline == "Night ferry to stop"


def test_no_standfirst_is_made_of_a_description_that_is_not_printed() -> None:
    assert (
        read("<meta name='description' content='What the board said about the night ferry on Tuesday'>").standfirst
        == ""
    )


def test_the_first_paragraph_is_not_a_standfirst_for_being_the_description() -> None:
    article = read(f"<meta name='description' content='{FERRY[0]}'>")
    assert article.standfirst == ""
    assert article.paragraphs == FERRY


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ('"Tove Lind"', "Tove Lind"),
        ('"By Tove Lind and Sam Okoro"', "Tove Lind, Sam Okoro"),
        ('["Tove Lind", {"name": "Sam Okoro"}]', "Tove Lind, Sam Okoro"),
        ('{"@type": "Person", "name": ["Tove Lind", "Tove Lind"]}', "Tove Lind"),
        ('{"name": "Tove Lind / Sam Okoro"}', "Tove Lind, Sam Okoro"),
        ('"Authors: Tove Lind, Sam Okoro"', "Tove Lind, Sam Okoro"),
        ('"4m"', ""),
        ('"https://social.example/tove"', ""),
        ("null", ""),
    ],
)
def test_the_byline_is_names_parted_by_commas(author: str, byline: str) -> None:
    assert read(json_ld(f'{{"@type": "NewsArticle", "headline": "x", "author": {author}}}')).byline == byline


def test_a_printed_byline_is_taken_where_none_is_declared() -> None:
    page = plain(*FERRY).replace(b"</h1>", b"</h1><div class='byline'>By Tove Lind and Sam Okoro</div>")
    assert extract_article(page, URL).byline == "Tove Lind, Sam Okoro"


@pytest.mark.parametrize(
    "damaged",
    [
        '{"@type": "NewsArticle", "author": "Tove Lind",}',
        '<!-- {"@type": "NewsArticle", "author": "Tove Lind"} -->',
        '{"@type": "NewsArticle", "description": "two\nlines\there", "author": "Tove Lind"}',
        '[[{"@graph": [{"@type": ["Article", "NewsArticle"], "author": "Tove Lind"}]}]]',
        '{"@type": "https://schema.org/NewsArticle", "author": "Tove Lind"};',
    ],
)
def test_damaged_json_ld_is_read_as_far_as_it_can_be(damaged: str) -> None:
    assert read(json_ld(damaged)).byline == "Tove Lind"


@pytest.mark.parametrize("hopeless", ["", "{", "[" * 100_000, '{"@type": 7}', '"NewsArticle"', "\x00"])
def test_hopeless_json_ld_is_passed_over(hopeless: str) -> None:
    assert read(json_ld(hopeless)).headline == "Night ferry to stop"


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("<link rel='canonical' href='/a'>", "https://courier.example/a"),
        ("<link rel='Canonical' href='https://other.example/a'>", "https://other.example/a"),
        ("<link rel='canonical' href='javascript:alert(1)'>", None),
        ("<link rel='canonical' href='http://[broken'>", None),
        ("<link rel='canonical' href=''>", None),
        ("<link rel='amphtml' href='/amp'>", None),
    ],
)
def test_the_canonical_address_is_absolute_or_none(link: str, canonical: str | None) -> None:
    assert read(link).canonical_url == canonical


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ("<meta property='og:locale' content='sv_SE'>", "sv-SE"),
        ("<meta http-equiv='content-language' content='zh-hant-tw'>", "zh-Hant-TW"),
        ("<meta property='og:locale' content='not a tag!'>", None),
        ("", None),
    ],
)
def test_the_language_is_a_tag_of_bcp_47(head: str, language: str | None) -> None:
    assert read(head).language == language


@pytest.mark.parametrize(
    ("below", "byline"),
    [
        ("<div class='byline'><div>Written by</div><div>Tove Lind</div><div>12 January 2026</div></div>", "Tove Lind"),
        ("<div id='writer-profile'><p>About</p><p>Tove Lind</p><p>Desk</p><p>Likes ships</p><p>Follow</p></div>", ""),
        ("<p>von <a href='/autoren/tove'>Tove Lind</a></p>", "Tove Lind"),
        ("<p><a href='/news/tove'>Tove Lind</a></p>", ""),
    ],
)
def test_a_printed_byline_is_its_names_not_its_labels_or_a_life(below: str, byline: str) -> None:
    page = plain(*FERRY).replace(b"</h1>", f"</h1>{below}".encode())
    assert extract_article(page, URL).byline == byline


def test_the_sites_own_name_is_a_byline_only_where_nobody_else_is_named() -> None:
    page = plain(*FERRY, head="<meta name='author' content='Courier'>")
    assert extract_article(page, URL).byline == "Courier"
    named = page.replace(b"</h1>", b"</h1><div class='byline'>By Tove Lind</div>")
    assert extract_article(named, URL).byline == "Tove Lind"


def test_a_date_printed_below_the_headline_is_the_last_resort() -> None:
    page = plain(*FERRY).replace(b"</h1>", b"</h1><div>Mo 12.01.26 | 08:30 Uhr</div>")
    assert extract_article(page, URL).published == datetime(2026, 1, 12, 8, 30, tzinfo=UTC)
    declared = page.replace(b"<head>", b"<head><meta property='article:published_time' content='2026-01-11T07:00Z'>")
    assert extract_article(declared, URL).published == datetime(2026, 1, 11, 7, tzinfo=UTC)


def test_a_date_printed_just_above_the_headline_is_it_too() -> None:
    page = plain(*FERRY).replace(b"<h1>", b"<div><span>News</span><span>12 January 2026</span></div><h1>")
    assert extract_article(page, URL).published == datetime(2026, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "told",
    [
        json_ld('{"@type": "WebPage", "datePublished": "2026-01-12T08:30:00Z"}'),
        "<abbr itemprop='datePublished' title='2026-01-12T08:30:00Z'>Monday</abbr>",
    ],
)
def test_a_date_of_publication_is_believed_of_the_web_page_and_in_microdata(told: str) -> None:
    assert read(told).published == datetime(2026, 1, 12, 8, 30, tzinfo=UTC)


def test_a_date_in_the_text_is_not_the_date_of_publication() -> None:
    assert read(before="On 12 January 2026 it sailed.</p><p>").published is None


@pytest.mark.parametrize(
    ("head", "free"),
    [
        (json_ld('{"@type": "NewsArticle", "isAccessibleForFree": false}'), False),
        (json_ld('{"@type": "NewsArticle", "isAccessibleForFree": "True"}'), True),
        (json_ld('{"@type": "NewsArticle", "isAccessibleForFree": "http://schema.org/False"}'), False),
        (json_ld('{"@type": "WebPage", "isAccessibleForFree": "false"}'), False),
        (json_ld('{"@type": "NewsArticle", "isAccessibleForFree": {"no": "sense"}}'), None),
        ("<meta property='article:content_tier' content='metered'>", False),
        ("<meta property='article:content_tier' content='free'>", True),
        ("", None),
    ],
)
def test_a_paywall_is_what_the_page_says_of_it(head: str, free: bool | None) -> None:
    assert read(head).accessible_for_free is free


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (json_ld('{"@type": "NewsArticle", "articleSection": ["Sea &amp; ships", "News"]}'), "Sea & ships"),
        ("<meta property='article:section' content='Sea'>", "Sea"),
        (f"<meta property='article:section' content='{'x' * 101}'>", None),
        ("", None),
    ],
)
def test_the_section_is_the_first_that_the_page_names(head: str, section: str | None) -> None:
    assert read(head).section == section


def test_the_amp_address_is_absolute() -> None:
    assert read("<link rel='amphtml' href='/amp/night-ferry'>").amp_url == "https://courier.example/amp/night-ferry"


NOTE = "This article was amended on 13 January 2026: the boat is forty years old, not fifty."


@pytest.mark.parametrize(
    ("head", "after", "notes"),
    [
        ("", f"<p>{NOTE}</p>", (NOTE,)),
        ("", "<div class='correction-note'><p>The boat is forty years old, not fifty.</p></div>",
         ("The boat is forty years old, not fifty.",)),
        (json_ld(f'{{"@type": "NewsArticle", "correction": {{"@type": "CorrectionComment", "text": "{NOTE}"}}}}'),
         f"<p>{NOTE}</p>", (NOTE,)),
        (json_ld('{"@type": "NewsArticle", "correction": 7}'), "", ()),
        ("", "<div class='corrections'><a href='/corrections'>How we correct what we got wrong</a></div>", ()),
    ],
)  # fmt: skip
def test_correction_notes_are_those_that_the_page_marks(head: str, after: str, notes: tuple[str, ...]) -> None:
    assert extract_article(plain(*FERRY, head=head, after=after), URL).corrections == notes
