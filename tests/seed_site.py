"""A realistic newspaper page around a given article, with the furniture that the seed names.

Nothing of the article is kept here: its text is read where it lies and handed in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

PUBLISHED = datetime(2018, 9, 2, 23, 30, tzinfo=UTC)
MOST_READ = (
    "Ferry to the outer holms starts again after a winter in dock",
    "The lamp parade in pictures",
    "Council puts off its decision on the market roof",
    "What the new timetable means for your morning train",
    "A baker’s oat loaf, and how she makes it",
)
RELATED = (
    "Town asks for a second bus to the upper valley",
    "How a library came to open on Sundays",
    "The clock that was never right strikes again",
)
TOPICS_END = "Share on "
"""In the seed's list of furniture the share bar begins with the first of these; what is before it are topics."""


def seed_page(
    article: Mapping[str, Any],
    *,
    furniture: Sequence[str] = (),
    published: datetime = PUBLISHED,
    modified: datetime | None = None,
    caption: str = "A picture of no one in particular. Photograph: The Paper",
    standfirst: str = "",
    byline: str = "A Correspondent",
    turn: int = 0,
) -> bytes:
    """The page (HTML, UTF-8) of `article`: a mapping with `url`, `headline` and `paragraphs`.

    `furniture` is the list of that name in the seed's rows: topic list and share bar say exactly these lines.
    `modified` is declared in JSON-LD and in a meta tag; None declares no date of a change. `turn` moves what moves on
    such a page: the order of the most read, the related links, counts, ids of advertisements.
    """
    topics, share_bar = _parted(furniture)
    headline, url = escape(article["headline"]), escape(article["url"])
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{headline} | The Paper</title>
<link rel="canonical" href="{url}">
{_meta(article, published=published, modified=modified, standfirst=standfirst, byline=byline)}
<script type="application/ld+json">{_json_ld(article, published=published, modified=modified, byline=byline)}</script>
<style>.share li {{ display: inline }}</style>
<script>window.page = {{"ad": "{turn:06d}"}};</script>
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<div class="cookie-banner" role="dialog">We use cookies to remember you. <button>That’s fine</button></div>
<header class="masthead">
<a href="/" class="logo">The Paper</a>
<nav class="sections" aria-label="Sections">{_links(("News", "Opinion", "Sport", "Culture", "Lifestyle"))}</nav>
<form role="search" action="/search"><input name="q" aria-label="Search"></form>
</header>
<main id="main">
<article itemscope itemtype="https://schema.org/NewsArticle">
<header>
<div class="kicker"><a href="/uk-news">UK</a></div>
<h1 itemprop="headline">{headline}</h1>
{f'<p class="standfirst">{escape(standfirst)}</p>' if standfirst else ""}
<p class="byline">By <a rel="author" href="/by/correspondent">{escape(byline)}</a></p>
<p class="dateline">{_time(published, "First published")}{_time(modified, "Last modified") if modified else ""}</p>
<ul class="share share-top">{_items(share_bar)}</ul>
<span class="share-count">{1200 + 37 * turn} shares</span>
</header>
<figure class="lead-picture"><img src="/pictures/1.jpg" alt=""><figcaption>{escape(caption)}</figcaption></figure>
<div class="article-body" itemprop="articleBody">
{_body(article["paragraphs"], turn=turn)}
</div>
<div class="submeta">
<span class="submeta-label">Topics</span>
<ul class="topics">{_items(topics, linked=True)}</ul>
<ul class="share share-bottom">{_items(share_bar)}</ul>
</div>
</article>
<aside class="related-content"><h2>Related</h2><ul>{_items(_turned(RELATED, turn), linked=True)}</ul></aside>
<aside class="newsletter-signup"><h2>The morning letter</h2><p>Sign up for our daily email</p>
<button>Sign up</button></aside>
<section class="most-read"><h2>Most viewed</h2><ol>{_items(_turned(MOST_READ, turn), linked=True)}</ol></section>
</main>
<footer class="site-footer">
<nav>{_links(("About us", "Contact us", "Complaints and corrections", "Terms and conditions"))}</nav>
<p>© {published.year} The Paper. All rights reserved.</p>
</footer>
</body>
</html>
""".encode()


def _parted(furniture: Sequence[str]) -> tuple[list[str], list[str]]:
    """Topics and share bar."""
    first = next((at for at, line in enumerate(furniture) if line.startswith(TOPICS_END)), len(furniture))
    return list(furniture[:first]), list(furniture[first:])


def _meta(
    article: Mapping[str, Any], *, published: datetime, modified: datetime | None, standfirst: str, byline: str
) -> str:
    values = {
        "og:type": "article",
        "og:site_name": "The Paper",
        "og:url": article["url"],
        "og:title": article["headline"],
        "og:description": standfirst,
        "article:published_time": published.isoformat(),
        "article:modified_time": modified.isoformat() if modified else "",
        "article:author": byline,
    }
    return "\n".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in values.items() if value)


def _json_ld(article: Mapping[str, Any], *, published: datetime, modified: datetime | None, byline: str) -> str:
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": article["url"],
        "headline": article["headline"],
        "datePublished": published.isoformat(),
        "author": [{"@type": "Person", "name": byline}],
        "publisher": {"@type": "Organization", "name": "The Paper"},
    }
    if modified:
        value["dateModified"] = modified.isoformat()
    return json.dumps([value]).replace("<", "\\u003c")


def _body(paragraphs: Sequence[str], *, turn: int) -> str:
    """The paragraphs, with an advertisement and a promotion between them as such pages have."""
    blocks = [f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs]
    if len(blocks) > 5:
        blocks.insert(5, f'<div class="ad-slot" id="ad-{turn:06d}" aria-hidden="true"></div>')
        promoted = escape(RELATED[turn % len(RELATED)])
        blocks.insert(3, f'<aside class="rich-link"><a href="/promoted"><h3>{promoted}</h3>Read more</a></aside>')
    return "\n".join(blocks)


def _items(lines: Iterable[str], *, linked: bool = False) -> str:
    shown = [f'<a href="/{index}">{escape(line)}</a>' if linked else escape(line) for index, line in enumerate(lines)]
    return "".join(f"<li>{line}</li>" for line in shown)


def _links(names: Iterable[str]) -> str:
    return " ".join(f'<a href="/{name.lower().replace(" ", "-")}">{escape(name)}</a>' for name in names)


def _time(at: datetime, label: str) -> str:
    return f' <span>{label} on <time datetime="{at.isoformat()}">{at:%a %d %b %Y %H.%M} UTC</time></span>'


def _turned(lines: Sequence[str], turn: int) -> list[str]:
    at = turn % len(lines)
    return [*lines[at:], *lines[:at]]
