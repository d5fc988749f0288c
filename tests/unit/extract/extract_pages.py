"""Fictional pages in the templates that newspapers really use, for the tests of reading."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

FERRY = (
    "The night ferry between Marrow Point and Sele will stop running in March, the harbour board said on Tuesday.",
    "The board said that 80,000 passengers used the crossing last year, a third fewer than in the year before.",
    "“Nobody wants this,” said Ada Brink, who has sailed as its mate since 2004. “But the boat is forty years old.”",
    "A replacement would cost 12 million crowns, and the county has offered four. Talks go on until the end of May.",
)
MOST_READ = ("Storm tears roof off school in Sele", "Harbour café wins pie prize", "Why the lighthouse is pink")


def div_soup(paragraphs: Sequence[str] = FERRY, headline: str = "Night ferry to stop in March") -> str:
    """The classic: nothing but div and span, a share bar, related links and a most-read list."""
    texts = "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs)
    popular = "".join(f'<li><a href="/{index}">{text}</a></li>' for index, text in enumerate(MOST_READ))
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>{escape(headline)} | Marrow Courier</title>
<meta property="og:site_name" content="Marrow Courier"><meta name="author" content="Tove Lind and Sam Okoro">
<meta property="article:published_time" content="2026-01-12T08:30:00+01:00">
<link rel="canonical" href="/news/night-ferry"></head>
<body><div id="top"><div class="nav"><a href="/">Home</a> <a href="/news">News</a>
<a href="/sport">Sport</a></div></div><div id="wrap"><div class="story"><h1>{escape(headline)}</h1>
<div class="share-bar"><a href="#">Share</a> <a href="#">Tweet</a> <a href="#">Mail this to a friend</a></div>
<div class="meta">By Tove Lind and Sam Okoro | 12 January 2026, 08:30</div>
<div class="text">{texts}<p><strong>Related: <a href="/r">The ferry in pictures</a></strong></p></div>
<div class="newsletter-box"><h3>Never miss a story</h3>
<p>Sign up for our newsletter and get the news each morning.</p></div>
</div><div class="right"><h3>Most read</h3><ol class="most-read">{popular}</ol></div></div>
<div id="foot">Copyright Marrow Courier. All rights reserved. <a href="/terms">Terms</a></div></body></html>"""


def semantic(paragraphs: Sequence[str] = FERRY, headline: str = "Night ferry to stop in March") -> str:
    """Article, figure and JSON-LD, with a standfirst, a subheading, a list, a quotation and a caption."""
    first, second, third, last = paragraphs[:4]
    return f"""<!DOCTYPE html><html lang="en"><head><title>{escape(headline)} - The Sele Post</title>
<meta property="og:title" content="{escape(headline)}"><meta property="og:type" content="article">
<meta property="og:site_name" content="The Sele Post">
<link rel="canonical" href="https://sele-post.example/2026/01/night-ferry">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
 {{"@type": "WebSite", "name": "The Sele Post"}},
 {{"@type": "NewsArticle", "headline": "{headline}", "datePublished": "2026-01-12T08:30:00+01:00",
   "dateModified": "2026-01-12T11:05:00+01:00",
   "author": [{{"@type": "Person", "name": "Tove Lind"}}, {{"@type": "Person", "name": "Sam Okoro"}}],}}]}}</script>
</head><body><header><nav><a href="/">Home</a><a href="/news">News</a></nav></header>
<main><article><header><h1>{escape(headline)}</h1>
<p class="standfirst">Passengers will have to drive round the fjord from spring.</p>
<p class="byline">By <a rel="author" href="/tove">Tove Lind</a> and Sam Okoro</p>
<time datetime="2026-01-12T08:30:00+01:00">12 January 2026</time></header>
<div class="article-body"><p>{escape(first)}</p><p>{escape(second)}</p>
<figure><img src="f.jpg" alt=""><figcaption>The ferry at Marrow Point last winter.</figcaption></figure>
<h2>Forty years at sea</h2><p>{escape(third)}</p>
<blockquote><p>The sea does not care about our budgets, and neither does the ice in the sound.</p></blockquote>
<ul><li>The crossing takes fifty minutes in good weather.</li>
<li>The road round the fjord is ninety kilometres long.</li></ul>
<aside class="related"><h3>More</h3>
<p>The ferry in pictures: forty years on the sound, remembered by its crews.</p></aside>
<p>{escape(last)}</p></div>
<footer><ul class="tags"><li><a href="/t/ferries">Ferries</a></li><li><a href="/t/sele">Sele</a></li></ul></footer>
</article></main></body></html>"""


def old_cms(paragraphs: Sequence[str] = FERRY, headline: str = "Night ferry to stop in March") -> str:
    """Tables for layout and line breaks for paragraphs, as in 2003."""
    text = "<br><br>\n".join(map(escape, paragraphs))
    return f"""<html><head><title>{escape(headline)}</title></head><body bgcolor=white>
<table width=100%><tr><td width=120><a href=a>News</a><br><a href=b>Sport</a><br><a href=c>Weather</a></td>
<td><h1>{escape(headline)}</h1><font size=2>{text}</font></td></tr></table></body></html>"""


def live_blog(entries: Sequence[tuple[str, str, str]], headline: str = "Storm in the sound: live") -> str:
    """Entries of (time, heading, text), the newest first."""
    posts = "".join(
        f'<div class="liveblog-entry" id="e{index}"><time datetime="2026-01-12T{time}:00Z">{time}</time>'
        f"<h3>{escape(title)}</h3><p>{escape(text)}</p></div>"
        for index, (time, title, text) in enumerate(entries)
    )
    return f"""<html lang="en"><head><title>{escape(headline)}</title><meta property="og:type" content="article"></head>
<body><article><h1>{escape(headline)}</h1><div class="live-feed">{posts}</div></article></body></html>"""


def right_to_left() -> str:
    return """<html lang="ar" dir="rtl"><head><title>توقف العبارة الليلية في مارس</title></head><body><article>
<h1>توقف العبارة الليلية في مارس</h1>
<p>قالت إدارة الميناء يوم الثلاثاء إن العبارة الليلية بين النقطة وسيلي ستتوقف عن العمل في شهر مارس المقبل.</p>
<p>وأضافت أن ثمانين ألف راكب استخدموا هذا الخط في العام الماضي، أي أقل بالثلث من العام الذي سبقه.</p>
</article></body></html>"""


def plain(*paragraphs: str, headline: str = "Night ferry to stop in March", head: str = "", after: str = "") -> bytes:
    """A page of nothing but a headline and these paragraphs, given as markup."""
    texts = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head>{head}</head><body><h1>{headline}</h1>{texts}{after}</body></html>".encode()
