"""Beside the truth: which served edits were told with the right text, which versions nobody made, who is gone."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hostile_newsroom.house import House, Shown
from hostile_newsroom.story import Copy, Story

Line = Mapping[str, Any]
NOTICED_WITHIN = 3  # looks at a page that is not there, more than two hours after the first of them


@dataclass(kw_only=True)
class Judged:
    """The figures of one run; the lists name what was missed, invented or garbled, for whoever looks into it."""

    articles: int = 0
    edits: int = 0
    served: int = 0
    told: int = 0
    vanished: int = 0
    noticed: int = 0
    shares: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    unnoticed: list[str] = field(default_factory=list)
    wrongly_gone: list[str] = field(default_factory=list)
    alternating: int = 0

    @property
    def complaints(self) -> list[str]:
        """What went wrong, a line each."""
        kinds = {"missed": self.missed, "invented": self.invented, "unnoticed": self.unnoticed}
        kinds["wrongly gone"] = self.wrongly_gone
        return [f"{kind}: {line}" for kind, lines in kinds.items() for line in lines]

    @property
    def figures(self) -> list[tuple[str, float, str]]:
        return [
            ("articles", self.articles, "articles"),
            ("edits_made", self.edits, "edits"),
            ("edits_served", self.served, "edits"),
            ("edits_told", 100 * self.told / max(1, self.served), "% of served"),
            ("false_versions", 100 * len(self.invented) / max(1, self.articles), "per 100 articles"),
            ("vanished_noticed", 100 * self.noticed / max(1, self.vanished), f"% of {self.vanished}"),
            ("wrongly_gone", len(self.wrongly_gone), "articles"),
            ("text_share", 100 * sum(self.shares) / max(1, len(self.shares)), "% of words alike"),
        ]


def judge(house: House, versions: Sequence[Line], events: Sequence[Line], *, port: int) -> Judged:
    """Compare what was exported with what `house` served."""
    judged = Judged()
    by_url: dict[str, list[Line]] = defaultdict(list)
    happened: dict[str, list[Line]] = defaultdict(list)
    looks: dict[str, list[Shown]] = defaultdict(list)
    for line in versions:
        by_url[line["url"]].append(line)
    for line in events:
        happened[line["url"]].append(line)
    for look in house.log:
        looks[look.url].append(look)
    for paper in house.papers.values():
        for story in paper.stories:
            url = f"http://{paper.id}.test:{port}{story.path}"
            if looks[url]:
                judged.articles += 1
                _judge_texts(judged, url, story, by_url[url], looks[url])
                _judge_events(judged, url, story, happened[url], looks[url])
    return judged


def _judge_texts(judged: Judged, url: str, story: Story, versions: Sequence[Line], looks: Sequence[Shown]) -> None:
    texts = [number for number, state in enumerate(story.states) if not state.gone]
    judged.edits += len(texts) - 1
    stood = {look.state for look in looks if look.what in ("text", "304")}
    served = [number for number in texts if number in stood]
    for before, number in pairwise(served):
        if story.states[number].copy == story.states[before].copy:
            continue
        judged.served += 1
        old, new = story.states[before].copy, story.states[number].copy
        until = next((story.states[later].at for later in served if later > number), None)
        if any(_tells(line, old, new, story) for line in versions if _in_time(line, story.states[number].at, until)):
            judged.told += 1
        else:
            judged.missed.append(f"{url} state {number} {story.states[number].kind} {story.states[number].at:%d %H:%M}")
    last: Copy | None = None
    for line in versions:
        seen = max((look for look in looks if look.at <= line["seen_at"]), key=lambda look: look.at)
        copy = story.states[seen.state].copy
        if seen.what != "text" or copy == last:
            judged.invented.append(f"{url} version {line['number']} {line['seen_at']:%d %H:%M} shown {seen.what}")
        last = copy
        judged.shares.append(_alike(line, copy))


def _in_time(line: Line, at: datetime, until: datetime | None) -> bool:
    """Before it was made, nobody can tell of an edit; nor does a text that came after a later one."""
    return bool(line["seen_at"] >= at) and (until is None or line["seen_at"] < until + timedelta(hours=12))


def _tells(line: Line, old: Copy, new: Copy, story: Story) -> bool:
    """Whether a version says what the edit brought in, and nothing of what it took out."""
    headline, paragraphs = _folded(line["headline"]), [*map(_folded, line["paragraphs"])]
    if new.headline != old.headline and headline not in (_folded(new.headline), _folded(story.other_headline)):
        return False
    if new.standfirst != old.standfirst and _folded(line["standfirst"]) != _folded(new.standfirst):
        return False
    if new.byline != old.byline and _folded(line["byline"]) != _folded(new.byline):
        return False
    text = "\n".join(paragraphs)
    before, after = [*map(_folded, old.paragraphs)], [*map(_folded, new.paragraphs)]
    if any(piece not in text for piece in after if piece not in before):
        return False
    if any(piece in paragraphs for piece in before if piece not in after):
        return False
    if sorted(before) == sorted(after) and before != after:
        found = [piece for piece in paragraphs if piece in after]
        # A heading that was not read is a fault of the text (see `text_share`), and says nothing of the move.
        headings = {_folded(piece.text) for piece in new.body if piece.kind == "h"} - {*found}
        return found == [piece for piece in after if piece not in headings]
    return True


def _judge_events(judged: Judged, url: str, story: Story, events: Sequence[Line], looks: Sequence[Shown]) -> None:
    gone = [line["seen_at"] for line in events if line["kind"] == "gone"]
    judged.alternating += any(line["kind"] == "alternating" for line in events)
    away = [(state.at, _next_at(story, number)) for number, state in enumerate(story.states) if state.gone]
    for start, end in away:
        met = [look.at for look in looks if look.what == "gone" and start <= look.at < end]
        first_seen = any(look.at < start and look.what in ("text", "304") for look in looks)
        noticed = any(start <= at < end for at in gone)
        looked = len(met) >= NOTICED_WITHIN and met[-1] - met[0] >= timedelta(hours=2)
        if first_seen and (looked or noticed):
            judged.vanished += 1
            judged.noticed += noticed
            if not noticed:
                judged.unnoticed.append(f"{url} {start:%d %H:%M}")
    if any(not any(start <= at < end for start, end in away) for at in gone):
        judged.wrongly_gone.append(url)


def _next_at(story: Story, number: int) -> datetime:
    return (
        story.states[number + 1].at
        if number + 1 < len(story.states)
        else datetime.max.replace(tzinfo=story.published.tzinfo)
    )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _alike(line: Line, copy: Copy) -> float:
    """F1 over the words of the body (over characters where words are not parted)."""
    ours, theirs = _bag(line["paragraphs"]), _bag(copy.paragraphs)
    shared = sum(min(count, theirs.get(word, 0)) for word, count in ours.items())
    return 2 * shared / max(1, sum(ours.values()) + sum(theirs.values()))


def _bag(paragraphs: Sequence[str]) -> dict[str, int]:
    bag: dict[str, int] = defaultdict(int)
    for word in re.findall(r"\w+", " ".join(paragraphs)):
        for piece in word if ord(word[0]) > 0x3000 else (word,):
            bag[piece] += 1
    return bag
