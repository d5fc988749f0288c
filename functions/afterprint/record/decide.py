"""The decision: an article's row, what a look at it brought, and the time in; what to store and the row after out.

Pure: nothing is read or written here. Doubtful readings (a text that shrank by half, a page without an article, a
404) are believed only at a second look, which is ordered here and made like any other check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from afterprint.model import ArticleText, EventKind, Source
from afterprint.outcomes import Answer, Elsewhere, Failed, Missing, NotModified, Outcome, Read, Unreadable
from afterprint.record.normal_form import folded, same_text, text_digest
from afterprint.rows import ArticleRow, Doubt, SecondLook, State

REMEMBERED = 8
"""How many versions' digests a row keeps: enough to see a text come back and go again."""

GONE_LOOK = timedelta(days=7)
"""Between two looks at an article that is gone: publishers do restore."""

BACK_AGAIN = "the page is there again"

PATIENCE = timedelta(days=2)
"""How long after the end of the watch a doubt may still wait for its second look."""

FEW_CHARACTERS = 400
"""What a page says in a sentence or two."""

NOTHING_LEFT = "nothing_left"

_WORD = re.compile(r"\w{3,}")
_RETRACTION = re.compile(
    r"retract|withdr[ae]w|correction|corrected|clarification|editor[’']?s['’]? note|apolog|erratum"
    r"|legal reasons|zurückgezogen|berichtigung|rétract|rectificati",
    re.IGNORECASE,
)

FAILURE_GROWTH = 2.0
LONGEST_RETRY = timedelta(days=1)


class NextInterval(Protocol):
    """Minutes until the next look (see schedule.next_interval)."""

    def __call__(self, previous_minutes: float, *, first_minutes: float, changed: bool) -> float: ...


@dataclass(frozen=True, kw_only=True)
class EventDraft:
    """An event to be stored: all of it that its number, times and source do not say."""

    kind: EventKind
    detail: str = ""
    to_url: str | None = None
    versions: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What to make of an answer.

    `row` is the row as it will be once `events` and then `text` (the new version's) are stored; its `versions` and
    `events` are counted up already.
    """

    outcome: Outcome
    row: ArticleRow
    text: ArticleText | None = None
    reverts_to: int | None = None
    events: tuple[EventDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a decision needs beside the row and the answer: the latest version's text (read by the current extractor;
    None where there is none), the source's settings, the time of the look, and the policy of intervals."""

    latest: ArticleText | None
    source: Source
    now: datetime
    next_interval: NextInterval

    @property
    def second_look_at(self) -> datetime:
        return self.now + timedelta(minutes=self.source.second_look_minutes)

    @property
    def watch(self) -> timedelta:
        return timedelta(days=self.source.watch_days)


def decide(row: ArticleRow, answer: Answer, about: Circumstances) -> Decision:
    """What to store, and the row after; the row's `due` lies after `about.now`, or is None where it is settled."""
    until = row.watched_until or row.first_seen_at + about.watch
    row = replace(row, checks=row.checks + 1, last_checked_at=about.now, watched_until=until)
    match answer:
        case Read():
            decision = _read(row, answer, about)
        case NotModified():
            kept = answer.validators or row.validators
            decision = _same(replace(row, validators=kept), about, outcome=Outcome.SAME)
        case Missing(status=status):
            decision = _missing(row, status, about)
        case Unreadable():
            decision = _unreadable(row, answer, about)
        case Elsewhere(url=url):
            decision = _failed(row, Failed(reason=f"elsewhere: {url}"), about)
        case Failed():
            decision = _failed(row, answer, about)
    if isinstance(answer, Read | NotModified):
        decision = _not_while_fresh(decision, answer.fresh_until)
    return _settled_when_over(decision, about)


def _read(row: ArticleRow, answer: Read, about: Circumstances) -> Decision:
    if about.latest is not None and _nothing_left(about.latest, answer.text):
        return _unreadable(row, Unreadable(reason="wall", rule=NOTHING_LEFT), about)
    digest = text_digest(answer.text, cosmetic=about.source.cosmetic)
    characters = sum(len(text) for text in answer.text.paragraphs)
    if row.state is State.GONE:
        decision = _read(replace(row, state=State.WATCHED, events=row.events + 1), answer, about)
        return replace(decision, events=(EventDraft(kind=EventKind.BACK, detail=BACK_AGAIN), *decision.events))
    if about.latest is None:
        return _new_version(row, answer, about, digest=digest)
    if same_text(about.latest, answer.text, cosmetic=about.source.cosmetic):
        restamped = None not in (row.validators, answer.validators) and row.validators != answer.validators
        row = replace(row, validators=answer.validators, confirmed_at=about.now, extractor=answer.extractor)
        # The digest is kept in step with the extractor and the rules of the normal form.
        row = replace(row, digests=(*row.digests[:-1], digest), headline=answer.text.headline, characters=characters)
        return _same(row, about, outcome=Outcome.RESTAMPED if restamped else Outcome.SAME)
    if digest in row.alternating:
        return _same(replace(row, validators=None), about, outcome=Outcome.ALTERNATES)
    if _has_shrunk(row, answer.text, characters) and not _is_second_look(row, Doubt.SHRUNK):
        return _doubted(row, Doubt.SHRUNK, digest, about)
    if _alternates(row.digests, digest):
        return _alternating(row, digest, about)
    return _new_version(row, answer, about, digest=digest)


def _new_version(row: ArticleRow, answer: Read, about: Circumstances, *, digest: str) -> Decision:
    number = row.versions + 1
    changed = replace(
        row,
        state=State.WATCHED,
        versions=number,
        headline=answer.text.headline,
        digests=(*row.digests, digest)[-REMEMBERED:],
        characters=sum(len(text) for text in answer.text.paragraphs),
        extractor=answer.extractor,
        confirmed_at=about.now,
        changed_at=about.now,
        watched_until=about.now + about.watch,
        validators=answer.validators,
        alternating=(),
    )
    same = _same(changed, about, outcome=Outcome.FIRST if number == 1 else Outcome.CHANGED, changed=True)
    return replace(same, text=answer.text, reverts_to=_earlier_version(row, digest))


def _same(row: ArticleRow, about: Circumstances, *, outcome: Outcome, changed: bool = False) -> Decision:
    """A look that was believed and told nothing new (or, `changed`, a new version): the next one by the policy."""
    first = about.source.first_check_minutes
    interval = about.next_interval(row.interval_minutes, first_minutes=first, changed=changed)
    row = replace(
        row,
        interval_minutes=interval,
        due=about.now + timedelta(minutes=interval),
        second_look=None,
        failures=0,
        last_outcome=outcome.value,
        confirmed_at=about.now if outcome is Outcome.SAME else row.confirmed_at,
    )
    return Decision(outcome=outcome, row=row)


def _alternating(row: ArticleRow, digest: str, about: Circumstances) -> Decision:
    """The text went back and forth twice: said once, and from now on either reading is nothing new."""
    pair = (row.digests[-1], digest)
    versions = tuple(sorted(_numbers(row)[d] for d in pair))
    row = replace(row, alternating=pair, validators=None)
    decision = _same(row, about, outcome=Outcome.ALTERNATES)
    detail = "the page goes back and forth between two readings"
    return _with_event(decision, EventDraft(kind=EventKind.ALTERNATING, detail=detail, versions=versions))


def _missing(row: ArticleRow, status: int, about: Circumstances) -> Decision:
    if row.is_new:
        return _failed(row, Failed(reason="status", status=status), about)
    if row.state is State.GONE:
        row = replace(row, due=about.now + GONE_LOOK, last_outcome=Outcome.STILL_GONE.value)
        return Decision(outcome=Outcome.STILL_GONE, row=row)
    if not _is_second_look(row, Doubt.GONE):
        return _doubted(row, Doubt.GONE, "", about)
    row = replace(
        row,
        state=State.GONE,
        due=about.now + GONE_LOOK,
        second_look=None,
        validators=None,
        last_outcome=Outcome.GONE.value,
    )
    event = EventDraft(kind=EventKind.GONE, detail=f"{status}, seen twice")
    return _with_event(Decision(outcome=Outcome.GONE, row=row), event)


def _unreadable(row: ArticleRow, answer: Unreadable, about: Circumstances) -> Decision:
    if not row.is_new and row.failures == 0 and not _is_second_look(row, Doubt.UNREADABLE):
        return _doubted(row, Doubt.UNREADABLE, "", about, said=answer.said)
    decision = _failed(row, Failed(reason=answer.said), about)
    return replace(decision, outcome=Outcome.UNREADABLE)


def _doubted(row: ArticleRow, doubt: Doubt, digest: str, about: Circumstances, *, said: str = "") -> Decision:
    look = SecondLook(doubt=doubt, since=about.now, digest=digest)
    outcome = f"{Outcome.DOUBTED.value}: {said or doubt}"
    row = replace(row, second_look=look, due=about.second_look_at, last_outcome=outcome)
    return Decision(outcome=Outcome.DOUBTED, row=row)


def _failed(row: ArticleRow, failure: Failed, about: Circumstances) -> Decision:
    """Nothing is known of the text: look again after a growing while, not before the time the site named.

    A standing doubt is kept: only a reading or the same doubt again resolves it.
    """
    first = about.source.first_check_minutes
    pause = min(timedelta(minutes=first * FAILURE_GROWTH ** min(row.failures, 16)), LONGEST_RETRY)
    due = max(about.now + pause, failure.retry_at or about.now)
    said = f"{failure.reason} {failure.status}" if failure.status else failure.reason
    row = replace(row, due=due, failures=row.failures + 1, last_outcome=f"{Outcome.FAILED.value}: {said}")
    return Decision(outcome=Outcome.FAILED, row=row)


def _not_while_fresh(decision: Decision, fresh_until: datetime | None) -> Decision:
    """What its site declares fresh is not asked for again before that ends; a second look does not wait for it."""
    row = decision.row
    if fresh_until is None or row.due is None or row.due >= fresh_until or row.second_look is not None:
        return decision
    return replace(decision, row=replace(row, due=fresh_until))


def _settled_when_over(decision: Decision, about: Circumstances) -> Decision:
    """The last look falls on the end of the watch: not after it, and nothing after it."""
    row = decision.row
    if row.due is None or row.watched_until is None or max(row.due, about.now) < row.watched_until:
        return decision
    if about.now < row.watched_until:
        return replace(decision, row=replace(row, due=row.watched_until))
    if row.second_look is not None and about.now < row.watched_until + PATIENCE:
        return decision  # the doubt is resolved first
    settled = replace(decision, row=replace(row, due=None, state=State.SETTLED))
    if row.is_new:
        return replace(settled, outcome=Outcome.SETTLED)
    days = f"{about.source.watch_days:g}"
    detail = f"watched for {days} days since it was first seen or last changed"
    event = EventDraft(kind=EventKind.SETTLED, detail=detail)
    return _with_event(settled, event)


def _with_event(decision: Decision, event: EventDraft) -> Decision:
    row = replace(decision.row, events=decision.row.events + 1)
    return replace(decision, row=row, events=(*decision.events, event))


def _is_second_look(row: ArticleRow, doubt: Doubt) -> bool:
    return row.second_look is not None and row.second_look.doubt is doubt


def _has_shrunk(row: ArticleRow, text: ArticleText, characters: int) -> bool:
    return characters * 2 < row.characters or (bool(row.headline) and not text.headline)


def _nothing_left(old: ArticleText, new: ArticleText) -> bool:
    """Whether a sentence or two stand where an article stood, under another headline, and nothing of it besides.

    That is somebody else's page, a wall that no rule knows, however often it is seen. A retraction keeps the headline
    or says what it is.
    """
    said = new.paragraphs
    if sum(map(len, said)) > FEW_CHARACTERS or sum(map(len, said)) * 4 > sum(map(len, old.paragraphs)):
        return False
    if not old.headline or any(map(_RETRACTION.search, (new.headline, *said))):
        return False
    if not {*map(folded, old.paragraphs)}.isdisjoint(map(folded, said)):
        return False
    return not _shared_words(old.headline, new.headline)


def _shared_words(old: str, new: str) -> bool:
    """Whether two headlines may be of one article: half of the words of the shorter one are in the other."""
    one, other = set(_WORD.findall(old.lower())), set(_WORD.findall(new.lower()))
    return len(one & other) * 2 >= min(len(one), len(other)) > 0


def _numbers(row: ArticleRow) -> dict[str, int]:
    """The latest version that bears each remembered digest."""
    first = row.versions - len(row.digests) + 1
    return {digest: first + place for place, digest in enumerate(row.digests)}


def _earlier_version(row: ArticleRow, digest: str) -> int | None:
    """The first remembered version that says the same as a text of this digest."""
    first = row.versions - len(row.digests) + 1
    return next((first + place for place, known in enumerate(row.digests) if known == digest), None)


def _alternates(digests: tuple[str, ...], digest: str) -> bool:
    """Whether the step from the latest text to this one was made before, so that it now goes back and forth."""
    return any(step == (digests[-1], digest) for step in pairwise(digests)) if digests else False
