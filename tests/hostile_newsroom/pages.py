"""How the hostile newsroom's papers print a page: eight architectures, none of them known to the watcher.

A page is made of an article's text and of `Noise`, all that moves on it while the text stands still.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from random import Random

from hostile_newsroom.languages import Language
from hostile_newsroom.story import Copy, Piece


@dataclass(frozen=True, kw_only=True)
class Noise:
    """What a page shows beside its article at one look."""

    ago: str
    comments: str
    shares: str
    reading: str
    most_read: tuple[tuple[str, str], ...]  # title, path
    related: tuple[tuple[str, str], ...]
    promotion: str
    slot: str  # an advertisement's id
    said: tuple[tuple[str, str], ...] = ()  # readers' comments: who, what


@dataclass(frozen=True, kw_only=True)
class Look:
    """All that a template needs."""

    name: str
    language: Language
    url: str
    copy: Copy
    published: datetime
    modified: datetime
    noise: Noise
    names: Callable[[str], str]  # this paper's own class name for a role
    charset: str
    shortened: int | None = None  # only so many pieces of the body are shown, and a meter
    breaks_off: bool = False  # a meter lets the last piece shown end in the middle
    meter: str = ""
    promotion_at: int = 2  # after this piece of the body stands a promotion
    dated: bool = True  # the page's data say when it was changed
    clock_in_body: bool = False

    @property
    def body(self) -> Sequence[Piece]:
        """What stands where the text stands: its pieces, shortened by a meter, and perhaps a clock before them."""
        shown = self.copy.body[: self.shortened]
        if self.shortened is not None and self.breaks_off:
            last = shown[-1]
            shown = (*shown[:-1], replace(last, text=last.text[: len(last.text) * 2 // 3] + "…"))
        return (Piece("p", self.noise.ago), *shown) if self.clock_in_body else shown


def _links(pairs: Sequence[tuple[str, str]], *, item: str = "li", heading: bool = False) -> str:
    inner = "<h4><a href='{1}'>{0}</a></h4>" if heading else "<a href='{1}'>{0}</a>"
    return "".join(f"<{item}>{inner.format(escape(title), path)}</{item}>" for title, path in pairs)


def _head(look: Look, *, linked: bool = True, whole: bool = False, og: bool = True) -> str:
    copy = look.copy
    meta = f"<meta charset={look.charset}><title>{escape(copy.headline)} | {look.name}</title>"
    meta += f'<link rel="canonical" href="{look.url}">'
    if og:
        meta += (
            f'<meta property="og:title" content="{escape(copy.headline)}"><meta property="og:type" content="article">'
        )
        meta += f'<meta property="og:site_name" content="{look.name}">'
    if linked:
        item = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": copy.headline,
            "author": [{"@type": "Person", "name": copy.byline}],
            "datePublished": look.published.isoformat(),
            "dateModified": look.modified.isoformat(),
        }
        if not look.dated:
            del item["dateModified"]
        if whole and look.shortened is None:
            item["articleBody"] = "\n".join(copy.paragraphs)
        meta += f'<script type="application/ld+json">{json.dumps(item, ensure_ascii=False)}</script>'
    return f"<head>{meta}<script>window.adSlot='{look.noise.slot}';</script></head>"


def _said(look: Look, *, item: str = "li") -> str:
    return "".join(f"<{item}><b>{escape(who)}</b><p>{escape(what)}</p></{item}>" for who, what in look.noise.said)


def _html(look: Look, head: str, body: str) -> str:
    direction = ' dir="rtl"' if look.language.right_to_left else ""
    return f'<!DOCTYPE html>\n<html lang="{look.language.tag}"{direction}>{head}<body>{body}</body></html>'


def _wall(look: Look) -> str:
    if look.shortened is None:
        return ""
    return f'<div class="paywall {look.names("wall")}"><p>{look.meter}</p><button>OK</button></div>'


def semantic(look: Look) -> str:
    """Article, header, footer and aside as HTML means them."""
    tags = {"p": "p", "h": "h2", "q": "blockquote", "note": "p", "entry": "p", "li": "li"}
    pieces = []
    for place, piece in enumerate(look.body):
        text = escape(piece.text)
        pieces.append(f"<blockquote><p>{text}</p></blockquote>" if piece.kind == "q" else
                      f"<{tags[piece.kind]}>{text}</{tags[piece.kind]}>")  # fmt: skip
        if place == look.promotion_at:
            pieces.append(f"<aside><h3>{look.language.related}</h3><ul>{_links(look.noise.related)}</ul></aside>")
    standfirst = f'<p class="standfirst">{escape(look.copy.standfirst)}</p>' if look.copy.standfirst else ""
    return _html(
        look,
        _head(look),
        f"<nav><a href=/>{look.name}</a></nav><main><article><header><h1>{escape(look.copy.headline)}</h1>{standfirst}"
        f'<p class="byline">{look.language.by} {escape(look.copy.byline)}</p><time datetime='
        f'"{look.published.isoformat()}">{look.noise.ago}</time> <span class=comments>{look.noise.comments}</span>'
        f"</header>{''.join(pieces)}{_wall(look)}<footer><p>{look.noise.shares}</p></footer></article></main>"
        f"<aside><h2>{look.language.most_read}</h2><ol>{_links(look.noise.most_read)}</ol></aside>"
        f"<footer>© {look.name}</footer>",
    )


def soup(look: Look) -> str:
    """Nothing but divs with made-up names; a promotion and counts between the paragraphs."""
    name = look.names
    pieces = []
    for place, piece in enumerate(look.body):
        tag = "h3" if piece.kind == "h" else "p"
        pieces.append(f"<div class='{name('row')}'><{tag}>{escape(piece.text)}</{tag}></div>")
        if place == look.promotion_at:
            pieces.append(
                f"<div class='{name('promo')}'><p><a href='/offer'>{escape(look.noise.promotion)}</a></p></div>"
            )
    standfirst = (
        f"<div class='{name('dek')} subtitle'>{escape(look.copy.standfirst)}</div>" if look.copy.standfirst else ""
    )
    return _html(
        look,
        _head(look, linked=False),
        f"<div class='{name('top')}'><div><a href=/>{look.name}</a></div></div><div class='{name('wrap')}'>"
        f"<div class='{name('title')}'><h1>{escape(look.copy.headline)}</h1></div>{standfirst}"
        f"<div class='{name('meta')}'><span class='author-name'>{escape(look.copy.byline)}</span> · "
        f"<span>{look.noise.ago}</span> · <span>{look.noise.comments}</span> · <span>{look.noise.reading}</span></div>"
        f"<div class='{name('body')}'>{''.join(pieces)}{_wall(look)}</div>"
        f"<div class='{name('share')}'>{look.noise.shares}</div></div><div class='{name('side')}'>"
        f"<div>{look.language.most_read}</div>{_links(look.noise.most_read, item='div', heading=True)}</div>",
    )


def linked(look: Look) -> str:
    """A page that a framework rendered: the text stands in its JSON-LD too, related boxes among the paragraphs."""
    name = look.names
    pieces = []
    for place, piece in enumerate(look.body):
        kinds = {"h": "h2", "q": "blockquote"}
        tag = kinds.get(piece.kind, "p")
        pieces.append(f'<{tag} data-id="{look.noise.slot}{place}" class="{name("text")}">{escape(piece.text)}</{tag}>')
        if place == look.promotion_at:
            pieces.append(
                f'<section class="{name("rec")} related-links"><h3>{look.language.related}</h3>'
                f"<ul>{_links(look.noise.related)}</ul></section>"
            )
        if place == look.promotion_at + 2:
            pieces.append(f'<div id="{look.noise.slot}" class="ad-slot"></div>')
    standfirst = (
        f'<p data-testid="summary" class="summary">{escape(look.copy.standfirst)}</p>' if look.copy.standfirst else ""
    )
    return _html(
        look,
        _head(look, whole=True),
        f'<div id="__next"><header><a href="/">{look.name}</a></header><main id="content"><h1 class="{name("h")}">'
        f'{escape(look.copy.headline)}</h1>{standfirst}<div class="{name("by")} byline"><a rel="author" href="/staff">'
        f'{escape(look.copy.byline)}</a></div><div class="{name("stamp")} timestamp">{look.noise.ago}</div>'
        f'<div class="{name("body")}">{"".join(pieces)}</div>{_wall(look)}<div class="share-tools">{look.noise.shares}'
        f'</div></main><section class="comments" id="comments"><ul>{_said(look)}</ul></section>'
        f'<section class="most-popular"><h2>{look.language.most_read}</h2>'
        f"<ol>{_links(look.noise.most_read)}</ol></section></div>",
    )


def tables(look: Look) -> str:
    """A layout of the last century: tables, fonts, breaks for paragraphs, no metadata at all."""
    text = "<br><br>\n".join(
        f"<b>{escape(piece.text)}</b>" if piece.kind == "h" else escape(piece.text) for piece in look.body
    )
    lead = f'<font size="3"><i>{escape(look.copy.standfirst)}</i></font><br><br>' if look.copy.standfirst else ""
    wall = f'<table class="paywall"><tr><td>{look.meter}</td></tr></table>' if look.shortened is not None else ""
    return _html(
        look,
        f'<head><meta http-equiv="Content-Type" content="text/html; charset={look.charset}">'
        f"<title>{look.name} - {escape(look.copy.headline)}</title></head>",
        f'<table width="760"><tr><td colspan="2"><a href="/">{look.name}</a> {look.noise.reading}</td></tr><tr>'
        f'<td width="160" valign="top"><b>{look.language.most_read}</b><br>'
        f"{'<br>'.join(f'<a href={path!r}>{escape(title)}</a>' for title, path in look.noise.most_read)}</td>"
        f'<td valign="top"><h1>{escape(look.copy.headline)}</h1>{lead}<font size="1" class="author">'
        f"{look.language.by} {escape(look.copy.byline)}</font><br><font size=1>{look.noise.ago}</font><br><br>"
        f'<font face="Times">{text}</font>{wall}<p><font size="1">{look.noise.comments} | {look.noise.shares}</font>'
        f"</p></td></tr></table>",
    )


def live(look: Look) -> str:
    """Live blogs with times at their entries; plain articles in the same clothes."""
    pieces = []
    for place, piece in enumerate(look.body):
        text = f"<p>{escape(piece.text)}</p>"
        if piece.kind == "entry":
            pieces.append(
                f'<div class="live-blog-entry" id="e{len(look.copy.body) - place}"><time>{piece.stamp}</time>{text}'
                f'<div class="share-bar"><a href="#">{look.noise.shares}</a></div></div>'
            )
        elif piece.kind == "h":
            pieces.append(f"<h2>{escape(piece.text)}</h2>")
        else:
            pieces.append(text)
        if place == look.promotion_at:
            pieces.append(f'<div class="newsletter-box"><p>{escape(look.noise.promotion)}</p></div>')
    standfirst = (
        f'<div class="article-intro"><p>{escape(look.copy.standfirst)}</p></div>' if look.copy.standfirst else ""
    )
    return _html(
        look,
        _head(look, og=False),
        f'<div class="masthead"><a href="/">{look.name}</a></div><div class="page"><div class="head"><h1>'
        f'{escape(look.copy.headline)}</h1>{standfirst}<p class="author">{look.language.by} {escape(look.copy.byline)}'
        f'</p><p class="updated">{look.noise.ago}</p></div><div class="feed">{"".join(pieces)}{_wall(look)}</div></div>'
        f'<div class="sidebar"><h3>{look.language.most_read}</h3>{_links(look.noise.most_read, item="p")}</div>',
    )


def custom(look: Look) -> str:
    """Elements of the paper's own making, captions, a teaser that rotates inside the body."""
    pieces = []
    for place, piece in enumerate(look.body):
        tag = {"h": "h2", "q": "blockquote"}.get(piece.kind, "p")
        pieces.append(f"<{tag}>{escape(piece.text)}</{tag}>")
        if place == look.promotion_at:
            title, path = look.noise.related[0]
            pieces.append(
                f'<story-teaser class="teaser"><a href="{path}"><h4>{escape(title)}</h4><p>{escape(title)} …</p></a>'
                "</story-teaser>"
            )
    standfirst = f'<h2 class="sub">{escape(look.copy.standfirst)}</h2>' if look.copy.standfirst else ""
    return _html(
        look,
        _head(look),
        f'<site-header><a href="/">{look.name}</a></site-header><story-page><div class="kopf"><h1>'
        f'{escape(look.copy.headline)}</h1>{standfirst}<div class="byline">{look.language.by} <span itemprop="author">'
        f'{escape(look.copy.byline)}</span></div><div class="date">{look.noise.ago} – {look.noise.comments}</div></div>'
        f'<story-body class="{look.names("x")}">{"".join(pieces)}</story-body>{_wall(look)}<div class="tags">'
        f"<a href='/t'>{look.noise.shares}</a></div></story-page>"
        f"<reader-comments>{_said(look, item='div')}</reader-comments>"
        f"<site-recs><h3>{look.language.most_read}</h3>"
        f"<ul>{_links(look.noise.most_read)}</ul></site-recs>",
    )


TEMPLATES: dict[str, Callable[[Look], str]] = {
    "semantic": semantic, "soup": soup, "linked": linked, "tables": tables, "live": live, "custom": custom,
}  # fmt: skip


def own_names(seed: str, *, telling: bool) -> Callable[[str], str]:
    """A paper's class names: made-up ones, or such as say what they are for."""

    def name(role: str) -> str:
        drawn = Random(f"{seed} {role}")
        code = "".join(drawn.choice("bcdfghjkmnpqrstvwxz0123456789") for _ in range(5))
        return f"{role}-{code}" if telling else f"c{code}"

    return name


def notice(language: Language, name: str, *, title: str, text: str, extra: str = "") -> str:
    """A page that is no article: an error, a wall, a front page."""
    direction = ' dir="rtl"' if language.right_to_left else ""
    return (
        f'<!DOCTYPE html><html lang="{language.tag}"{direction}><head><meta charset=utf-8><title>{escape(title)}'
        f'</title></head><body><header><a href="/">{name}</a></header><main><h1>{escape(title)}</h1>'
        f"<p>{escape(text)}</p>{extra}</main></body></html>"
    )


def interstitial(language: Language, name: str, url: str) -> str:
    """A page before the page, such as no rule of the watcher can know: a partner's greeting, and the way on."""
    return (
        f'<!DOCTYPE html><html lang="{language.tag}"><head><meta charset=utf-8><title>{name}</title></head><body>'
        f'<div id="x1"><h2>{name} × {language.people[0]}</h2><p>{escape(language.promotions[0])}</p>'
        f'<a href="{url}">→</a></div></body></html>'
    )


def bot_wall(host: str) -> str:
    """What a bot wall shows while it looks a visitor over."""
    return (
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>"
        f"{host}</h1><p>Verify you are human by completing the action below.</p>"
        '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
    )


def consent(language: Language, name: str, count: int) -> str:
    """A page that asks for consent before anything else."""
    return (
        f'<!DOCTYPE html><html lang="{language.tag}"><head><meta charset=utf-8><title>{name}</title></head><body>'
        f"<main><h1>{name}</h1><p>{escape(language.consent.format(n=count))}</p><button>{language.consent_button}</button>"
        "</main></body></html>"
    )
