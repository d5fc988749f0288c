"""Writing a decision down: open-work row, snapshot, events and version, and the catalog row last.

A crash between any two writes leaves either nothing, or open work that repair finishes. A put that finds its place
taken reads what lies there and decides again: our own lost answer (the text is the same: done), an older reading
than ours (compare with it, perhaps the next number), or a newer one (ours is stale: dropped).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from afterprint.errors import NotStored, StoreError, Withdrawn
from afterprint.model import (
    ArticleKey,
    ArticleText,
    Event,
    EventKey,
    EventKind,
    Reading,
    ReadingKey,
    SetAside,
    Source,
    Version,
    VersionKey,
    snapshot_path,
)
from afterprint.outcomes import Answer, Failed, Outcome, Read
from afterprint.ports import Archive, Catalog, Clock
from afterprint.record.decide import (
    FIRST_GONE_LOOK,
    REMEMBERED,
    Circumstances,
    Decision,
    EventDraft,
    NextInterval,
    decide,
)
from afterprint.record.doubts import body_digest, head_digest, heads_kept
from afterprint.record.furniture_memory import learned, set_aside, without
from afterprint.record.normal_form import same_text, text_digest
from afterprint.record.withhold import passages_in, redacted, text_mark
from afterprint.rows import ArticleRow, FurnitureRow, OpenWork, State
from afterprint.tombstones import is_withdrawn, own_tombstone, tombstone_of_article
from afterprint.web.address import host_of
from afterprint.web.robots_tag import asked_by_field

RereadSnapshot = Callable[[bytes, str, str | None], ArticleText | None]
"""Body, URL and content type to the text that the current extractor reads there; None where it reads nothing."""

MOST_ROUNDS = 10

DROPPED = "its source was dropped from the watchlist"
"""What the event of a parked article says, by which it is told from one whose watch is over."""

_KEPT_HEADERS = ("content-type", "date", "etag", "last-modified", "age", "server", "x-robots-tag")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What recording needs of the world and of the source at hand."""

    archive: Archive
    catalog: Catalog
    clock: Clock
    source: Source
    next_interval: NextInterval
    extractor: str
    reread: RereadSnapshot


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What was made of an answer, and the row as it now stands in the catalog."""

    outcome: Outcome
    row: ArticleRow


def record(row: ArticleRow, answer: Answer, *, desk: Desk) -> Recorded:
    """Decide what `answer` means for the article and write that down; twice is once.

    Raises StoreError where the world failed: nothing is lost then, the article is still due or its work open.
    """
    try:
        return _record(row, answer, desk=desk)
    except Withdrawn:
        if not desk.archive.has(tombstone_of_article(row.key)):
            raise
        gone = replace(withdrawn(row), last_outcome=Outcome.WITHDRAWN.value)
        desk.catalog.update_article(gone)
        return Recorded(outcome=Outcome.WITHDRAWN, row=gone)


def _record(row: ArticleRow, answer: Answer, *, desk: Desk) -> Recorded:
    seen_at = desk.clock.now()
    if isinstance(answer, Read) and row.withheld:
        row, answer = _withheld(row, answer, desk=desk)
    for _ in range(MOST_ROUNDS):
        decision = _decision(row, answer, seen_at=seen_at, desk=desk)
        behind = _store(row, decision, answer, seen_at=seen_at, desk=desk)
        if behind is None:
            desk.catalog.update_article(decision.row)
            return Recorded(outcome=decision.outcome, row=decision.row)
        if behind.due is None:  # settled, by somebody whose row was not written any more
            return _brought_forward(behind, Outcome.SETTLED, desk=desk)
        if behind.last_checked_at and behind.last_checked_at > seen_at:
            return _brought_forward(behind, Outcome.STALE, desk=desk)
        row = behind
    raise StoreError(row.key.path, f"its place was taken {MOST_ROUNDS} times in a row")


def _decision(row: ArticleRow, answer: Answer, *, seen_at: datetime, desk: Desk) -> Decision:
    """What is made of an answer, once the host's furniture is left out of both sides of the comparison."""
    latest = _latest_text(row, answer, desk=desk)
    about = Circumstances(latest=latest, source=desk.source, now=seen_at, next_interval=desk.next_interval)
    if not isinstance(answer, Read):
        return decide(row, answer, about)
    if latest is None:
        decision = decide(row, answer, about)
        if decision.outcome is Outcome.FIRST:  # before the version is stored: a crash in between only does it twice
            _learn(row, answer.text, day=_day(seen_at), desk=desk)
        return decision
    aside = _furniture(row, latest, answer.text, day=_day(seen_at), desk=desk)
    if not aside:
        return decide(row, answer, about)
    about = replace(about, latest=without(latest, aside), printed=answer.text)
    return replace(decide(row, replace(answer, text=without(answer.text, aside)), about), set_aside=aside)


def _learn(row: ArticleRow, text: ArticleText, *, day: date, desk: Desk) -> None:
    """Remember what an article's first version shares with no other part of it."""
    known = desk.catalog.furniture(row.host)
    memory = learned(known or FurnitureRow(host=row.host), row.key.path, text, day=day)
    if memory != (known or FurnitureRow(host=row.host)):
        desk.catalog.put_furniture(memory)


def _furniture(
    row: ArticleRow, latest: ArticleText, text: ArticleText, *, day: date, desk: Desk
) -> tuple[SetAside, ...]:
    """What differs, and is known to be the host's furniture. The memory is read only where something differs."""
    if same_text(latest, text, cosmetic=desk.source.cosmetic):
        return ()
    memory = desk.catalog.furniture(row.host)
    return set_aside(memory, row.key.path, latest, text, day=day) if memory is not None else ()


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _brought_forward(row: ArticleRow, outcome: Outcome, *, desk: Desk) -> Recorded:
    desk.catalog.update_article(row)
    return Recorded(outcome=outcome, row=row)


def record_event(row: ArticleRow, draft: EventDraft, *, desk: Desk) -> ArticleRow:
    """Store an event that no look at the page brought, and `row` (already as it will be) with it.

    Where the same event lies there already, after a write that came no further, it is that one, whenever it was seen.
    """
    seen_at = desk.clock.now()
    for _ in range(MOST_ROUNDS):
        behind = _store_event(row, draft, seen_at=seen_at, desk=desk)
        if behind is None or _lies_there(EventKey(row.key, behind.events), draft, archive=desk.archive):
            break
        row = replace(row, events=behind.events)
    else:
        raise StoreError(row.key.path, f"its place was taken {MOST_ROUNDS} times in a row")
    counted = replace(row, events=row.events + 1)
    if desk.catalog.update_article(counted):
        counted = replace(counted, revision=counted.revision + 1)
    return counted


def _store(row: ArticleRow, decision: Decision, answer: Answer, *, seen_at: datetime, desk: Desk) -> ArticleRow | None:
    """Store the decision's events and version. None when done; else the row brought up to what was found instead."""
    for place, draft in enumerate(decision.events):
        ahead = replace(row, events=row.events + place, headline=row.headline or decision.row.headline)
        behind = _store_event(ahead, draft, seen_at=seen_at, desk=desk)
        if behind is not None:
            return behind
    if decision.text is None or not isinstance(answer, Read):
        return None
    return _store_version(row, decision, answer, seen_at=seen_at, desk=desk)


def _store_version(
    row: ArticleRow, decision: Decision, answer: Read, *, seen_at: datetime, desk: Desk
) -> ArticleRow | None:
    key = VersionKey(row.key, row.versions + 1)
    _open(key.path, row, desk=desk)
    version = Version(
        key=key,
        url=row.url,
        source_name=desk.source.name,
        text=answer.text,
        seen_at=seen_at,
        stored_at=desk.clock.now(),
        watched_until=seen_at + timedelta(days=desk.source.watch_days),
        extractor=answer.extractor,
        snapshot=_kept(answer, row, desk=desk),
        unchanged_until=row.confirmed_at,
        previous=_digest_before(key, desk=desk) if key.number > 1 else None,
        reverts_to=decision.reverts_to,
        final_url=answer.final_url or None,
        robots=_asked_of_robots(answer),
        set_aside=decision.set_aside,
        headers={name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers},
    )
    try:
        added = desk.archive.add_version(version)
    except Withdrawn:
        if not desk.archive.has(own_tombstone(key.path)):
            raise
        return _past_version(row)
    _keep_open(key.path, row, desk=desk)
    if added:
        return None
    stored = desk.archive.version(key)
    if stored.seen_at == version.seen_at and stored.text == version.text:
        return None  # our own put, whose answer was lost
    return _with_version(row, stored, source=desk.source)


def _kept(answer: Read, row: ArticleRow, *, desk: Desk) -> str:
    """Keep the page; its digest. "" where it may hold something that was withdrawn, which is not kept again."""
    if passages_in(row.withheld):
        return ""
    try:
        return desk.archive.add_snapshot(answer.body)
    except Withdrawn:
        return ""


def _digest_before(key: VersionKey, *, desk: Desk) -> str | None:
    """The digest of the record before this one, also where a tombstone alone tells it."""
    try:
        return desk.archive.version_digest(key.previous)
    except NotStored:
        stone = desk.archive.tombstone(own_tombstone(key.previous.path))
        if stone is None:
            raise
        return stone.removed.get(key.previous.path)


def _asked_of_robots(answer: Read) -> tuple[str, ...]:
    """What the page and the header it came with ask of robots, sorted."""
    return tuple(sorted({*answer.text.robots, *asked_by_field(answer.headers.get("x-robots-tag", ""))}))


def _store_event(row: ArticleRow, draft: EventDraft, *, seen_at: datetime, desk: Desk) -> ArticleRow | None:
    key = EventKey(row.key, row.events + 1)
    _open(key.path, row, desk=desk)
    event = Event(
        key=key,
        kind=draft.kind,
        url=row.url,
        source_name=desk.source.name,
        headline=row.headline,
        after_version=row.versions,
        seen_at=seen_at,
        stored_at=desk.clock.now(),
        unchanged_until=row.confirmed_at,
        detail=draft.detail,
        to_url=draft.to_url,
        versions=draft.versions,
        headlines=draft.headlines,
    )
    try:
        added = desk.archive.add_event(event)
    except Withdrawn:
        if not desk.archive.has(own_tombstone(key.path)):
            raise
        return replace(row, events=key.number)
    _keep_open(key.path, row, desk=desk)
    if added:
        return None
    stored = desk.archive.event(key)
    if stored.kind is event.kind and stored.seen_at == event.seen_at:
        return None  # our own put, whose answer was lost
    return _with_event(row, stored)


def _lies_there(key: EventKey, draft: EventDraft, *, archive: Archive) -> bool:
    if not archive.has(key.path):
        return False  # it was withdrawn
    event = archive.event(key)
    return (event.kind, event.detail, event.to_url) == (draft.kind, draft.detail, draft.to_url)


def _open(path: str, row: ArticleRow, *, desk: Desk) -> None:
    desk.catalog.open_work(OpenWork(path=path, host=row.host, opened_at=desk.clock.now()))


def _withheld(row: ArticleRow, answer: Read, *, desk: Desk) -> tuple[ArticleRow, Answer]:
    """The row and the answer without what was withdrawn: a passage is redacted, a withdrawn version's text not told.

    Where the latest version was withdrawn and another extractor reads the page now, it cannot be told whether the text
    is the same: it is taken to be.
    """
    text = redacted(answer.text, passages_in(row.withheld))
    answer = replace(answer, text=text)
    marked, mark = {mark for mark in row.withheld if mark.startswith("t:")}, text_mark(text)
    if not marked:
        return row, answer
    latest_is_gone = not row.is_new and not desk.archive.has(row.latest.path)
    unsure = latest_is_gone and row.extractor != answer.extractor
    if mark not in marked and not unsure:
        return row, answer
    if not latest_is_gone:
        return row, Failed(reason="withdrawn text")
    told = replace(text, headline="")
    digest = text_digest(told, cosmetic=desk.source.cosmetic)
    row = replace(row, withheld=tuple(dict.fromkeys((*row.withheld, mark))), digests=(*row.digests[:-1], digest))
    return replace(row, extractor=answer.extractor), replace(answer, text=told)


def _keep_open(path: str, row: ArticleRow, *, desk: Desk) -> None:
    """Repair may have closed the work as it found no record there; it looks again then, so one of us sees the other."""
    if desk.catalog.work(path) is None:
        _open(path, row, desk=desk)


def _latest_text(row: ArticleRow, answer: Answer, *, desk: Desk) -> ArticleText | None:
    """The latest version's text, like with like: read anew from its snapshot where another extractor read it.

    None where it was withdrawn, so that there is nothing to compare with.

    Only a reading is compared with it; where its digest is the one the row has, the archive need not be asked.
    """
    if not isinstance(answer, Read) or row.is_new:
        return None
    digest = text_digest(answer.text, cosmetic=desk.source.cosmetic)
    if row.extractor == answer.extractor and row.digests[-1:] == (digest,):
        return answer.text
    try:
        version = desk.archive.version(row.latest)
    except NotStored:
        if is_withdrawn(row.latest.path, desk.archive.has):
            return None
        raise
    if version.extractor == desk.extractor:
        return version.text
    key = ReadingKey(version.key, desk.extractor)
    if desk.archive.has(key.path):
        return desk.archive.reading(key).text
    if not version.snapshot or not desk.archive.has(snapshot_path(version.snapshot)):
        return version.text  # a page that is not kept, for a withdrawal
    text = desk.reread(desk.archive.snapshot(version.snapshot), version.url, version.headers.get("content-type"))
    if text is None:
        return version.text
    text = redacted(text, passages_in(row.withheld))
    desk.archive.add_reading(Reading(key=key, text=text, read_at=desk.clock.now()))
    return text


def catch_up(row: ArticleRow, *, archive: Archive, catalog: Catalog, source: Source) -> ArticleRow:
    """Bring a row that lags behind the archive up to it (after a crash between two writes); it only moves forward."""
    before = row
    while _was_put((key := VersionKey(row.key, row.versions + 1)).path, archive=archive):
        there = archive.has(key.path)
        row = _with_version(row, archive.version(key), source=source) if there else _past_version(row)
    while _was_put((event_key := EventKey(row.key, row.events + 1)).path, archive=archive):
        if not archive.has(event_key.path):
            row = replace(row, events=event_key.number)
            continue
        event = archive.event(event_key)
        row = _with_event(row, event)
        if event.kind is EventKind.RESUMED and was_gone(row.key, archive=archive):
            row = replace(row, state=State.GONE)
    if row != before and catalog.update_article(row):
        row = replace(row, revision=row.revision + 1)
    return row


def _was_put(path: str, *, archive: Archive) -> bool:
    """Whether a record lies there, or did until it was withdrawn."""
    return archive.has(path) or archive.has(own_tombstone(path))


def _past_version(row: ArticleRow) -> ArticleRow:
    """The row past a version that was withdrawn; nothing is known of its text."""
    digests, bodies = (*row.digests, "")[-REMEMBERED:], (*row.bodies, "")[-REMEMBERED:]
    return replace(row, versions=row.versions + 1, digests=digests, bodies=bodies, validators=None)


def withdrawn(row: ArticleRow) -> ArticleRow:
    """The row of an article that was taken down: settled, and without a word or a digest of what it said."""
    return replace(
        row,
        state=State.WITHDRAWN,
        due=None,
        headline="",
        digests=(),
        bodies=(),
        characters=0,
        page="",
        validators=None,
        second_look=None,
        alternating=(),
        withheld=(),
    )


def _partly_withdrawn(row: ArticleRow, event: Event) -> ArticleRow:
    """The row without what was withdrawn of its article; it is looked at again without validators."""
    marks = tuple(dict.fromkeys((*row.withheld, *event.withheld)))
    headline = "" if row.versions in event.versions else row.headline
    return replace(row, withheld=marks, headline=headline, page="", validators=None, second_look=None)


def _with_version(row: ArticleRow, version: Version, *, source: Source) -> ArticleRow:
    text = version.text
    due = min(version.seen_at + timedelta(minutes=source.first_check_minutes), version.watched_until)
    return replace(
        row,
        versions=version.key.number,
        headline=text.headline,
        digests=(*row.digests, text_digest(text, cosmetic=source.cosmetic))[-REMEMBERED:],
        bodies=(*row.bodies, body_digest(text))[-REMEMBERED:],
        characters=sum(len(paragraph) for paragraph in text.paragraphs),
        extractor=version.extractor,
        page="",
        confirmed_at=version.seen_at,
        changed_at=version.seen_at,
        last_checked_at=version.seen_at,
        watched_until=version.watched_until,
        interval_minutes=source.first_check_minutes,
        due=due,
        state=State.WATCHED,
        validators=None,
        second_look=None,
        steady=0,
        alternating=heads_kept(row.alternating, text.headline),
        failures=0,
    )


def _with_event(row: ArticleRow, event: Event) -> ArticleRow:
    row = replace(row, events=event.key.number)
    if event.kind is EventKind.WITHDRAWN:
        return withdrawn(row)
    if event.kind is EventKind.PARTLY_WITHDRAWN:
        return _partly_withdrawn(row, event)
    row = replace(row, last_checked_at=event.seen_at)
    match event.kind:
        case EventKind.GONE:
            due = event.seen_at + FIRST_GONE_LOOK
            due = min(due, row.watched_until) if row.watched_until else due
            return replace(row, state=State.GONE, due=due, second_look=None, validators=None)
        case EventKind.BACK | EventKind.RESUMED:
            return replace(row, state=State.WATCHED, due=row.due or event.seen_at, second_look=None)
        case EventKind.SETTLED:
            state = State.PARKED if event.detail == DROPPED else State.SETTLED
            return replace(row, state=state, due=None, second_look=None)
        case EventKind.MOVED:
            address = event.to_url or row.address
            stays = host_of(address) == row.host
            return replace(row, address=address, validators=None, hops=0 if stays else max(1, row.hops))
        case EventKind.ALTERNATING if event.headlines:
            heads = (*row.alternating, *map(head_digest, event.headlines))
            return replace(row, alternating=tuple(dict.fromkeys(heads))[-REMEMBERED:])
        case EventKind.ALTERNATING:
            first = row.versions - len(row.digests) + 1
            pair = tuple(row.digests[number - first] for number in event.versions if number >= first)
            return replace(row, alternating=pair)


def was_gone(article: ArticleKey, *, archive: Archive) -> bool:
    """Whether an article was gone when its watch ended: which of its events of going and coming back is the last."""
    latest = None
    for key in archive.event_keys(article):
        kind = archive.event(key).kind
        latest = kind if kind in (EventKind.GONE, EventKind.BACK) else latest
    return latest is EventKind.GONE
