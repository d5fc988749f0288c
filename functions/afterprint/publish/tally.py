"""How openly a source edits, counted from the lines of its list. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from afterprint.model import Disclosure
from afterprint.rows import IndexLine


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Edits by disclosure, and when the first of them was seen (UTC; None where there are none)."""

    silent: int = 0
    declared: int = 0
    unknown: int = 0
    since: datetime | None = None

    @property
    def total(self) -> int:
        return self.silent + self.declared + self.unknown


@dataclass(frozen=True, kw_only=True)
class SourceTally:
    """The edits of one source; `name` as it stood in the newest of the lines."""

    source: str
    name: str
    edits: Tally


def by_source(lines: Iterable[IndexLine]) -> tuple[SourceTally, ...]:
    """The edits among `lines`, oldest first, source by source in order of name; a source without edits is left out."""
    groups: dict[str, list[IndexLine]] = {}
    for line in lines:
        if line.disclosure is not None:
            groups.setdefault(line.article.source, []).append(line)
    found = [
        SourceTally(source=source, name=group[-1].source_name, edits=tally(group)) for source, group in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.source)))


def tally(lines: Iterable[IndexLine]) -> Tally:
    """The edits among `lines`, in any order; first versions and events are none."""
    edits = [line for line in lines if line.disclosure is not None]
    counted = Counter(line.disclosure for line in edits)
    return Tally(
        silent=counted[Disclosure.SILENT],
        declared=counted[Disclosure.DECLARED],
        unknown=counted[Disclosure.UNKNOWN],
        since=min((line.seen_at for line in edits), default=None),
    )
