"""A history for the terminal: the newest text with the number of the text in which each passage entered, and removals.

Passages of the first text stand plain; what entered later is coloured, and stands in `{2+…+}`, with the number of its
text, where there is no colour. Texts are counted from 1 here.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from afterprint.cli.terminal_diff import CONTROLS
from afterprint.model import Part, Stretch, TextHistory

COLOURS = ("green", "cyan", "magenta", "yellow", "blue", "red")


def show_history(history: TextHistory, steps: Sequence[tuple[str, str]], console: Console) -> None:
    """Print the texts (name and what changed in each), the newest text, and what was removed."""
    has_colour = console.color_system is not None and not console.no_color
    for number, (name, summary) in enumerate(steps, start=1):
        said = f": {summary}" if summary else ""
        console.print(Text(f"{number}  {name}{said}".translate(CONTROLS), style=_style(number - 1)))
    console.print()
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style="dim", width=11, justify="right")
    table.add_column(ratio=1)
    parts = (("Headline", history.headline), ("Standfirst", history.standfirst), ("Byline", history.byline))
    for label, stretches in (*parts, *(("", block.stretches) for block in history.blocks)):
        if stretches:
            table.add_row(label or _ages(stretches), _drawn(stretches, has_colour=has_colour))
            table.add_row()
    console.print(table)
    if history.removals:
        console.print(Text("Removed since", style="bold"))
    for removal in history.removals:
        where = "" if removal.part is Part.BODY else f" ({removal.part.value})"
        said = f"in {_span(removal.since + 1, removal.gone)}{where}: {removal.text}"
        console.print(Text(f"- {said}".translate(CONTROLS), style="red" if has_colour else ""))


def _span(first: int, last: int) -> str:
    return f"text {first}" if first == last else f"texts {first} to {last}"


def _ages(stretches: Sequence[Stretch]) -> str:
    """The texts that a paragraph has passages of: "1, 3"."""
    numbers = sorted({stretch.since + 1 for stretch in stretches})
    if len(numbers) > 3:
        return f"{numbers[0]} … {numbers[-1]}"
    return ", ".join(map(str, numbers))


def _drawn(stretches: Sequence[Stretch], *, has_colour: bool) -> Text:
    drawn = Text()
    for stretch in stretches:
        text = stretch.text.translate(CONTROLS)
        if has_colour or not stretch.since or not text.strip():
            drawn.append(text, _style(stretch.since))
            continue
        inner = text.strip()
        before, after = text.split(inner, 1)
        drawn.append(f"{before}{{{stretch.since + 1}+{inner}+}}{after}")
    return drawn


def _style(since: int) -> str:
    return COLOURS[(since - 1) % len(COLOURS)] if since else ""
