"""A comparison for the terminal: two columns where it is wide, one with marks inline where it is not.

Removed passages are red and struck, added ones green and underlined; without colour they stand in [-…-] and {+…+}.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from afterprint.model import Comparison, Part, Row, RowKind
from afterprint.publish.marks import Mark, Passage, Piece, passage, whole, woven

WIDE = 100
STYLES = {Mark.DELETED: "red strike", Mark.WOVEN: "red strike", Mark.INSERTED: "green underline"}
SIGNS = {Mark.DELETED: ("[-", "-]"), Mark.WOVEN: ("[-", "-]"), Mark.INSERTED: ("{+", "+}")}
CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")
"""A text's control characters would be orders to the terminal: they are shown as signs that cannot be read."""
FIELDS = {Part.HEADLINE: "Headline", Part.STANDFIRST: "Standfirst", Part.BYLINE: "Byline", Part.PUBLISHED: "Published"}


def show(comparison: Comparison, console: Console, *, names: tuple[str, str] = ("Old", "New")) -> None:
    """Print the summary, the parts that differ, and the rows; unchanged runs as a count."""
    console.print(Text(comparison.summary.translate(CONTROLS), style="bold"))
    disclosure = comparison.disclosure.value
    kinds = ", ".join(kind.value.replace("_", " ") for kind in comparison.kinds) or "none"
    console.print(Text(f"Edits: {kinds}. Disclosure: {disclosure}.", style="dim"))
    console.print()
    table = _table(console, names)
    for part in comparison.parts:
        old, new = passage(part.old, part.old_spans, Mark.DELETED), passage(part.new, part.new_spans, Mark.INSERTED)
        _add(table, FIELDS[part.part], old, new, console)
    for entry in _entries(comparison.rows):
        if isinstance(entry, int):
            table.add_row("", Text(f"… {entry} unchanged", style="dim"))
        else:
            _add(table, _label(entry), *_sides(entry), console)
    if table.row_count:
        console.print(table)


def _table(console: Console, names: tuple[str, str]) -> Table:
    table = Table(show_header=console.width >= WIDE, expand=True, show_lines=True)
    table.add_column("", width=12, style="dim")
    if console.width >= WIDE:
        for name in names:
            table.add_column(Text(name.translate(CONTROLS)), ratio=1)
    else:
        table.add_column("Text", ratio=1)
    return table


def _add(table: Table, label: str, old: Passage, new: Passage, console: Console) -> None:
    if console.width >= WIDE:
        table.add_row(label, _drawn(old, console), _drawn(new, console))
        return
    inline = woven(old, new) if old and new else None
    if inline is not None:
        table.add_row(label, _drawn(inline, console))
    else:
        sides = [_drawn(side, console) for side in (old, new) if side]
        table.add_row(label, Text("\n").join(sides))


def _label(rows: Sequence[Row]) -> str:
    row = rows[0]
    if len(rows) > 1:
        return "merged" if rows[0].new_index == rows[1].new_index else "split"
    if row.kind is RowKind.MOVED:
        return f"moved {(row.old_index or 0) + 1} → {(row.new_index or 0) + 1}"
    return row.kind.value


def _sides(rows: Sequence[Row]) -> tuple[Passage, Passage]:
    row = rows[0]
    if row.kind is RowKind.ADDED:
        return (), whole(row.new or "", Mark.INSERTED)
    if row.kind is RowKind.REMOVED:
        return whole(row.old or "", Mark.DELETED), ()
    olds = {row.old_index: passage(row.old or "", row.old_spans, Mark.DELETED) for row in rows}
    news = {row.new_index: passage(row.new or "", row.new_spans, Mark.INSERTED) for row in rows}
    return _in_lines(olds.values()), _in_lines(news.values())


def _in_lines(passages: Iterable[Passage]) -> Passage:
    """Paragraphs one below another."""
    joined: list[Piece] = []
    for each in passages:
        joined += [Piece("\n"), *each] if joined else each
    return tuple(joined)


def _drawn(pieces: Passage, console: Console) -> Text:
    has_colour = console.color_system is not None and not console.no_color
    drawn = Text()
    for piece in pieces:
        text = piece.text if piece.text == "\n" else piece.text.translate(CONTROLS)
        if not piece.mark or not text.strip():
            drawn.append(text)
        elif has_colour:
            drawn.append(text, STYLES[piece.mark])
        else:
            opening, closing = SIGNS[piece.mark]
            drawn.append(f"{opening}{text}{closing}")
    return drawn


def _entries(rows: Sequence[Row]) -> list[list[Row] | int]:
    """What is shown together: a row, the neighbouring rows of one split or merge; unchanged runs as a count."""
    found: list[list[Row] | int] = []
    for row in rows:
        last = found[-1] if found else None
        if row.kind is RowKind.SAME:
            found[-1:] = [last + 1] if isinstance(last, int) else [last, 1] if last else [1]
        elif isinstance(last, list) and _are_one(last[-1], row):
            last.append(row)
        else:
            found.append([row])
    return found


def _are_one(before: Row, row: Row) -> bool:
    """Whether two rows belong to one split or merge."""
    if before.kind is not RowKind.CHANGED or row.kind is not RowKind.CHANGED:
        return False
    return before.old_index == row.old_index or before.new_index == row.new_index
