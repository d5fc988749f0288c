"""Makers of one record, row or document each, for the contract tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from afterprint.model import (
    ArticleKey,
    ArticleText,
    Change,
    ChangeKey,
    Comparison,
    Event,
    EventKey,
    EventKind,
    Reading,
    ReadingKey,
    Version,
    VersionKey,
)
from afterprint.ports import Document
from afterprint.rows import AddressRow, ArticleRow, DeliveryKey, DeliveryRow, IndexLine

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
AN_ARTICLE = ArticleKey("north-herald", "aaaabbbbccccdddd")
HOST = "h.example"


def article_key(number: int, source: str = "north-herald") -> ArticleKey:
    return ArticleKey.first_seen_at(source, f"https://{HOST}/{number}")


def a_version(number: int = 1, *, article: ArticleKey = AN_ARTICLE, headline: str = "Ferry late") -> Version:
    return Version(
        key=VersionKey(article, number),
        url=f"https://{HOST}/ferry",
        source_name="North Herald",
        text=ArticleText(headline=headline, paragraphs=["It was late.", "It came."]),
        seen_at=NOW,
        stored_at=NOW,
        watched_until=NOW + timedelta(days=40),
        extractor="r1",
        snapshot="00" * 32,
    )


def a_reading(number: int = 1, *, extractor: str = "r2", headline: str = "Ferry late") -> Reading:
    return Reading(
        key=ReadingKey(VersionKey(AN_ARTICLE, number), extractor), text=ArticleText(headline=headline), read_at=NOW
    )


def a_change(number: int = 1, *, article: ArticleKey = AN_ARTICLE, headline: str = "Ferry late") -> Change:
    return Change(
        key=ChangeKey(article, number - 1, number),
        url=f"https://{HOST}/ferry",
        source_name="North Herald",
        headline=headline,
        comparison=Comparison(),
        seen_at=NOW,
        stored_at=NOW,
        watched_until=NOW + timedelta(days=40),
    )


def an_event(number: int = 1, *, article: ArticleKey = AN_ARTICLE, headline: str = "Ferry late") -> Event:
    return Event(
        key=EventKey(article, number),
        kind=EventKind.GONE,
        url=f"https://{HOST}/ferry",
        source_name="North Herald",
        headline=headline,
        after_version=1,
        seen_at=NOW,
        stored_at=NOW,
    )


def an_article_row(key: ArticleKey = AN_ARTICLE, **fields: Any) -> ArticleRow:
    values: dict[str, Any] = {
        "host": HOST,
        "address": f"https://{HOST}/{key.article}",
        "url": f"https://{HOST}/{key.article}",
        "first_seen_at": NOW,
        "due": NOW,
    }
    return ArticleRow(key=key, **(values | fields))


def an_address(number: int = 1, *, owner: int = 1, host: str = HOST) -> AddressRow:
    return AddressRow(url=f"https://{HOST}/{number}", article=ArticleKey("north-herald", f"{owner:016d}"), host=host)


def a_line(name: str = "1-2", *, article: ArticleKey = AN_ARTICLE, **fields: Any) -> IndexLine:
    values: dict[str, Any] = {
        "stored_at": NOW,
        "seen_at": NOW,
        "url": f"https://{HOST}/ferry",
        "source_name": "North Herald",
        "headline": "Ferry late",
        "event": EventKind.GONE if name.startswith("event") else None,
    }
    return IndexLine(article=article, name=name, **(values | fields))


def a_delivery(number: int = 1, *, subscriber: str = "desk", minutes: float = 0, **fields: Any) -> DeliveryRow:
    """Of the change that made version `number`, stored so many minutes after NOW."""
    key = DeliveryKey(subscriber, NOW + timedelta(minutes=minutes), ChangeKey(AN_ARTICLE, number - 1, number).path)
    return DeliveryRow(key=key, **({"next_try": key.stored_at} | fields))


def a_document(path: str = "index.html", text: str = "Latest") -> Document:
    return Document(path=path, body=text.encode(), content_type="text/html; charset=utf-8", cache_seconds=60)
