"""Text as printed: white space folded, nothing that cannot be printed, the rest left alone."""

from __future__ import annotations

import re
from functools import lru_cache

# C0 and C1 controls other than white space, lone surrogates, the byte order mark and the noncharacters that XML forbids
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_WORD = re.compile(r"\w+")
_UNPARTED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LINE_BREAK = re.compile(r"\n")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_LONG_LINE = 60


def printable(text: str) -> str:
    """`text` without control characters, surrogates and noncharacters; white space of every kind stays."""
    return _UNPRINTABLE.sub("", text)


def fold(text: str) -> str:
    """`text` on one line: each run of Unicode white space is one space, none at the ends, nothing unprintable."""
    folded = " ".join(text.split())
    return folded if folded.isprintable() else " ".join(_UNPRINTABLE.sub("", text).split())


def words(text: str) -> list[str]:
    """The words of `text`, in lower case."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=4096)
def length(text: str) -> int:
    """How many words a text has; where a script parts none, two characters are taken for one."""
    parted, unparted = (text, 0) if text.isascii() else _UNPARTED.subn(" ", text)
    return len(words(parted)) + (unparted + 1) // 2


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """What two printings of one text share: its letters and digits in lower case, without anything between."""
    return "".join(_WORD.findall(text.lower()))


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, closing quotes and brackets allowed."""
    return _SENTENCE_END.search(text[-12:]) is not None  # the whole text would be scanned for it


def paragraphs_of(lines: str) -> list[str]:
    """`lines`, whose line breaks are line feeds, cut into folded paragraphs.

    An empty line parts two paragraphs. So does a single line break after a long line that ends a sentence: old
    systems print one `<br>` between paragraphs. Any other line break is a space.
    """
    if "\n" not in lines:
        only = fold(lines)
        return [only] if only else []
    found: list[str] = []
    open_lines: list[str] = []
    for line in map(fold, _LINE_BREAK.split(lines)):
        if line:
            open_lines.append(line)
        if not line or (len(line) >= _LONG_LINE and ends_sentence(line)):
            found.append(" ".join(open_lines))
            open_lines = []
    found.append(" ".join(open_lines))
    return [paragraph for paragraph in found if paragraph]
