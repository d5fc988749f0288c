"""Say in a few words what was done to an article: short, true, the most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from afterprint.diff.disclosure import is_material
from afterprint.diff.replaced import SLIGHT, Replacement, in_body, in_headline, in_standfirst, isolated, only_passage
from afterprint.model import ArticleText, Edit, EditKind, Part

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SHOWN = 2  # so many numbers and names are told one by one
_ONLY = {
    frozenset({EditKind.PUNCTUATION}): "Only punctuation changed.",
    frozenset({EditKind.WHITESPACE}): "Only spacing changed.",
    frozenset({EditKind.PUNCTUATION, EditKind.WHITESPACE}): "Only punctuation and spacing changed.",
}


def summarise(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> str:
    """What `edits` did, in sentences. Every claim follows from an edit, or from there being none of its kind."""
    if not edits:
        return "Nothing changed."
    slight = frozenset(kind for edit in edits for kind in edit.kinds if edit.part is Part.BODY)
    if slight in _ONLY and all(edit.part is Part.BODY for edit in edits):
        return _ONLY[slight]
    told_before = {in_headline(old, new, edits), in_standfirst(old, new, edits)} - {None}
    rest = [edit for edit in edits if edit.part is not Part.BODY or in_body(old, new, edit) not in told_before]
    sentences = [sentence for tell in _TELLERS for sentence in tell(old, new, edits if tell in _OF_ALL_EDITS else rest)]
    if any(map(is_material, edits)) and not _of(edits, EditKind.CORRECTION_NOTE):
        sentences.append("No correction noted.")
    return " ".join(sentences)


def _of(edits: Iterable[Edit], kind: EditKind) -> list[Edit]:
    """The edits of the body whose principal kind this is."""
    return [edit for edit in edits if edit.part is Part.BODY and edit.kinds[0] is kind]


def _headline(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    edit = next((edit for edit in edits if edit.part is Part.HEADLINE), None)
    if edit is None:
        return []
    replaced = in_headline(old, new, edits)
    same = replaced is not None and replaced == in_standfirst(old, new, edits)
    where = "Headline and standfirst" if same else "Headline"
    return [f"{where} {_how(old.headline, new.headline, edit, replaced)}{_too(replaced, old, new, edits)}."]


def _standfirst(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    edit = next((edit for edit in edits if edit.part is Part.STANDFIRST), None)
    replaced = in_standfirst(old, new, edits)
    if edit is None or (replaced is not None and replaced == in_headline(old, new, edits)):
        return []
    return [f"Standfirst {_how(old.standfirst, new.standfirst, edit, replaced)}{_too(replaced, old, new, edits)}."]


def _too(replaced: Replacement | None, old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> str:
    """Whether the text says the same of a passage that was replaced in the headline or standfirst."""
    if replaced is None:
        return ""
    told = (edit for edit in edits if edit.part is Part.BODY)
    return ", in the text too" if any(in_body(old, new, edit) == replaced for edit in told) else ""


def _how(old: str, new: str, edit: Edit, replaced: Replacement | None) -> str:
    """What was done to a headline or standfirst, with the one passage that changed where it is short."""
    within = frozenset(edit.kinds[1:])
    if not old.strip():
        return "added"
    if not new.strip():
        return "removed"
    if EditKind.REWRITE in within:
        return "rewritten"
    if EditKind.TYPO in within and within <= SLIGHT:
        return "changed in spelling only"
    if within <= SLIGHT:
        return "changed in punctuation or spacing only"
    if replaced:
        return f"changed: {_became(*replaced)}"
    for text, spans, others, verb in (
        (new, edit.new_spans, edit.old_spans, "added"),
        (old, edit.old_spans, edit.new_spans, "removed"),
    ):
        if not others and (passage := only_passage(text, spans)):
            return f"changed: “{isolated(passage)}” {verb}"
    return "changed"


def _rewrite(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    rewritten = _of(edits, EditKind.REWRITE)
    if not rewritten:
        return []
    removed = sum(edit.old_index is not None for edit in rewritten)
    added = len(rewritten) - removed
    return [f"Article mostly rewritten: {_count(removed, 'paragraph')} removed, {_number(added)} added."]


def _note(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    notes = _of(edits, EditKind.CORRECTION_NOTE)
    return [] if not notes else ["Correction note added." if len(notes) == 1 else "Correction notes added."]


def _numbers(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    return _replacements(old, new, _of(edits, EditKind.NUMBER), "number")


def _names(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    return _replacements(old, new, _of(edits, EditKind.NAME), "name")


def _dates(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    return _replacements(old, new, _of(edits, EditKind.DATE), "date")


def _replacements(old: ArticleText, new: ArticleText, edits: Sequence[Edit], noun: str) -> list[str]:
    """ "80,000 became 82,109." for the first few that are short enough, and a count of the others."""
    replaced = Counter(in_body(old, new, edit) for edit in edits)
    shown = [found for found in replaced if found is not None][:_SHOWN]
    told = [f"{isolated(found[0])} became {isolated(found[1])}{_times(replaced[found])}." for found in shown]
    others = replaced.total() - sum(replaced[found] for found in shown)
    if not others:
        return told
    more = "more " if told else ""
    return [*told, f"{_number(others).capitalize()} {more}{noun}{'s' if others != 1 else ''} changed."]


def _times(count: int) -> str:
    return "" if count == 1 else " twice" if count == 2 else f" {_number(count)} times"


def _became(before: str, after: str) -> str:
    return f"“{isolated(before)}” became “{isolated(after)}”"


def _quotes(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    quotes = [edit for edit in edits if edit.part is Part.BODY and _in_quotation(edit)]
    count = _paragraph_count(quotes)
    if not count:
        return []
    if count > 1:
        return [f"Quotations changed in {_count(count, 'paragraph')}."]
    replaced = in_body(old, new, quotes[0]) if len(quotes) == 1 else None
    return [f"A quotation changed: {_became(*replaced)}." if replaced else "A quotation changed."]


def _in_quotation(edit: Edit) -> bool:
    """Whether an edit is told as a change of a quotation, rather than of a number, a name or its spelling."""
    return EditKind.QUOTE in edit.kinds and edit.kinds[0] in (EditKind.QUOTE, EditKind.WORDING)


def _paragraph_count(edits: Iterable[Edit]) -> int:
    return len({(edit.old_index, edit.new_index) for edit in edits})


def _paragraphs(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    counts = Counter(edit.kinds[0] for edit in edits if edit.part is Part.BODY)
    verbs = [
        (EditKind.INSERTED, "added"),
        (EditKind.DELETED, "removed"),
        (EditKind.MOVED, "moved"),
        (EditKind.SPLIT, "split"),
        (EditKind.MERGED, "merged"),
    ]
    told = [(counts[kind], verb) for kind, verb in verbs if counts[kind]]
    if not told:
        return []
    first = f"{_count(told[0][0], 'paragraph').capitalize()} {told[0][1]}"
    return [", ".join([first, *(f"{_number(count)} {verb}" for count, verb in told[1:])]) + "."]


def _live(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    count = len(_of(edits, EditKind.LIVE_UPDATE))
    return [f"{_count(count, 'live entry', 'live entries').capitalize()} added."] if count else []


def _wording(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    worded = [edit for edit in _of(edits, EditKind.WORDING) if not _in_quotation(edit)]
    told = []
    for kind, verb in ((EditKind.INSERTED, "added"), (EditKind.DELETED, "removed")):
        count = _paragraph_count(edit for edit in worded if kind in edit.kinds)
        told += [f"Text {verb} within {_count(count, 'paragraph')}."] if count else []
    others = [edit for edit in worded if not {EditKind.INSERTED, EditKind.DELETED}.intersection(edit.kinds)]
    replaced = in_body(old, new, others[0]) if len(others) == 1 else None
    if replaced:
        return [*told, f"Wording changed: {_became(*replaced)}."]
    return [*told, f"Wording changed in {_count(_paragraph_count(others), 'paragraph')}."] if others else told


def _sentences(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    count = len(_of(edits, EditKind.SENTENCE_MOVED))
    return [f"{_count(count, 'passage').capitalize()} moved to another place."] if count else []


def _spelling(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    count = _paragraph_count(_of(edits, EditKind.TYPO))
    return [f"Spelling changed in {_count(count, 'paragraph')}."] if count else []


def _setting(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    kinds = {edit.kinds[0] for edit in edits if edit.part is Part.BODY}
    told = [
        word
        for kind, word in ((EditKind.PUNCTUATION, "punctuation"), (EditKind.WHITESPACE, "spacing"))
        if kind in kinds
    ]
    return [f"{' and '.join(told).capitalize()} changed."] if told else []


def _byline_and_date(old: ArticleText, new: ArticleText, edits: Sequence[Edit]) -> list[str]:
    parts = {edit.part for edit in edits}
    told = [(Part.BYLINE, "Byline changed."), (Part.PUBLISHED, "Publication date changed.")]
    return [sentence for part, sentence in told if part in parts]


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _count(count: int, noun: str, plural: str = "") -> str:
    return f"{_number(count)} {noun if count == 1 else plural or noun + 's'}"


_Teller = Callable[[ArticleText, ArticleText, Sequence[Edit]], list[str]]
_TELLERS: tuple[_Teller, ...] = (
    _rewrite,
    _headline,
    _note,
    _numbers,
    _quotes,
    _names,
    _dates,
    _standfirst,
    _paragraphs,
    _live,
    _wording,
    _sentences,
    _byline_and_date,
    _spelling,
    _setting,
)
_OF_ALL_EDITS = (_headline, _standfirst)  # the others are not given what these have told of the text, too
