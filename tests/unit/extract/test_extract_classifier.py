"""Who decides on a block: learned weights where they are sure, trafilatura where they are not."""

from __future__ import annotations

import pytest
from extract_pages import FERRY, div_soup, plain, semantic
from lxml import html

from afterprint.extract import weights
from afterprint.extract.blocks import cut
from afterprint.extract.body import by_trafilatura
from afterprint.extract.classifier import Opinion, by_kind_of_page, has_opinion, log_odds, opinion
from afterprint.extract.features import NAMES, Features
from afterprint.extract.page import Page, read_page

URL = "https://courier.example/news/night-ferry"


def page_of(text: str | bytes) -> Page:
    return read_page(text if isinstance(text, bytes) else text.encode(), URL, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("score", "is_voted", "is_kept"),
    [(1.6, False, True), (1.4, False, False), (1.4, True, True), (-0.9, True, True), (-1.1, True, False)],
)
def test_a_vote_decides_between_the_bounds_and_nowhere_else(score: float, is_voted: bool, is_kept: bool) -> None:
    assert Opinion({0: score}, frozenset({0} if is_voted else ())).keeps(0) is is_kept


@pytest.mark.parametrize(("score", "is_kept"), [(-0.4, True), (-0.6, False)])
def test_without_a_vote_a_block_is_kept_from_a_little_below_even(score: float, is_kept: bool) -> None:
    assert Opinion({0: score}, None).keeps(0) is is_kept


def test_a_block_that_was_not_weighed_is_not_kept() -> None:
    assert not Opinion({}, frozenset({0})).keeps(0)


def test_the_reason_names_who_decided() -> None:
    assert Opinion({0: 2.0}, frozenset()).reason(0, kept=True) == "learned weights, +2.0"
    assert Opinion({0: 0.5}, frozenset({0})).reason(0, kept=True) == "trafilatura, +0.5"


def test_a_page_that_declares_no_article_is_left_to_trafilatura() -> None:
    assert not has_opinion(page_of(plain(*FERRY)))


def test_a_page_that_only_open_graph_calls_an_article_is_left_to_trafilatura() -> None:
    assert not has_opinion(page_of(plain(*FERRY, head='<meta property="og:type" content="article">')))


def test_a_page_that_declares_an_article_is_weighed() -> None:
    assert has_opinion(page_of(semantic()))


def test_a_page_of_too_many_levels_is_not_weighed() -> None:
    deep = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>' + "<div>" * 1500 + "<p>" + FERRY[0]
    assert not has_opinion(page_of(deep))


def test_there_is_a_weight_for_each_number() -> None:
    assert len(weights.NUMBERS.split()) == len(NAMES) + 1


def test_the_paragraphs_outweigh_the_furniture() -> None:
    page = page_of(div_soup())
    blocks = cut(page.root)
    scores = log_odds(Features(blocks), None)
    texts = [score for index, score in scores.items() if blocks[index].text in FERRY]
    others = [score for index, score in scores.items() if "newsletter" in blocks[index].text]
    assert min(texts) > max(others)


def test_the_same_page_parsed_again_gets_the_same_log_odds() -> None:
    first, second = page_of(semantic()), page_of(semantic())
    assert opinion(first, cut(first.root), "") == opinion(second, cut(second.root), "")


def test_asking_trafilatura_leaves_the_page_as_it_is() -> None:
    page = page_of(div_soup())
    before = html.tostring(page.root)
    by_trafilatura(page, cut(page.root))
    assert html.tostring(page.root) == before


def test_a_page_without_a_word_has_no_body() -> None:
    page = page_of('<script type="application/ld+json">{"@type": "NewsArticle"}</script><p>')
    assert by_kind_of_page(page, cut(page.root), "") == frozenset()
