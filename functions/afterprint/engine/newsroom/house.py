"""The newsroom itself: for every address and time, what is answered; and the list of what was really edited."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from afterprint.engine.newsroom.furniture import Furniture, Link, ago, furniture
from afterprint.engine.newsroom.papers import Paper, Story, TrueKind, read_papers
from afterprint.engine.newsroom.states import Copy, State, state_at, states

TEMPLATES = Path(__file__).parent / "templates"
HTML = "text/html; charset=utf-8"
DOMAIN = "localhost"
"""The papers are named `north-herald.localhost` and so on: browsers find such names by themselves (RFC 6761 §6.3), so a
reader can follow the links that lead from a published page to the original."""

MARKS = {"## ": "heading", "- ": "item"}


class Page(NamedTuple):
    """An answer: its status, its headers (Content-Type and validators), its body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class TrueEdit:
    """What an article really said from `at` on, until its next entry.

    `number` counts its texts from 1; a deletion (`gone` is the status answered) keeps the last text's number.
    `paragraphs` are those of the body in reading order, headings, list items and correction notes among them.
    `modified` is the date of the last change that the page declares, None where the paper declares none.
    """

    url: str
    at: datetime
    kind: TrueKind
    number: int
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    modified: datetime | None
    gone: int | None = None


class Marked(NamedTuple):
    """A block of the body: `paragraph`, `heading`, `item` or `note`, and its text."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A story as its paper shows it at one moment."""

    story: Story
    state: State
    path: str
    url: str
    published: datetime
    ago: str

    @property
    def text(self) -> Copy:
        return self.state.text

    @property
    def blocks(self) -> list[Marked]:
        return blocks(self.text)

    @property
    def link(self) -> Link:
        return Link(self.text.headline, self.path)


def blocks(text: Copy) -> list[Marked]:
    """The blocks of a text, their marks read."""
    marked = []
    for paragraph in text.paragraphs:
        mark = next((mark for mark in MARKS if paragraph.startswith(mark)), "")
        marked.append(Marked(MARKS.get(mark, "paragraph"), paragraph.removeprefix(mark)))
    return marked + [Marked("note", note) for note in text.notes]


class Newsroom:
    """Three papers that open at `start` (aware); stories appear from three hours before to two hours after it."""

    def __init__(self, start: datetime) -> None:
        self.start = start.astimezone(UTC)
        self.papers = read_papers()
        self._states = {
            (paper.id, story.slug): states(story, self.start) for paper in self.papers for story in paper.stories
        }
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["rfc822"] = format_datetime

    def truth(self, port: int | None = None, *, domain: str = DOMAIN) -> list[TrueEdit]:
        """Every publication, edit and deletion, oldest first; addresses carry `port` where one is given."""
        suffix = f".{domain}" + (f":{port}" if port else "")
        edits = [
            _true_edit(paper, story, state=state, host=paper.id + suffix)
            for paper in self.papers
            for story in paper.stories
            for state in self._states[paper.id, story.slug]
        ]
        return sorted(edits, key=lambda edit: (edit.at, edit.url))

    def page(self, host: str, path: str, now: datetime) -> Page:
        """The answer of `host` (as in a Host header: links carry its port) for `path` at `now`."""
        paper = self._paper(host)
        path = urlsplit(path).path
        if paper is None:
            return self._directory(host)
        if path == paper.feed:
            return self._feed(paper, host, now=now)
        if path == paper.sitemap:
            return self._sitemap(paper, host, now=now)
        if path == "/robots.txt":
            return self._answer("robots.txt", "text/plain; charset=utf-8", paper=paper, base=f"http://{host}")
        if picture := re.fullmatch(r"/pictures/([a-z0-9-]+)\.svg", path):
            return self._picture(picture[1])
        if path == "/":
            return self._front(paper, host, now=now)
        return self._article(paper, host, path=path, now=now)

    # ── pages ────────────────────────────────────────────────────────────────────────────────────────

    def _article(self, paper: Paper, host: str, *, path: str, now: datetime) -> Page:
        story = paper.story_at.get(path)
        state = state_at(self._states[paper.id, story.slug], now) if story else None
        if story is None or state is None:
            return self._plain(paper, host, path=path, now=now)
        if state.gone is not None:
            return self._notice(paper, host, status=state.gone, heading="This article is no longer available", now=now)
        article = self._printed(paper, story, state=state, host=host, now=now)
        page = self._answer(
            f"{paper.id}/article.html",
            HTML if paper.validators != "last-modified" else "text/html",  # an old system leaves the charset to <meta>
            paper=paper,
            base=f"http://{host}",
            article=article,
            around=self._furniture(paper, host, path=path, now=now, published=article.published),
            now=now,
        )
        return _validated(page, paper, changed_at=state.at)

    def _front(self, paper: Paper, host: str, *, now: datetime) -> Page:
        around = self._furniture(paper, host, path="/", now=now)
        articles = self._on_sale(paper, host, now=now)
        base = f"http://{host}"
        return self._answer(
            f"{paper.id}/front.html", HTML, paper=paper, base=base, articles=articles, around=around, now=now
        )

    def _plain(self, paper: Paper, host: str, *, path: str, now: datetime) -> Page:
        """An evergreen page, of which there is only the heading; or the page for what is not there."""
        title = next((link.title for link in _shelf(paper) if link.path == path), None)
        if title is not None:
            return self._notice(paper, host, status=200, heading=title, now=now)
        return self._notice(paper, host, status=404, heading="Page not found", now=now)

    def _notice(self, paper: Paper, host: str, *, status: int, heading: str, now: datetime) -> Page:
        around = self._furniture(paper, host, path="/", now=now)
        base = f"http://{host}"
        page = self._answer(
            "notice.html", HTML, paper=paper, base=base, status=status, heading=heading, around=around, now=now
        )
        return page._replace(status=status)

    def _directory(self, host: str) -> Page:
        """For whoever opens the server without a paper's name."""
        port = host.rpartition(":")[2] if ":" in host else ""
        suffix = f":{port}" if port else ""
        places = [(paper, f"http://{paper.id}.{DOMAIN}{suffix}/") for paper in self.papers]
        return self._answer("directory.html", HTML, places=places)

    def _picture(self, name: str) -> Page:
        drawn = Random(name)
        hue, sun = drawn.randrange(360), drawn.randrange(100, 700)
        hills = [[drawn.randint(190 + 70 * layer, 250 + 75 * layer) for _ in range(9)] for layer in range(3)]
        return self._answer("picture.svg", "image/svg+xml", hue=hue, sun=sun, hills=hills)

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────

    def _feed(self, paper: Paper, host: str, *, now: datetime) -> Page:
        articles = self._on_sale(paper, host, now=now)
        updated = self._last_edit(paper, now)
        name, base = f"{paper.feed_format}.xml", f"http://{host}"
        content_type = f"application/{paper.feed_format}+xml; charset=utf-8"
        page = self._answer(name, content_type, paper=paper, base=base, articles=articles, updated=updated)
        return _validated(page, paper, changed_at=updated)

    def _sitemap(self, paper: Paper, host: str, *, now: datetime) -> Page:
        articles = self._on_sale(paper, host, now=now)
        return self._answer("news-sitemap.xml", "application/xml", paper=paper, articles=articles)

    def _last_edit(self, paper: Paper, now: datetime) -> datetime:
        """When anything that the paper's lists show last changed; before its first story, when that will come."""
        moments = [state.at for story in paper.stories for state in self._states[paper.id, story.slug]]
        return max((at for at in moments if at <= now), default=min(moments))

    def _on_sale(self, paper: Paper, host: str, *, now: datetime) -> list[Printed]:
        """What the paper shows at `now`, newest first."""
        shown = [
            self._printed(paper, story, state=state, host=host, now=now)
            for story in paper.stories
            if (state := state_at(self._states[paper.id, story.slug], now)) and state.gone is None
        ]
        return sorted(shown, key=lambda printed: printed.published, reverse=True)

    # ── parts ────────────────────────────────────────────────────────────────────────────────────────

    def _paper(self, host: str) -> Paper | None:
        """The paper whose id is the first label of the host name, whatever domain it is served under."""
        label = host.lower().partition(":")[0].partition(".")[0]
        return next((paper for paper in self.papers if paper.id == label), None)

    def _printed(self, paper: Paper, story: Story, *, state: State, host: str, now: datetime) -> Printed:
        path = paper.path_of(story)
        published = self._states[paper.id, story.slug][0].at
        return Printed(
            story=story,
            state=state,
            path=path,
            url=f"http://{host}{path}",
            published=published,
            ago=ago(now - published),
        )

    def _furniture(
        self, paper: Paper, host: str, *, path: str, now: datetime, published: datetime | None = None
    ) -> Furniture:
        others = [printed.link for printed in self._on_sale(paper, host, now=now) if printed.path != path]
        # The address without its port, so that the furniture of a simulation and of a server is the same.
        url = f"{paper.id}{path}"
        return furniture(url, now, published=published or self.start, links=[*others, *_shelf(paper)])

    def _answer(self, template: str, content_type: str, **what: object) -> Page:
        body = self._environment.get_template(template).render(what).encode()
        return Page(200, {"Content-Type": content_type}, body)


def _true_edit(paper: Paper, story: Story, *, state: State, host: str) -> TrueEdit:
    return TrueEdit(
        url=f"http://{host}{paper.path_of(story)}",
        at=state.at,
        kind=state.kind,
        number=state.number,
        headline=state.text.headline,
        standfirst=state.text.standfirst,
        paragraphs=tuple(block.text for block in blocks(state.text)),
        modified=state.modified if paper.declares_changes else None,
        gone=state.gone,
    )


def _validated(page: Page, paper: Paper, *, changed_at: datetime) -> Page:
    """`page` with the validators that its paper sends (RFC 9110 §8.8): of the bytes, or of the text alone."""
    if paper.validators == "etag":
        validator = {"ETag": f'"{hashlib.sha256(page.body).hexdigest()[:20]}"'}
    elif paper.validators == "last-modified":
        validator = {"Last-Modified": format_datetime(changed_at, usegmt=True)}
    else:
        return page
    return page._replace(headers=page.headers | validator)


def _shelf(paper: Paper) -> list[Link]:
    """The paper's evergreen pages."""
    return [Link(title, f"/more/{re.sub('[^a-z0-9]+', '-', title.lower()).strip('-')}") for title in paper.shelf]
