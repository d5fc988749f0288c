"""Feeds: Atom (RFC 4287, its parts by RFC 5005) and RSS 2.0, made of views, the same bytes for the same entries.

Ids are tag: URIs (RFC 4151) under the watchlist's authority. An entry's `updated` is when its record was stored, a
feed's the newest of its entries'; no time is ever the time of rendering.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree

from afterprint.model import TextPolicy, Watchlist
from afterprint.publish import marks, pages, paths, words
from afterprint.publish.views import ChangeView, EventView
from afterprint.publish.xml import add, clean, serialise

ENTRIES = 50
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
HISTORY = "http://purl.org/syndication/history/1.0"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
RIGHTS = "Quoted passages belong to their publishers."


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry. `path` is the document that it points to, `content` is HTML, `categories` are words."""

    id: str
    title: str
    path: str
    original: str
    source_name: str
    stored_at: datetime
    summary: str
    content: str
    categories: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Where the rest of a feed lies (RFC 5005), by link relation; each a path.

    `is_complete`: there is no rest. `is_archive`: this is a part that stays as it is.
    """

    links: tuple[tuple[str, str], ...] = ()
    is_complete: bool = False
    is_archive: bool = False


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed of whom `owner` names (see `paths.feed`), or the part of one that lies at `part`."""

    owner: str
    title: str
    page: str
    entries: tuple[Entry, ...]
    paging: Paging = field(default_factory=Paging)
    part: str = ""

    def path(self, form: str) -> str:
        return self.part or paths.feed(self.owner, form)


def entry(view: ChangeView | EventView, watchlist: Watchlist) -> Entry:
    """The entry of a change or event."""
    return _change_entry(view, watchlist) if isinstance(view, ChangeView) else _event_entry(view, watchlist)


def _change_entry(view: ChangeView, watchlist: Watchlist) -> Entry:
    categories = [words.KIND_WORDS[kind] for kind, _ in view.kinds]
    if view.disclosure is not None:
        categories.append(words.BADGES[view.disclosure])
    return Entry(
        id=f"tag:{watchlist.tag}:change/{view.key.article}/{view.key.name}",
        title=f"{view.source_name}: {marks.plain(view.headline)}",
        path=paths.change(view.key),
        original=pages.weblink(view.url),
        source_name=view.source_name,
        stored_at=view.stored_at,
        summary=f"Edited {words.plain(words.window(view.unchanged_until, view.seen_at))}. {view.summary}".strip(),
        content=pages.change_content(view),
        categories=tuple(categories),
        language=view.language,
    )


def _event_entry(view: EventView, watchlist: Watchlist) -> Entry:
    about = f": {view.headline}" if view.headline else ""
    return Entry(
        id=f"tag:{watchlist.tag}:event/{view.key.article}/{view.key.number}",
        title=f"{view.source_name}: {words.EVENT_WORDS[view.kind].lower()}{about}",
        path=paths.article(view.key.article),
        original=pages.weblink(view.url),
        source_name=view.source_name,
        stored_at=view.stored_at,
        summary=view.summary,
        content=pages.event_content(view),
        categories=(view.kind.value,),
    )


def describe(feed: Feed, policy: TextPolicy) -> str:
    """What a feed holds, in one sentence."""
    shown = {TextPolicy.FULL: "with the full text", TextPolicy.CHANGES: "with the edited paragraphs"}
    return f"Edits found after publication, {shown.get(policy, 'without the text')}."


# ── Atom ─────────────────────────────────────────────────────────────────────────────────────────────


def atom(feed: Feed, watchlist: Watchlist) -> bytes:
    """RFC 4287. Links are absolute where the site's address is known, else relative to the feed's own address."""
    paging = feed.paging
    history = {"xmlns:fh": HISTORY} if paging.is_complete or paging.is_archive else {}
    root = ElementTree.Element("feed", {"xmlns": ATOM, **history, "xml:lang": "en"})
    path = feed.path("atom")
    add(root, "id", feed_id(feed, watchlist))
    add(root, "title", feed.title)
    add(root, "subtitle", describe(feed, watchlist.text))
    add(root, "updated", words.iso(updated(feed, watchlist)))
    author = add(root, "author")
    add(author, "name", "Afterprint")
    if contact := pages.weblink(watchlist.contact):
        add(author, "uri", contact)
    add(root, "link", rel="self", type="application/atom+xml", href=_href(path, path, watchlist))
    add(root, "link", rel="alternate", type="text/html", href=_href(feed.page, path, watchlist))
    for relation, target in paging.links:
        add(root, "link", rel=relation, type="application/atom+xml", href=_href(target, path, watchlist))
    add(root, "rights", RIGHTS)
    add(root, "generator", "Afterprint")
    if paging.is_complete:
        add(root, "fh:complete")
    if paging.is_archive:
        add(root, "fh:archive")
    for each in feed.entries:
        _atom_entry(root, each, href=_href(each.path, path, watchlist))
    return serialise(root)


def _atom_entry(root: ElementTree.Element, entry: Entry, *, href: str) -> None:
    language = {"xml_lang": entry.language} if entry.language else {}
    node = add(root, "entry", **language)
    add(node, "id", entry.id)
    add(node, "title", entry.title)
    add(node, "published", words.iso(entry.stored_at))
    add(node, "updated", words.iso(entry.stored_at))
    add(node, "link", rel="alternate", type="text/html", href=href)
    if entry.original:
        add(node, "link", rel="related", title="Original article", href=entry.original)
    for category in entry.categories:
        add(node, "category", term=category)
    if entry.summary:
        add(node, "summary", entry.summary)
    add(node, "content", entry.content, type="html")


# ── RSS ──────────────────────────────────────────────────────────────────────────────────────────────


def rss(feed: Feed, watchlist: Watchlist) -> bytes:
    """RSS 2.0 with content:encoded. It needs absolute links: without the site's address, those of the originals."""
    prefixes = {"xmlns:atom": ATOM, "xmlns:content": CONTENT, "xmlns:dc": DUBLIN_CORE}
    root = ElementTree.Element("rss", {"version": "2.0", **prefixes})
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", home(feed, watchlist))
    add(channel, "description", describe(feed, watchlist.text))
    add(channel, "language", "en")
    add(channel, "copyright", RIGHTS)
    add(channel, "lastBuildDate", _rfc822(updated(feed, watchlist)))
    add(channel, "generator", "Afterprint")
    if watchlist.site_url:
        href = paths.absolute(feed.path("rss"), watchlist.site_url)
        add(channel, "atom:link", rel="self", type="application/rss+xml", href=href)
    for each in feed.entries:
        _rss_item(channel, each, watchlist)
    return serialise(root)


def home(feed: Feed, watchlist: Watchlist) -> str:
    """An absolute address for a feed's page; where the site has none, whom to ask."""
    if watchlist.site_url:
        return paths.absolute(feed.page, watchlist.site_url)
    return pages.contact_link(watchlist.contact) or f"https://{watchlist.tag.split(',')[0]}/"


def _rss_item(channel: ElementTree.Element, entry: Entry, watchlist: Watchlist) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    link = paths.absolute(entry.path, watchlist.site_url) if watchlist.site_url else entry.original
    if link:
        add(item, "link", link)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", _rfc822(entry.stored_at))
    add(item, "dc:creator", entry.source_name)
    for category in entry.categories:
        add(item, "category", category)
    add(item, "description", escape(entry.summary or entry.title, quote=False))  # which readers take for HTML
    add(item, "content:encoded", entry.content)


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────


def of(
    owner: str, title: str, page: str, *, entries: Sequence[Entry], paging: Paging | None = None, part: str = ""
) -> Feed:
    """A feed of the newest entries, as many as a feed holds, newest first; `part` is the path of a part of it."""
    newest = sorted(entries, key=lambda each: (each.stored_at, each.id), reverse=True)
    shown = tuple(newest[:ENTRIES])
    return Feed(owner=owner, title=clean(title), page=page, entries=shown, paging=paging or Paging(), part=part)


def feed_id(feed: Feed, watchlist: Watchlist) -> str:
    """The same for all formats of a feed, and for its parts."""
    return f"tag:{watchlist.tag}:feed/{feed.owner.removeprefix('feeds/') or 'all'}"


def updated(feed: Feed, watchlist: Watchlist) -> datetime:
    """The newest entry's time; of an empty feed the day that the tag's authority is dated to (RFC 4151 §2.1)."""
    if feed.entries:
        return max(each.stored_at for each in feed.entries)
    dated = re.search(r",(\d{4})(?:-(\d\d))?(?:-(\d\d))?$", watchlist.tag)
    year, month, day = (int(part or 1) for part in dated.groups()) if dated else (1970, 1, 1)
    return datetime(year, month, day, tzinfo=UTC)


def _rfc822(when: datetime) -> str:
    return format_datetime(when.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _href(path: str, feed_path: str, watchlist: Watchlist) -> str:
    if watchlist.site_url:
        return paths.absolute(path, watchlist.site_url)
    return paths.to_root(feed_path) + path
