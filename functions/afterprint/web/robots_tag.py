"""What a page asks of robots that have read it: `noindex` and `noarchive`, in meta elements and X-Robots-Tag fields.

The words and their scopes are those that the large search engines document: a directive counts for everybody, or for
the crawler whose name stands before it. `none` says noindex, `nocache` says noarchive; all other words are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

AGENT = "afterprint"
"""The name by which pages may speak to this program alone."""

_MEANT = {"noindex": "noindex", "none": "noindex", "noarchive": "noarchive", "nocache": "noarchive"}
_WITH_VALUE = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
_SCOPE = re.compile(r"\s*([A-Za-z0-9_.*-]+)\s*:(.*)", re.DOTALL)


def asked_by_metas(metas: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The directives of a page's meta elements (contents by lower-case name), sorted, each once."""
    contents = [*metas.get("robots", ()), *metas.get(AGENT, ())]
    return _sorted(word for content in contents for word in content.split(","))


def asked_by_field(value: str) -> tuple[str, ...]:
    """The directives of an X-Robots-Tag field (several joined by commas), sorted, each once.

    A name before a colon is the crawler that what follows is for, up to the next name.
    """
    heard = True
    words = []
    for element in value.split(","):
        scoped = _SCOPE.fullmatch(element)
        names = scoped is not None and scoped[1].lower() not in _WITH_VALUE
        if scoped and names:
            heard = scoped[1].lower() in (AGENT, "*")
        if heard:
            words.append(scoped[2] if scoped and names else element)
    return _sorted(words)


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({_MEANT[word] for each in words if (word := each.strip().lower()) in _MEANT}))
