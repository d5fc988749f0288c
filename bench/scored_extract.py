"""What the scorers call: does a page say something else than an earlier reading of it?"""

from afterprint.errors import NotAnArticle
from afterprint.extract import extract_article
from afterprint.extract.text import words


def changed(old_html: bytes, new_html: bytes, url: str) -> bool:
    """Whether the words of headline and paragraphs differ; a page that is no article says nothing."""
    return _said(old_html, url) != _said(new_html, url)


def _said(html: bytes, url: str) -> list[str]:
    try:
        article = extract_article(html, url)
    except NotAnArticle:
        return []
    return words(" ".join((article.headline, *article.paragraphs)))
