"""Reading the sample newsroom's pages with a knowledge of their templates that the product does not have."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

BODY = {"north-herald": "article-body", "quillbeck-courier": "story-text", "skarrow-lantern": "story-body"}
STANDFIRST = {"north-herald": "standfirst", "quillbeck-courier": "intro", "skarrow-lantern": "deck"}


@dataclass(frozen=True)
class PrintedText:
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]


def printed_text(url: str, body: bytes) -> PrintedText:
    """What the article's own elements say on the page of one of the three papers."""
    paper = (urlsplit(url).hostname or "").partition(".")[0]
    page = html.fromstring(body.decode())
    blocks = page.xpath(f'//div[@class="{BODY[paper]}"]//*[self::p or self::h2 or self::li][not(ancestor::aside)]')
    return PrintedText(
        headline=page.xpath("string(//h1)"),
        standfirst=page.xpath(f'string(//p[@class="{STANDFIRST[paper]}"])'),
        paragraphs=tuple(block.text_content() for block in blocks),
    )
