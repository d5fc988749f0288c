"""`status` on terminals of any width: what is too long goes on in the next line, nothing is cut off."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from rich.console import Console

from afterprint.cli.status import Standing, show

HOST = "www.hillside-courier.example"
ADDRESS = f"https://{HOST}/sitemaps/news-sitemap.xml"


def standing() -> Standing:
    listed = {"source": "hillside-courier", "kind": "sitemap", "url": ADDRESS, "outcome": "failed: status 503",
              "failures": 3, "last_read_at": None, "next_at": "2026-11-24T17:10:00+00:00"}  # fmt: skip
    host = {"host": HOST, "in_trouble": True, "failing": 3, "errors": {"status 503": 12, "timeout": 3}, "failures": 3,
            "last_error": "status 503", "last_success_at": "2026-11-24T15:00:00+00:00",
            "not_before": "2026-11-24T18:00:00+00:00", "gap_seconds": 10.0, "gap_from": "crawl-delay",
            "help": ["ask the publisher"]}  # fmt: skip
    doubt = {"source": "hillside-courier", "url": ADDRESS, "outcome": "unreadable: wall: bot-challenge", "failures": 1,
             "next_at": "2026-11-24T17:00:00+00:00"}  # fmt: skip
    articles = {"hillside-courier": Counter(watched=12, versions=14)}
    return Standing(articles=articles, lists=[listed], hosts=[host], doubts=[doubt], waiting={}, due=0, open_work=0)


def printed(width: int) -> str:
    """Everything that stands on the terminal, read column by column: what a column goes on with stands below it."""
    out = io.StringIO()
    show(standing(), Console(file=out, width=width, color_system=None))
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 70, 80, 99, 100, 120, 160])
def test_every_character_of_what_is_long_is_there(width: int) -> None:
    text = printed(width)
    assert max(map(len, text.splitlines())) <= width
    letters = Counter(character for character in text if character.isalnum())
    wide = Counter(character for character in printed(400) if character.isalnum())
    assert letters == wide
