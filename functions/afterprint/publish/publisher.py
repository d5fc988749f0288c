"""Writing documents: those that a change or event made stale, where their bytes differ, against all rivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from afterprint.errors import StoreError
from afterprint.model import Watchlist
from afterprint.ports import Document, Published
from afterprint.publish import paths, words
from afterprint.publish.documents import Compare, Documents, Index, Records
from afterprint.publish.index import stale_paths
from afterprint.publish.paths import Kind
from afterprint.rows import IndexLine

ATTEMPTS = 5


class Shelf(Protocol):
    """What writing needs of the site (see `ports.Site`)."""

    def read(self, path: str) -> Published | None: ...
    def put(self, document: Document, *, etag: str | None) -> bool: ...
    def remove(self, path: str) -> None: ...
    def paths(self) -> Iterator[str]: ...


class Publisher:
    """Brings the site up to date with what is stored."""

    def __init__(
        self,
        archive: Records,
        catalog: Index,
        site: Shelf,
        watchlist: Watchlist,
        *,
        compare: Compare | None = None,
        user_agent: str = "",
    ) -> None:
        """`compare` reads two texts as edits: without it, first and last version are not compared."""
        self._catalog = catalog
        self._site = site
        self._watchlist = watchlist
        self._documents = Documents(archive, catalog, watchlist, compare=compare, user_agent=user_agent)

    def publish(self, lines: Iterable[IndexLine]) -> list[str]:
        """Write every document that these entered lines made stale, each once; returns the paths written.

        On a site that has nothing yet, what is there from the start is written first. Raises StoreError.
        """
        self._documents.forget()
        written = self.publish_fixed() if self._site.read(paths.ABOUT) is None else []
        written += [path for path in self.stale(lines) if self.write(path)]
        self._documents.forget()
        return written

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
        first = [*paths.STATIC, paths.NOT_FOUND, *paths.feeds(""), *lists]
        return [*first, paths.LATEST, paths.OPML, paths.FEEDS, paths.SOURCES, paths.ABOUT]

    def stale(self, lines: Iterable[IndexLine]) -> list[str]:
        """The documents that these entered lines made stale, each once, lists after what they link to."""
        found: dict[str, None] = {}
        for line in lines:
            month = self._documents.month(words.month_of(line.stored_at)) if line.is_news else []
            found |= dict.fromkeys(stale_paths(line, self._catalog.article_lines(line.article), month))
        return sorted(found, key=lambda path: _ORDER[_kind(path)])

    def write(self, path: str) -> bool:
        """Bring the document at `path` up to date; returns whether it was written.

        What the site holds is read before the lists are, so that of two writers the later one has seen what the
        earlier one entered. Equal bytes are left alone. A lost race is tried again; raises StoreError when each of
        the attempts was lost.
        """
        for _ in range(ATTEMPTS):
            held = self._site.read(path)
            document = self.render(path)
            if document is None or (held is not None and held.body == document.body):
                return False
            if self._site.put(document, etag=held.etag if held else None):
                return True
        raise StoreError(path, f"was written by others during each of {ATTEMPTS} attempts")

    def refresh(self, documents: Iterable[str]) -> list[str]:
        """Write these documents anew, and remove those that nothing stored makes any more; the paths that changed.

        Of a month's page the later ones go along, since a line that was removed moves all that follow.
        """
        self._documents.forget()
        changed: list[str] = []
        affected = dict.fromkeys(each for document in documents for each in self._with_later_pages(document))
        for path in affected:
            if self.write(path):
                changed.append(path)
            elif self.render(path) is None and self._site.read(path) is not None:
                self._site.remove(path)
                changed.append(path)
        self._documents.forget()
        return changed

    def _with_later_pages(self, path: str) -> Iterator[str]:
        yield path
        place = paths.place(path)
        if place is not None and place.kind is Kind.MONTH:
            number = place.page + 1
            while self._site.read(later := paths.month(place.month, number)) is not None:
                yield later
                number += 1

    def render(self, path: str) -> Document | None:
        """The document at `path`; None where nothing that is stored makes one."""
        return self._documents.render(path)


_ORDER = {kind: place for place, kind in enumerate((Kind.CHANGE, Kind.ARTICLE, Kind.FEED, Kind.SOURCE, Kind.MONTH))}
_ORDER |= {kind: len(_ORDER) for kind in Kind if kind not in _ORDER}


def _kind(path: str) -> Kind:
    place = paths.place(path)
    return place.kind if place else Kind.STATIC
