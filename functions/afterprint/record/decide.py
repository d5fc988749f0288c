"""The decision: an article's row, what a look at it brought, and the time in; what to store and the row after out.

Pure: nothing is read or written here. Doubtful readings (see doubts.py: a text that shrank by half, another headline
over the same body, a page without an article, a 404) are believed only at a second look or a later one, which is
ordered here and made like any other check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from afterprint.model import ArticleText, EventKind, SetAside, Source
from afterprint.outcomes import Answer, Elsewhere, Failed, Missing, NotModified, Outcome, Read, Reprinted, Unreadable
from afterprint.record import doubts
from afterprint.record.doubts import Objection, Vanishing, body_digest, head_digest, heads_kept, is_over
from afterprint.record.normal_form import folded, same_text, text_digest
from afterprint.rows import ArticleRow, Doubt, SecondLook, State

REMEMBERED = 8
"""How many versions' digests a row keeps: enough to see a text come back and go again."""

FIRST_GONE_LOOK = timedelta(hours=1)
GONE_LOOK = timedelta(days=7)
"""Between two looks at an article that is gone, the first and the longest: publishers do restore, most of them soon.
After a 410, which says "for good" (RFC 9110 §15.5.11), it is the longest at once."""

FOR_GOOD = 410

BACK_AGAIN = "the page is there again"

PATIENCE = timedelta(days=2)
"""How long after the end of the watch a doubt may still wait for its second look."""

_LONGEST_HEADLINE = 160
_MOST_PATIENT = 4
_OF_TEXTS = frozenset({Doubt.SHRUNK, Doubt.CUT, Doubt.BEGINNING, Doubt.HEADLINE, Doubt.RETURNED})

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
    headlines: tuple[str, ...] = ()


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
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a decision needs beside the row and the answer: the latest version's text (read by the current extractor;
    None where there is none), the source's settings, the time of the look, and the policy of intervals."""

    latest: ArticleText | None
    source: Source
    now: datetime
    next_interval: NextInterval
    printed: ArticleText | None = None
    """The page's text as printed, where furniture was left out of the answer's and of the latest version's."""

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
        case Reprinted():
            decision = _reprinted(row, answer, about)
        case Missing(status=status):
            decision = _missing(row, status, about)
        case Unreadable():
            decision = _unreadable(row, answer, about)
        case Elsewhere(url=url):
            decision = _failed(row, Failed(reason=f"elsewhere: {url}"), about)
        case Failed():
            decision = _failed(row, answer, about)
    if isinstance(answer, Read | NotModified | Reprinted):
        decision = _not_while_fresh(decision, answer.fresh_until)
    return _settled_when_over(decision, about)


def _read(row: ArticleRow, answer: Read, about: Circumstances) -> Decision:
    if about.latest is None:
        hides = doubts.bears_only_name(answer.text, about.source.name)
    else:
        hides = doubts.nothing_left(about.latest, answer.text)
    if hides:
        return _unreadable(row, Unreadable(reason="wall", rule=doubts.NOTHING_LEFT), about)
    if row.state is State.GONE:
        decision = _read(replace(row, state=State.WATCHED, events=row.events + 1), answer, about)
        return replace(decision, events=(EventDraft(kind=EventKind.BACK, detail=BACK_AGAIN), *decision.events))
    digest = text_digest(about.printed or answer.text, cosmetic=about.source.cosmetic)
    latest = about.latest
    if latest is None:
        return _first(row, answer, about, digest=digest)
    if same_text(latest, answer.text, cosmetic=about.source.cosmetic):
        return _unchanged(row, answer, about, digest=digest)
    if digest in row.alternating or _alternates_in_head(row, latest, answer.text):
        return _other_reading(row, answer, about, digest=digest)
    if _alternates(row.digests, digest):
        return _alternating(row, digest, about)
    objection = doubts.objection(row, latest, answer, digest=digest)
    if objection is not None and not _is_believed(row, objection, about):
        return _doubted(row, objection, about, headline=answer.text.headline)
    return _new_version(row, answer, about, digest=digest)


def _first(row: ArticleRow, answer: Read, about: Circumstances, *, digest: str) -> Decision:
    """Version 1, unless the page has no end: then at the second look."""
    cut = Objection(Doubt.CUT, digest, doubts.TWICE)
    if answer.is_whole or _is_believed(row, cut, about):
        return _new_version(row, answer, about, digest=digest)
    return _doubted(row, cut, about)


def _unchanged(row: ArticleRow, answer: Read, about: Circumstances, *, digest: str) -> Decision:
    """The latest version's text; where another one was doubted meanwhile, that did not last."""
    outcome = _outcome_of_same(row, answer)
    passing = row.second_look
    row = replace(row, confirmed_at=about.now, extractor=answer.extractor, headline=answer.text.headline)
    # The digest is kept in step with the extractor and the rules of the normal form.
    row = replace(row, digests=(*row.digests[:-1], digest), bodies=(*row.bodies[:-1], body_digest(answer.text)))
    row = replace(row, characters=_characters(answer.text), page=answer.page)
    row = replace(row, validators=None if row.alternating else answer.validators, steady=row.steady + 1)
    if passing is not None and passing.doubt in _OF_TEXTS:
        row = replace(row, dispelled=row.dispelled + 1)
    if passing is not None and passing.doubt is Doubt.HEADLINE:
        return _alternating_head(row, answer.text.headline, passing, about)
    if passing is not None and passing.doubt is Doubt.RETURNED and passing.digest in row.digests[:-1]:
        return _alternating(row, passing.digest, about)
    return _same(row, about, outcome=outcome)


def _reprinted(row: ArticleRow, answer: Reprinted, about: Circumstances) -> Decision:
    """As `_unchanged` decides where nothing was in doubt, from the words of the page alone."""
    outcome = _outcome_of_same(row, answer)
    row = replace(row, confirmed_at=about.now, validators=answer.validators, steady=row.steady + 1)
    return _same(row, about, outcome=outcome)


def _outcome_of_same(row: ArticleRow, answer: Read | Reprinted) -> Outcome:
    restamped = None not in (row.validators, answer.validators) and row.validators != answer.validators
    return Outcome.RESTAMPED if restamped else Outcome.SAME


def _other_reading(row: ArticleRow, answer: Read, about: Circumstances, *, digest: str) -> Decision:
    """One of the readings between which the page alternates; a version only where nothing else is seen any more."""
    lasting = Objection(Doubt.LASTING, digest, doubts.LASTING)
    if _is_believed(row, lasting, about):
        return _new_version(row, answer, about, digest=digest)
    look = _seen_again(row, lasting, about)
    decision = _same(replace(row, validators=None, steady=0), about, outcome=Outcome.ALTERNATES)
    return replace(decision, row=replace(decision.row, second_look=look))


def _new_version(row: ArticleRow, answer: Read, about: Circumstances, *, digest: str) -> Decision:
    number = row.versions + 1
    changed = replace(
        row,
        state=State.WATCHED,
        versions=number,
        headline=answer.text.headline,
        digests=(*row.digests, digest)[-REMEMBERED:],
        bodies=(*row.bodies, body_digest(answer.text))[-REMEMBERED:],
        characters=_characters(answer.text),
        extractor=answer.extractor,
        page=answer.page,
        confirmed_at=about.now,
        changed_at=about.now,
        watched_until=about.now + about.watch,
        validators=answer.validators,
        steady=0,
        alternating=heads_kept(row.alternating, answer.text.headline),
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


def _alternating_head(row: ArticleRow, headline: str, passing: SecondLook, about: Circumstances) -> Decision:
    """The headline changed over the same body and changed back: half of an A/B test's readers see the other one.

    Said once; a third headline of the same test is nothing new.
    """
    known = head_digest(headline) in row.alternating
    heads = tuple(dict.fromkeys((*row.alternating, head_digest(headline), passing.digest)))[-REMEMBERED:]
    decision = _same(replace(row, alternating=heads, validators=None), about, outcome=Outcome.ALTERNATES)
    if known:
        return decision
    headlines = (headline, passing.headline)
    detail = f"two headlines take turns: “{headline}” and “{passing.headline}”"
    return _with_event(decision, EventDraft(kind=EventKind.ALTERNATING, detail=detail, headlines=headlines))


def _alternates_in_head(row: ArticleRow, latest: ArticleText, text: ArticleText) -> bool:
    """Whether a reading differs from the latest version by a headline alone that is known to come and go."""
    return (
        head_digest(text.headline) in row.alternating
        and folded(text.standfirst) == folded(latest.standfirst)
        and doubts.only_head_differs(latest, text)
    )


def _missing(row: ArticleRow, status: int, about: Circumstances) -> Decision:
    if row.is_new:
        return _failed(row, Failed(reason="status", status=status), about)
    if row.state is State.GONE:
        return _still_gone(row, about, status=status)
    if not _is_second_look(row, Doubt.GONE):
        return _doubted(row, Objection(Doubt.GONE, "", doubts.TWICE), about)
    return _gone(row, about, said=f"{status}, seen twice", status=status)


def _unreadable(row: ArticleRow, answer: Unreadable, about: Circumstances) -> Decision:
    """A page without the article: what says that it is gone counts as that once it has lasted."""
    limit = doubts.vanishing(answer)
    if row.state is State.GONE:
        return _still_gone(row, about)
    if row.is_new or (limit is None and row.failures):
        return _unreadable_still(row, answer, about)
    if limit is None:
        if not _is_second_look(row, Doubt.UNREADABLE):
            return _doubted(row, Objection(Doubt.UNREADABLE, "", doubts.TWICE), about, said=answer.said)
        return _unreadable_still(row, answer, about)
    return _perhaps_gone(row, answer, about, limit=limit)


def _perhaps_gone(row: ArticleRow, answer: Unreadable, about: Circumstances, *, limit: Vanishing) -> Decision:
    standing = Objection(Doubt.UNREADABLE, answer.rule, limit.times, limit.lasting)
    look = _seen_again(row, standing, about)
    if is_over(look.since, about.now, seen=look.seen, limit=limit):
        return _gone(row, about, said=f"{answer.said}, seen {look.seen} times")
    if look.seen == 1 and row.failures == 0:
        return _doubted(row, standing, about, said=answer.said)
    decision = _unreadable_still(row, answer, about)
    return replace(decision, row=replace(decision.row, second_look=look))


def _unreadable_still(row: ArticleRow, answer: Unreadable, about: Circumstances) -> Decision:
    decision = _failed(row, Failed(reason=answer.said), about)
    return replace(decision, outcome=Outcome.UNREADABLE)


def _gone(row: ArticleRow, about: Circumstances, *, said: str, status: int = 0) -> Decision:
    row = replace(
        row,
        state=State.GONE,
        due=about.now + (GONE_LOOK if status == FOR_GOOD else FIRST_GONE_LOOK),
        second_look=None,
        failures=0,
        validators=None,
        last_outcome=Outcome.GONE.value,
    )
    event = EventDraft(kind=EventKind.GONE, detail=said)
    return _with_event(Decision(outcome=Outcome.GONE, row=row), event)


def _still_gone(row: ArticleRow, about: Circumstances, *, status: int = 0) -> Decision:
    """Look again after twice the time, up to a week."""
    pause = GONE_LOOK if status == FOR_GOOD else FIRST_GONE_LOOK * 2.0 ** min(row.failures + 1, 16)
    due = about.now + min(pause, GONE_LOOK)
    row = replace(row, due=due, failures=row.failures + 1, last_outcome=Outcome.STILL_GONE.value)
    return Decision(outcome=Outcome.STILL_GONE, row=row)


def _doubted(
    row: ArticleRow, objection: Objection, about: Circumstances, *, said: str = "", headline: str = ""
) -> Decision:
    """Look again after a short while, then after longer ones: what passes has time to pass."""
    look = replace(_seen_again(row, objection, about), headline=headline[:_LONGEST_HEADLINE])
    pause = timedelta(minutes=about.source.second_look_minutes) * 2.0 ** min(look.seen - 1, 10)
    if not objection.lasting:
        pause = min(pause, timedelta(minutes=about.source.second_look_minutes) * _MOST_PATIENT)
    outcome = f"{Outcome.DOUBTED.value}: {said or objection.doubt}"
    row = replace(row, second_look=look, due=about.now + pause, last_outcome=outcome)
    return Decision(outcome=Outcome.DOUBTED, row=row)


def _seen_again(row: ArticleRow, objection: Objection, about: Circumstances) -> SecondLook:
    """The standing doubt, counted on where it is the same; else a new one."""
    look = row.second_look
    if look is not None and (look.doubt, look.digest) == (objection.doubt, objection.digest):
        return replace(look, seen=look.seen + 1)
    return SecondLook(doubt=objection.doubt, since=about.now, digest=objection.digest)


def _is_believed(row: ArticleRow, objection: Objection, about: Circumstances) -> bool:
    look = _seen_again(row, objection, about)
    return is_over(look.since, about.now, seen=look.seen, limit=objection)


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
    if fresh_until is None or row.due is None or row.due >= fresh_until or _is_awaited(row):
        return decision
    return replace(decision, row=replace(row, due=fresh_until))


def _settled_when_over(decision: Decision, about: Circumstances) -> Decision:
    """The last look falls on the end of the watch: not after it, and nothing after it."""
    row = decision.row
    if row.due is None or row.watched_until is None or max(row.due, about.now) < row.watched_until:
        return decision
    if about.now < row.watched_until:
        return replace(decision, row=replace(row, due=row.watched_until))
    if _is_awaited(row) and about.now < row.watched_until + PATIENCE:
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


def _is_awaited(row: ArticleRow) -> bool:
    """Whether the next look is a second one, and not one at its ordinary time."""
    return row.second_look is not None and row.second_look.doubt is not Doubt.LASTING


def _is_second_look(row: ArticleRow, doubt: Doubt) -> bool:
    return row.second_look is not None and row.second_look.doubt is doubt


def _characters(text: ArticleText) -> int:
    return sum(map(len, text.paragraphs))


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
