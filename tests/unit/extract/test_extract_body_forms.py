"""Articles in other forms than a run of paragraphs: live blogs, photo essays, questions and answers, several pages."""

from __future__ import annotations

from extract_pages import FERRY, live_blog

from afterprint.extract import extract_article
from afterprint.model import ArticleText

URL = "https://courier.example/news/storm"
HEAD = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'


def read(inner: str, headline: str = "Storm in the sound") -> ArticleText:
    page = f"<html lang=en><head><title>{headline}</title>{HEAD}</head><body><main><article><h1>{headline}</h1>{inner}"
    return extract_article(f"{page}</article></main></body></html>".encode(), URL, "text/html; charset=utf-8")


def in_order(article: ArticleText, texts: list[str]) -> list[str]:
    return [block.text for block in article.blocks if block.text in texts]


def test_every_entry_of_a_long_live_blog_is_kept_in_the_order_of_the_page() -> None:
    entries = [
        (
            f"{hour:02}:{minute:02}",
            f"Update from pier {hour}",
            f"At pier {hour} the crew counted {minute} boats ashore.",
        )
        for hour in range(18, 8, -1)
        for minute in (40, 10)
    ]
    article = extract_article(live_blog(entries).encode(), URL, "text/html; charset=utf-8")
    texts = [text for _, _, text in entries]
    assert in_order(article, texts) == texts


def test_the_texts_between_the_pictures_of_a_photo_essay_are_kept_in_order() -> None:
    texts = [f"{text} It was photographed from the pier." for text in FERRY]
    inner = "".join(
        f'<figure><img src="{place}.jpg" alt=""><figcaption>Picture {place}.</figcaption></figure><p>{text}</p>'
        for place, text in enumerate(texts)
    )
    assert in_order(read(f'<div class="photo-essay">{inner}</div>'), texts) == texts


def test_questions_and_answers_alternate_as_printed() -> None:
    pairs = [
        ("Why does the ferry stop?", "The boat is forty years old, and the board has no money for another one."),
        ("What does a new one cost?", "The yard in Sele asks for 12 million crowns, of which the county pays four."),
        ("When is the last crossing?", "On the last night of March, if the ice in the sound allows it to sail at all."),
        ("Will it ever come back?", "Nobody at the board would say so, but talks with the county go on until May."),
    ]
    inner = "".join(f"<p><strong>{question}</strong></p><p>{answer}</p>" for question, answer in pairs)
    assert in_order(read(inner), [text for pair in pairs for text in pair]) == [text for pair in pairs for text in pair]


def test_the_links_to_the_other_pages_of_an_article_are_no_text() -> None:
    links = "".join(f'<li><a href="?page={page}">{page}</a></li>' for page in range(1, 5))
    inner = "".join(f"<p>{text}</p>" for text in FERRY)
    article = read(f'{inner}<ul class="pagination">{links}</ul><p class="next"><a href="?page=2">Next page</a></p>')
    assert article.paragraphs == FERRY
