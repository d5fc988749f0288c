"""The hostile newsroom: papers drawn from a seed, and what each of them answers at any moment.

Each look is drawn anew (counts, teasers, cut bodies, A/B headlines), so the answer depends on the address, the time
and how often it was asked; `log` keeps what every look at an article was really shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random

from hostile_newsroom.languages import ARABIC, ENGLISH, FRENCH, GERMAN, JAPANESE, Language
from hostile_newsroom.more_languages import RUSSIAN, SPANISH
from hostile_newsroom.pages import TEMPLATES, Look, Noise, bot_wall, consent, interstitial, notice, own_names
from hostile_newsroom.story import Story, Writer, history

LISTED = 10  # so many articles stand in a feed


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """From `start` to `end` the paper (or, with `path`, one article) answers with this instead."""

    kind: str  # consent, bot, meter, down, 503, 500, error
    start: datetime
    end: datetime
    path: str = ""

    def holds(self, path: str, now: datetime) -> bool:
        return self.start <= now < self.end and self.path in ("", path)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One fictional paper and its habits."""

    id: str
    name: str
    language: Language
    template: str
    stories: tuple[Story, ...] = ()
    redesign: tuple[datetime, str] | None = None
    charset: str = "utf-8"
    charset_in_header: bool = True
    feed: str = "rss"  # rss, atom, none
    sitemap: bool = False
    validators: str = ""  # etag, modified, lying-etag, still-modified
    ab: str = ""  # request, window
    troubles: tuple[Trouble, ...] = ()
    cut_share: float = 0.0
    stale_share: float = 0.0  # looks that a cache answers with the page as it was before the last edit
    meter_shows: int = 2  # pieces of the body
    telling: bool = True

    @property
    def list_path(self) -> str:
        return {"rss": "/rss.xml", "atom": "/feed.atom", "none": "/news-sitemap.xml"}[self.feed]


@dataclass(frozen=True)
class Shown:
    """One look at an article: which of its states stood then, and what was shown (`text`, `304` or a trouble)."""

    url: str
    at: datetime
    state: int
    what: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: str = ""  # length: fewer bytes than announced; silent: the connection ends, nothing was announced
    slow: float = 0.0


KINDS: tuple[tuple[str, Language, str, dict[str, object]], ...] = (
    ("semantic", ENGLISH, "rss", {"validators": "etag"}),
    ("soup", ENGLISH, "rss", {"telling": False, "cut_share": 0.05}),
    ("linked", ENGLISH, "none", {"sitemap": True}),
    ("tables", GERMAN, "rss", {"charset": "windows-1252", "charset_in_header": False, "validators": "modified"}),
    ("live", ENGLISH, "atom", {}),
    ("semantic", ARABIC, "rss", {"charset": "windows-1256", "charset_in_header": False}),
    ("soup", JAPANESE, "rss", {"charset": "shift_jis", "charset_in_header": False, "telling": True}),
    ("custom", FRENCH, "atom", {"validators": "lying-etag"}),
    ("linked", GERMAN, "none", {"sitemap": True, "validators": "still-modified"}),
    ("custom", ENGLISH, "rss", {"ab": "request"}),
    ("semantic", FRENCH, "atom", {"ab": "window", "cut_share": 0.04}),
    ("soup", ENGLISH, "rss", {"telling": False}),
    ("linked", SPANISH, "rss", {"stale_share": 0.04, "meter_shows": 3}),
    ("tables", RUSSIAN, "atom", {"charset": "windows-1251", "charset_in_header": False, "validators": "lying-etag"}),
    ("live", GERMAN, "rss", {"stale_share": 0.03, "validators": "modified", "meter_shows": 1}),
    ("custom", SPANISH, "none", {"sitemap": True, "ab": "window", "meter_shows": 3}),
    ("semantic", RUSSIAN, "rss", {"validators": "still-modified", "cut_share": 0.03}),
)
VANISHING = ("404", "410", "soft", "home", "404+back", "soft+back", "teasers", "404-page")
PAPER_TROUBLES = ("consent", "bot", "down", "503", "error", "meter", "interstitial")


class House:
    """All papers of one seed, from `start` for `hours`."""

    def __init__(self, seed: int, *, start: datetime, hours: int = 48, papers: int = 12, articles: int = 25) -> None:
        self.start, self.end = start, start + timedelta(hours=hours)
        self.log: list[Shown] = []
        self._asked: Counter[str] = Counter()
        self._seed = seed
        order = Random(seed).sample(range(len(KINDS)), len(KINDS))[:papers]
        self.papers = {paper.id: paper for paper in (self._paper(kind, articles) for kind in sorted(order))}

    # ── made ──

    def _paper(self, kind: int, articles: int) -> Paper:
        template, language, feed, habits = KINDS[kind]
        chance = Random(f"{self._seed} paper {kind}")
        name = chance.choice(("Morning", "Evening", "Daily", "Weekly", "Free")) + " " + chance.choice(
            ("Lantern", "Beacon", "Ledger", "Mercury", "Clarion", "Tidings", "Argus", "Standard")
        )  # fmt: skip
        redesigned = None
        if template in ("semantic", "soup", "linked", "custom") and chance.random() < 0.25 and not habits.get("ab"):
            others = [other for other in ("semantic", "soup", "linked", "custom") if other != template]
            redesigned = (self._moment(chance, 0.4, 0.6), chance.choice(others))
        paper = Paper(id=f"p{kind}-{name.split()[1].lower()}", name=name, language=language, template=template,
                      feed=feed, redesign=redesigned, **habits)  # type: ignore[arg-type]  # fmt: skip
        stories = tuple(self._story(paper, Random(f"{self._seed} {paper.id} {n}"), n) for n in range(articles))
        return replace(paper, stories=stories, troubles=tuple(self._troubles(stories, chance)))

    def _moment(self, chance: Random, low: float, high: float) -> datetime:
        return self.start + (self.end - self.start) * chance.uniform(low, high)

    def _story(self, paper: Paper, chance: Random, number: int) -> Story:
        writer = Writer(paper.language, chance)
        hours = (self.end - self.start) / timedelta(hours=1)
        published = self.start + timedelta(hours=chance.uniform(-4, 0.4 * hours), minutes=chance.randint(0, 59))
        published = published.replace(microsecond=0)
        story = history(
            writer,
            path=f"/{chance.choice(('news', 'local', 'a'))}/{published:%Y/%m}/{4000 + 13 * number}-{number}",
            published=published,
            end=self.end,
            is_live=paper.template == "live" and chance.random() < 0.4,
            silent={"still-modified": 0.5}.get(paper.validators, 0.4),
            vanishing=chance.choice(VANISHING) if chance.random() < 0.13 else "",
        )
        other = writer.headline() if paper.ab and chance.random() < 0.4 else ""
        return replace(story, other_headline=other)

    def _troubles(self, stories: tuple[Story, ...], chance: Random) -> list[Trouble]:
        found = []
        for kind in chance.sample(PAPER_TROUBLES, 2):
            start = self._moment(chance, 0.15, 0.8)
            found.append(Trouble(kind=kind, start=start, end=start + timedelta(minutes=chance.randint(20, 200))))
        for story in chance.sample(stories, max(1, len(stories) // 6)):
            start = story.published + timedelta(minutes=chance.randint(60, 600))
            kind = chance.choice(("500", "error", "meter", "bot", "consent"))
            end = start + timedelta(minutes=chance.randint(15, 120))
            found.append(Trouble(kind=kind, start=start, end=end, path=story.path))
        return found

    # ── answered ──

    def answer(self, host: str, path: str, headers: dict[str, str], now: datetime) -> Answer:
        """What `host` says at `now`; header names in lower case."""
        paper = self.papers.get(host.partition(":")[0].partition(".")[0])
        base = f"http://{host}"
        if paper is None or path == "/robots.txt":
            return Answer(status=404)
        if path == paper.list_path:
            return self._list(paper, base, now)
        if path == "/":
            return _page(self._front(paper, now), paper)
        story = next((story for story in paper.stories if story.path == path), None)
        number = story.state_at(now) if story else None
        if story is None or number is None:
            title, text = paper.language.not_found
            return replace(_page(notice(paper.language, paper.name, title=title, text=text), paper), status=404)
        self._asked[base + path] += 1
        chance = Random(f"{self._seed} {paper.id}{path} {self._asked[base + path]}")
        what, answer = self._article(paper, story, number, base=base, headers=headers, now=now, chance=chance)
        self.log.append(Shown(base + path, now, number, what))
        return answer

    def _article(
        self,
        paper: Paper,
        story: Story,
        number: int,
        *,
        base: str,
        headers: dict[str, str],
        now: datetime,
        chance: Random,
    ) -> tuple[str, Answer]:
        trouble = next((one for one in paper.troubles if one.holds(story.path, now)), None)
        if trouble and trouble.kind != "meter":
            return trouble.kind, _troubled(paper, trouble.kind, base, path=story.path)
        state = story.states[number]
        if state.gone:
            teasers = self._front(paper, now) if state.gone == "teasers" else ""
            return "gone", _gone(paper, state.gone, base, teasers=teasers)
        if number and not trouble and chance.random() < paper.stale_share and not story.states[number - 1].gone:
            old = self._printed(paper, story, number - 1, base=base, now=now, chance=chance, metered=False)
            return "stale", _page(old, paper, stamps=_validators(paper, story, number - 1))
        stamps = _validators(paper, story, number)
        if trouble is None and _holds(stamps, headers):
            return "304", Answer(status=304, headers=stamps)
        html = self._printed(paper, story, number, base=base, now=now, chance=chance, metered=trouble is not None)
        page = _page(html, paper, stamps=stamps)
        if trouble:
            return "meter", page
        if chance.random() < paper.cut_share:
            cut = chance.choice(("length", "silent"))
            return "cut", replace(page, body=page.body[: int(len(page.body) * chance.uniform(0.3, 0.9))], cut=cut)
        return "text", replace(page, slow=0.2 if chance.random() < 0.01 else 0.0)

    def _printed(
        self, paper: Paper, story: Story, number: int, *, base: str, now: datetime, chance: Random, metered: bool
    ) -> str:
        state, template = story.states[number], paper.template
        if paper.redesign and now >= paper.redesign[0]:
            template = paper.redesign[1]
        copy = state.copy
        if story.other_headline and _shows_other(paper, story, now, chance):
            copy = replace(copy, headline=story.other_headline)
        look = Look(
            name=paper.name,
            language=paper.language,
            url=base + story.path,
            copy=copy,
            published=story.published,
            modified=state.declared,
            noise=self._noise(paper, story, now, chance),
            names=own_names(f"{self._seed} {paper.id} {template}", telling=paper.telling),
            charset=paper.charset,
            shortened=paper.meter_shows if metered else None,
            breaks_off=paper.meter_shows != 2,
            meter=paper.language.meter.format(n=chance.randint(3, 9)),
            promotion_at=1 + sum(map(ord, story.path)) % 3,
        )
        return TEMPLATES[template](look)

    def _noise(self, paper: Paper, story: Story, now: datetime, chance: Random) -> Noise:
        words = paper.language
        age = max((now - story.published) // timedelta(minutes=1), 1)
        ago = words.ago[0].format(n=age) if age < 60 else words.ago[1].format(n=age // 60)
        links = [
            (other.states[state].copy.headline, other.path)
            for other in paper.stories
            if other is not story and (state := other.state_at(now)) is not None
        ] or [(paper.name, "/")]
        return Noise(
            ago=f"{words.ago[2]} {ago}",
            comments=words.comments.format(n=age // 3 + chance.randint(0, 5)),
            shares=words.shares.format(n=age * 2 + chance.randint(0, 9)),
            reading=words.reading.format(n=chance.randint(11, 300)),
            most_read=tuple(chance.sample(links, min(5, len(links)))),
            related=tuple(chance.sample(links, min(3, len(links)))),
            promotion=chance.choice(words.promotions).format(n=chance.randint(2, 9)),
            slot=f"ad{chance.getrandbits(32):08x}",
            said=_readers(paper, story, age),
        )

    # ── lists ──

    def _list(self, paper: Paper, base: str, now: datetime) -> Answer:
        trouble = next((one for one in paper.troubles if not one.path and one.holds("", now)), None)
        if trouble and trouble.kind in ("503", "down"):
            return _troubled(paper, trouble.kind, base)
        shown = [
            (story, story.states[number]) for story in paper.stories if (number := story.state_at(now)) is not None
        ]
        shown = sorted((one for one in shown if not one[1].gone), key=lambda one: one[0].published, reverse=True)[
            :LISTED
        ]
        if paper.feed == "none":
            items = "".join(
                f"<url><loc>{base}{story.path}</loc><n:news><n:publication><n:name>{paper.name}</n:name><n:language>"
                f"{paper.language.tag}</n:language></n:publication><n:publication_date>{story.published.isoformat()}"
                f"</n:publication_date><n:title>{escape(state.copy.headline)}</n:title></n:news></url>"
                for story, state in shown
            )
            body = (
                '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
                f'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{items}</urlset>'
            )
            return Answer(headers={"Content-Type": "application/xml"}, body=body.encode())
        if paper.feed == "atom":
            items = "".join(
                f"<entry><id>{base}{story.path}</id><title>{escape(state.copy.headline)}</title><link href='{base}"
                f"{story.path}'/><updated>{state.declared.isoformat()}</updated><published>"
                f"{story.published.isoformat()}</published><summary>{escape(state.copy.standfirst)}</summary></entry>"
                for story, state in shown
            )
            body = (
                f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{paper.name}</title><id>{base}/</id>'
                f"<updated>{now.isoformat()}</updated>{items}</feed>"
            )
            return Answer(headers={"Content-Type": "application/atom+xml; charset=utf-8"}, body=body.encode())
        items = "".join(
            f"<item><title>{escape(state.copy.headline)}</title><link>{base}{story.path}?utm_source=rss</link>"
            f"<pubDate>{format_datetime(story.published)}</pubDate></item>"
            for story, state in shown
        )
        body = f'<rss version="2.0"><channel><title>{paper.name}</title><link>{base}/</link>{items}</channel></rss>'
        return Answer(headers={"Content-Type": "application/rss+xml; charset=utf-8"}, body=body.encode())

    def _front(self, paper: Paper, now: datetime) -> str:
        teasers = "".join(
            f"<div><h2><a href='{story.path}'>{escape(story.states[number].copy.headline)}</a></h2>"
            f"<p>{escape(story.states[number].copy.standfirst or story.states[number].copy.paragraphs[0])}</p></div>"
            for story in paper.stories
            if (number := story.state_at(now)) is not None and not story.states[number].gone
        )
        return (
            f'<!DOCTYPE html><html lang="{paper.language.tag}"><head><meta charset={paper.charset}><title>{paper.name}'
            f"</title></head><body><h1>{paper.name}</h1><main>{teasers}</main></body></html>"
        )


def _shows_other(paper: Paper, story: Story, now: datetime, chance: Random) -> bool:
    if paper.ab == "window":
        return Random(f"{story.path} {int(now.timestamp()) // 2700}").random() < 0.5
    return chance.random() < 0.5


def _readers(paper: Paper, story: Story, age: int) -> tuple[tuple[str, str], ...]:
    """The latest readers' comments, a new one each hour or so."""
    writer = Writer(paper.language, Random(f"{paper.id}{story.path} readers"))
    said = [(f"reader{number}", writer.paragraph()) for number in range(min(age // 70, 30))]
    return tuple(reversed(said[-6:]))


def _page(html: str, paper: Paper, *, stamps: dict[str, str] | None = None) -> Answer:
    content_type = f"text/html; charset={paper.charset}" if paper.charset_in_header else "text/html"
    body = html.encode(paper.charset, "xmlcharrefreplace")
    return Answer(headers={"Content-Type": content_type, **(stamps or {})}, body=body)


def _troubled(paper: Paper, kind: str, base: str, *, path: str = "") -> Answer:
    language = paper.language
    match kind:
        case "interstitial":
            page = _utf8(interstitial(language, paper.name, base + path))
        case "consent":
            page = _utf8(consent(language, paper.name, 431))
        case "bot":
            page = replace(_utf8(bot_wall(base.removeprefix("http://"))), status=403 if len(paper.id) % 2 else 200)
        case "down":
            title, text = language.down
            page = _utf8(notice(language, paper.name, title=title, text=text))
        case "error":
            page = _utf8(notice(language, paper.name, title="500", text=language.down[1]))
        case _:
            page = replace(_utf8(notice(language, paper.name, title=kind, text=kind)), status=int(kind))
    return page


def _gone(paper: Paper, how: str, base: str, *, teasers: str = "") -> Answer:
    if how == "home":
        return Answer(status=302, headers={"Location": f"{base}/"})
    if how == "404-page":
        return Answer(status=302, headers={"Location": f"{base}/404.html"})
    title, text = paper.language.not_found
    shown = teasers.partition("<main>")[2].partition("</main>")[0]
    page = _utf8(notice(paper.language, paper.name, title=title, text=text, extra=shown))
    return page if how in ("soft", "teasers") else replace(page, status=int(how))


def _utf8(html: str) -> Answer:
    return Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=html.encode())


def _validators(paper: Paper, story: Story, number: int) -> dict[str, str]:
    """Honest ones, an ETag that never moves, or a Last-Modified that follows only what is declared."""
    state = story.states[number]
    match paper.validators:
        case "etag":
            return {"ETag": f'"{number}-{story.path[-4:]}"'}
        case "lying-etag":
            return {"ETag": f'"{story.path[-6:]}"'}
        case "modified":
            return {"Last-Modified": format_datetime(state.at, usegmt=True)}
        case "still-modified":
            return {"Last-Modified": format_datetime(state.declared, usegmt=True)}
        case _:
            return {}


def _holds(stamps: dict[str, str], headers: dict[str, str]) -> bool:
    if "ETag" in stamps:
        return stamps["ETag"] == headers.get("if-none-match")
    return bool(stamps) and stamps["Last-Modified"] == headers.get("if-modified-since")
