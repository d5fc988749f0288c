"""Pages: views into HTML, by the templates beside this file. Same view, same bytes.

Nothing here sees a record or an article's text; all that a template can show is in the views and the watchlist.
Templates escape everything; the one place where markup is made in code is `_marked`, from escaped text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from afterprint.model import ArticleKey, EditKind, TextHistory, TextPolicy, Watchlist
from afterprint.publish import edit_list, gathered, paths, words
from afterprint.publish.marks import Mark, Passage, unwoven
from afterprint.publish.marks import marked as marked_texts
from afterprint.publish.marks import plain as plain_text
from afterprint.publish.tally import SourceTally, Tally
from afterprint.publish.timeline import timeline
from afterprint.publish.views import Around, ChangeView, EventView, LineView, Passages, Step
from afterprint.publish.xml import clean
from afterprint.query import KINDS

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
PASSAGES = "passages"
"""Where on an article's page the text stands with the origin of each passage."""

_TAGS = {
    Mark.NONE: Markup("%s"),
    Mark.DELETED: Markup("<del>%s</del>"),
    Mark.INSERTED: Markup("<ins>%s</ins>"),
    Mark.WOVEN: Markup('<del data-w="%s"></del>'),
}


@dataclass(frozen=True, kw_only=True)
class SourceView:
    """A source as lists name it: its id and name."""

    id: str
    name: str


# ── single articles ──────────────────────────────────────────────────────────────────────────────────


def change_page(view: ChangeView, around: Around, watchlist: Watchlist, *, path: str = "") -> bytes:
    """`path` is where it lies, where that is not the change's own place."""
    at = path or paths.change(view.key)
    return _page(
        "change.html",
        at,
        watchlist,
        change=view,
        around=around,
        owner=view.key.article.path,
        twin="" if around.is_comparison else paths.change_data(view.key),
        time_map=paths.time_map(view.key.article),
        source=SourceView(id=view.key.article.source, name=view.source_name),
        when=words.window(view.unchanged_until, view.seen_at),
        what=words.what_changed([kind for kind, _ in view.kinds]),
        later=words.later(view.old_seen_at, view.seen_at) if view.old_seen_at else "",
        disclosed=_disclosed(view),
        original=weblink(view.url),
        linked_data=_linked_data(view, watchlist),
        names=(f"Version {view.key.old}", f"Version {view.key.new}"),
        passages=_passages(view.key.article, at) if watchlist.text is not TextPolicy.NONE else "",
        is_standalone=False,
    )


def _passages(article: ArticleKey, at: str) -> str:
    """Where, seen from `at`, an article's text stands with the origin of each passage."""
    return f"{paths.to_root(at)}{paths.article(article)}#{PASSAGES}"


def _linked_data(view: ChangeView, watchlist: Watchlist) -> dict[str, Any]:
    headline = plain_text(view.headline)
    based = _based_on(headline, view.url, view.source_name, watchlist, paths.change(view.key))
    return based | {"dateCreated": words.iso(view.stored_at)}


def _based_on(headline: str, url: str, publisher: str, watchlist: Watchlist, path: str, /) -> dict[str, Any]:
    """A page of an article in schema.org's words: what it is based on, and where it stands."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": clean(headline),
        "isBasedOn": {"@type": "NewsArticle", "url": clean(url), "publisher": clean(publisher)},
        "publisher": {"@type": "Organization", "name": "Afterprint"},
    }
    if watchlist.site_url:
        data["url"] = paths.absolute(path, watchlist.site_url)
    return data


def _disclosed(view: ChangeView) -> str:
    if any(kind is EditKind.CORRECTION_NOTE for kind, _ in view.kinds):
        return words.NOTED
    return words.DISCLOSED[view.disclosure] if view.disclosure else ""


def standalone_page(view: ChangeView, names: tuple[str, str]) -> str:
    """A page of one comparison that needs nothing beside it: no site, no stylesheet."""
    template = _environment().get_template("standalone.html")
    style = Markup(static_file(paths.STYLESHEET).decode())  # noqa: S704 - our own file
    return template.render(change=view, names=names, is_standalone=True, passages="", style=style)


def standalone_history(history: TextHistory, steps: Sequence[tuple[str, str]], language: str) -> str:
    """A page of one history that needs nothing beside it."""
    style = Markup(static_file(paths.STYLESHEET).decode())  # noqa: S704 - our own file
    template = _environment().get_template("history.html")
    return template.render(history=history, steps=steps, number=len(steps), language=language, style=style).lstrip()


def article_page(
    key: ArticleKey,
    steps: Sequence[Step],
    watchlist: Watchlist,
    *,
    changes: int,
    standing: words.Phrase,
    comparison: str,
    passages: Passages | None = None,
) -> bytes:
    """`steps` oldest first, at least one; `comparison` is the document of first against last version, or "".

    `passages` tell when those of the newest text entered; None where that is not to be told.
    """
    newest = [step for step in steps if step.version][-1:] or list(steps[-1:])
    line = newest[0].line
    return _page(
        "article.html",
        paths.article(key),
        watchlist,
        line=line,
        steps=steps,
        owner=key.path,
        twin=paths.article_data(key),
        time_map=paths.time_map(key) if newest[0].version and weblink(steps[-1].line.url) else "",
        source=SourceView(id=key.source, name=line.source_name),
        changes=changes,
        standing=standing,
        comparison=comparison,
        timeline=timeline(steps),
        passages=passages,
        linked_data=_based_on(line.headline, steps[-1].line.url, line.source_name, watchlist, paths.article(key)),
        original=weblink(steps[-1].line.url),
    )


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────


def source_page(
    source: SourceView, lines: Sequence[LineView], watchlist: Watchlist, *, months: Sequence[str], tally: Tally
) -> bytes:
    """`lines` newest first; `tally` counts the edits among them."""
    values = {"lines": lines, "source": source, "owner": source.id, "months": months, "tally": tally}
    return _page("source.html", paths.source(source.id), watchlist, **values)


def latest_page(lines: Sequence[LineView], watchlist: Watchlist, *, months: Sequence[str]) -> bytes:
    """`lines` newest first."""
    return _page("latest.html", paths.LATEST, watchlist, lines=lines, months=months)


def month_page(
    month: str,
    page: int,
    lines: Sequence[LineView],
    watchlist: Watchlist,
    *,
    has_next: bool,
    tallies: Sequence[SourceTally] = (),
) -> bytes:
    """`lines` oldest first; `tallies` count the edits of the whole month."""
    values = {
        "month": month,
        "page": page,
        "earlier": paths.month(month, page - 1) if page > 1 else "",
        "later": paths.month(month, page + 1) if has_next else "",
        "tallies": tallies,
    }
    return _page("month.html", paths.month(month, page), watchlist, lines=lines, **values)


# ── about the site ───────────────────────────────────────────────────────────────────────────────────


def sources_page(watchlist: Watchlist) -> bytes:
    return _page("sources.html", paths.SOURCES, watchlist)


def feeds_page(watchlist: Watchlist) -> bytes:
    kinds = [(kind.title, kind.owner) for kind in gathered.KINDS]
    searches = [(search, gathered.owner_of(search)) for search in watchlist.searches]
    return _page("feeds.html", paths.FEEDS, watchlist, opml_path=paths.OPML, kinds=kinds, searches=searches)


def about_page(watchlist: Watchlist, user_agent: str) -> bytes:
    values = {"user_agent": user_agent, "contact": contact_link(watchlist.contact)}
    return _page("about.html", paths.ABOUT, watchlist, bookmarklet=_bookmarklet(watchlist.site_url), **values)


def _bookmarklet(site_url: str) -> str:
    """A link for a reader's bookmarks that leads from an article to its history here; "" where the site is anywhere."""
    asked = json.dumps(f"{site_url}api/lookup?format=html&url=")
    return f"javascript:location.href={asked}+encodeURIComponent(location.href)" if site_url else ""


def search_page(
    path: str,
    watchlist: Watchlist,
    *,
    query: str = "",
    lines: Sequence[LineView] | None = None,
    later: str = "",
    refusal: str = "",
) -> bytes:
    """The form, with what was found (None: nothing was asked), or why the query was refused; `later` leads on."""
    values = {"query": query, "lines": lines, "later": later, "refusal": _sentence(refusal)}
    return _page("search.html", path, watchlist, kinds=KINDS, **values)


def refusal_page(path: str, detail: str, remedy: str, watchlist: Watchlist) -> bytes:
    """What the API refuses, for somebody who reads it: what is wrong, and what would be right ("" where unknown)."""
    return _page("refusal.html", path, watchlist, detail=_sentence(detail), remedy=_sentence(remedy))


def not_found_page(watchlist: Watchlist) -> bytes:
    """Served for any path, so its links start at the site's root."""
    return _page("404.html", paths.NOT_FOUND, watchlist, root=watchlist.site_url or "/")


def static_file(path: str) -> bytes:
    """What lies beside the pages as it is: the stylesheet, and the script that none of them needs."""
    return (HERE / path).read_bytes()


# ── fragments for feeds ──────────────────────────────────────────────────────────────────────────────


def change_content(view: ChangeView) -> str:
    """A change as a fragment of HTML that reads well where styles are stripped."""
    when = words.window(view.unchanged_until, view.seen_at)
    later = words.later(view.old_seen_at, view.seen_at) if view.old_seen_at else ""
    disclosed = words.DISCLOSED.get(view.disclosure, "") if view.disclosure else ""
    values = {"change": view, "when": when, "later": later, "disclosed": disclosed, "original": weblink(view.url)}
    return _environment().get_template("feed_change.html").render(values).strip()


def event_content(view: EventView) -> str:
    values = {"event": view, "when": words.window(view.unchanged_until, view.seen_at), "original": weblink(view.url)}
    return _environment().get_template("feed_event.html").render(values, to_url=weblink(view.to_url)).strip()


# ── how it is done ───────────────────────────────────────────────────────────────────────────────────


def weblink(url: str) -> str:
    """`url` where it is one of http or https, else "": nothing else is ever made a link of."""
    return url if _scheme(url) in ("http", "https") else ""


def contact_link(contact: str) -> str:
    """The contact as a link: an address of the web or of mail, else ""."""
    if "@" in contact and ":" not in contact and "/" not in contact:
        return f"mailto:{contact}"
    return contact if _scheme(contact) in ("http", "https", "mailto") else ""


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _sentence(words_: str) -> str:
    return f"{words_[:1].upper()}{words_[1:]}." if words_ else ""


def _page(template: str, path: str, watchlist: Watchlist, /, **values: Any) -> bytes:
    context = {
        "path": path,
        "root": paths.to_root(path),
        "canonical": paths.absolute(path, watchlist.site_url) if watchlist.site_url else "",
        "site": watchlist,
        "owner": "",
        "twin": "",
        "time_map": "",
    }
    html = _environment().get_template(template).render(context | values)
    return html.encode()


@cache
def _environment() -> Environment:
    """The templates, undefined names being errors and every string cleaned before it is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        finalize=_cleaned,
    )
    environment.tests["leftward"] = words.is_leftward
    environment.filters |= {
        "clock": words.clock,
        "kind_name": words.KIND_WORDS.__getitem__,
        "by_day": _by_day,
        "iso": words.iso,
        "length": words.length,
        "marked": _marked,
        "marked_texts": marked_texts,
        "moment": words.moment,
        "month_name": words.month_name,
        "number": "{:g}".format,
        "plain": plain_text,
        "unwoven": unwoven,
    }
    environment.globals |= {
        "article_path": paths.article,
        "badges": words.BADGES,
        "changed_times": words.changed_times,
        "count": words.count,
        "edits_listed": edit_list.LISTED,
        "event_badges": words.EVENT_BADGES,
        "event_words": words.EVENT_WORDS,
        "feed_path": paths.feed,
        "kind_words": words.KIND_WORDS,
        "month_path": paths.month,
        "Policy": TextPolicy,
        "source_path": paths.source,
        "window": words.window,
        "weblink": weblink,
    }
    return environment


def _cleaned(value: Any) -> Any:
    if isinstance(value, Markup):
        return value
    return clean(value) if isinstance(value, str) else value


def _marked(passage: Passage) -> Markup:
    """A passage as markup: each piece escaped, marked ones in the element of their mark.

    A woven deletion is told in an attribute that the stylesheet shows on narrow screens: the text itself, as it is
    read aloud, copied or searched, stays that of its version.
    """
    return Markup("").join(_TAGS[piece.mark] % escape(clean(piece.text)) for piece in passage)


def _by_day(lines: Sequence[LineView]) -> Iterator[tuple[str, list[LineView]]]:
    """Lines in their order, those seen on the same day together under its name."""
    return ((date, list(group)) for date, group in groupby(lines, key=lambda line: words.day(line.seen_at)))
