"""Articles and what happens to them: texts by a seeded grammar, edits, vanishing and coming back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from hostile_newsroom.languages import Language


@dataclass(frozen=True)
class Piece:
    """A block of the body: `p`, `h` (a heading), `q` (a block quote), `li`, `note`, or `entry` of a live blog."""

    kind: str
    text: str
    stamp: str = ""  # the time that a live entry bears


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What an article says."""

    headline: str
    standfirst: str
    byline: str
    body: tuple[Piece, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.body)


@dataclass(frozen=True, kw_only=True)
class State:
    """An article from `at` on. `gone` says how it has vanished: `404`, `410`, `soft` or `home`."""

    at: datetime
    kind: str
    copy: Copy
    declared: datetime  # when the paper says that it was last changed
    gone: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article's history; `other_headline` is what an A/B test shows to half of the readers."""

    path: str
    states: tuple[State, ...]
    is_live: bool = False
    other_headline: str = ""

    @property
    def published(self) -> datetime:
        return self.states[0].at

    def state_at(self, now: datetime) -> int | None:
        """The number of the state that holds at `now`, from 0; None before publication."""
        return max((number for number, state in enumerate(self.states) if state.at <= now), default=None)


class Writer:
    """Draws texts in one language."""

    def __init__(self, language: Language, chance: Random) -> None:
        self.language = language
        self.chance = chance

    def _filled(self, pattern: str) -> str:
        language, chance = self.language, self.chance
        person, other = chance.sample(language.people, 2)
        said = pattern.format(
            p=person,
            q=other,
            t=chance.choice(language.places),
            o=chance.choice(language.bodies),
            n=chance.randint(11, 980),
            d=chance.choice(language.days),
            v=chance.choice(language.verdicts),
        )
        return said[0].upper() + said[1:]

    def paragraph(self) -> str:
        count = self.chance.randint(1, 3)
        return self.language.space.join(map(self._filled, self.chance.sample(self.language.sentences, count)))

    def quote(self) -> str:
        return self._filled(self.chance.choice(self.language.quotes))

    def headline(self) -> str:
        return self._filled(self.chance.choice(self.language.headlines))

    def note(self) -> str:
        return self._filled(self.language.correction)

    def copy(self) -> Copy:
        """An article as first published."""
        body = [Piece("p", self.paragraph()) for _ in range(self.chance.randint(5, 11))]
        if self.chance.random() < 0.5:
            body.insert(3, Piece("q", self.quote()))
        if self.chance.random() < 0.4:
            body.insert(4, Piece("h", self._filled(self.chance.choice(self.language.subheadings))))
        standfirst = self._filled(self.chance.choice(self.language.sentences)) if self.chance.random() < 0.8 else ""
        byline = self.chance.choice(self.language.people)
        return Copy(headline=self.headline(), standfirst=standfirst, byline=byline, body=tuple(body))

    def live(self, at: datetime) -> Copy:
        """A live blog after its first hours, the newest entry first."""
        entries = [
            Piece("entry", self.paragraph(), stamp=f"{at - timedelta(minutes=17 * place):%H:%M}")
            for place in range(self.chance.randint(4, 7))
        ]
        return replace(self.copy(), body=tuple(entries))

    # ── edits: each gives a text that says something else ──

    def edited(self, copy: Copy, kind: str, at: datetime) -> Copy:
        edits: dict[str, Callable[[Copy], Copy]] = {
            "word": self._word,
            "figure": self._figure,
            "typo": self._typo,
            "quote": lambda one: self._replaced(one, self._somewhere(one), self.quote()),
            "rewrite": lambda one: self._replaced(one, self._somewhere(one), self.paragraph()),
            "headline": lambda one: replace(one, headline=self._other(one.headline, self.headline)),
            "standfirst": self._standfirst,
            "byline": lambda one: replace(one, byline=self._other(one.byline, self._byline)),
            "added": self._added,
            "removed": self._removed,
            "moved": self._moved,
            "correction": lambda one: replace(one, body=(*one.body, Piece("note", self.note()))),
            "entry": lambda one: replace(one, body=(Piece("entry", self.paragraph(), f"{at:%H:%M}"), *one.body)),
        }
        changed = edits[kind](copy)
        return changed if changed != copy else self._added(copy)

    def _other(self, old: str, draw: Callable[[], str]) -> str:
        return next(new for new in iter(draw, None) if new != old)

    def _byline(self) -> str:
        return self.chance.choice(self.language.people)

    def _somewhere(self, copy: Copy) -> int:
        return self.chance.choice([place for place, piece in enumerate(copy.body) if piece.kind in ("p", "entry")])

    def _replaced(self, copy: Copy, place: int, text: str) -> Copy:
        body = list(copy.body)
        body[place] = replace(body[place], text=text)
        return replace(copy, body=tuple(body))

    def _word(self, copy: Copy) -> Copy:
        """One name or verdict in the body becomes another one."""
        for names in self.chance.sample((self.language.verdicts, self.language.places, self.language.days), 3):
            for place, piece in enumerate(copy.body):
                for old in names:
                    if old in piece.text and piece.kind in ("p", "entry"):
                        new = self._other(old, lambda names=names: self.chance.choice(names))  # type: ignore[misc]
                        return self._replaced(copy, place, piece.text.replace(old, new, 1))
        return self._added(copy)

    def _figure(self, copy: Copy) -> Copy:
        places = [place for place, piece in enumerate(copy.body) if re.search(r"\d", piece.text)]
        if not places:
            return self._added(copy)
        place = self.chance.choice(places)
        text = re.sub(
            r"\d+", lambda found: str(int(found[0]) + self.chance.randint(1, 9)), copy.body[place].text, count=1
        )
        return self._replaced(copy, place, text)

    def _typo(self, copy: Copy) -> Copy:
        """Two neighbouring letters change places in the middle of a paragraph."""
        place = self._somewhere(copy)
        text = copy.body[place].text
        spots = [at for at in range(8, len(text) - 8) if text[at : at + 2].isalpha() and text[at] != text[at + 1]]
        at = self.chance.choice(spots)
        return self._replaced(copy, place, text[:at] + text[at + 1] + text[at] + text[at + 2 :])

    def _standfirst(self, copy: Copy) -> Copy:
        draw = self.chance.choice(self.language.sentences)
        return replace(copy, standfirst=self._other(copy.standfirst, lambda: self._filled(draw)))

    def _added(self, copy: Copy) -> Copy:
        if copy.body[0].kind == "entry":
            return replace(copy, body=(*copy.body, Piece("entry", self.paragraph(), "06:05")))
        place = self.chance.randint(1, len(copy.body))
        return replace(copy, body=(*copy.body[:place], Piece("p", self.paragraph()), *copy.body[place:]))

    def _removed(self, copy: Copy) -> Copy:
        place = self._somewhere(copy)
        return replace(copy, body=(*copy.body[:place], *copy.body[place + 1 :])) if len(copy.body) > 4 else copy

    def _moved(self, copy: Copy) -> Copy:
        places = [place for place, piece in enumerate(copy.body) if piece.kind == "p"]
        if len(places) < 3:
            return copy
        source, target = self.chance.sample(places, 2)
        body = list(copy.body)
        body.insert(target, body.pop(source))
        return replace(copy, body=tuple(body))


EDITS = (
    ("word", 4), ("figure", 4), ("quote", 2), ("headline", 3), ("byline", 1), ("standfirst", 2), ("added", 3),
    ("removed", 2), ("moved", 1), ("correction", 2), ("typo", 2), ("rewrite", 2), ("revert", 1),
)  # fmt: skip


def history(
    writer: Writer, *, path: str, published: datetime, end: datetime, is_live: bool, silent: float, vanishing: str
) -> Story:
    """An article's states from `published` to `end`; `silent` is the share of edits that move no declared date."""
    chance = writer.chance
    copy = writer.live(published) if is_live else writer.copy()
    states = [State(at=published, kind="published", copy=copy, declared=published)]
    at = published
    for _ in range(chance.choices((0, 1, 2, 3, 4, 6), (20, 25, 25, 15, 10, 5))[0] + 2 * is_live):
        at += timedelta(minutes=round(chance.lognormvariate(5.0, 1.0)) + 10)
        if at >= end:
            break
        names, weights = zip(*EDITS, strict=True)
        kind = "entry" if is_live and chance.random() < 0.6 else chance.choices(names, weights)[0]
        if kind == "revert" and len(states) < 2:
            kind = "figure"
        copy = states[-2].copy if kind == "revert" else writer.edited(states[-1].copy, kind, at)
        if copy == states[-1].copy:
            continue
        declared = states[-1].declared if chance.random() < silent else at
        states.append(State(at=at, kind=kind, copy=copy, declared=declared))
    return Story(path=path, states=tuple(_vanished(states, chance, vanishing=vanishing)), is_live=is_live)


def _vanished(states: list[State], chance: Random, *, vanishing: str) -> list[State]:
    """The states with a disappearance among them (`how` or `how+back`, after which edits go on)."""
    if not vanishing:
        return states
    how, _, back = vanishing.partition("+")
    at = states[0].at + timedelta(minutes=chance.randint(90, 600))
    before = [state for state in states if state.at < at]
    found = [*before, replace(before[-1], at=at, kind="vanished", gone=how)]
    if back:
        again = at + timedelta(minutes=chance.randint(300, 540))
        found.append(replace(before[-1], at=again, kind="restored"))
        found += [state for state in states if state.at > again and state.kind != "revert"]
    return found
