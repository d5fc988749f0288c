"""Writing documents: those that a change or event made stale, where their bytes differ, against all rivals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol

from afterprint.errors import StoreError
from afterprint.model import Search, Watchlist
from afterprint.ports import Document, Published
from afterprint.publish import gathered, paths
from afterprint.publish.documents import Compare, Documents, Index, Trace
from afterprint.publish.gathered import Collections
from afterprint.publish.groups import archive_part, documents_of
from afterprint.publish.index import stale_paths
from afterprint.publish.later import Groups, mark
from afterprint.publish.paths import Kind
from afterprint.publish.shown import Records
from afterprint.rows import IndexLine

ATTEMPTS = 5


class Shelf(Protocol):
    """What writing needs of the site (see `ports.Site`)."""

    def read(self, path: str) -> Published | None: ...
    def put(self, document: Document, *, etag: str | None) -> bool: ...
    def remove(self, path: str) -> None: ...
    def paths(self) -> Iterator[str]: ...


class Listing(Index, Groups, Collections, Protocol):
    """What publishing needs of the catalog (see `ports.Catalog`)."""


class Publisher:
    """Brings the site up to date with what is stored."""

    def __init__(
        self,
        archive: Records,
        catalog: Listing,
        site: Shelf,
        watchlist: Watchlist,
        *,
        compare: Compare | None = None,
        trace: Trace | None = None,
        user_agent: str = "",
    ) -> None:
        """`compare` and `trace` are what `Documents` needs of diff; without them some is not told."""
        self._catalog = catalog
        self._site = site
        self._watchlist = watchlist
        self._documents = Documents(archive, catalog, watchlist, compare=compare, trace=trace, user_agent=user_agent)

    def publish(self, lines: Sequence[IndexLine]) -> list[str]:
        """Bring the site up to date with these entered lines; returns the paths written. Raises StoreError.

        What is to be there at once is written, each document once; the rest is marked, to be rendered later. On a site
        that has nothing yet, what is there from the start is written first.
        """
        try:
            also = self._gather(lines)
            written = self.publish_fixed() if self._site.read(paths.ABOUT) is None else []
            return written + [path for path in [*self.stale(lines), *also] if self.write(path)]
        finally:
            self._documents.forget()

    def _gather(self, lines: Sequence[IndexLine]) -> list[str]:
        """Enter the lines in the collections that they belong to, and mark what they made stale.

        The paths of the feeds of saved searches that find any of them, which are to be written at once.
        """
        owners: dict[str, None] = {}
        parts: list[str] = []
        for line in lines:
            for search in self.gather(line):
                owner = gathered.owner_of(search)
                owners[owner] = None
                parts.append(f"archives/{archive_part(owner, line)}")
        mark(lines, catalog=self._catalog, also=parts)
        return [path for owner in owners for path in paths.feeds(owner)]

    def gather(self, line: IndexLine) -> list[Search]:
        """Enter a line in the collections that it belongs to; the saved searches that find it."""
        view = self._documents.view(line.key) if line.is_news else None
        if view is None:
            return []
        return gathered.gather(line, view, watchlist=self._watchlist, catalog=self._catalog)

    def publish_fixed(self) -> list[str]:
        """Write what must be there before anything happened: what the watchlist alone decides, and first lists.

        Where the watchlist's settings are others than those the site was made with, every document follows them.
        """
        return [*self._follow_settings(), *(path for path in self.fixed_paths() if self.write(path))]

    def _follow_settings(self) -> list[str]:
        """Bring the whole site in line with other settings: what may be shown, names, addresses, whether to index.

        The about page says all of them and is written last, so that what was cut short is begun again.
        """
        held, wanted = self._site.read(paths.ABOUT), self.render(paths.ABOUT)
        if held is None or wanted is None or held.body == wanted.body:
            return []
        return [path for path in sorted(self._site.paths()) if path != paths.ABOUT and self.write(path)]

    def fixed_paths(self) -> list[str]:
        """The documents that are there from the start; the page that tells that all of them are comes last."""
        sources = [source.id for source in self._watchlist.sources]
        lists = [path for source in sources for path in (*paths.feeds(source), paths.source(source))]
        owners = [*(kind.owner for kind in gathered.KINDS), *map(gathered.owner_of, self._watchlist.searches)]
        lists += [path for owner in owners for path in paths.feeds(owner)]
        lists += [paths.CHANGE_SCHEMA, paths.ARTICLE_SCHEMA, paths.ROBOTS]
        first = [*paths.STATIC, paths.NOT_FOUND, *paths.feeds(""), *lists]
        return [*first, paths.LATEST, paths.OPML, paths.FEEDS, paths.SOURCES, paths.SEARCH, paths.ABOUT]

    def stale(self, lines: Iterable[IndexLine]) -> list[str]:
        """The documents to be written at once for these entered lines, each once, lists after what they link to."""
        found: dict[str, None] = {}
        for line in lines:
            found |= dict.fromkeys(stale_paths(line, self._catalog.article_lines(line.article)))
        return sorted(found, key=lambda path: _ORDER[_kind(path)])

    def write(self, path: str) -> bool:
        """Bring the document at `path` up to date; returns whether it was written.

        What the site holds is read before the lists are, so that of two writers the later one has seen what the
        earlier one entered. Equal bytes are left alone. A lost race is tried again; raises StoreError when each of
        the attempts was lost.
        """
        return self._put(path, lambda: self.render(path))

    def _put(self, path: str, render: Callable[[], Document | None]) -> bool:
        for _ in range(ATTEMPTS):
            held = self._site.read(path)
            document = render()
            if document is None or (held is not None and held.body == document.body):
                return False
            if self._site.put(document, etag=held.etag if held else None):
                return True
        raise StoreError(path, f"was written by others during each of {ATTEMPTS} attempts")

    def write_group(self, mark: str, *, is_ours: Callable[[], bool]) -> list[str]:
        """Bring a group's documents up to date; the paths written.

        Lists are read once for all of them, so `is_ours` is asked right before each write whether the group is still in
        our hands: where it is not, a list may tell of what was withdrawn meanwhile, and nothing more is written.
        """
        with self._documents.keeping_lists():
            return [
                each if isinstance(each, str) else each.path
                for each in documents_of(mark, self._documents)
                if self._write_listed(each, is_ours=is_ours)
            ]

    def _write_listed(self, each: str | Document, *, is_ours: Callable[[], bool]) -> bool:
        """Write one of a group's documents where it differs. A lost race is tried again, from lists read anew."""
        path = each if isinstance(each, str) else each.path
        for _ in range(ATTEMPTS):
            held = self._site.read(path)
            document = self.render(each) if isinstance(each, str) else each
            if document is None or (held is not None and held.body == document.body) or not is_ours():
                return False
            if self._site.put(document, etag=held.etag if held else None):
                return True
            if not isinstance(each, str):
                break
            self._documents.forget()
        raise StoreError(path, "was written by others meanwhile")

    def refresh(self, documents: Iterable[str], *, marks: Iterable[str] = ()) -> list[str]:
        """Write these documents and groups anew, and remove what nothing stored makes any more; the paths that changed.

        Of a month's page the later ones go along, and of an archive's newest part the others, since a line that was
        removed moves all that follow.
        """
        self._documents.forget()
        grouped = [each for mark in marks for each in documents_of(mark, self._documents)]
        made = [each for each in grouped if not isinstance(each, str)]
        named = [*documents, *(each for each in grouped if isinstance(each, str))]
        affected = dict.fromkeys(each for document in named for each in self._with_later_pages(document))
        changed = [path for path in affected if self._renew(path)]
        changed += [each.path for each in made if self._put(each.path, partial(_itself, each))]
        self._documents.forget()
        return changed

    def _renew(self, path: str) -> bool:
        """Bring the document at `path` up to date, or remove it where nothing makes it; whether that was needed."""
        if self.write(path):
            return True
        if self.render(path) is not None or self._site.read(path) is None:
            return False
        self._site.remove(path)
        return True

    def _with_later_pages(self, path: str) -> Iterator[str]:
        yield path
        place = paths.place(path)
        if place is not None and place.kind is Kind.ARCHIVE and place.page == 0:
            number = 1
            while self._site.read(part := paths.archive(place.owner, place.month, number)) is not None:
                yield part
                number += 1
        if place is not None and place.kind is Kind.MONTH:
            number = place.page + 1
            while self._site.read(later := paths.month(place.month, number)) is not None:
                yield later
                number += 1

    def render(self, path: str) -> Document | None:
        """The document at `path`; None where nothing that is stored makes one."""
        return self._documents.render(path)


def _itself(document: Document) -> Document:
    return document


_ORDERED = (Kind.CHANGE_DATA, Kind.CHANGE, Kind.ARTICLE_DATA, Kind.TIME_MAP, Kind.ARTICLE, Kind.FEED, Kind.SOURCE)
_ORDER = {kind: place for place, kind in enumerate(_ORDERED)}
_ORDER |= {kind: len(_ORDER) for kind in Kind if kind not in _ORDER}


def _kind(path: str) -> Kind:
    place = paths.place(path)
    return place.kind if place else Kind.STATIC
