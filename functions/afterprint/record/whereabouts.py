"""Finding an article's row: it may have moved to another host's schedule since somebody noted where it lies."""

from __future__ import annotations

from afterprint.model import ArticleKey
from afterprint.ports import Catalog
from afterprint.rows import ArticleRow


def find_row(article: ArticleKey, *, host: str, url: str, catalog: Catalog) -> ArticleRow | None:
    """The row of `article`, known by `url`: where it lay when that was noted, else where its address says."""
    row = catalog.article(host, article)
    if row is not None:
        return row
    address = catalog.address(url)
    return catalog.article(address.host, article) if address else None
