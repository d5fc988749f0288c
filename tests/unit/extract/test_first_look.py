"""A page is known again by the words that it prints, and by those alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.extract.first_look import page_digest

PAGE = b"""<!doctype html><html lang=en><head><title>Fog &amp; ferries</title>
<meta name="author" content="Jane Roe"><meta property="article:modified_time" content="2026-11-03T10:00:00Z">
<link rel="canonical" href="https://north-herald.example/a">
<script type="application/ld+json">{"headline": "Fog", "dateModified": "2026-11-03T10:00:00Z"}</script>
<script>var seen = 1;</script></head>
<body class="a"><article><h1>Fog</h1><p>Boats <b>sailed</b> late.</p>
<p>Waves under 3 < 4 metres</p></article></body></html>"""


def edited(old: bytes, new: bytes) -> bytes:
    assert old in PAGE
    return PAGE.replace(old, new)


@pytest.mark.parametrize(
    "page",
    [
        edited(b'class="a"', b'class="b" data-ad="17"'),
        edited(b"var seen = 1", b"var seen = 2"),
        edited(b"<p>Boats", b"<!-- served by 4 --><p>Boats"),
        edited(b"</p>\n<p>", b"</p>\n\n\t<p>"),
        edited(b"10:00:00Z", b"11:30:00Z"),
        edited(b"<body", b"<style>p { color: red }</style><body"),
    ],
    ids=["attributes", "script", "comment", "space", "times of the last change", "style"],
)
def test_what_is_not_printed_makes_no_difference(page: bytes) -> None:
    assert page_digest(page) == page_digest(PAGE)


@pytest.mark.parametrize(
    "page",
    [
        edited(b"late.", b"on time."),
        edited(b"Boats <b>sailed</b>", b"<b>sailed</b> Boats"),
        edited(b"Boats <b>sailed</b>", b"Boats<b>sailed</b>"),
        edited(b"<b>sailed</b>", b"<s>sailed</s>"),
        edited(b"3 < 4", b"3 < 5"),
        edited(b"Fog &amp; ferries", b"Ferries"),
        edited(b"Jane Roe", b"John Roe"),
        edited(b'{"headline": "Fog"', b'{"headline": "Mist"'),
        edited(b"example/a", b"example/b"),
        PAGE[: PAGE.index(b"Waves")],
    ],
    ids=[
        "text",
        "order",
        "a space less",
        "struck out",
        "after a sign",
        "title",
        "author",
        "json-ld",
        "canonical",
        "cut",
    ],
)
def test_what_is_printed_or_read_makes_one(page: bytes) -> None:
    assert page_digest(page) != page_digest(PAGE)


def test_another_charset_is_another_page() -> None:
    assert page_digest(PAGE, "text/html; charset=utf-8") != page_digest(PAGE, "text/html; charset=koi8-r")


def test_a_comment_that_ends_at_once_hides_nothing() -> None:
    assert page_digest(b"<p>a<!-->b</p><!-- x -->") != page_digest(b"<p>a<!-->c</p><!-- x -->")


@given(st.binary(max_size=300), st.text("<>!-/ \0script=st", max_size=60))
def test_any_bytes_have_a_digest(body: bytes, markup: str) -> None:
    assert len(page_digest(body + markup.encode() + body)) == 16


@pytest.mark.parametrize("piece", [b"<script>", b"<!--", b"<p", b"<", b"<style><script>", b"\0 ", b"<s x='", b" <b> "])
def test_a_hostile_page_is_cut_at_once(piece: bytes) -> None:
    assert len(page_digest(piece * 100_000)) == 16
