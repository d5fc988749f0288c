"""Which passages of a text are quoted."""

from __future__ import annotations

import re

from afterprint.diff.tokens import is_unspaced
from afterprint.model import Span

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
    "”": "”",
    '"': '"',
}


_OPENING = re.compile(f"[{''.join(_PAIRS)}]")
_SINGLE = "‘‚"
_AMBIGUOUS = frozenset('"”»‘‚')
_CLOSING_SINGLE = {"‘": re.compile(r"’(?!\w)"), "‚": re.compile(r"[‘’](?!\w)")}
_LONGEST_SINGLE = 1_000  # characters; beyond that a single mark was an apostrophe


def quoted(text: str) -> list[Span]:
    """The passages between quotation marks, without them, in order; one that is never closed runs to the end.

    Newspapers open each paragraph of a long quotation and close only the last. A single mark opens a quotation only
    before a word and ends it only after one, since it is an apostrophe elsewhere.
    """
    found: list[Span] = []
    done = 0
    for match in _OPENING.finditer(text):
        place = match.start()
        if place < done or not _opens(text, place):
            continue
        end = _closing(text, place)
        if end > place:
            found.append((place + 1, end))
            done = end + 1
    return found


def _opens(text: str, place: int) -> bool:
    """Whether a mark opens a quotation: those that also close one, or stand for an apostrophe, before a word only."""
    if text[place] not in _AMBIGUOUS:
        return True
    before_space = place + 1 >= len(text) or text[place + 1].isspace()
    follows_word = place > 0 and text[place - 1].isalnum() and not is_unspaced(text[place - 1])
    return not follows_word and not before_space


def _closing(text: str, place: int) -> int:
    """Where a quotation that opens at `place` ends; at `place` itself where a single mark opened none."""
    opening = text[place]
    if opening not in _SINGLE:
        ends = [end for closing in _PAIRS[opening] if (end := text.find(closing, place + 1)) > 0]
        return min(ends, default=len(text))
    match = _CLOSING_SINGLE[opening].search(text, place + 1, place + _LONGEST_SINGLE)
    return match.start() if match else place
