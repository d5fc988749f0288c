"""What speaks against believing a reading at first sight, and how often it must be seen before it is believed.

Pages lie for a while: a body is cut, a wall lets the first paragraphs through, a cache serves yesterday's text, half of
the readers get another headline. Each of these looks like an edit once; few of them look the same again and again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from afterprint.model import ArticleText
from afterprint.outcomes import Read, Unreadable
from afterprint.record.normal_form import digest_of, folded, normal_form, same_text
from afterprint.rows import ArticleRow, Doubt

FEW_CHARACTERS = 400
"""What a page says in a sentence or two."""

NOTHING_LEFT = "nothing_left"

TWICE = 2
RETURNED = 3
LASTING = 7
"""So many looks in a row show the same one of two alternating readings before it is taken to be there for good."""

RETURNED_LASTS = timedelta(hours=2)
"""A text of before must outlast the caches that still hold it."""

EVIDENCE = 6
"""So many looks make a new headline: those that saw the old one without a break, and those that saw the new one."""

FEWEST_HEADS = 3
RETURNED_HEADS = 6
HEADS_LAST = timedelta(hours=3)
HEADS_LAST_AT_LEAST = timedelta(hours=2)
"""A new headline that nothing else speaks for must outlast a cache's copy of one, the less long the longer the old one
stood alone (half of that is taken off); one that returns needs more looks too."""

LONG_ENOUGH = timedelta(hours=24)
"""How long a page must show nothing but an article's beginning before that is all there is."""

_SHINGLE = 5  # characters
_SHORT = 8  # hex digits: enough to know one of eight texts again
_WORD = re.compile(r"\w{3,}")
_RETRACTION = re.compile(
    r"retract|withdr[ae]w|correction|corrected|clarification|editor[’']?s['’]? note|apolog|erratum"
    r"|legal reasons|zurückgezogen|berichtigung|rétract|rectificati",
    re.IGNORECASE,
)


class Objection(NamedTuple):
    """Why a reading is doubted, by what it is known again, and how often and for how long it must be seen in a row."""

    doubt: Doubt
    digest: str
    times: int
    lasting: timedelta = timedelta()


def objection(row: ArticleRow, latest: ArticleText, answer: Read, *, digest: str) -> Objection | None:
    """What speaks against a reading that differs from the `latest` version; None where it is an ordinary edit."""
    new = answer.text
    if only_beginning(latest, new) or (_has_shrunk(latest, new) and _shows_beginnings(row)):
        return Objection(Doubt.BEGINNING, digest, TWICE, LONG_ENOUGH)
    if _has_shrunk(latest, new):
        return Objection(Doubt.SHRUNK, digest, TWICE)
    if _is_dated_earlier(latest, new) or _is_served_as_older(row, answer):
        return Objection(Doubt.RETURNED, digest, RETURNED, RETURNED_LASTS)
    if not _is_dated_anew(latest, new):
        if only_head_differs(latest, new) and (digest in row.digests or _may_be_on_trial(latest, new)):
            return _objection_to_head(row, head_digest(new.headline), returns=digest in row.digests)
        if digest in row.digests or _is_body_of_before(row, new):
            return Objection(Doubt.RETURNED, digest, RETURNED, RETURNED_LASTS)
    return None if answer.is_whole else Objection(Doubt.CUT, digest, TWICE)


def _shows_beginnings(row: ArticleRow) -> bool:
    """Whether the page showed an article's beginning alone just now: a meter shows that of an edited one too."""
    return row.second_look is not None and row.second_look.doubt is Doubt.BEGINNING


def _may_be_on_trial(old: ArticleText, new: ArticleText) -> bool:
    """Whether another headline over the same text may be one that is tried on half of the readers.

    An undated page whose headline keeps half of its words was edited.
    """
    return new.modified is not None or not _shared_words(old.headline, new.headline)


def _objection_to_head(row: ArticleRow, head: str, *, returns: bool) -> Objection:
    if returns:
        return Objection(Doubt.HEADLINE, head, RETURNED_HEADS, HEADS_LAST)
    lasting = HEADS_LAST
    if row.changed_at is not None and row.confirmed_at is not None and not row.alternating:
        lasting = max(HEADS_LAST - (row.confirmed_at - row.changed_at) / 2, HEADS_LAST_AT_LEAST)
    return Objection(Doubt.HEADLINE, head, max(FEWEST_HEADS, EVIDENCE - row.steady), lasting)


def _is_body_of_before(row: ArticleRow, text: ArticleText) -> bool:
    """Whether a text has the body of an earlier version that the latest has not, be its headline what it may."""
    body = body_digest(text)
    return body in row.bodies[:-1] and body != row.bodies[-1]


def body_digest(text: ArticleText) -> str:
    """By which an earlier text is known again under another headline."""
    return digest_of(normal_form(replace(text, headline="", standfirst="")))[:_SHORT]


def head_digest(headline: str) -> str:
    """By which a headline is known again, told from the digests of whole texts by its first letter."""
    return "h" + digest_of(folded(headline))


def heads_kept(alternating: tuple[str, ...], headline: str) -> tuple[str, ...]:
    """What stays known of alternation in a new version: a test of headlines goes on whatever is edited below them."""
    heads = tuple(digest for digest in alternating if digest.startswith("h"))
    return heads if head_digest(headline) in heads else ()


def only_head_differs(old: ArticleText, new: ArticleText) -> bool:
    """Whether two readings agree in all but their headline, and a standfirst that goes with it."""
    if folded(old.headline) == folded(new.headline):
        return False
    one = ArticleText(blocks=old.blocks, byline=old.byline)
    return same_text(one, ArticleText(blocks=new.blocks, byline=new.byline))


def only_beginning(old: ArticleText, new: ArticleText) -> bool:
    """Whether a page shows an article's first paragraphs, and a plea or nothing: so does a meter, or a paywall.

    Its last paragraph may break off. An editor who cuts an article dates that, or cuts less, or puts something in its
    place.
    """
    before, after = [*map(folded, old.paragraphs)], [*map(folded, new.paragraphs)]
    kept = _common_beginning(before, after)
    rest = after[kept:]
    breaks_off = bool(rest) and kept < len(before) and _breaks_off(rest[0], before[kept])
    if breaks_off:
        rest = rest[1:]
    elif not kept:
        return False
    left_out, whole = sum(map(len, before[kept:])), sum(map(len, before))
    if not rest:
        has_lost_much = len(before) - kept > 1 and left_out * 4 > whole
        return has_lost_much and not _is_dated_anew(old, new) and (breaks_off or new.modified is not None)
    if left_out * 2 <= whole or sum(map(len, rest)) > FEW_CHARACTERS or any(map(_RETRACTION.search, rest)):
        return False
    return not any(_stems_from(text, before[kept:]) for text in rest)


def _common_beginning(before: Sequence[str], after: Sequence[str]) -> int:
    """How many paragraphs at the start of two texts are the same."""
    kept = 0
    while kept < min(len(before), len(after)) and before[kept] == after[kept]:
        kept += 1
    return kept


def _breaks_off(text: str, whole: str) -> bool:
    """Whether `text` is a paragraph's start, with or without an ellipsis."""
    start = text.rstrip("…. ")
    return len(_WORD.findall(start)) > 1 and len(text) < len(whole) and whole.startswith(start)


def nothing_left(old: ArticleText, new: ArticleText) -> bool:
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


def bears_only_name(text: ArticleText, name: str) -> bool:
    """Whether a sentence or two stand under a publication's own name: a wall, or a page before the page."""
    written = "".join(_WORD.findall(text.headline.casefold()))
    if not written or written != "".join(_WORD.findall(name.casefold())):
        return False
    return not text.byline and sum(map(len, text.paragraphs)) <= FEW_CHARACTERS


class Vanishing(NamedTuple):
    """How often, and for how long, a page without an article must be seen until the article is gone."""

    times: int
    lasting: timedelta


SAID = Vanishing(3, timedelta(hours=1))
SUPPOSED = Vanishing(4, timedelta(hours=6))
_SAYS_SO = frozenset({"soft_404", "redirect_to_front_page", "redirect_to_error_page", "front_page"})
_SILENT = frozenset({NOTHING_LEFT, "no_text", "listing"})


def vanishing(answer: Unreadable) -> Vanishing | None:
    """When a page without the article means that it is gone, as a 404 would; None for walls and troubles.

    A page that says "not found", or the front page in its place, says so; one that says something else instead of the
    article may be a wall that no rule knows, so it must last.
    """
    if answer.rule in _SAYS_SO:
        return SAID
    return SUPPOSED if answer.rule in _SILENT else None


def is_over(since: datetime, now: datetime, *, seen: int, limit: Vanishing | Objection) -> bool:
    """Whether something was seen often enough, for long enough."""
    return seen >= limit.times and now - since >= limit.lasting


def _is_dated_anew(old: ArticleText, new: ArticleText) -> bool:
    """Whether a page says that it was changed since."""
    return new.modified is not None and (old.modified is None or new.modified > old.modified)


def _is_dated_earlier(old: ArticleText, new: ArticleText) -> bool:
    """Whether a page dates itself before the version that is known already: then it is an old copy."""
    return None not in (old.modified, new.modified) and new.modified < old.modified  # type: ignore[operator]


def _is_served_as_older(row: ArticleRow, answer: Read) -> bool:
    """Whether the Last-Modified of a page (RFC 9110 §8.8.2) lies before that of the version that is known already."""
    known, said = row.validators, answer.validators
    before, after = (_http_date(each.last_modified if each else None) for each in (known, said))
    return before is not None and after is not None and after < before


def _http_date(written: str | None) -> datetime | None:
    try:
        read = parsedate_to_datetime(written) if written else None
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if read and read.tzinfo is None else read


def _stems_from(text: str, earlier: Sequence[str]) -> bool:
    """Whether a paragraph is one of `earlier`, or one of them edited: half of its shingles are theirs."""
    shingles = _shingles(text)
    theirs = set().union(*map(_shingles, earlier))
    return len(shingles & theirs) * 2 > len(shingles)


def _shingles(text: str) -> set[str]:
    return {text[place : place + _SHINGLE] for place in range(max(1, len(text) - _SHINGLE + 1))}


def _has_shrunk(old: ArticleText, new: ArticleText) -> bool:
    return _characters(new) * 2 < _characters(old) or (bool(old.headline) and not new.headline)


def _characters(text: ArticleText) -> int:
    return sum(map(len, text.paragraphs))


def _shared_words(old: str, new: str) -> bool:
    """Whether two headlines may be of one article: half of the words of the shorter one are in the other."""
    one, other = set(_WORD.findall(old.lower())), set(_WORD.findall(new.lower()))
    return len(one & other) * 2 >= min(len(one), len(other)) > 0
