"""Fictional records for tests of what is published: a small paper, its articles, and makers for one of each noun."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from afterprint.model import (
    ArticleKey,
    Change,
    ChangeKey,
    Comparison,
    Counts,
    Disclosure,
    Edit,
    EditKind,
    Event,
    EventKey,
    EventKind,
    Part,
    PartChange,
    Row,
    RowKind,
    Source,
    Span,
    Watchlist,
)

HERALD = "north-herald"
ARTICLE = ArticleKey.first_seen_at(HERALD, "https://north-herald.example/news/ferry")
FIRST_SEEN = datetime(2026, 9, 3, 0, 5, tzinfo=UTC)

WATCHLIST = Watchlist(
    contact="https://edits.example.org/about",
    tag="edits.example.org,2026",
    site_url="https://edits.example.org/",
    sources=(
        Source(id=HERALD, name="North Herald", feeds=("https://north-herald.example/rss",)),
        Source(id="south-post", name="South Post", feeds=("https://south-post.example/rss",)),
    ),
)


def hours(number: float) -> datetime:
    """So many hours after the sample article was first seen."""
    return FIRST_SEEN + timedelta(hours=number)


def span(text: str, passage: str) -> Span:
    """Where `passage` stands in `text`."""
    start = text.index(passage)
    return start, start + len(passage)


def same(text: str, *, old_index: int, new_index: int) -> Row:
    return Row(kind=RowKind.SAME, old_index=old_index, new_index=new_index, old=text, new=text)


def reworded(old: str, new: str, *, gone: str, come: str, old_index: int = 0, new_index: int = 0) -> Row:
    """A changed row in which `gone` became `come` ("" for nothing)."""
    return Row(
        kind=RowKind.CHANGED,
        old_index=old_index,
        new_index=new_index,
        old=old,
        new=new,
        old_spans=(span(old, gone),) if gone else (),
        new_spans=(span(new, come),) if come else (),
    )


def added(text: str, *, new_index: int) -> Row:
    return Row(kind=RowKind.ADDED, new_index=new_index, new=text)


def removed(text: str, *, old_index: int) -> Row:
    return Row(kind=RowKind.REMOVED, old_index=old_index, old=text)


def moved(text: str, *, old_index: int, new_index: int) -> Row:
    return Row(kind=RowKind.MOVED, old_index=old_index, new_index=new_index, old=text, new=text)


def headline(old: str, new: str) -> PartChange:
    """A headline rewritten as a whole."""
    return PartChange(part=Part.HEADLINE, old=old, new=new, old_spans=((0, len(old)),), new_spans=((0, len(new)),))


def edit(*kinds: EditKind, part: Part = Part.BODY, importance: float = 0.5) -> Edit:
    return Edit(part=part, kinds=kinds, importance=importance)


def comparison(*rows: Row, parts: tuple[PartChange, ...] = (), **values: Any) -> Comparison:
    """A comparison whose counts follow from its rows."""
    numbers = {kind: sum(row.kind is kind for row in rows) for kind in RowKind}
    counts = Counts(
        added=numbers[RowKind.ADDED],
        removed=numbers[RowKind.REMOVED],
        changed=numbers[RowKind.CHANGED],
        moved=numbers[RowKind.MOVED],
    )
    told = {"disclosure": Disclosure.SILENT, "edits": (edit(EditKind.WORDING),), "counts": counts, **values}
    return Comparison(parts=parts, rows=rows, **told)


def change(
    number: int = 1, compared: Comparison | None = None, *, article: ArticleKey = ARTICLE, **values: Any
) -> Change:
    """The change from version `number` to the next, nine hours later each time."""
    seen_at = hours(9 * number)
    fields: dict[str, Any] = {
        "url": "https://north-herald.example/news/ferry",
        "source_name": "North Herald",
        "headline": "Ferry service to resume on Monday",
        "comparison": compared or comparison(),
        "seen_at": seen_at,
        "stored_at": seen_at + timedelta(seconds=2),
        "watched_until": seen_at + timedelta(days=40),
        "old_seen_at": seen_at - timedelta(hours=9),
        "unchanged_until": seen_at - timedelta(minutes=30),
        "language": "en-GB",
    }
    return Change(key=ChangeKey(article, number, number + 1), **(fields | values))


def appeared(**values: Any) -> Change:
    """The change 0-1: the article was first seen."""
    fields: dict[str, Any] = {"old_seen_at": None, "unchanged_until": None, "comparison": Comparison()}
    return change(0, **(fields | values))


def event(kind: EventKind, number: int = 1, *, article: ArticleKey = ARTICLE, **values: Any) -> Event:
    seen_at = hours(100 + number)
    fields: dict[str, Any] = {
        "url": "https://north-herald.example/news/ferry",
        "source_name": "North Herald",
        "headline": "Ferry service to resume on Monday",
        "after_version": 2,
        "seen_at": seen_at,
        "stored_at": seen_at + timedelta(seconds=2),
    }
    return Event(key=EventKey(article, number), kind=kind, **(fields | values))


def with_policy(**values: Any) -> Watchlist:
    """The sample watchlist with some of its settings other."""
    return replace(WATCHLIST, **values)
