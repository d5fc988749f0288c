"""What leads to the articles of a paper: its feed or news sitemap, and its front page."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import escape

from hostile_newsroom.paper import Paper
from hostile_newsroom.story import State, Story

LISTED = 10  # so many articles stand in a feed


def feed_or_sitemap(paper: Paper, base: str, now: datetime) -> tuple[str, str]:
    """Content type and text of the list that the paper keeps."""
    shown = sorted(paper.standing(now), key=lambda one: one[0].published, reverse=True)[:LISTED]
    match paper.feed:
        case "none":
            return "application/xml", _sitemap(paper, base, shown)
        case "atom":
            return "application/atom+xml; charset=utf-8", _atom(paper, base, shown, now)
        case _:
            return "application/rss+xml; charset=utf-8", _rss(paper, base, shown)


def _sitemap(paper: Paper, base: str, shown: list[tuple[Story, State]]) -> str:
    items = "".join(
        f"<url><loc>{base}{story.path}</loc><n:news><n:publication><n:name>{paper.name}</n:name><n:language>"
        f"{paper.language.tag}</n:language></n:publication><n:publication_date>{story.published.isoformat()}"
        f"</n:publication_date><n:title>{escape(state.copy.headline)}</n:title></n:news></url>"
        for story, state in shown
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{items}</urlset>'
    )


def _atom(paper: Paper, base: str, shown: list[tuple[Story, State]], now: datetime) -> str:
    items = "".join(
        f"<entry><id>{base}{story.path}</id><title>{escape(state.copy.headline)}</title><link href='{base}"
        f"{story.path}'/><updated>{state.declared.isoformat()}</updated><published>"
        f"{story.published.isoformat()}</published><summary>{escape(state.copy.standfirst)}</summary></entry>"
        for story, state in shown
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{paper.name}</title><id>{base}/</id>'
        f"<updated>{now.isoformat()}</updated>{items}</feed>"
    )


def _rss(paper: Paper, base: str, shown: list[tuple[Story, State]]) -> str:
    items = "".join(
        f"<item><title>{escape(state.copy.headline)}</title><link>{base}{story.path}?utm_source=rss</link>"
        f"<pubDate>{format_datetime(story.published)}</pubDate></item>"
        for story, state in shown
    )
    return f'<rss version="2.0"><channel><title>{paper.name}</title><link>{base}/</link>{items}</channel></rss>'


def front(paper: Paper, now: datetime) -> str:
    """The front page, which teases every article."""
    return (
        f'<!DOCTYPE html><html lang="{paper.language.tag}"><head><meta charset={paper.charset}><title>{paper.name}'
        f"</title></head><body><h1>{paper.name}</h1><main>{teasers(paper, now)}</main></body></html>"
    )


def teasers(paper: Paper, now: datetime) -> str:
    """The headline and a sentence of each article."""
    return "".join(
        f"<div><h2><a href='{story.path}'>{escape(state.copy.headline)}</a></h2>"
        f"<p>{escape(state.copy.standfirst or state.copy.paragraphs[0])}</p></div>"
        for story, state in paper.standing(now)
    )
