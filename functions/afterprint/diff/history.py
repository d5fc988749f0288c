"""Trace each passage of the newest text to the text in which it entered, and list what was taken out since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from afterprint.diff.edits import body_edits
from afterprint.diff.matched import groups_of
from afterprint.diff.words import mark, whole
from afterprint.model import ArticleText, EditKind, Part, Removal, Span, Stretch, TextHistory, TracedBlock

Origins = list[int]
"""For each character of a text the number of the text in which it entered."""

_PARTS = (Part.HEADLINE, Part.STANDFIRST, Part.BYLINE)


def trace(texts: Sequence[ArticleText]) -> TextHistory:
    """The history that `texts`, oldest first, make; they are counted from 0.

    Joined, the stretches of a block are its text. A passage keeps its origin where its paragraph moves, is split or
    merged, and where a whole sentence goes to another paragraph unaltered; what was taken out and came back entered
    when it came back. One text entered as a whole; no text at all makes an empty history.
    """
    if not texts:
        return TextHistory()
    traced = _Traced.first(texts[0])
    removals: list[Removal] = []
    for number in range(1, len(texts)):
        traced = _followed(traced, texts[number], number, removals)
    newest = traced.text
    return TextHistory(
        headline=_stretches(newest.headline, traced.parts[Part.HEADLINE]),
        standfirst=_stretches(newest.standfirst, traced.parts[Part.STANDFIRST]),
        byline=_stretches(newest.byline, traced.parts[Part.BYLINE]),
        blocks=tuple(
            TracedBlock(_stretches(block.text, origins), block.kind)
            for block, origins in zip(newest.blocks, traced.blocks, strict=True)
        ),
        removals=tuple(removals),
    )


@dataclass(frozen=True)
class _Traced:
    """A text with the origins of all its characters."""

    text: ArticleText
    parts: dict[Part, Origins]
    blocks: list[Origins]

    @classmethod
    def first(cls, text: ArticleText) -> _Traced:
        parts = {part: [0] * len(_of(text, part)) for part in _PARTS}
        return cls(text, parts, [[0] * len(block.text) for block in text.blocks])


def _of(text: ArticleText, part: Part) -> str:
    return {Part.HEADLINE: text.headline, Part.STANDFIRST: text.standfirst}.get(part, text.byline)


def _followed(traced: _Traced, new: ArticleText, number: int, removals: list[Removal]) -> _Traced:
    """`new` with the origins that the text before it hands on; what it hands on to nobody is added to `removals`."""
    parts = {}
    for part in _PARTS:
        old_text, new_text = _of(traced.text, part), _of(new, part)
        marks = mark(old_text, new_text)
        parts[part] = _carried((old_text, marks.old, traced.parts[part]), (new_text, marks.new), number)
        removals += _removed(part, old_text, marks.old, traced.parts[part], number)
    return _Traced(new, parts, _followed_blocks(traced, new, number, removals))


def _followed_blocks(traced: _Traced, new: ArticleText, number: int, removals: list[Removal]) -> list[Origins]:
    old = traced.text
    _, groups = groups_of([block.text for block in old.blocks], [block.text for block in new.blocks])
    origins: list[Origins] = [[number] * len(block.text) for block in new.blocks]
    left = {index: list(whole(block.text)) for index, block in enumerate(old.blocks)}
    for group in groups:
        left |= {index: list(() if group.is_equal else group.old_spans(index)) for index in group.old}
        joined = [origin for index in group.old for origin in (*traced.blocks[index], number)][:-1]
        old_spans, new_spans = ((), ()) if group.is_equal else (group.marks.old, group.marks.new)
        found = _carried((group.old_text, old_spans, joined), (group.new_text, new_spans), number)
        begin = 0
        for index in group.new:
            size = len(new.blocks[index].text)
            origins[index] = found[begin : begin + size]
            begin += size + 1
    for edit in body_edits(old.blocks, new.blocks, groups):
        if edit.kinds[0] is not EditKind.SENTENCE_MOVED or edit.old_index is None or edit.new_index is None:
            continue
        (start, end), (new_start, new_end) = edit.old_spans[0], edit.new_spans[0]
        if old.blocks[edit.old_index].text[start:end] == new.blocks[edit.new_index].text[new_start:new_end]:
            origins[edit.new_index][new_start:new_end] = traced.blocks[edit.old_index][start:end]
            left[edit.old_index] = [span for span in left[edit.old_index] if span != (start, end)]
    for index, spans in left.items():
        removals += _removed(Part.BODY, old.blocks[index].text, spans, traced.blocks[index], number)
    return origins


def _carried(old: tuple[str, Sequence[Span], Origins], new: tuple[str, Sequence[Span]], number: int) -> Origins:
    """The origins of a new text: of what is not marked those of the old text, in order, else `number`.

    What is not marked is the same on both sides but for white space.
    """
    old_text, old_spans, old_origins = old
    new_text, new_spans = new
    handed_on = iter([old_origins[place] for place in _unmarked(old_text, old_spans)])
    found = [number] * len(new_text)
    for place in _unmarked(new_text, new_spans):
        found[place] = next(handed_on, number)
    return _with_spaces(new_text, found)


def _with_spaces(text: str, origins: Origins) -> Origins:
    """The origins with those of white space: a run of it is as old as the older of the characters around it."""
    for is_space, run in groupby(range(len(text)), key=lambda place: text[place].isspace()):
        places = list(run)
        around = [place for place in (places[0] - 1, places[-1] + 1) if 0 <= place < len(text)]
        if is_space and around:
            older = min(origins[place] for place in around)
            origins[places[0] : places[-1] + 1] = [older] * len(places)
    return origins


def _unmarked(text: str, spans: Iterable[Span]) -> list[int]:
    """The places of all characters that no span covers and that are no space."""
    marked = {place for start, end in spans for place in range(start, end)}
    return [place for place, character in enumerate(text) if place not in marked and not character.isspace()]


def _removed(part: Part, text: str, spans: Iterable[Span], origins: Origins, number: int) -> list[Removal]:
    """What stood in `spans`, a removal each, dated by the earliest of its characters."""
    found = [(text[start:end].strip(), min(origins[start:end])) for start, end in spans]
    return [Removal(part=part, text=passage, since=since, gone=number) for passage, since in found if passage]


def _stretches(text: str, origins: Origins) -> tuple[Stretch, ...]:
    runs = groupby(range(len(text)), key=origins.__getitem__)
    return tuple(Stretch("".join(text[place] for place in places), since) for since, places in runs)
