"""How important an edit is, from 0 to 1, so that feeds and lists can leave out what few would miss."""

from __future__ import annotations

from afterprint.model import EditKind

_BASE = {
    EditKind.REWRITE: 0.95,
    EditKind.HEADLINE: 0.9,
    EditKind.CORRECTION_NOTE: 0.85,
    EditKind.NUMBER: 0.75,
    EditKind.QUOTE: 0.7,
    EditKind.NAME: 0.65,
    EditKind.STANDFIRST: 0.6,
    EditKind.DELETED: 0.55,
    EditKind.INSERTED: 0.45,
    EditKind.LIVE_UPDATE: 0.35,
    EditKind.WORDING: 0.3,
    EditKind.BYLINE: 0.25,
    EditKind.DATE: 0.2,
    EditKind.MOVED: 0.15,
    EditKind.SENTENCE_MOVED: 0.15,
    EditKind.TYPO: 0.1,
    EditKind.SPLIT: 0.08,
    EditKind.MERGED: 0.08,
    EditKind.PUNCTUATION: 0.03,
    EditKind.WHITESPACE: 0.01,
}
_PARTS = (EditKind.HEADLINE, EditKind.STANDFIRST)
_SLIGHT = frozenset({EditKind.TYPO, EditKind.PUNCTUATION, EditKind.WHITESPACE})
_GROWING = frozenset({EditKind.WORDING, EditKind.INSERTED, EditKind.DELETED})
_LARGE = 400  # characters changed at which a growing kind weighs a fifth more than its base


def importance(kinds: tuple[EditKind, ...], characters: int) -> float:
    """The importance of an edit of these kinds (the principal first) that touched so many characters."""
    principal = kinds[0]
    found = _BASE[principal]
    if principal in _PARTS and len(kinds) > 1:
        if _SLIGHT.issuperset(kinds[1:]):
            found = _BASE[kinds[1]] * 2
    elif principal not in _SLIGHT:
        found = max(_BASE[kind] for kind in kinds)
    if principal in _GROWING:
        found += 0.2 * min(1.0, characters / _LARGE)
    return round(min(1.0, found), 3)
