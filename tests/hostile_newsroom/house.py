"""The hostile newsroom: papers drawn from a seed, and what each of them answers at any moment.

Each look is drawn anew (counts, teasers, cut bodies, A/B headlines), so the answer depends on the address, the time
and how often it was asked; `log` keeps what every look at an article was really shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random

from hostile_newsroom.languages import ARABIC, ENGLISH, FRENCH, GERMAN, JAPANESE, Language
from hostile_newsroom.lists import feed_or_sitemap, front, teasers
from hostile_newsroom.more_languages import RUSSIAN, SPANISH
from hostile_newsroom.pages import TEMPLATES, Look, Noise, bot_wall, consent, interstitial, notice, own_names
from hostile_newsroom.paper import Paper, Trouble
from hostile_newsroom.story import Story, Writer, history


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
    ("semantic", ENGLISH, "rss", {"dated": False, "nodes": (0, 15, 45)}),
    ("custom", GERMAN, "rss", {"dated": False, "ab": "window", "nodes": (0, 30, 90), "sticky": 20}),
    ("tables", ENGLISH, "atom", {"nodes": (0, 10, 60), "ab": "request"}),
    ("soup", SPANISH, "rss", {"nodes": (5, 20, 40), "sticky": 45, "validators": "modified"}),
    ("linked", ENGLISH, "rss", {"nodes": (0, 20, 120), "ab": "window"}),
)
VANISHING = ("404", "410", "soft", "home", "404+back", "soft+back", "teasers", "404-page")
PAPER_TROUBLES = ("consent", "bot", "down", "503", "error", "meter", "interstitial", "upkeep", "region")


@dataclass(frozen=True)
class _Print:
    """A page as it is printed: which state, when (by a cache, some while before it is shown), and with what luck."""

    number: int
    made: datetime
    chance: Random


class House:
    """All papers of one seed, from `start` for `hours`."""

    def __init__(self, seed: int, *, start: datetime, hours: int = 48, papers: int = 12, articles: int = 25) -> None:
        self.start, self.end = start, start + timedelta(hours=hours)
        self.log: list[Shown] = []
        self._asked: Counter[str] = Counter()
        self._newest: Counter[str] = Counter()  # of an address, the latest state shown
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
                      feed=feed, redesign=redesigned, **(habits | _manners(chance)))  # type: ignore[arg-type]  # fmt: skip
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
            return _page(front(paper, now), paper)
        told = path.removeprefix(f"/{paper.edition}") if paper.edition else path
        story = next((story for story in paper.stories if story.path == told), None)
        number = story.state_at(now) if story else None
        if story is None or number is None:
            title, text = paper.language.not_found
            return replace(_page(notice(paper.language, paper.name, title=title, text=text), paper), status=404)
        url = base + story.path
        self._asked[url] += 1
        chance = Random(f"{self._seed} {paper.id}{story.path} {self._asked[url]}")
        if paper.edition and path == told and chance.random() < 0.4:
            return Answer(status=302, headers={"Location": f"{base}/{paper.edition}{path}"})
        shown = self._copied(paper, story, number, now=now, chance=chance)
        what, answer = self._article(paper, story, shown, base=base, headers=headers, now=now)
        if shown.number < self._newest[url] and what in ("text", "304"):
            what = "stale"
        self._newest[url] = max(self._newest[url], shown.number)
        self.log.append(Shown(url, now, shown.number, what))
        return answer

    def _copied(self, paper: Paper, story: Story, number: int, *, now: datetime, chance: Random) -> _Print:
        """What is printed for this look: afresh, or some minutes ago by the cache that answers it."""
        fresh = _Print(number, now, chance)
        before = fresh.number - 1
        if number and chance.random() < paper.stale_share:
            fresh = replace(fresh, number=before)
        elif paper.nodes:
            turn = int(now.timestamp()) // 60 // paper.sticky if paper.sticky else chance.random()
            node = Random(f"{story.path} node {turn}").randrange(len(paper.nodes))
            kept = paper.nodes[node]
            age = (int(now.timestamp()) // 60 + 7 * node) % kept if kept else 0
            made = max(now - timedelta(minutes=age), story.published)
            drawn = Random(f"{self._seed} {story.path} {node} {made}") if age else chance
            fresh = _Print(story.state_at(made) or 0, made, drawn)
        # What has vanished, or come back, is so at once: none of these caches keeps an error.
        either = story.states[min(fresh.number, number) : number + 1]
        return _Print(number, now, chance) if any(state.gone for state in either) else fresh

    def _article(
        self,
        paper: Paper,
        story: Story,
        shown: _Print,
        *,
        base: str,
        headers: dict[str, str],
        now: datetime,
    ) -> tuple[str, Answer]:
        trouble = next((one for one in paper.troubles if one.holds(story.path, now)), None)
        if trouble and trouble.kind != "meter":
            return trouble.kind, _troubled(paper, trouble.kind, base, path=story.path)
        state, chance = story.states[shown.number], shown.chance
        if state.gone:
            return "gone", _gone(paper, state.gone, base, extra=teasers(paper, now) if state.gone == "teasers" else "")
        stamps = _validators(paper, story, shown.number)
        if trouble is None and _holds(stamps, headers):
            return "304", Answer(status=304, headers=stamps)
        page = _page(self._printed(paper, story, shown, base=base, metered=trouble is not None), paper, stamps=stamps)
        if trouble:
            return "meter", page
        if chance.random() < paper.cut_share:
            cut = chance.choice(("length", "silent"))
            return "cut", replace(page, body=page.body[: int(len(page.body) * chance.uniform(0.3, 0.9))], cut=cut)
        return "text", replace(page, slow=0.2 if chance.random() < 0.01 else 0.0)

    def _printed(self, paper: Paper, story: Story, shown: _Print, *, base: str, metered: bool) -> str:
        state, template, now, chance = story.states[shown.number], paper.template, shown.made, shown.chance
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
            dated=paper.dated,
            clock_in_body=paper.clock_in_body,
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
        content_type, body = feed_or_sitemap(paper, base, now)
        return Answer(headers={"Content-Type": content_type}, body=body.encode())


def _manners(chance: Random) -> dict[str, object]:
    """What any paper may do to its readers besides."""
    return {"clock_in_body": chance.random() < 0.25, "edition": "ww" if chance.random() < 0.2 else ""}


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
        case "upkeep":
            page = _utf8(notice(language, paper.name, title=paper.name, text=language.down[1]))
        case "region":
            title, text = language.region
            page = replace(
                _utf8(notice(language, paper.name, title=title, text=text)), status=200 if len(paper.id) % 2 else 451
            )
        case "error":
            page = _utf8(notice(language, paper.name, title="500", text=language.down[1]))
        case _:
            page = replace(_utf8(notice(language, paper.name, title=kind, text=kind)), status=int(kind))
    return page


def _gone(paper: Paper, how: str, base: str, *, extra: str = "") -> Answer:
    if how == "home":
        return Answer(status=302, headers={"Location": f"{base}/"})
    if how == "404-page":
        return Answer(status=302, headers={"Location": f"{base}/404.html"})
    title, text = paper.language.not_found
    page = _utf8(notice(paper.language, paper.name, title=title, text=text, extra=extra))
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
