"""Looks at one article played through the decision, as the recorder would make them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from afterprint.model import ArticleKey, ArticleText, EventKind, Source, Validators
from afterprint.outcomes import Answer, Read
from afterprint.record.decide import Circumstances, Decision, decide
from afterprint.rows import ArticleRow
from afterprint.schedule import next_interval

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SOURCE = Source(id="north-herald", name="North Herald")
URL = "https://north-herald.example/news/ferry"
LONG = "The ferry to Skarrow was delayed by fog on Monday morning and left at nine."
FULL = tuple(f"{LONG} That was told in dispatch number {number} of the day." for number in range(8))


def text(*paragraphs: str, headline: str = "Ferry delayed") -> ArticleText:
    return ArticleText(headline=headline, paragraphs=paragraphs or (LONG,))


def dated(headline: str, *paragraphs: str, hour: int = 8) -> ArticleText:
    modified = START.replace(hour=hour)
    return ArticleText(headline=headline, paragraphs=paragraphs or (LONG, "More."), modified=modified)


def read(what: ArticleText, *, etag: str | None = '"1"') -> Read:
    validators = Validators(url=URL, etag=etag)
    return Read(text=what, body=b"<html>", extractor="1", validators=validators, final_url=URL)


class Watch:
    """Plays looks at one article, one after another, as the recorder would."""

    def __init__(self) -> None:
        self.now = START
        self.row = ArticleRow(
            key=ArticleKey("north-herald", "a" * 16),
            host="north-herald.example",
            address=URL,
            url=URL,
            first_seen_at=START,
            due=START,
        )
        self.versions: list[ArticleText] = []
        self.events: list[EventKind] = []

    def look(self, answer: Answer | ArticleText, *, after: timedelta = timedelta(minutes=30)) -> Decision:
        self.now += after
        if isinstance(answer, ArticleText):
            answer = read(answer)
        latest = self.versions[-1] if self.versions else None
        about = Circumstances(latest=latest, source=SOURCE, now=self.now, next_interval=next_interval)
        decision = decide(self.row, answer, about)
        if decision.text is not None:
            self.versions.append(decision.text)
        self.events += [event.kind for event in decision.events]
        self.row = decision.row
        assert self.row.versions == len(self.versions)
        assert self.row.events == len(self.events)
        assert self.row.due is None or self.row.due > self.now
        return decision

    def minutes_to_next(self) -> float:
        assert self.row.due is not None
        return (self.row.due - self.now).total_seconds() / 60


def watched() -> Watch:
    """An article whose first version is `text()`."""
    watch = Watch()
    watch.look(text())
    return watch
