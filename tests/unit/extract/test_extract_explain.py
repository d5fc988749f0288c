"""Why a page was read as it was."""

from __future__ import annotations

import re
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from afterprint.errors import NotAnArticle
from afterprint.extract import extract_article
from afterprint.extract.body import by_trafilatura
from afterprint.extract.explain import BODY, BOX, BYLINE, HEADLINE, OUTSIDE, PLEA, explain

URL = "https://north-herald.example/news/ferry"
TEXT = "".join(
    f"<p>The harbour office said on day {day} of the fog that boats would sail late.</p>" for day in range(5)
)
PAGE = f"""<html lang=en><head><title>Ferry delayed by fog</title>
<script type="application/ld+json">{{"@type": "NewsArticle"}}</script>
<meta http-equiv=refresh content="0;url=//x.test">
</head><body onload="x()"><nav><a href=/x>Home</a></nav><script>x()</script>
<article><h1>Ferry delayed by fog</h1><p class=byline>By Ada Penn</p>{TEXT}<p>Sign up for our newsletter</p>
<img src="//x.test/a.png" onerror="x()"></article><aside><p>Most read: the harbour</p></aside></body></html>"""


def fates(page: str = PAGE) -> dict[str, tuple[bool | None, str]]:
    """By text, whether a block is kept and the rule; who chose, which follows it in brackets, is left out."""
    told = explain(page.encode(), URL, "text/html").blocks
    return {each.text: (each.is_kept, each.rule.partition(" (")[0]) for each in told}


def test_every_block_is_told_with_the_rule_that_decided() -> None:
    found = fates()
    assert found["Ferry delayed by fog"] == (None, HEADLINE)
    assert found["By Ada Penn"] in {(None, BYLINE), (False, "line of the head"), (False, OUTSIDE), (False, BOX)}
    assert found["The harbour office said on day 1 of the fog that boats would sail late."] == (True, BODY)
    assert found["Sign up for our newsletter"] in {(False, PLEA), (False, OUTSIDE)}
    assert found["Most read: the harbour"] == (False, OUTSIDE)


def test_the_learned_weights_are_named_with_their_log_odds() -> None:
    told = {each.text: each.rule for each in explain(PAGE.encode(), URL, "text/html").blocks}
    assert re.fullmatch(r"not the main text \(learned weights, -\d+\.\d\)", told["Most read: the harbour"])


def test_without_the_learned_weights_no_log_odds_are_told() -> None:
    told = explain(PAGE.encode(), URL, "text/html", chooser=by_trafilatura).blocks
    assert BODY in {each.rule for each in told}


def test_what_is_kept_is_what_is_read() -> None:
    kept = [each.text for each in explain(PAGE.encode(), URL, "text/html").blocks if each.is_kept]
    assert kept == [block.text for block in extract_article(PAGE.encode(), URL, "text/html").blocks]


def test_a_page_that_is_no_article_says_by_which_rule() -> None:
    wall = b"<html><head><title>Just a moment...</title></head><body><h1>Just a moment...</h1><p>Checking your browser"
    assert explain(wall, URL, "text/html").verdict.startswith("wall: ")


def test_the_marked_page_runs_nothing_and_asks_nobody() -> None:
    overlay = explain(PAGE.encode(), URL, "text/html").overlay
    assert 'title="kept: body (' in overlay
    for forbidden in ("<script", "onload", "onerror", "src=", "http-equiv"):
        assert forbidden not in overlay


def test_explaining_leaves_the_reading_as_it_was() -> None:
    before = extract_article(PAGE.encode(), URL, "text/html")
    explain(PAGE.encode(), URL, "text/html")
    assert extract_article(PAGE.encode(), URL, "text/html") == before


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_whatever_the_bytes_there_is_an_explanation_or_a_typed_error(body: bytes) -> None:
    with suppress(NotAnArticle):
        explain(b"<html><body><p>" + body, URL, "text/html")
