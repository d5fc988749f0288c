"""Feeds in OPML, whatever was done to it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.discover import read_opml
from afterprint.errors import BadFeed

OPML = (
    b'<opml version="2.0"><body><outline text="News"><outline text="Herald" xmlUrl="https://north-herald.example/rss"'
    b' htmlUrl="https://north-herald.example/"/></outline>'
    b'<outline title="Again" xmlUrl="https://north-herald.example/rss"/></body></opml>'
)


def test_every_feed_is_found_once_in_whatever_folder() -> None:
    (found,) = read_opml(OPML)
    assert (found.title, found.feed_url) == ("Herald", "https://north-herald.example/rss")


@pytest.mark.parametrize(
    "body", [b"", b"<rss/>", b'<opml xmlns="&#xD800;"/>', b'<opml><body><outline xmlUrl="&#xD800;"/></body></opml>']
)
def test_what_is_no_opml_is_refused_or_holds_nothing(body: bytes) -> None:
    with suppress(BadFeed):
        assert read_opml(body) == ()


@given(st.integers(min_value=0, max_value=len(OPML)), st.binary(max_size=8) | st.just(b"&#xD800;"))
def test_damage_anywhere_gives_feeds_or_a_typed_error(place: int, damage: bytes) -> None:
    with suppress(BadFeed):
        read_opml(OPML[:place] + damage + OPML[place:])
