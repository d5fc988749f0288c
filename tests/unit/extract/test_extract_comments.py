"""What readers write under an article is not the article."""

from __future__ import annotations

import pytest

from afterprint.extract import extract_article

BODY = (
    "The ferry to Skarrow was delayed by fog on Monday morning, and it left the north quay at nine instead of seven.",
    "Forty passengers waited in the hall of the harbour office, where hot tea was served by the island’s own women.",
    "The next boat is due on Tuesday at noon, unless the fog comes back in the night as the weather office expects.",
)
SAID = tuple(
    f"I have taken this boat for {years} years, and never once in all that time did it leave the quay when it should. "
    "Somebody in the harbour office ought to look at the bell, which nobody hears in the wind from the west."
    for years in (3, 9, 14, 22, 31)
)


def page(comments: str, *, body: tuple[str, ...] = BODY) -> bytes:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return (
        f"<html lang=en><body><main><h1>Fog over Skarrow</h1><div class=text>{paragraphs}</div>{comments}</main>"
        "</body></html>"
    ).encode()


@pytest.mark.parametrize(
    "around",
    [
        "<section class=comments><ul>{}</ul></section>",
        "<div id=comments><h2>5 readers</h2><ol>{}</ol></div>",
        "<reader-comments><ul>{}</ul></reader-comments>",
        "<div class=page-bottom><div class=commentList><ul>{}</ul></div></div>",
    ],
)
@pytest.mark.parametrize("body", [BODY, BODY[:2]])
def test_readers_comments_are_left_out_however_many_they_are(around: str, body: tuple[str, ...]) -> None:
    said = "".join(f"<li><b>reader {number}</b><p>{text}</p></li>" for number, text in enumerate(SAID))
    assert extract_article(page(around.format(said), body=body), "https://e.example/a").paragraphs == body


def test_an_article_in_a_page_named_after_its_comments_is_read() -> None:
    html = page("").replace(b"<main>", b"<main><div class=with-comments>").replace(b"</main>", b"</div></main>")
    assert extract_article(html, "https://e.example/a").paragraphs == BODY
