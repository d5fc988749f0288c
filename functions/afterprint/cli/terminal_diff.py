"""A comparison for the terminal: two columns where it is wide, one with marks inline where it is not.

Removed passages are red and struck, added ones green and underlined; without colour they stand in [-…-] and {+…+}.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from afterprint.model import Comparison, Part, Row, RowKind, Span

WIDE = 100
OLD_STYLE = "red strike"
NEW_STYLE = "green underline"
FIELDS = {Part.HEADLINE: "Headline", Part.STANDFIRST: "Standfirst", Part.BYLINE: "Byline", Part.PUBLISHED: "Published"}


def show(comparison: Comparison, console: Console) -> None:
    """Print the summary, the parts that differ, and the rows; unchanged runs as a count."""
    console.print(Text(comparison.summary, style="bold"))
    disclosure = comparison.disclosure.value
    kinds = ", ".join(kind.value.replace("_", " ") for kind in comparison.kinds) or "none"
    console.print(Text(f"Edits: {kinds}. Disclosure: {disclosure}.", style="dim"))
    console.print()
    table = _table(console)
    for part in comparison.parts:
        old, new = _marked(part.old, part.old_spans, True, console), _marked(part.new, part.new_spans, False, console)
        _add(table, FIELDS[part.part], old, new, console)
    for row in _with_unchanged_runs(comparison.rows):
        if isinstance(row, int):
            _add(table, "", Text(f"… {row} unchanged", style="dim"), None, console)
        else:
            _add(table, _label(row), _side(row, True, console), _side(row, False, console), console)
    console.print(table)


def _table(console: Console) -> Table:
    table = Table(show_header=console.width >= WIDE, expand=True, show_lines=True)
    table.add_column("", width=10, no_wrap=False, style="dim")
    if console.width >= WIDE:
        table.add_column("Old", ratio=1)
        table.add_column("New", ratio=1)
    else:
        table.add_column("Text", ratio=1)
    return table


def _add(table: Table, label: str, old: Text | None, new: Text | None, console: Console) -> None:
    if console.width >= WIDE:
        table.add_row(label, old or "", new or "")
    else:
        both = Text("\n").join(side for side in (old, new) if side)
        table.add_row(label, both)


def _label(row: Row) -> str:
    if row.kind is RowKind.MOVED:
        return f"moved {(row.old_index or 0) + 1} → {(row.new_index or 0) + 1}"
    return row.kind.value


def _side(row: Row, is_old: bool, console: Console) -> Text | None:
    text = row.old if is_old else row.new
    if text is None:
        return None
    whole: tuple[Span, ...] = ((0, len(text)),)
    if row.kind in (RowKind.ADDED, RowKind.REMOVED):
        return _marked(text, whole, is_old, console)
    return _marked(text, row.old_spans if is_old else row.new_spans, is_old, console)


def _marked(text: str, spans: Sequence[Span], is_old: bool, console: Console) -> Text:
    if console.color_system is None:
        return Text(_with_signs(text, spans, ("[-", "-]") if is_old else ("{+", "+}")))
    marked = Text(text)
    for start, end in spans:
        marked.stylize(OLD_STYLE if is_old else NEW_STYLE, start, end)
    return marked


def _with_signs(text: str, spans: Sequence[Span], signs: tuple[str, str]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], signs[0], text[start:end], signs[1]]
        at = end
    return "".join((*pieces, text[at:]))


def _with_unchanged_runs(rows: Sequence[Row]) -> list[Row | int]:
    found: list[Row | int] = []
    for row in rows:
        if row.kind is not RowKind.SAME:
            found.append(row)
        elif found and isinstance(found[-1], int):
            found[-1] += 1
        else:
            found.append(1)
    return found
