from __future__ import annotations

import random
from datetime import UTC, datetime

import lxml.html
import pytest
from extract_pages import FERRY, MOST_READ, div_soup, live_blog, old_cms, plain, right_to_left, semantic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterprint.errors import NotAnArticle
from afterprint.extract import EXTRACTOR, extract_article
from afterprint.model import ArticleText, BlockKind

URL = "https://courier.example/news/night-ferry?page=1"


def read(page: str | bytes, url: str = URL, content_type: str | None = "text/html; charset=utf-8") -> ArticleText:
    return extract_article(page if isinstance(page, bytes) else page.encode(), url, content_type)


def of_kind(article: ArticleText, kind: BlockKind) -> list[str]:
    return [block.text for block in article.blocks if block.kind is kind]


def test_the_revision_fits_into_a_path() -> None:
    assert EXTRACTOR
    assert EXTRACTOR.strip("abcdefghijklmnopqrstuvwxyz0123456789.-") == ""


@pytest.mark.parametrize("template", [div_soup, semantic, old_cms])
def test_every_template_gives_headline_and_paragraphs_in_order(template) -> None:
    article = read(template())
    assert article.headline == "Night ferry to stop in March"
    assert [text for text in article.paragraphs if text in FERRY] == list(FERRY)


@pytest.mark.parametrize("template", [div_soup, old_cms])
def test_a_plain_article_is_its_paragraphs_and_nothing_else(template) -> None:
    assert read(template()).paragraphs == FERRY


def test_the_parts_of_a_semantic_article_are_kept_apart() -> None:
    article = read(semantic())
    assert article.standfirst == "Passengers will have to drive round the fjord from spring."
    assert of_kind(article, BlockKind.HEADING) == ["Forty years at sea"]
    assert of_kind(article, BlockKind.LIST_ITEM) == [
        "The crossing takes fifty minutes in good weather.",
        "The road round the fjord is ninety kilometres long.",
    ]
    assert of_kind(article, BlockKind.QUOTE) == [
        "The sea does not care about our budgets, and neither does the ice in the sound."
    ]
    assert of_kind(article, BlockKind.CAPTION) == ["The ferry at Marrow Point last winter."]
    assert of_kind(article, BlockKind.PARAGRAPH) == list(FERRY)


def test_a_caption_is_a_block_but_not_a_paragraph() -> None:
    assert "The ferry at Marrow Point last winter." not in read(semantic()).paragraphs


@pytest.mark.parametrize("furniture", [*MOST_READ, "Share", "Never miss a story", "Related", "Copyright", "Home"])
def test_furniture_of_the_page_is_not_in_the_text(furniture: str) -> None:
    assert furniture not in "\n".join(read(div_soup()).paragraphs)


def test_the_head_is_not_repeated_among_the_paragraphs() -> None:
    text = "\n".join(read(semantic()).paragraphs)
    assert "Night ferry to stop in March" not in text
    assert "drive round the fjord from spring" not in text
    assert "Tove Lind" not in text
    assert "12 January" not in text


def test_entries_of_a_live_blog_are_marked_as_such() -> None:
    entries = [
        ("10:42", "Roof torn off", "The storm has torn the roof off the school in Sele, the fire brigade says."),
        ("10:05", "Ferries stop", "All ferries across the sound have stopped, and no change is expected before night."),
        ("09:30", "Warning", "The weather service has raised its warning for the coast to red, the highest it has."),
    ]  # fmt: skip
    article = read(live_blog(entries))
    assert of_kind(article, BlockKind.LIVE_ENTRY) == [text for _, _, text in entries]
    assert of_kind(article, BlockKind.HEADING) == [title for _, title, _ in entries]


def test_a_page_written_from_right_to_left_is_read() -> None:
    article = read(right_to_left())
    assert article.language == "ar"
    assert len(article.paragraphs) == 2
    assert article.headline == "توقف العبارة الليلية في مارس"


def test_two_sentences_are_an_article() -> None:
    article = read(
        plain("The bridge at Sele is closed.", "Buses run instead until Monday, the county says, every hour.")
    )
    assert article.paragraphs[-1] == "Buses run instead until Monday, the county says, every hour."


def test_what_follows_an_early_end_of_the_body_is_read() -> None:
    page = div_soup().replace('<div id="wrap">', '</body></html><div id="wrap">')
    assert read(page).paragraphs == FERRY


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The board counted <b>80</b>,000 passengers on the crossing in all of last year.",
         "The board counted 80,000 passengers on the crossing in all of last year."),
        ("The un<a href='/x'>believable</a> story of the ferry that would not sink in the sound.",
         "The unbelievable story of the ferry that would not sink in the sound."),
        ("<span>The night ferry will stop</span> <span>running in March, the board said today.</span>",
         "The night ferry will stop running in March, the board said today."),
        ("The ferry<br>will stop running in March, as the board said on Tuesday evening.",
         "The ferry will stop running in March, as the board said on Tuesday evening."),
        ("The   night\n\tferry\u00a0will stop running in March, as the board said on Tuesday.",
         "The night ferry will stop running in March, as the board said on Tuesday."),
        ("The board<script>var x = 1;</script> said on Tuesday that the ferry will stop in March.",
         "The board said on Tuesday that the ferry will stop in March."),
        ("Water is H<sub>2</sub>O, said the engineer, and <em>ice</em> is what stops the ferry.",
         "Water is H2O, said the engineer, and ice is what stops the ferry."),
    ],
)  # fmt: skip
def test_words_are_neither_glued_nor_split_nor_lost(markup: str, text: str) -> None:
    assert text in read(plain(markup, FERRY[1], FERRY[2])).paragraphs


def test_two_line_breaks_part_paragraphs() -> None:
    article = read(plain(f"{FERRY[0]}<br/>\n<br/>{FERRY[1]}"))
    assert article.paragraphs == FERRY[:2]


def test_one_line_break_after_a_long_sentence_parts_paragraphs() -> None:
    assert read(plain(f"{FERRY[0]}<br>{FERRY[1]}")).paragraphs == FERRY[:2]


def test_a_correction_note_below_the_article_is_kept() -> None:
    note = "This article was amended on 13 January 2026 to correct the number of passengers."
    article = read(semantic().replace("<footer>", f"<footer><p>{note}</p>"))
    assert note in article.paragraphs


def test_an_article_that_only_a_script_would_print_is_read_from_its_json_ld() -> None:
    body = "\\n\\n".join(FERRY[:2])
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{body}"}}</script>'
    page = f'<html><head>{head}</head><body><div id="root"></div></body></html>'
    assert read(page).paragraphs == FERRY[:2]


def test_times_are_in_utc() -> None:
    article = read(semantic())
    assert article.published == datetime(2026, 1, 12, 7, 30, tzinfo=UTC)
    assert article.modified == datetime(2026, 1, 12, 10, 5, tzinfo=UTC)


def test_the_charset_in_which_a_page_is_served_does_not_matter() -> None:
    page = div_soup(
        (*FERRY[:2], "Räddningstjänsten väntar på besked från länsstyrelsen om färjan, säger Åsa Öberg i Sele.")
    )
    latin = page.replace("“", "&ldquo;").replace("”", "&rdquo;")
    assert read(latin.encode("latin-1"), content_type="text/html; charset=iso-8859-1") == read(page)
    assert read(page.encode("utf-16"), content_type=None) == read(page)


@pytest.mark.parametrize("template", [div_soup, semantic, old_cms])
def test_serialised_again_with_shuffled_attributes_a_page_says_the_same(template) -> None:
    tree = lxml.html.document_fromstring(template())
    for element in tree.iter("*"):
        attributes = list(element.attrib.items())
        random.Random(7).shuffle(attributes)
        element.attrib.clear()
        element.attrib.update(attributes)
    assert read(lxml.html.tostring(tree, encoding="utf-8")) == read(template())


WORDS = ("harbour", "ferry", "board", "night", "crossing", "winter", "said", "county", "boat", "sound", "ice", "mate")
SENTENCES = st.lists(
    st.lists(st.sampled_from(WORDS),
             min_size=9, max_size=30).map(lambda chosen: " ".join(chosen).capitalize() + "."),
    min_size=3, max_size=8, unique=True,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SENTENCES, st.sampled_from([div_soup, old_cms]))
def test_whatever_the_paragraphs_they_come_out_as_they_went_in(paragraphs: list[str], template) -> None:
    assert list(read(template(paragraphs)).paragraphs) == paragraphs


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_not_an_article(body: bytes) -> None:
    try:
        read(body, content_type=None)
    except NotAnArticle as refusal:
        assert refusal.reason


TAGS = (
    *("p", "div", "span", "b", "a", "li", "ul", "table", "tr", "td", "h1", "h2", "blockquote", "br"),
    *("figure", "figcaption", "article", "script", "svg", "pre"),
)
MARKUP = st.recursive(
    st.text(max_size=30),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}" + (f"</{made[0]}>" if len(made[1]) % 2 else "")
    ),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(MARKUP)
def test_any_markup_gives_folded_printable_blocks_or_not_an_article(markup: str) -> None:
    try:
        article = extract_article(f"<html><body>{markup}".encode("utf-8", "replace"), URL, "text/html")
    except NotAnArticle:
        return
    for block in article.blocks:
        assert block.text == " ".join(block.text.split()) != ""
        assert "\x00" not in block.text
        block.text.encode()


@pytest.mark.parametrize("depth", [300, 1500])
def test_text_below_many_levels_is_read(depth: int) -> None:
    page = f"<html><body><h1>Ferry</h1>{'<div>' * depth}{''.join(f'<p>{text}</p>' for text in FERRY)}"
    assert read(page).paragraphs == FERRY


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000,
        b"<p " + b" ".join(b"a%d=1" % number for number in range(30_000)) + b">text",
        b"<html><body><table>" * 2_000,
        b"<" * 500_000,
        b"&#0;&#xD800;&#1114112;" * 1_000,
        ("<html><body>" + "<p><a href=x>link text and more</a>" * 30_000).encode(),
    ],
    ids=["depth", "attributes", "tables", "brackets", "references", "links"],
)
def test_hostile_pages_are_read_or_refused(body: bytes) -> None:
    try:
        read(body)
    except NotAnArticle as refusal:
        assert refusal.reason


@pytest.mark.slow
def test_a_page_too_large_for_the_library_is_read_all_the_same() -> None:
    paragraphs = [f"{FERRY[0][:-1]}, paper number {number} says." for number in range(21_000)]
    assert len(read(plain(*paragraphs)).paragraphs) == 21_000
