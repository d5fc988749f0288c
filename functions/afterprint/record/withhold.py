"""What was withdrawn is known again by marks that hold none of it, so that no later look brings it back.

A mark is `t:` and the digest of a withdrawn version's text in normal form, or `p:`, the number of a passage's folded
words, `:` and the SHA-256 (hex) of those words, joined by single spaces.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from afterprint.model import ArticleText
from afterprint.record.normal_form import text_digest, words

WITHDRAWN = "[withdrawn]"
"""What stands where a withdrawn passage stood."""


@dataclass(frozen=True)
class Passage:
    """A passage by the number of its folded words and their SHA-256 (hex)."""

    words: int
    digest: str

    @property
    def mark(self) -> str:
        return f"p:{self.words}:{self.digest}"


def passage_of(text: str) -> Passage:
    """The passage that `text` is; letters' case, punctuation and typography do not tell two apart.

    ValueError where there is no word in it.
    """
    found = _folded_words(text)
    if not found:
        raise ValueError("there is no word in this passage")
    return Passage(len(found), _digest(found))


def text_mark(text: ArticleText) -> str:
    """The mark of a withdrawn version's text."""
    return f"t:{text_digest(text)}"


def passages_in(marks: Iterable[str]) -> list[Passage]:
    """The passages among marks."""
    return [Passage(int(mark.split(":")[1]), mark.split(":")[2]) for mark in marks if mark.startswith("p:")]


def holds(passage: Passage, *texts: str) -> bool:
    """Whether the texts, read one after another, hold the passage."""
    return any(True for _ in _places(passage, [word for text in texts for word in _folded_words(text)]))


def article_holds(passage: Passage, text: ArticleText) -> bool:
    """Whether any part of an article holds the passage; in its body it may run over several blocks."""
    body = [block.text for block in text.blocks]
    return any(holds(passage, *part) for part in ([text.headline], [text.standfirst], [text.byline], body))


def redacted(text: ArticleText, passages: Sequence[Passage]) -> ArticleText:
    """`text` with WITHDRAWN in place of every withheld passage; the same object where none is in it."""
    held = [passage for passage in passages if article_holds(passage, text)]
    for passage in held:
        blocks = _without(passage, [block.text for block in text.blocks])
        text = replace(
            text,
            headline=_without(passage, [text.headline])[0],
            standfirst=_without(passage, [text.standfirst])[0],
            byline=_without(passage, [text.byline])[0],
            blocks=tuple(replace(block, text=new) for block, new in zip(text.blocks, blocks, strict=True)),
        )
    return text


def _without(passage: Passage, texts: Sequence[str]) -> list[str]:
    """The texts with WITHDRAWN in place of the passage; where it runs over several, in each of them."""
    tokens = [(place, start, end) for place, text in enumerate(texts) for start, end in _tokens(text)]
    flat = [(number, word) for number, (place, start, end) in enumerate(tokens)
            for word in _folded_words(texts[place][start:end])]  # fmt: skip
    gone: set[int] = set()
    for first in _places(passage, [word for _, word in flat]):
        gone |= set(range(flat[first][0], flat[first + passage.words - 1][0] + 1))
    return [_cut(text, [tokens[number][1:] for number in sorted(gone) if tokens[number][0] == place])
            for place, text in enumerate(texts)]  # fmt: skip


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with WITHDRAWN in place of each run of neighbouring tokens."""
    if not spans:
        return text
    runs = [list(spans[0])]
    for (_, before), (start, end) in pairwise(spans):
        if text[before:start].strip():
            runs.append([start, end])
        else:
            runs[-1][1] = end
    for start, end in reversed(runs):
        text = text[:start] + WITHDRAWN + text[end:]
    return text


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of `text` lie that white space parts."""
    at = 0
    for token in text.split():
        at = text.index(token, at)
        yield at, at + len(token)
        at += len(token)


def _places(passage: Passage, found: Sequence[str]) -> Iterator[int]:
    """The places among these words where the passage begins."""
    for first in range(len(found) - passage.words + 1):
        if _digest(found[first : first + passage.words]) == passage.digest:
            yield first


def _folded_words(text: str) -> list[str]:
    return words(text.casefold())


def _digest(found: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(found).encode("utf-8", "surrogatepass")).hexdigest()
