"""On which line of a TOML document each table, key and element stands, which `tomllib` does not tell."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""The way to a value: names of keys and tables, numbers (from 0) of elements and of tables in an array."""

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t]+|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<text>\"{3}(?:[^"\\]|\\[\s\S]|\"{1,2}(?!\"))*\"{3,5}   # of up to five quotation marks the last three close
             |'{3}(?:[^']|'{1,2}(?!'))*'{3,5}
             |"(?:[^"\\\n]|\\.)*"
             |'[^'\n]*')
    |(?P<mark>[\[\]{},=.])
    |(?P<bare>[^\s\[\]{},=.\#"']+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


@dataclass
class Lines:
    """The lines (from 1) of a document's tables, keys and elements."""

    known: dict[Path, int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: str) -> Lines:
        """The lines of a document that `tomllib` reads; of any other they are a guess."""
        lines = cls()
        _Scanner(document, lines).document()
        return lines

    def at(self, path: Path) -> int:
        """The line of what stands at `path`; where nothing does, that of the nearest table around it, or 0."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.known:
                return self.known[path[:end]]
        return 0


class _Scanner:
    """Walks once through a document. It knows just enough of TOML to tell keys from values."""

    def __init__(self, document: str, lines: Lines) -> None:
        self._tokens = _tokens(document)
        self._next = 0
        self._known = lines.known
        self._tables: dict[Path, int] = {}  # how many tables an array of tables has so far

    def document(self) -> None:
        here: Path = ()
        while token := self._take():
            if token.text == "[" and token.kind == "mark":
                here = self._header(token.line)
            elif token.kind in ("bare", "text"):
                self._back()
                self._pair(here)

    def _header(self, line: int) -> Path:
        is_array = self._take_mark("[")
        names = self._names()
        path = (*self._resolved(names[:-1], line), *names[-1:])
        self._known.setdefault(path, line)
        if is_array:
            self._tables[path] = self._tables.get(path, 0) + 1
            path = (*path, self._tables[path] - 1)
            self._known[path] = line
        while self._take_mark("]"):
            pass
        return path

    def _resolved(self, names: list[str], line: int) -> Path:
        """The way along tables, of arrays of tables by way of their last one; those that are not written stand here."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            self._known.setdefault(path, line)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _pair(self, here: Path) -> None:
        line = self._line()
        path = here
        for name in self._names():
            path = (*path, name)
            self._known.setdefault(path, line)
        if self._take_mark("="):
            self._value(path)

    def _names(self) -> list[str]:
        """A key, perhaps a dotted one."""
        names: list[str] = []
        while token := self._take():
            if token.kind in ("bare", "text"):
                names.append(_name(token))
            elif token.text != ".":
                self._back()
                break
        return names

    def _value(self, path: Path) -> None:
        token = self._take()
        if token is None or token.kind != "mark":
            self._rest_of_bare_value(token)
        elif token.text == "[":
            self._array(path)
        elif token.text == "{":
            self._inline_table(path)

    def _rest_of_bare_value(self, token: _Token | None) -> None:
        """`1.5` is more than one token, as are dates with fractions of seconds."""
        while token and token.kind == "bare" and self._take_mark("."):
            token = self._take()

    def _array(self, path: Path) -> None:
        number = 0
        while token := self._take():
            if token.text == "]" and token.kind == "mark":
                return
            if token.kind == "newline" or (token.text == "," and token.kind == "mark"):
                continue
            self._back()
            self._known.setdefault((*path, number), token.line)
            self._value((*path, number))
            number += 1

    def _inline_table(self, path: Path) -> None:
        while token := self._take():
            if token.text == "}" and token.kind == "mark":
                return
            if token.kind in ("bare", "text"):
                self._back()
                self._pair(path)

    def _take(self) -> _Token | None:
        if self._next >= len(self._tokens):
            return None
        self._next += 1
        return self._tokens[self._next - 1]

    def _take_mark(self, mark: str) -> bool:
        token = self._take()
        if token is not None and token.kind == "mark" and token.text == mark:
            return True
        if token is not None:
            self._back()
        return False

    def _back(self) -> None:
        self._next -= 1

    def _line(self) -> int:
        return self._tokens[self._next].line


def _tokens(document: str) -> list[_Token]:
    document = document.replace("\r\n", "\n")
    found: list[_Token] = []
    line, at = 1, 0
    while at < len(document):
        match = _TOKEN.match(document, at)
        if match is None:
            at += 1
            continue
        if match.lastgroup != "space":
            found.append(_Token(match.lastgroup or "", match.group(), line))
        line += match.group().count("\n")
        at = match.end()
    return found


def _name(token: _Token) -> str:
    if token.kind == "bare":
        return token.text
    try:
        return str(tomllib.loads(f"it = {token.text}")["it"])
    except tomllib.TOMLDecodeError:
        return token.text
