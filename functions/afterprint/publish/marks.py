"""Texts cut into marked and unmarked pieces, and an old and a new text woven into one.

Pure text work: nothing here knows of pages or policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from afterprint.model import Span


class Mark(StrEnum):
    NONE = ""
    DELETED = "del"
    INSERTED = "ins"
    WOVEN = "woven"  # a deletion inside the new text, with the spaces it needs; shown where the old text is not


@dataclass(frozen=True)
class Piece:
    """A stretch of text and how it is marked."""

    text: str
    mark: Mark = Mark.NONE


Passage = tuple[Piece, ...]


def joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Spans in order, clipped to `text` and to what is no space, those with only space between them made one."""
    merged: list[Span] = []
    for start, end in sorted(_trimmed(max(0, start), min(len(text), end), text) for start, end in spans):
        if start >= end:
            continue
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _trimmed(start: int, end: int, text: str) -> Span:
    """The span without outer spaces; as it is where it holds nothing else."""
    inner = text[start:end].strip()
    if not inner:
        return start, end
    start = text.index(inner, start)
    return start, start + len(inner)


def common(spans: Sequence[Sequence[Span]]) -> list[Span]:
    """What lies inside every one of several lists of spans."""
    if not spans:
        return []
    shared = list(spans[0])
    for others in spans[1:]:
        shared = [
            (max(start, other_start), min(end, other_end))
            for start, end in shared
            for other_start, other_end in others
            if max(start, other_start) < min(end, other_end)
        ]
    return shared


def passage(text: str, spans: Iterable[Span] = (), mark: Mark = Mark.NONE) -> Passage:
    """`text` with `spans` marked."""
    pieces: list[Piece] = []
    at = 0
    for start, end in joined(spans, text):
        pieces += [Piece(text[at:start]), Piece(text[start:end], mark)]
        at = end
    pieces.append(Piece(text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def whole(text: str, mark: Mark) -> Passage:
    """All of `text` marked."""
    return (Piece(text, mark),) if text else ()


ELLIPSIS = "…"


def marked_alone(passage: Passage) -> Passage:
    """The passage with an ellipsis for each unmarked stretch that holds more than space and signs."""
    pieces: list[Piece] = []
    for piece in passage:
        if piece.mark is not Mark.NONE or not any(character.isalnum() for character in piece.text):
            pieces.append(piece)
            continue
        before = " " if pieces else ""
        after = " " if piece is not passage[-1] else ""
        pieces.append(Piece(f"{before}{ELLIPSIS}{after}"))
    return tuple(pieces)


def unwoven(pieces: Passage) -> Passage:
    """The passage without deletions woven into it."""
    return tuple(piece for piece in pieces if piece.mark is not Mark.WOVEN)


def plain(pieces: Passage) -> str:
    """The text alone, without deletions woven into it."""
    return "".join(piece.text for piece in unwoven(pieces))


def marked(pieces: Passage) -> tuple[str, ...]:
    """The marked texts alone, without outer spaces."""
    texts = (piece.text.strip() for piece in pieces if piece.mark in (Mark.DELETED, Mark.INSERTED))
    return tuple(text for text in texts if text)


def clipped(text: str, characters: int) -> str:
    """`text` in one line, cut at a word to at most so many characters, with an ellipsis where it was cut."""
    text = " ".join(text.split())
    if len(text) <= characters:
        return text
    kept = text[: characters - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept[characters // 2 :] else kept) + ELLIPSIS


def share_marked(old: Passage, new: Passage) -> float:
    """Which share of both texts' characters is marked, between 0 and 1."""
    pieces = old + new
    total = sum(len(piece.text) for piece in pieces)
    return sum(len(piece.text) for piece in pieces if piece.mark) / total if total else 0.0


def woven(old: Passage, new: Passage) -> Passage | None:
    """`new` with the deletions of `old` put in where they stood; None where the unmarked texts differ.

    A deletion is placed by how many unmarked characters (spaces aside) stand before it.
    """
    if _unmarked(old) != _unmarked(new):
        return None
    waiting = _deletions(old)
    pieces: list[Piece | _Deletion] = []
    seen = 0
    for piece in new:
        rest = piece.text
        while waiting and not piece.mark and waiting[0].behind < seen + _solid(rest):
            deletion = waiting.pop(0)
            cut = _after(rest, deletion.behind - seen)
            seen += _solid(rest[:cut])
            pieces += [Piece(rest[:cut]), deletion]
            rest = rest[cut:]
        while waiting and piece.mark and waiting[0].behind <= seen:
            pieces.append(waiting.pop(0))
        pieces.append(Piece(rest, piece.mark))
        seen += 0 if piece.mark else _solid(rest)
    return _spaced([piece for piece in [*pieces, *waiting] if piece.text])


@dataclass(frozen=True)
class _Deletion:
    """A passage that only the old text has: how many solid characters it stands behind, whether its ends are words'."""

    text: str
    behind: int
    starts_word: bool
    ends_word: bool


def _unmarked(pieces: Passage) -> str:
    return "".join("".join(piece.text.split()) for piece in pieces if not piece.mark)


def _solid(text: str) -> int:
    return len("".join(text.split()))


def _after(text: str, solid: int) -> int:
    """The offset behind which `solid` characters that are no space lie before it, and the spaces after them."""
    at = 0
    while at < len(text) and (solid > 0 or text[at].isspace()):
        solid -= not text[at].isspace()
        at += 1
    return at


def _deletions(old: Passage) -> list[_Deletion]:
    found = []
    seen = 0
    for index, piece in enumerate(old):
        if not piece.mark:
            seen += _solid(piece.text)
            continue
        before = old[index - 1].text[-1] if index else " "
        after = old[index + 1].text[0] if index + 1 < len(old) else " "
        found.append(_Deletion(piece.text, seen, not before.isalnum(), not after.isalnum()))
    return found


def _spaced(pieces: list[Piece | _Deletion]) -> Passage:
    """Deletions as pieces, with a space of its own at the edge of a word that would otherwise run into the next."""
    out: list[Piece] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, Piece):
            out.append(piece)
            continue
        before = out[-1].text[-1] if out else " "
        after = pieces[index + 1].text[0] if index + 1 < len(pieces) else " "
        if piece.starts_word and before.isalnum() and piece.text[0].isalnum():
            out.append(Piece(" ", Mark.WOVEN))
        out.append(Piece(piece.text, Mark.WOVEN))
        if piece.ends_word and after.isalnum() and piece.text[-1].isalnum():
            out.append(Piece(" ", Mark.WOVEN))
    return tuple(out)
