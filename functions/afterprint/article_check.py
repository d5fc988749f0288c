"""One check of an article: ask, read, note what the page calls itself, and record what that means.

Ties the stages fetch, extract and record together for `pipeline.fetch`; the decisions are theirs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from zlib import crc32

from afterprint.errors import BadURL, NotAnArticle
from afterprint.extract import EXTRACTOR
from afterprint.extract.first_look import page_digest
from afterprint.fetch.ask import ask
from afterprint.fetch.lane import Lane
from afterprint.model import ArticleKey, ArticleText, EventKind, Fetched, Source, Validators
from afterprint.outcomes import Elsewhere, Failed, Outcome, Read, Reprinted, Unreadable
from afterprint.ports import Reader, World
from afterprint.record import Desk, EventDraft, record, record_event
from afterprint.rows import AddressRow, ArticleRow, State
from afterprint.schedule import expected, next_interval
from afterprint.web.address import canonical_url, host_of

FULL_LOOK_EVERY = 10
"""Of so many looks at an article, one asks unconditionally."""

EARLY_FULL_LOOKS = (3,)
"""After so many looks the next one asks unconditionally too: a lie is best found out before edits hide behind it."""

MOST_HOPS = 5
"""So many redirects from host to host are followed between two readings."""

_ERROR_PATH = re.compile(
    r"/(?:40[34]|50[023]|(?:page-)?not-?found|errors?(?:[-/]?\d{3})?)(?:\.[a-z]{2,5})?/?$", re.IGNORECASE
)

_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)

MET = "its address leads to another watched article"


def check(row: ArticleRow, source: Source, *, lane: Lane, world: World) -> Outcome:
    """Look at one article and write down what was seen."""
    if host_of(row.address) != row.host:
        return _move_on(row, desk=desk_for(source, world=world))
    validators = _usable_validators(row) if lane.trusts_validators else None
    sampled = is_full_look(row)
    got = ask(row.address, lane=lane, validators=None if sampled else validators)
    answer = _read(got, row, source, lane=lane, world=world) if isinstance(got, Fetched) else got
    if isinstance(answer, Elsewhere):
        answer = led_astray(row.address, answer.url) or answer
    desk = desk_for(source, world=world)
    if isinstance(answer, Elsewhere):
        return _elsewhere(row, answer, desk=desk)
    if isinstance(answer, Read):
        if _is_anothers_page(row, answer, desk=desk):
            elsewhere = Elsewhere(url=answer.final_url, permanent=False)
            return record(row, elsewhere, desk=desk).outcome
        noted = _note_addresses(row, answer, desk=desk)
        if isinstance(noted, Outcome):
            return noted
        row = noted
    outcome = record(row, answer, desk=desk).outcome
    if sampled and validators is not None and outcome is Outcome.CHANGED:
        lane.try_validators(validators)
    return outcome


def led_astray(asked: str, reached: str) -> Unreadable | None:
    """What a redirect says that leads an article's readers to a front page or an error page; None for any other.

    Neither is the article, whatever can be read there, and be the redirect permanent or not.
    """
    if reached == asked or _is_front(asked):
        return None
    if _is_front(reached):
        return Unreadable(reason="listing", rule="redirect_to_front_page")
    if _ERROR_PATH.search(_path(reached)) and not _ERROR_PATH.search(_path(asked)):
        return Unreadable(reason="error_page", rule="redirect_to_error_page")
    return None


def _is_front(url: str) -> bool:
    return not _path(url).strip("/") and "?" not in url


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")[2]


def is_full_look(row: ArticleRow) -> bool:
    """Whether the coming look is never conditional, so that a 304 cannot hide an edit for ever."""
    if row.checks < FULL_LOOK_EVERY:
        return row.checks in EARLY_FULL_LOOKS
    spread = crc32(row.key.path.encode())  # so that the articles of a host do not all have theirs at once
    return (row.checks + spread) % FULL_LOOK_EVERY == 0


def may_stay_unread(row: ArticleRow, got: Fetched, source: Source) -> bool:
    """Whether a page that prints the same words as before tells nothing new, so that it need not be read again.

    Not where the row waits for more than its text (a doubt, alternation, a way back, a move), where spacing is news to
    the source, or where another extractor read it; and every tenth look reads whatever comes.
    """
    awaits_nothing = row.state is State.WATCHED and row.second_look is None and not row.alternating and not row.hops
    is_in_place = got.final_url == row.address and got.permanent_url in (None, row.address)
    is_usual = row.extractor == EXTRACTOR and not source.cosmetic and not is_full_look(row)
    return awaits_nothing and is_in_place and is_usual


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
        reread=partial(_reread, reader=world.reader),
    )


def _reread(body: bytes, url: str, content_type: str | None, *, reader: Reader) -> ArticleText | None:
    try:
        return reader.article(body, url, content_type)
    except NotAnArticle:
        return None


def _read(got: Fetched, row: ArticleRow, source: Source, *, lane: Lane, world: World) -> Read | Reprinted | Unreadable:
    astray = led_astray(row.address, got.final_url)
    if astray is not None:
        return astray
    digest = page_digest(got.body, got.content_type)
    if digest == row.page and may_stay_unread(row, got, source):
        return Reprinted(validators=got.validators, fresh_until=lane.floor(got))
    try:
        text = world.reader.article(got.body, got.final_url, got.content_type)
    except NotAnArticle as error:
        return Unreadable(reason=error.reason, rule=error.rule)
    return Read(
        text=text,
        body=got.body,
        extractor=EXTRACTOR,
        validators=got.validators if got.final_url in (row.address, got.permanent_url) else None,
        final_url=got.final_url,
        permanent_url=got.permanent_url,
        headers=got.headers,
        fresh_until=lane.floor(got),
        is_whole=_END.search(got.body) is not None,
        page=digest,
    )


def _is_anothers_page(row: ArticleRow, answer: Read, *, desk: Desk) -> bool:
    """Whether a passing redirect led to another watched article: its text is no edit of this one."""
    if row.is_new or answer.final_url in (row.address, answer.permanent_url):
        return False
    return _is_anothers(row, answer.final_url, desk=desk)


def _is_anothers(row: ArticleRow, url: str, *, desk: Desk) -> bool:
    known = _canonical(url)
    owner = desk.catalog.address(known) if known else None
    return owner is not None and owner.article != row.key


def _note_addresses(row: ArticleRow, answer: Read, *, desk: Desk) -> ArticleRow | Outcome:
    """Claim what the page calls itself; an outcome where that ends this article's own watch.

    rel=canonical and permanent redirects only add aliases: an article keeps its identity. A new one that is another's
    already is dropped; a known one whose address now is another's keeps its history and is settled.
    """
    for alias in _aliases(row, answer):
        owner = desk.catalog.claim_address(AddressRow(url=alias, article=row.key, host=row.host))
        if owner.article != row.key and row.is_new:
            return _drop_alias(row, owner.article, desk=desk)
    target = answer.permanent_url or row.address
    if not row.is_new and _is_anothers(row, target, desk=desk):
        return _settle_into_another(row, target, desk=desk)
    there = row if target == row.address else replace(row, address=target, validators=None)
    there = replace(there, hops=0)
    # After several hops between hosts it is first here that the article was read again.
    has_moved = row.hops > 1 or _place(target) != _place(row.address)
    if row.is_new or not has_moved:
        return there
    return record_event(there, _move(target), desk=desk)


def _drop_alias(row: ArticleRow, owner: ArticleKey, *, desk: Desk) -> Outcome:
    desk.catalog.update_article(replace(row, due=None, state=State.ALIAS, last_outcome=f"alias of {owner}"))
    return Outcome.ALIAS


def _settle_into_another(row: ArticleRow, target: str, *, desk: Desk) -> Outcome:
    """Two articles have met at one address: both histories stay, and only one is watched from now on."""
    if _place(target) != _place(row.address):
        row = record_event(replace(row, address=target, validators=None), _move(target), desk=desk)
    settled = replace(row, due=None, state=State.SETTLED, second_look=None, last_outcome=Outcome.SETTLED.value)
    record_event(settled, EventDraft(kind=EventKind.SETTLED, detail=MET), desk=desk)
    return Outcome.SETTLED


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
    """A redirect to another host: taken up there where it is for good or the article is new, else not believed.

    The first of several such redirects in a row is told as a move; where they end, what follows is told when the
    article is read again, and where they do not end, they are a failure.
    """
    alias = _canonical(answer.url)
    if alias is None or not (answer.permanent or row.is_new):
        return record(row, answer, desk=desk).outcome
    if row.hops >= MOST_HOPS:
        return record(replace(row, hops=1), Failed(reason="redirects"), desk=desk).outcome
    if _is_anothers(row, alias, desk=desk):
        if not row.is_new:
            return _settle_into_another(row, answer.url, desk=desk)
        owner = desk.catalog.address(alias)
        return _drop_alias(row, owner.article, desk=desk) if owner else Outcome.ALIAS
    there = replace(row, address=answer.url, hops=row.hops + 1)
    if not row.is_new and row.hops == 0:
        there = record_event(there, _move(answer.url), desk=desk)
    return _rehome(there, desk=desk)


def _move_on(row: ArticleRow, *, desk: Desk) -> Outcome:
    """Complete a move to another host that was told already, and cut short then."""
    if not row.is_new and _is_anothers(row, row.address, desk=desk):
        return _settle_into_another(row, row.address, desk=desk)
    return _rehome(row, desk=desk)


def _rehome(row: ArticleRow, *, desk: Desk) -> Outcome:
    """Hand a row over to the lane of its address's host, due now; its addresses go first, so that it can be found."""
    now = desk.clock.now()
    host = host_of(row.address)
    there = replace(row, host=host, validators=None, due=now, revision=0)
    desk.catalog.rehome_addresses(row.key, host=host)
    with expected(host, now, catalog=desk.catalog):
        desk.catalog.move_article(there, from_host=row.host)
    alias = _canonical(row.address)
    if alias is not None:
        desk.catalog.claim_address(AddressRow(url=alias, article=row.key, host=host))
    return Outcome.MOVED
