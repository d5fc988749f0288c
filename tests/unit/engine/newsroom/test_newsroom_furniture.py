"""What moves around an article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from afterprint.engine.newsroom.furniture import Furniture, Link, ago, furniture

PUBLISHED = datetime(2026, 11, 24, 12, tzinfo=UTC)
LINKS = [Link(f"Title {number}", f"/{number}") for number in range(8)]


def at(minutes: float, url: str = "paper/one") -> Furniture:
    return furniture(url, PUBLISHED + timedelta(minutes=minutes), published=PUBLISHED, links=LINKS)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (1, "1 minute ago"), (59.9, "59 minutes ago"), (60, "1 hour ago"), (190, "3 hours ago")],
)
def test_an_age_is_said_as_papers_say_it(minutes: float, words: str) -> None:
    assert ago(timedelta(minutes=minutes)) == words


def test_the_same_moment_has_the_same_furniture() -> None:
    assert at(33) == at(33)


def test_the_list_of_the_most_read_reorders() -> None:
    assert len({at(7 * step).most_read for step in range(6)}) > 1


def test_the_advertisement_changes_its_id_each_minute() -> None:
    assert len({at(minute).advertisement_id for minute in range(20)}) == 20


def test_two_addresses_have_their_own_counts() -> None:
    assert len({at(100, f"paper/{number}").shares for number in range(10)}) > 1


def test_counts_are_never_negative_before_publication() -> None:
    early = at(-30)
    assert (early.shares, early.comments, early.ago) == (0, 0, "just now")
