"""A comparison drawn for terminals of two widths, with and without colour."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from afterprint.cli.terminal_diff import show
from afterprint.diff import compare
from afterprint.model import ArticleText

HEADLINE = "Ferry delayed by fog"
OLD = ("The ferry carries 240 passengers.", "It was late, said the harbour office.", "Fog lay on the sound all day.")
NEW = ("Fog lay on the sound all day.", "The ferry carries 204 passengers.", "It was late, said the harbour office.")


def drawn(width: int, *, old: tuple[str, ...] = OLD, new: tuple[str, ...] = NEW, **terminal: object) -> str:
    console = Console(file=io.StringIO(), width=width, **terminal)  # type: ignore[arg-type]
    show(
        compare(ArticleText(headline=HEADLINE, paragraphs=old), ArticleText(headline=HEADLINE, paragraphs=new)), console
    )
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_narrow_terminal_shows_a_changed_paragraph_once_with_its_marks_inline() -> None:
    output = drawn(80)
    assert "The ferry carries [-240-] {+204+} passengers." in output
    assert output.count("The ferry carries") == 1


def test_a_narrow_terminal_shows_a_moved_paragraph_once() -> None:
    assert drawn(80).count("Fog lay on the sound") == 1


@pytest.mark.parametrize("width", [80, 160])
def test_a_split_or_merged_paragraph_is_shown_once(width: int) -> None:
    halves = ("The ferry left the harbour at nine.", "Nobody on board was hurt when it came back.")
    split = drawn(width, old=(" ".join(halves), *OLD), new=(*halves, *OLD))
    merged = drawn(width, old=(*halves, *OLD), new=(" ".join(halves), *OLD))
    for output, label in ((split, "split"), (merged, "merged")):
        assert f"│ {label} " in output
        assert output.count("Nobody on board") == (1 if width < 100 else 2)


def test_a_wide_terminal_shows_both_sides_in_one_line() -> None:
    (line,) = [line for line in drawn(160).splitlines() if "The ferry carries" in line]
    assert line.index("[-240-]") < line.index("{+204+}")


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, drawn(width).splitlines())) <= width


def test_a_terminal_with_colour_needs_no_signs() -> None:
    output = drawn(80, force_terminal=True, color_system="standard", no_color=False)
    assert "[-" not in output
    assert "\x1b[" in output


def test_a_terminal_whose_owner_wants_no_colour_gets_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[-240-]" in drawn(80, force_terminal=True, color_system="standard")


def test_brackets_in_a_text_are_not_read_as_markup() -> None:
    output = drawn(120, old=("He said [bold] no.",), new=("He said [bold] yes.",))
    assert output.count("[bold]") == 2


def test_unchanged_paragraphs_are_counted() -> None:
    output = drawn(80, old=OLD, new=("The ferry carries 204 passengers.", *OLD[1:]))
    assert "2 unchanged" in output


@pytest.mark.parametrize("order", ["\x1b[2J", "\x1b]0;title\x07", "\x9b31m"])
def test_a_text_gives_no_orders_to_the_terminal(order: str) -> None:
    output = drawn(80, old=("It rained.",), new=(f"It {order} poured.",))
    assert not [sign for sign in output if (ord(sign) < 32 and sign != "\n") or 127 <= ord(sign) < 160]
