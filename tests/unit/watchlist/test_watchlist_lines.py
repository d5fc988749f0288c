"""Telling on which line something stands."""

from __future__ import annotations

import tomllib
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.watchlist.lines import Lines, Path

DOCUMENT = dedent(
    '''\
    # a comment with """ and ' and [x] in it
    [a]
    one = 1.5   # trailing
    "two words" = 1979-05-27T07:32:00.999Z
    many = [
      "x", # "y"

      'z]',
      """
    long""",
      { deep = [1,
         2] },
    ]
    after.dot.ted = true
    raw = \'\'\'
    [no]
    header = 1\'\'\'\'
    [[b]]
    k = 1
    [[b]]
    k = 2
    [b.sub]
    k = 3
    [ c . "d.e" ]
    t = { "q.r" = 1, s = [ "u" ] }
    '''
)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("a", "one"), 3),
        (("a", "two words"), 4),
        (("a", "many"), 5),
        (("a", "many", 0), 6),
        (("a", "many", 1), 8),
        (("a", "many", 2), 9),
        (("a", "many", 3), 11),
        (("a", "many", 3, "deep", 1), 12),
        (("a", "after", "dot", "ted"), 14),
        (("a", "raw"), 15),
        (("b",), 18),
        (("b", 0, "k"), 19),
        (("b", 1), 20),
        (("b", 1, "k"), 21),
        (("b", 1, "sub", "k"), 23),
        (("c",), 24),
        (("c", "d.e"), 24),
        (("c", "d.e", "t", "q.r"), 25),
        (("c", "d.e", "t", "s", 0), 25),
    ],
)
def test_each_thing_stands_on_its_line(path: Path, line: int) -> None:
    tomllib.loads(DOCUMENT)
    assert Lines.of(DOCUMENT).at(path) == line


def test_what_is_missing_stands_on_the_line_of_the_table_around_it() -> None:
    assert Lines.of(DOCUMENT).at(("b", 1, "absent")) == 20


def test_what_has_no_table_around_it_stands_nowhere() -> None:
    assert Lines.of(DOCUMENT).at(("absent", "key")) == 0


def test_windows_line_ends_count_once() -> None:
    assert Lines.of(DOCUMENT.replace("\n", "\r\n")).at(("b", 1, "k")) == 21


VALUES = st.sampled_from(['"x"', "'y # z'", "1.5", "true", '"""\na\n"""', "[\n 1,\n\n 2 ]", "{ a = 1 }", "2026-11-24"])


@given(st.lists(st.tuples(st.integers(0, 2), VALUES), max_size=8))
def test_values_of_any_kind_leave_the_lines_behind_them_right(written: list[tuple[int, str]]) -> None:
    document, expected = "", {}
    for number, (blank, value) in enumerate(written):
        document += "\n" * blank + "# k = 0\n" * blank
        expected[f"k{number}"] = document.count("\n") + 1
        document += f"k{number} = {value}\n"
    tomllib.loads(document)
    lines = Lines.of(document)
    assert {key: lines.at((key,)) for key in expected} == expected


@given(st.text(alphabet="[]{}=.,\"'#\n\\ ab1", max_size=80))
def test_no_text_stops_it(text: str) -> None:
    assert Lines.of(text).at(("a",)) >= 0
