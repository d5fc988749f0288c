"""What finds candidates for a search in a data directory."""

from __future__ import annotations

from pathlib import Path

from afterprint.errors import DiskFull, StoreError
from afterprint.local.search_index import open_index
from afterprint.model import Watchlist
from afterprint.ports import Archive, Catalog
from afterprint.searching import Finder, LinesFinder, WordsFinder, settings_of


def finder_in(directory: Path, *, archive: Archive, catalog: Catalog, watchlist: Watchlist) -> Finder:
    """An index of words in this directory; where none can be written there, every line is a candidate."""
    try:
        index = open_index(directory, settings=settings_of(watchlist))
    except DiskFull:
        raise
    except StoreError:
        return LinesFinder(catalog)
    return WordsFinder(index=index, archive=archive, catalog=catalog, watchlist=watchlist)
