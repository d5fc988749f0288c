"""Whether an edit was owned to: by a moved date, by a note, or not at all."""

from __future__ import annotations

from collections.abc import Iterable

from afterprint.model import ArticleText, Disclosure, Edit, EditKind, Part

_IMMATERIAL = frozenset(
    {
        EditKind.TYPO,
        EditKind.PUNCTUATION,
        EditKind.WHITESPACE,
        EditKind.MOVED,
        EditKind.SPLIT,
        EditKind.MERGED,
        EditKind.SENTENCE_MOVED,
    }
)


def is_material(edit: Edit) -> bool:
    """Whether an edit changed what the article says, rather than how it is spelt, set or ordered."""
    if edit.kinds[0] in (EditKind.HEADLINE, EditKind.STANDFIRST):
        return len(edit.kinds) == 1 or not _IMMATERIAL.issuperset(edit.kinds[1:])
    return edit.part is Part.BODY and edit.kinds[0] not in _IMMATERIAL


def disclosure(old: ArticleText, new: ArticleText, edits: Iterable[Edit]) -> Disclosure:
    """How openly an edit was made.

    Declared: the page's own modified date is another than before, or a correction note was added. Silent: what the
    article says changed and neither happened, though the page declares such a date. Unknown: anything else.
    """
    edits = list(edits)
    if any(edit.kinds[0] is EditKind.CORRECTION_NOTE for edit in edits):
        return Disclosure.DECLARED
    if new.modified is None:
        return Disclosure.UNKNOWN
    if new.modified != old.modified:
        return Disclosure.DECLARED
    return Disclosure.SILENT if any(map(is_material, edits)) else Disclosure.UNKNOWN
