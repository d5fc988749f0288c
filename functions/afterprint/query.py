"""The search language: one line of text to a matcher. Pure; saved searches, subscriptions and the API all use it.

    query   = group *( space group )         all groups must hold
    group   = term *( "OR" term )            one of the terms must hold
    term    = [ "-" ] ( word | phrase | field )
    phrase  = '"' words '"'
    field   = "source:" id                   the source's id
            | "kind:" kind                   an edit's or event's kind: number, quote, gone … ("-" for "_" will do)
            | "headline:" ( word | phrase )  in the new or the old headline only
            | "disclosure:" ( "silent" | "declared" | "unknown" )
            | "after:" date                  seen on that day (month, year) or later, in UTC
            | "before:" date                 seen earlier than that day (month, year), in UTC
    date    = YYYY [ "-" MM [ "-" DD ] ]

OR binds closer than standing side by side: `"climate change" OR emissions source:north-herald` finds either of the
two in that one source. A minus turns the one term behind it round. There are no parentheses.

Words match whole words, in headlines and texts, without regard to case (Unicode's full case folding) and to the accents
of Latin, Greek and Cyrillic letters (U+0300–036F): `cafe` finds Café, and `Café` cafe; the signs of other scripts tell
words apart and count. A word is a run of letters, marks, digits and underscores, so that `live-streaming` is the phrase
of its two parts; of scripts that are written without spaces each character is a word, so that any passage is found. A
phrase stands within one text.

A query that was read can be written down again (`str`), in its plainest form; reading that gives the same query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any

from afterprint.errors import BadQuery
from afterprint.model import Disclosure, EditKind, EventKind

MAX_CHARACTERS = 1000

FIELDS = ("source", "kind", "headline", "disclosure", "after", "before")
KINDS = tuple(dict.fromkeys([*(kind.value for kind in EditKind), *(kind.value for kind in EventKind)]))
DISCLOSURES = tuple(disclosure.value for disclosure in Disclosure)

_ELSEWHERE_KNOWN = {
    "AND": "leave it out: what stands side by side must all be found",
    "NOT": "put a minus right before the word that must not be there",
}
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})

_TERM = re.compile(
    r"""
    (?P<minus>-?)
    (?:(?P<field>[A-Za-z_]+):)?
    (?:"(?P<phrase>[^"]*)(?P<end>"?)     # its end is missing where the query ends first
      |(?P<word>[^\s"]*))
    """,
    re.VERBOSE,
)
_ID = re.compile(r"[a-z0-9-]{1,40}")
_ACCENTS = re.compile("[\u0300-\u036f]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a query is asked about: a change or event. `kinds` are values of EditKind and EventKind; `texts` the
    passages that may be searched, one a paragraph; `seen_at` is aware."""

    source: str
    kinds: tuple[str, ...] = ()
    headline: str = ""
    old_headline: str | None = None
    texts: tuple[str, ...] = ()
    disclosure: Disclosure | None = None
    seen_at: datetime | None = None

    @cached_property
    def headline_words(self) -> str:
        return _all_words((self.headline, self.old_headline or ""))

    @cached_property
    def words(self) -> str:
        return f"{self.headline_words}\n{_all_words(self.texts)}"


@dataclass(frozen=True)
class Term:
    """One condition: what the field `field` ("" for words anywhere) must say, or with `negated` must not."""

    field: str
    value: str
    negated: bool = False

    def holds(self, subject: Subject) -> bool:
        return _HOLDS[self.field](self.value, subject) != self.negated

    def __str__(self) -> str:
        value = self.value.partition("T")[0] if self.field in ("after", "before") else self.value
        quoted = f'"{value}"' if " " in value else value
        return f"{'-' * self.negated}{self.field}{':' * bool(self.field)}{quoted}"


@dataclass(frozen=True)
class Query:
    """A query that was read: all of `groups` must hold, of each group one term."""

    text: str
    groups: tuple[tuple[Term, ...], ...]

    def matches(self, subject: Subject) -> bool:
        """Whether the query finds this."""
        return all(any(term.holds(subject) for term in group) for group in self.groups)

    def __str__(self) -> str:
        return " ".join(" OR ".join(map(str, group)) for group in self.groups)


def parse(query: str) -> Query:
    """The query that the text says. Raises BadQuery, which names the place and what would be right."""
    if len(query) > MAX_CHARACTERS:
        raise BadQuery(query[:40] + "…", f"it has {len(query):,} characters; write at most {MAX_CHARACTERS:,}")
    groups: list[list[Term]] = []
    joins = ""  # the place of an OR that waits for its right side
    for place, token in _tokens(query):
        if token.group() == "OR":
            if joins or not groups:
                raise BadQuery(query, f"OR at {place} has nothing on its left; write a word on either side of it")
            joins = place
            continue
        term = _term(query, token, place=place)
        if joins:
            groups[-1].append(term)
        else:
            groups.append([term])
        joins = ""
    if joins:
        raise BadQuery(query, f"OR at {joins} has nothing on its right; write a word on either side of it")
    if not groups:
        raise BadQuery(query, "it is empty; write at least one word")
    return Query(query, tuple(tuple(group) for group in groups))


def _tokens(query: str) -> list[tuple[str, re.Match[str]]]:
    """The terms and ORs of a query, with their places in words."""
    found: list[tuple[str, re.Match[str]]] = []
    plain = query.translate(_QUOTES)
    at = 0
    while at < len(plain):
        if plain[at].isspace():
            at += 1
            continue
        token = _TERM.match(plain, at)
        if token is None or token.end() == at:  # cannot be: some alternative takes any character
            raise BadQuery(query, f"character {at + 1} cannot be read; leave it out")
        found.append((f"character {at + 1}", token))
        at = token.end()
    return found


def _term(query: str, token: re.Match[str], *, place: str) -> Term:
    negated, field, phrase = bool(token["minus"]), (token["field"] or "").lower(), token["phrase"]
    value = token["word"] if phrase is None else phrase
    if phrase is not None and not token["end"]:
        raise BadQuery(query, f'the quotation mark at {place} is never closed; write a second " behind the phrase')
    if not field and phrase is None:
        _refuse_foreign_syntax(query, value, place=place)
    if field and field not in FIELDS:
        hint = _nearest(field, FIELDS) or f"the fields are {', '.join(f'{name}:' for name in FIELDS)}"
        raise BadQuery(query, f"{field}: at {place} is no field; {hint}, or put it in quotation marks as words")
    if field and not value.strip():
        raise BadQuery(query, f"{field}: at {place} says nothing; write its value right behind the colon")
    return Term(field, _READ[field](query, value, place), negated)


def _refuse_foreign_syntax(query: str, word: str, *, place: str) -> None:
    if word in _ELSEWHERE_KNOWN:
        raise BadQuery(query, f"{word} at {place} is no operator here; {_ELSEWHERE_KNOWN[word]}")
    if not word:
        raise BadQuery(query, f"the minus at {place} stands alone; write it right before a word")
    if word.startswith("(") or (word.endswith(")") and "(" not in word):
        raise BadQuery(
            query, f"there are no parentheses ({place}); leave them out: OR joins just the terms on its two sides"
        )


# ── values ───────────────────────────────────────────────────────────────────────────────────────────


def _read_words(query: str, value: str, place: str) -> str:
    words = words_of(value)
    if not words:
        raise BadQuery(query, f"{value!r} at {place} holds no word; write letters or digits")
    return " ".join(words)


def _read_source(query: str, value: str, place: str) -> str:
    source = value.strip().lower()
    if not _ID.fullmatch(source):
        raise BadQuery(query, f"{value!r} at {place} is no source's id; ids are made of a-z, 0-9 and -")
    return source


def _choice(name: str, choices: Sequence[str]) -> Callable[[str, str, str], str]:
    def read(query: str, value: str, place: str) -> str:
        chosen = value.strip().lower().replace("-", "_")
        if chosen not in choices:
            hint = _nearest(chosen, choices) or f"write one of {', '.join(choices)}"
            raise BadQuery(query, f"{value!r} at {place} is no {name}; {hint}")
        return chosen

    return read


def _read_date(query: str, value: str, place: str) -> str:
    match = _DATE.fullmatch(value.strip())
    try:
        if match is None:
            raise ValueError(value)
        day = datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1), tzinfo=UTC)
    except ValueError as error:
        why = f"{value!r} at {place} is no date; write a day as 2026-11-24, a month as 2026-11 or a year as 2026"
        raise BadQuery(query, why) from error
    return day.isoformat()


_READ: dict[str, Callable[[str, str, str], str]] = {
    "": _read_words,
    "headline": _read_words,
    "source": _read_source,
    "kind": _choice("kind", KINDS),
    "disclosure": _choice("disclosure", DISCLOSURES),
    "after": _read_date,
    "before": _read_date,
}

_HOLDS: dict[str, Callable[[str, Subject], bool]] = {
    "": lambda value, subject: f" {value} " in subject.words,
    "headline": lambda value, subject: f" {value} " in subject.headline_words,
    "source": lambda value, subject: subject.source == value,
    "kind": lambda value, subject: value in subject.kinds,
    "disclosure": lambda value, subject: subject.disclosure is not None and subject.disclosure == value,
    "after": lambda value, subject: subject.seen_at is not None and subject.seen_at >= datetime.fromisoformat(value),
    "before": lambda value, subject: subject.seen_at is not None and subject.seen_at < datetime.fromisoformat(value),
}


def _nearest(word: str, choices: Sequence[str]) -> str:
    from rapidfuzz import process

    found = process.extractOne(word, choices, score_cutoff=70)
    return f"did you mean {found[0]}?" if found else ""


# ── words ────────────────────────────────────────────────────────────────────────────────────────────


def words_of(text: str) -> list[str]:
    """The words of a text, in the form in which they are compared."""
    runs, unspaced = _word_patterns()
    found: list[str] = runs.findall(unspaced.sub(r" \1 ", _folded(text)))
    return found


def _folded(text: str) -> str:
    """A text without what does not tell words apart: case, and the accents of alphabets that can do without."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", apart))
    return plain.encode("utf-8", "replace").decode()


def _all_words(texts: Sequence[str]) -> str:
    """The words of each text between spaces, a text a line, so that a phrase is found by looking for ` a b `."""
    return "\n".join(f" {' '.join(words_of(text))} " for text in texts)


@lru_cache(maxsize=1)
def _word_patterns() -> tuple[Any, Any]:
    import re2  # knows marks and scripts, which `re` does not

    unspaced = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
    return re2.compile(r"[\p{L}\p{M}\p{N}_]+"), re2.compile(f"([{unspaced}])")
