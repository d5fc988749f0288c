"""One check of an article: ask, read, note what the page calls itself, and record what that means.

Ties the stages fetch, extract and record together for `pipeline.fetch`; the decisions are theirs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zlib import crc32

from afterprint.errors import BadURL, NotAnArticle
from afterprint.extract import EXTRACTOR, extract_article
from afterprint.fetch.ask import ask
from afterprint.fetch.lane import Lane
from afterprint.model import ArticleKey, ArticleText, EventKind, Fetched, Source, Validators
from afterprint.outcomes import Answer, Elsewhere, Failed, Missing, NotModified, Outcome, Read, Unreadable
from afterprint.ports import World
from afterprint.record import Desk, EventDraft, record, record_event
from afterprint.rows import AddressRow, ArticleRow, State
from afterprint.schedule import expected, next_interval
from afterprint.web.address import canonical_url, host_of

FULL_LOOK_EVERY = 10
"""Of so many looks at an article, one asks unconditionally."""


def check(row: ArticleRow, source: Source, *, lane: Lane, world: World) -> Outcome:
    """Look at one article and write down what was seen."""
    if host_of(row.address) != row.host:
        return _rehome(row, desk=desk_for(source, world=world))  # a move that a crash cut short
    validators = _usable_validators(row) if lane.trusts_validators else None
    sampled = is_full_look(row)
    got = ask(row.address, lane=lane, validators=None if sampled else validators)
    answer = _answer(got, row, fresh_until=lane.floor(got) if isinstance(got, Fetched) else None)
    desk = desk_for(source, world=world)
    if isinstance(answer, Elsewhere):
        return _elsewhere(row, answer, desk=desk)
    if isinstance(answer, Read):
        noted = _note_addresses(row, answer, desk=desk)
        if noted is None:
            return Outcome.ALIAS
        row = noted
    outcome = record(row, answer, desk=desk).outcome
    if sampled and validators is not None and outcome is Outcome.CHANGED:
        lane.try_validators(validators)
    return outcome


def is_full_look(row: ArticleRow) -> bool:
    """Whether the coming look is never conditional, so that a 304 cannot hide an edit for ever."""
    spread = crc32(row.key.path.encode())  # so that the articles of a host do not all have theirs at once
    return (row.checks + spread) % FULL_LOOK_EVERY == 0


def _usable_validators(row: ArticleRow) -> Validators | None:
    """Those of the text that was decided on last, by this very extractor; none for a second look."""
    return row.validators if row.second_look is None and row.extractor == EXTRACTOR else None


def desk_for(source: Source, *, world: World) -> Desk:
    """What the record stage needs for articles of `source`."""
    return Desk(
        archive=world.archive,
        catalog=world.catalog,
        clock=world.clock,
        source=source,
        next_interval=next_interval,
        extractor=EXTRACTOR,
        reread=_reread,
    )


def _reread(body: bytes, url: str, content_type: str | None) -> ArticleText | None:
    try:
        return extract_article(body, url, content_type)
    except NotAnArticle:
        return None


def _answer(
    got: Fetched | NotModified | Missing | Failed | Elsewhere, row: ArticleRow, *, fresh_until: datetime | None
) -> Answer:
    if not isinstance(got, Fetched):
        return got
    try:
        text = extract_article(got.body, got.final_url, got.content_type)
    except NotAnArticle as error:
        return Unreadable(reason=error.reason)
    return Read(
        text=text,
        body=got.body,
        extractor=EXTRACTOR,
        validators=got.validators if got.final_url == row.address else None,
        final_url=got.final_url,
        permanent_url=got.permanent_url,
        headers=got.headers,
        fresh_until=fresh_until,
    )


def _note_addresses(row: ArticleRow, answer: Read, *, desk: Desk) -> ArticleRow | None:
    """Claim what the page calls itself; None where a new article is another's already, and is dropped.

    rel=canonical and permanent redirects only add aliases: an article keeps its identity.
    """
    for alias in _aliases(row, answer):
        owner = desk.catalog.claim_address(AddressRow(url=alias, article=row.key, host=row.host))
        if owner.article != row.key and row.is_new:
            _drop_alias(row, owner.article, desk=desk)
            return None
    target = answer.permanent_url
    if target is None or target == row.address:
        return row
    moved = replace(row, address=target, validators=None)
    if row.is_new or _place(target) in (_place(row.url), _place(row.address)):
        return moved
    return record_event(moved, _move(target), desk=desk)


def _drop_alias(row: ArticleRow, owner: ArticleKey, *, desk: Desk) -> None:
    desk.catalog.update_article(replace(row, due=None, state=State.ALIAS, last_outcome=f"alias of {owner}"))


def _aliases(row: ArticleRow, answer: Read) -> list[str]:
    said = [_canonical(answer.final_url, answer.text.canonical_url), _canonical(answer.permanent_url)]
    return [url for url in dict.fromkeys(said) if url and url != row.url]


def _canonical(url: str | None, rel_canonical: str | None = None) -> str | None:
    try:
        return canonical_url(url, rel_canonical) if url else None
    except BadURL:
        return None


def _place(url: str) -> str:
    """An address without its scheme: a site that turns to https has moved nothing."""
    return (_canonical(url) or url).partition("://")[2]


def _move(url: str) -> EventDraft:
    return EventDraft(kind=EventKind.MOVED, detail="a permanent redirect", to_url=url)


def _elsewhere(row: ArticleRow, answer: Elsewhere, *, desk: Desk) -> Outcome:
    """A redirect to another host: taken up there where it is for good or the article is new, else not believed."""
    alias = _canonical(answer.url)
    if alias is None or not (answer.permanent or row.is_new):
        return record(row, answer, desk=desk).outcome
    owner = desk.catalog.address(alias)
    if owner is not None and owner.article != row.key and row.is_new:
        _drop_alias(row, owner.article, desk=desk)
        return Outcome.ALIAS
    if not row.is_new:
        row = record_event(replace(row, address=answer.url), _move(answer.url), desk=desk)
    return _rehome(replace(row, address=answer.url), desk=desk)


def _rehome(row: ArticleRow, *, desk: Desk) -> Outcome:
    """Hand a row over to the lane of its address's host, due now; its addresses follow."""
    now = desk.clock.now()
    host = host_of(row.address)
    there = replace(row, host=host, validators=None, due=now, revision=0)
    with expected(host, now, catalog=desk.catalog):
        desk.catalog.move_article(there, from_host=row.host)
    desk.catalog.rehome_addresses(row.key, host=host)
    alias = _canonical(row.address)
    if alias is not None:
        desk.catalog.claim_address(AddressRow(url=alias, article=row.key, host=host))
    return Outcome.MOVED
