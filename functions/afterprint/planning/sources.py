"""Two watchlists compared, or a watchlist with what a catalog follows: sources added, dropped, changed by setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from afterprint.model import Source, Watchlist
from afterprint.ports import Catalog
from afterprint.rows import ListKind, ListRow


@dataclass(frozen=True)
class Setting:
    """A setting, and what it was and will be."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class SourcePlan:
    """What becomes of a source: `added`, `dropped`, `returning` or `changed`, then with its settings."""

    source: str
    action: str
    settings: tuple[Setting, ...] = ()


def compare_watchlists(before: Watchlist, after: Watchlist) -> list[SourcePlan]:
    """The sources that differ, in order of their ids, and under the id "" what is set for all of them."""
    plans = [_plan(id_, before.source(id_), after.source(id_)) for id_ in _ids(before, after)]
    general = tuple(_settings(before, after, passing=("sources",)))
    return [*([SourcePlan("", "changed", general)] if general else []), *(plan for plan in plans if plan)]


def _ids(*watchlists: Watchlist) -> list[str]:
    return sorted({source.id for watchlist in watchlists for source in watchlist.sources})


def _plan(id_: str, before: Source | None, after: Source | None) -> SourcePlan | None:
    if before is None:
        return SourcePlan(id_, "added")
    if after is None:
        return SourcePlan(id_, "dropped")
    settings = tuple(_settings(before, after))
    return SourcePlan(id_, "changed", settings) if settings else None


def _settings(before: Any, after: Any, *, passing: tuple[str, ...] = ()) -> Iterator[Setting]:
    for each in fields(before):
        was, is_now = getattr(before, each.name), getattr(after, each.name)
        if was != is_now and each.name not in passing:
            yield Setting(each.name, was, is_now)


def compare_catalog(catalog: Catalog, after: Watchlist) -> list[SourcePlan]:
    """The sources that a catalog does not follow as the watchlist will have it.

    A catalog knows which sources it followed, and their feeds and sitemaps; of the other settings it knows nothing.
    """
    rows = list(catalog.lists())
    markers = {row.source: row for row in rows if row.kind is ListKind.PAGES}
    plans = []
    for id_ in sorted({*markers, *(source.id for source in after.sources)}):
        source, marker = after.source(id_), markers.get(id_)
        is_followed = marker is not None and marker.last_outcome != "dropped"
        if source is None:
            plans += [SourcePlan(id_, "dropped")] if is_followed else []
        elif marker is None:
            plans.append(SourcePlan(id_, "added"))
        else:
            settings = tuple(_lists_of(source, [row for row in rows if row.source == id_ and row.due is not None]))
            action = "changed" if is_followed else "returning"
            plans += [SourcePlan(id_, action, settings)] if settings or not is_followed else []
    return plans


def _lists_of(source: Source, rows: Iterable[ListRow]) -> Iterator[Setting]:
    """The feeds and sitemaps that will be read and are not, or the other way round."""
    own = [row for row in rows if not row.parent]  # what a sitemap index named comes and goes with it
    for name, kind, wanted in (
        ("feeds", ListKind.FEED, source.feeds),
        ("sitemaps", ListKind.SITEMAP, source.sitemaps),
    ):
        read = {row.url for row in own if row.kind is kind}
        if read != set(wanted):
            yield Setting(name, tuple(sorted(read)), wanted)
