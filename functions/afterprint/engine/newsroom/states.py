"""What an article says from when on: its states, worked out from the scripted edits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from afterprint.engine.newsroom.papers import ScriptedEdit, Story, TrueKind


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The text of an article. Headings and list items still carry their marks."""

    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class State:
    """An article from `at` on, until the next state."""

    at: datetime
    kind: TrueKind
    number: int  # of the text, from 1; a deletion keeps the last one's
    text: Copy
    modified: datetime  # as the paper declares it: it stands still through a silent edit
    gone: int | None = None  # the status it is answered with


def states(story: Story, start: datetime) -> tuple[State, ...]:
    """All states of `story`, oldest first, where the newsroom opened at `start`.

    Raises ValueError where an edit does not fit the text that it is made to.
    """
    return tuple(_states(story, start))


def state_at(history: tuple[State, ...], now: datetime) -> State | None:
    """The state that holds at `now`; None before publication."""
    return next((state for state in reversed(history) if state.at <= now), None)


def _states(story: Story, start: datetime) -> Iterator[State]:
    published = start + timedelta(minutes=story.published)
    weekday = f"{published:%A}"
    texts = [_dated(Copy(headline=story.headline, standfirst=story.standfirst, paragraphs=story.paragraphs), weekday)]
    state = State(at=published, kind=TrueKind.PUBLISHED, number=1, text=texts[0], modified=published)
    yield state
    for edit in story.edits:
        at = published + timedelta(minutes=edit.after)
        if edit.gone is not None:
            yield replace(state, at=at, kind=edit.kind, gone=edit.gone)
            return
        texts.append(texts[-2] if edit.revert else edited(texts[-1], edit, weekday=weekday))
        modified = at if edit.declared else state.modified
        state = State(at=at, kind=edit.kind, number=len(texts), text=texts[-1], modified=modified)
        yield state


def edited(text: Copy, edit: ScriptedEdit, *, weekday: str = "") -> Copy:
    """`text` after `edit`."""
    paragraphs = list(text.paragraphs)
    for old, new in edit.replace:
        _replace_once(paragraphs, _on(old, weekday), _on(new, weekday))
    if edit.move:
        source, target = edit.move
        paragraphs.insert(target - 1, paragraphs.pop(source - 1))
    kept = [[paragraph] for paragraph in paragraphs]
    for number in edit.remove:
        kept[number - 1] = []
    inserted = [_on(paragraph, weekday) for paragraph in edit.insert]
    blocks = [*kept[: edit.insert_after], inserted, *kept[edit.insert_after :]]
    return Copy(
        headline=_on(edit.headline or text.headline, weekday),
        standfirst=_on(edit.standfirst or text.standfirst, weekday),
        paragraphs=tuple(paragraph for block in blocks for paragraph in block),
        notes=(*text.notes, _on(edit.note, weekday)) if edit.note else text.notes,
    )


def _replace_once(paragraphs: list[str], old: str, new: str) -> None:
    holding = [index for index, paragraph in enumerate(paragraphs) if old in paragraph]
    if len(holding) != 1 or paragraphs[holding[0]].count(old) != 1:
        raise ValueError(f"not found exactly once: {old!r}")
    paragraphs[holding[0]] = paragraphs[holding[0]].replace(old, new)


def _dated(text: Copy, weekday: str) -> Copy:
    return Copy(
        headline=_on(text.headline, weekday),
        standfirst=_on(text.standfirst, weekday),
        paragraphs=tuple(_on(paragraph, weekday) for paragraph in text.paragraphs),
    )


def _on(text: str, weekday: str) -> str:
    return text.replace("{weekday}", weekday)
