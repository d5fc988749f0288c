"""How important an edit is, from 0 to 1, so that feeds and lists can leave out what few would miss."""

from __future__ import annotations

from afterprint.model import EditKind, Part

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
_LARGE = 400  # characters changed at which a growing kind weighs most
_GROWTH = 0.2
_DATE_IN_TEXT = 0.5  # a day or month in the body is what the article says, unlike the date of its publication


def importance(part: Part, kinds: tuple[EditKind, ...], characters: int) -> float:
    """The importance of an edit in `part` of these kinds, the principal first, that touched so many characters.

    A slip of spelling or punctuation stays slight wherever it is, though twice as much in a headline. Elsewhere the
    weightiest kind decides; what grows with its length gains up to a fifth.
    """
    principal, others = kinds[0], kinds[1:]
    if principal in _PARTS:
        slight = bool(others) and _SLIGHT.issuperset(others)
        return 2 * max(_BASE[kind] for kind in others) if slight else _BASE[principal]
    found = _DATE_IN_TEXT if (part, principal) == (Part.BODY, EditKind.DATE) else _BASE[principal]
    if principal not in _SLIGHT:
        found = max([found, *(_BASE[kind] for kind in others if kind is not EditKind.REWRITE)])
    if principal in _GROWING:
        found += _GROWTH * min(1.0, characters / _LARGE)
    return round(found, 3)
