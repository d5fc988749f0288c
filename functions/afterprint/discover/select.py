"""Choosing what to take up from a reading of a feed or sitemap. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import unquote

from afterprint.errors import BadURL
from afterprint.model import FeedEntry, SitemapEntry, Source
from afterprint.web.address import canonical_url, resolve_url


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An article that a source names: its canonical address, the address to fetch it at, and what was said of it."""

    url: str
    address: str
    title: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What to take up, in the order of the reading, and what was passed over, counted by reason:
    `bad_address`, `excluded`, `not_included`, `too_old`, `undated`, `repeated`."""

    taken: tuple[Candidate, ...] = ()
    passed_over: Counter[str] = field(default_factory=Counter)


def select(
    entries: Iterable[FeedEntry | SitemapEntry], *, source: Source, first_read_at: datetime, base_url: str
) -> Selection:
    """The articles to watch among `entries`, read from `base_url`.

    Nothing dated more than `lookback_days` before the first reading is ever taken up. A feed's undated entries are,
    since feeds are short and new; a sitemap's are not, since sitemaps may hold a paper's whole past. A date in the
    future counts as now: it is taken.
    """
    oldest = first_read_at - timedelta(days=source.lookback_days)
    passed_over: Counter[str] = Counter()
    taken: dict[str, Candidate] = {}
    for entry in entries:
        candidate = _candidate(entry, base_url)
        reason = "bad_address" if candidate is None else _objection(entry, candidate, source=source, oldest=oldest)
        if candidate is None or reason:
            passed_over[reason] += 1
        elif candidate.url in taken:
            passed_over["repeated"] += 1
        else:
            taken[candidate.url] = candidate
    return Selection(taken=tuple(taken.values()), passed_over=passed_over)


def _candidate(entry: FeedEntry | SitemapEntry, base_url: str) -> Candidate | None:
    for link in _links(entry):
        try:
            address = resolve_url(link.strip(), base_url)
            return Candidate(url=canonical_url(address), address=address, title=entry.title, published=entry.published)
        except BadURL:
            continue
    return None


def _links(entry: FeedEntry | SitemapEntry) -> list[str]:
    """The link; failing that an id that is an address."""
    if isinstance(entry, SitemapEntry):
        return [entry.loc]
    named = entry.id if entry.id and entry.id.startswith(("http://", "https://")) else None
    return [link for link in (entry.link, named) if link]


def _objection(entry: FeedEntry | SitemapEntry, candidate: Candidate, *, source: Source, oldest: datetime) -> str:
    path = _path(candidate.address)
    if source.include and not _any_matches(source.include, path):
        return "not_included"
    if _any_matches(source.exclude, path):
        return "excluded"
    dated = _dated(entry)
    if dated is None:
        return "undated" if isinstance(entry, SitemapEntry) else ""
    return "too_old" if dated < oldest else ""


def _dated(entry: FeedEntry | SitemapEntry) -> datetime | None:
    if isinstance(entry, SitemapEntry):
        return entry.published or entry.modified
    return entry.published or entry.updated


def _path(address: str) -> str:
    """The path of an absolute address, without query and fragment."""
    return "/" + address.partition("://")[2].partition("?")[0].partition("#")[0].partition("/")[2]


def _any_matches(patterns: tuple[str, ...], path: str) -> bool:
    """Whether an expression is found in the path as addresses write it, or as people do (`%C3%B8` as `ø`)."""
    spellings = {path, unquote(path)}
    return any(matches(spelling) for matches in _matchers(patterns) for spelling in spellings)


@lru_cache(maxsize=256)
def _matchers(patterns: tuple[str, ...]) -> tuple[Callable[[str], bool], ...]:
    """The watchlist's expressions, on an engine that takes linear time whatever is written and whatever is matched."""
    import re2

    def matcher(pattern: str) -> Callable[[str], bool]:
        compiled = re2.compile(pattern)
        return lambda path: compiled.search(path) is not None

    return tuple(matcher(pattern) for pattern in patterns)
