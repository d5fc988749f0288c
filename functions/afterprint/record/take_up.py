"""Taking up a new article: its host's entry, then its own row, its address last, which decides who was first.

A crash in between leaves at most a row without an address, which the next reading of the feed completes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

from afterprint.model import ArticleKey, Source
from afterprint.ports import Catalog
from afterprint.rows import AddressRow, ArticleRow, State

Expected = Callable[[str, datetime], AbstractContextManager[None]]
"""Around writing a row of this host that is due at this time (schedule.expected)."""


def take_up(
    url: str, *, address: str, host: str, source: Source, catalog: Catalog, now: datetime, expected: Expected
) -> ArticleKey | None:
    """Watch the article at canonical address `url`, fetched at `address`; its key where it is new, else None.

    An address belongs to the first source that named it.
    """
    if catalog.address(url) is not None:
        return None
    key = ArticleKey.first_seen_at(source.id, url)
    row = ArticleRow(
        key=key,
        host=host,
        address=address,
        url=url,
        first_seen_at=now,
        due=now,
        watched_until=now + timedelta(days=source.watch_days),
    )
    with expected(host, now):
        catalog.add_article(row)
    owner = catalog.claim_address(AddressRow(url=url, article=key, host=host))
    if owner.article != key:
        _stand_down(row, catalog=catalog)
        return None
    return key


def _stand_down(row: ArticleRow, *, catalog: Catalog) -> None:
    """Somebody else was first: this row must not be checked beside theirs."""
    current = catalog.article(row.host, row.key)
    if current is not None and current.is_new:
        catalog.update_article(replace(current, due=None, state=State.ALIAS))
