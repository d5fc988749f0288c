"""The page that stands around the seed's article in end-to-end tests."""

from __future__ import annotations

import json
from datetime import timedelta

from lxml import html

from seed_site import PUBLISHED, seed_page

ARTICLE = {
    "url": "http://paper.test/news/one",
    "headline": "A headline with <brackets> & “quotes”",
    "paragraphs": [f"Paragraph {number} says something & more." for number in range(8)],
}
FURNITURE = ["UK news", "Harbours", "news", "Share on Lantern", "Share via Email", "Reuse this content"]


def page(**options: object) -> html.HtmlElement:
    return html.fromstring(seed_page(ARTICLE, furniture=FURNITURE, **options).decode())  # type: ignore[arg-type]


def test_the_article_is_on_the_page_as_it_was_given() -> None:
    assert page().xpath("string(//h1)") == ARTICLE["headline"]
    assert [block.text for block in page().xpath('//div[@class="article-body"]/p')] == ARTICLE["paragraphs"]


def test_topics_and_share_bar_say_exactly_the_lines_of_the_furniture() -> None:
    topics = [item.text_content() for item in page().xpath('//ul[@class="topics"]/li')]
    share_bar = [item.text_content() for item in page().xpath('//ul[@class="share share-bottom"]/li')]
    assert topics + share_bar == FURNITURE


def test_dates_are_declared_as_asked() -> None:
    later = PUBLISHED + timedelta(hours=9)
    plain, changed = (json.loads(page(modified=at).xpath("string(//script[1])"))[0] for at in (None, later))
    assert plain["datePublished"] == PUBLISHED.isoformat()
    assert "dateModified" not in plain
    assert changed["dateModified"] == later.isoformat()


def test_a_turn_moves_the_furniture_and_nothing_else() -> None:
    first, second = page(), page(turn=1)
    assert html.tostring(first) != html.tostring(second)
    for path in ("string(//h1)", 'string(//ul[@class="topics"])'):
        assert first.xpath(path) == second.xpath(path)
