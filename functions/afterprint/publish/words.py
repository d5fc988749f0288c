"""Everything the site says in words that depend on a value: times, lengths of time, counts, kinds, standing.

Times come in aware and go out in UTC, with English month names whatever the process's locale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from unicodedata import bidirectional

from afterprint.model import Counts, Disclosure, EditKind, Event, EventKind, SetAside

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

KIND_WORDS: dict[EditKind, str] = {kind: kind.value.replace("_", " ") for kind in EditKind} | {
    EditKind.INSERTED: "added",
    EditKind.DELETED: "removed",
    EditKind.TYPO: "spelling",
    EditKind.WHITESPACE: "spacing",
}

BADGES: dict[Disclosure, str] = {
    Disclosure.SILENT: "silent edit",
    Disclosure.DECLARED: "declared",
    Disclosure.UNKNOWN: "disclosure unknown",
}

DISCLOSED: dict[Disclosure, str] = {
    Disclosure.SILENT: "The page’s own date stood still and no note was added.",
    Disclosure.DECLARED: "The page’s own date moved; no note was added.",
    Disclosure.UNKNOWN: "The page declares no date of change, or the edit is too slight to call it silent.",
}

NOTED = "A note of the correction was added."
"""Said of a declared edit that came with a note, instead of DISCLOSED."""

EVENT_WORDS: dict[EventKind, str] = {
    EventKind.GONE: "Gone from its address",
    EventKind.BACK: "Back at its address",
    EventKind.MOVED: "Moved to another address",
    EventKind.ALTERNATING: "Alternates between readings",
    EventKind.SETTLED: "No longer checked",
    EventKind.RESUMED: "Watched again",
    EventKind.WITHDRAWN: "Withdrawn from this archive",
    EventKind.PARTLY_WITHDRAWN: "Partly withdrawn from this archive",
}

EVENT_BADGES: dict[EventKind, str] = {kind: kind.value for kind in EventKind} | {
    EventKind.SETTLED: "no longer checked",
    EventKind.RESUMED: "watched again",
    EventKind.PARTLY_WITHDRAWN: "partly withdrawn",
}

NO_HEADLINE = "Without a headline"

BEFORE_WITHDRAWN = "The version before was withdrawn."
"""Said of a change that had nothing to be compared with."""

Phrase = tuple[tuple[str, datetime | None], ...]
"""Words of which some stand for a time: (text, the time that it names or None)."""


# ── times ────────────────────────────────────────────────────────────────────────────────────────────


def iso(when: datetime) -> str:
    """RFC 3339, in UTC with a `Z`; fractions of a second only where there are any."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(when: datetime) -> str:
    """`3 September 2018`."""
    when = when.astimezone(UTC)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def clock(when: datetime) -> str:
    """`09:05`."""
    return when.astimezone(UTC).strftime("%H:%M")


def moment(when: datetime) -> str:
    """`3 September 2018, 09:05 UTC`."""
    return f"{day(when)}, {clock(when)} UTC"


def month_name(month: str) -> str:
    """`November 2026` for `2026-11`."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def month_of(when: datetime) -> str:
    """`2026-11`: the month that a time falls in."""
    return when.astimezone(UTC).strftime("%Y-%m")


def window(start: datetime | None, end: datetime) -> Phrase:
    """When an edit happened: after `start` (None where that is not known) and not later than `end`."""
    end = end.astimezone(UTC)
    if start is None:
        return (("before ", None), (moment(end), end))
    start = start.astimezone(UTC)
    if start.date() != end.date():
        between = (f"{day(start)}, {clock(start)}", f"{day(end)}, {clock(end)}")
        return (("between ", None), (between[0], start), (" and ", None), (between[1], end), (" UTC", None))
    form = "%H:%M:%S" if clock(start) == clock(end) else "%H:%M"
    hours = (start.strftime(form), end.strftime(form))
    return (("between ", None), (hours[0], start), (" and ", None), (hours[1], end), (f", {day(end)} UTC", None))


def plain(phrase: Phrase) -> str:
    """A phrase as text alone."""
    return "".join(text for text, _ in phrase)


# ── lengths of time and counts ───────────────────────────────────────────────────────────────────────


def count(number: int, noun: str) -> str:
    """`1 paragraph`, `6 paragraphs`, `1,200 words`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def length(time: timedelta) -> str:
    """A length of time as one would say it: `less than a minute`, `4 minutes`, `about 9 hours`, `2 days`."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 50:
        return count(minutes, "minute")
    hours = round(minutes / 60)
    if hours < 24:
        return f"about {count(max(hours, 1), 'hour')}"
    days = round(minutes / (24 * 60))
    if days < 45:
        return count(max(days, 1), "day")
    if days < 365:
        return f"about {count(round(days / 30.44), 'month')}"
    return f"about {count(round(days / 365.25), 'year')}"


def later(start: datetime, end: datetime) -> str:
    """`about 9 hours later`."""
    return f"{length(end - start)} later"


def changed_times(number: int) -> str:
    """`changed 1 time`; `never changed` for 0."""
    return f"changed {count(number, 'time')}" if number else "never changed"


# ── what happened ────────────────────────────────────────────────────────────────────────────────────


def counted(kinds: Iterable[EditKind], counts: Counts) -> str:
    """A summary in words that quotes nothing: what was touched, and how many paragraphs."""
    named = set(kinds)
    parts = [f"{kind.value.capitalize()} changed" for kind in _PARTS if kind in named]
    done = ((counts.changed, "reworded"), (counts.added, "added"), (counts.removed, "removed"), (counts.moved, "moved"))
    body = [f"{count(number, 'paragraph')} {what}" for number, what in done if number]
    sentences = [". ".join(parts), ", ".join(body)]
    if EditKind.CORRECTION_NOTE in named:
        sentences.append("A correction note added")
    return "".join(f"{sentence}. " for sentence in sentences if sentence).strip()


_PARTS = (EditKind.HEADLINE, EditKind.STANDFIRST, EditKind.BYLINE)


def what_changed(kinds: Sequence[EditKind]) -> str:
    """The kinds of an edit as a title names them: `headline, number and date`, `headline, number and 4 more`."""
    if not kinds:
        return "edited"
    names = [KIND_WORDS[kind] for kind in kinds]
    shown = names if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


NAMED = 3
"""So many kinds of edit are named in a title at most."""


def is_leftward(text: str) -> bool:
    """Whether `text` is written from right to left, as its first character with a direction says (UAX #9, P2)."""
    directions = (bidirectional(character) for character in text)
    return next((way != "L" for way in directions if way in ("L", "R", "AL")), False)


def event_words(event: Event) -> str:
    """An event in one sentence: `Gone from its address (404, twice).`"""
    words = EVENT_WORDS[event.kind]
    if event.kind is EventKind.ALTERNATING and event.versions:
        words = f"{words}: versions {' and '.join(str(number) for number in event.versions)}"
    if event.kind is EventKind.PARTLY_WITHDRAWN:
        numbers = [str(number) for number in event.versions]
        words = (
            f"{words}: {'version' if len(numbers) == 1 else 'versions'} {' and '.join(numbers)}" if numbers else words
        )
    if event.kind is EventKind.MOVED and event.to_url:
        words = f"{words}: {event.to_url}"
    return f"{words} ({event.detail})." if event.detail else f"{words}."


def standing(last: tuple[EventKind, datetime] | None, watched_until: datetime | None) -> Phrase:
    """Whether an article is still watched, from the last event that says so (and when) and its end date, if known."""
    if last is None or last[0] is EventKind.BACK:
        return (("Watched until ", None), (day(watched_until), watched_until)) if watched_until else ()
    kind, when = last
    if kind is EventKind.SETTLED:
        return (("No longer checked since ", None), (day(when), when))
    if kind is EventKind.GONE:
        return (("Gone from its address since ", None), (day(when), when), ("; no longer checked for changes", None))
    if kind is EventKind.WITHDRAWN:
        return (("Withdrawn on ", None), (day(when), when), ("; no longer checked", None))
    return (("Watched again since ", None), (day(when), when))


STANDING = frozenset({EventKind.SETTLED, EventKind.GONE, EventKind.BACK, EventKind.RESUMED, EventKind.WITHDRAWN})
"""The events that change whether an article is watched."""


def set_aside(paragraphs: Sequence[SetAside]) -> str:
    """How much of a comparison was left out as the site's furniture; "" where nothing was. Quotes nothing."""
    if not paragraphs:
        return ""
    fewest = min(each.articles for each in paragraphs)
    one = len(paragraphs) == 1
    count = "One paragraph" if one else f"{len(paragraphs)} paragraphs"
    return f"{count} that {fewest} or more other articles of the site had too {'was' if one else 'were'} set aside."
