from __future__ import annotations

import pytest
from extract_pages import FERRY, plain

from afterprint.errors import NotAnArticle
from afterprint.extract import extract_article

URL = "https://courier.example/news/night-ferry"
HEAD = (
    "<title>Night ferry to stop in March</title><meta property='og:type' content='article'>"
    "<script src='/app.js'></script>"
)
NAV = "<nav><a href='/'>Home</a><a href='/news'>News</a></nav>"
FOOT = (
    "<footer><p>Copyright Courier. All rights reserved.</p><p>The Courier is a member of the Press Board and follows "
    "its code of conduct in all of its reporting, in print and online.</p></footer>"
)
HEADLINE = "<h1>Night ferry to stop in March</h1>"


def reason(body: bytes) -> str:
    with pytest.raises(NotAnArticle) as refused:
        extract_article(body, URL)
    return refused.value.reason


@pytest.mark.parametrize(
    "shell",
    [
        "<div id='root'></div>",
        f"{NAV}<div id='__next'></div>{FOOT}",
        f"{NAV}<div id='fusion-app'></div>{FOOT}",
        "<app-root></app-root>",
        f"{NAV}<article>{HEADLINE}<div class='body'></div></article>",
        f"<div id='app'><div class='spinner'>Loading …</div></div>{FOOT}",
        f"<noscript><p>Please enable JavaScript to view this page</p></noscript><div></div>{FOOT}",
        "<p>This site requires JavaScript. Please enable it and reload the page to read this article.</p>",
        f"{HEADLINE}<p>JavaScript is disabled in your browser. Enable JavaScript to read on.</p>",
    ],
)
def test_a_shell_that_waits_for_its_script_is_told_as_that(shell: str) -> None:
    assert reason(f"<html><head>{HEAD}</head><body>{shell}</body></html>".encode()) == "needs_script"


@pytest.mark.parametrize("extra", ["<div id='modal-root'></div>", "<noscript>Please enable JavaScript.</noscript>"])
def test_a_short_article_beside_an_empty_root_is_an_article(extra: str) -> None:
    page = plain(FERRY[0], headline="Night ferry to stop in March", head=HEAD, after=extra)
    assert extract_article(page, URL).paragraphs == FERRY[:1]


def test_an_article_about_javascript_is_an_article() -> None:
    about = "Sites that require JavaScript should be enabled to work without it, a court in Sele said on Tuesday."
    page = plain(about, *FERRY, headline="JavaScript required, says nobody", head=HEAD)
    assert extract_article(page, URL).paragraphs == (about, *FERRY)


def test_a_text_that_only_the_linked_data_hold_is_read_from_there() -> None:
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{FERRY[0]}"}}</script>'
    page = f"<html><head>{HEAD}{data}</head><body><div id='root'></div></body></html>"
    assert extract_article(page.encode(), URL).paragraphs == FERRY[:1]
