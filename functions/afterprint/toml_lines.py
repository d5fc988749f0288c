"""Where in a TOML text each key stands: `tomllib` reads values and forgets lines; a mistake must name its line.

Only for a text that `tomllib` has read: what is valid TOML is found, nothing is checked here.
"""

from __future__ import annotations

import re

Place = tuple[str | int, ...]
"""The way to a value, as one would index the parsed document: `("source", 0, "feeds", 1)`."""

_HEADER = re.compile(r"\s*(\[\[|\[)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=""")
_TOKEN = re.compile(
    r'''
      """(?:\\.|(?!""").)*"""   | \'\'\'(?:(?!\'\'\').)*\'\'\'     # strings over several lines
    | "(?:\\.|[^"\\\n])*"       | \'[^\'\n]*\'                     # strings
    | \#[^\n]*                                                     # a comment
    | [\[\]{},]                                                    # what arrays and tables are made of
    | \n
    | [^\s\[\]{},"'\#]+                                            # a number, a date, a word
    ''',
    re.VERBOSE | re.DOTALL,
)


def lines_of(text: str) -> dict[Place, int]:
    """The line, from 1, of every table, key and array element."""
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    position, line = 0, 1
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        row = text[position:end]
        if header := _HEADER.match(row):
            table = _table(header, counts)
            found.setdefault(table, line)
        elif key := _KEY.match(row):
            place = (*table, *_names(key[1]))
            found.setdefault(place, line)
            end = _value(text, position + key.end(), line, place, found)
        line += text.count("\n", position, end) + 1
        position = end + 1
    return found


def _table(header: re.Match[str], counts: dict[Place, int]) -> Place:
    names = _names(header[2])
    if header[1] == "[":
        return names
    number = counts.get(names, 0)
    counts[names] = number + 1
    return (*names, number)


def _names(dotted: str) -> Place:
    return tuple(name.strip("\"'") for name in re.findall(r"""\"[^\"]*\"|'[^']*'|[^.\s]+""", dotted))


def _value(text: str, start: int, line: int, place: Place, found: dict[Place, int]) -> int:
    """Note the lines of an array's elements; returns where the value's last line ends."""
    depth = element = 0
    fresh = True
    position = start
    while match := _TOKEN.search(text, position):
        piece, position = match[0], match.end()
        if piece == "\n":
            if depth == 0:
                return match.start()
            line += 1
            continue
        if piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        elif piece == "," and depth == 1:
            element, fresh = element + 1, True
        elif not piece.startswith("#") and depth == 1 and fresh:
            found.setdefault((*place, element), line)
            fresh = False
        line += piece.count("\n")
    return len(text)
