"""The short passages that took each other's place, as a summary quotes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from afterprint.model import ArticleText, Edit, EditKind, Part, Span

Replacement = tuple[str, str]
"""What stood there, and what stands there now; neither is empty."""

SLIGHT = frozenset({EditKind.TYPO, EditKind.PUNCTUATION, EditKind.WHITESPACE})

_LONGEST = 40  # characters of a passage that is quoted


def in_headline(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> Replacement | None:
    """The one passage of the headline that was replaced.

    None where there is not just one, or a long one, or where something simpler can be said: that the headline was
    rewritten, or that only its spelling or punctuation changed.
    """
    return _in_part(Part.HEADLINE, old.headline, new.headline, edits)


def in_standfirst(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> Replacement | None:
    """The same of the standfirst."""
    return _in_part(Part.STANDFIRST, old.standfirst, new.standfirst, edits)


def in_body(old: ArticleText, new: ArticleText, edit: Edit) -> Replacement | None:
    """The same of the paragraphs of the body that an edit is told of."""
    if edit.old_index is None or edit.new_index is None:
        return None
    return _replacement(old.blocks[edit.old_index].text, new.blocks[edit.new_index].text, edit)


def only_passage(text: str, spans: Sequence[Span]) -> str:
    """The passage that the only span marks, on one line; empty where there is not just one, or a long one."""
    if len(spans) != 1:
        return ""
    start, end = spans[0]
    found = " ".join(text[start:end].split())
    return found if len(found) <= _LONGEST else ""


def isolated(passage: str) -> str:
    """A passage that holds right-to-left letters between FSI and PDI, so that it does not pull the sentence about it
    along (Unicode Standard Annex 9 §2.4)."""
    is_rtl = any(unicodedata.bidirectional(character) in ("R", "AL") for character in passage)
    return f"\u2068{passage}\u2069" if is_rtl else passage


def _in_part(part: Part, old: str, new: str, edits: Sequence[Edit]) -> Replacement | None:
    edit = next((edit for edit in edits if edit.part is part), None)
    if edit is None or EditKind.REWRITE in edit.kinds or SLIGHT.issuperset(edit.kinds[1:]):
        return None
    return _replacement(old, new, edit)


def _replacement(old: str, new: str, edit: Edit) -> Replacement | None:
    before, after = only_passage(old, edit.old_spans), only_passage(new, edit.new_spans)
    return (before, after) if before and after else None
