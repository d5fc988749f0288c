from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.publish.xml import add, clean, language_tag, serialise

ANY_TEXT = st.text(st.characters())  # lone surrogates among them


@pytest.mark.parametrize("bad", ["\0", "\x0b", "\x1f", "\x7f", "\x85", "\ud800", "\ufdd0", "\ufffe", "\uffff"])
def test_a_forbidden_character_becomes_the_replacement_character(bad: str) -> None:
    assert clean(f"a{bad}b") == "a\ufffdb"


def test_a_carriage_return_becomes_a_space_where_something_else_is_wrong_or_not() -> None:
    assert clean("a\rb") == "a b"


@pytest.mark.parametrize("good", ["tab\tand\nline", "]]>", "<b>&amp;", "😀", "עברית", "\u202e", "e\u0301", ""])
def test_everything_else_stays_as_it_is(good: str) -> None:
    assert clean(good) == good


@given(ANY_TEXT)
def test_any_text_survives_a_parser_as_it_was_cleaned(text: str) -> None:
    root = ElementTree.Element("root")
    add(root, "child", text, kind=text)
    read = ElementTree.fromstring(serialise(root))[0]
    assert (read.text or "") == clean(text)
    assert read.get("kind") == clean(text)


def test_the_same_tree_gives_the_same_bytes_with_a_declaration_and_a_final_line_break() -> None:
    def made() -> bytes:
        root = ElementTree.Element("root")
        add(root, "a", "é", two="2", one="1")
        return serialise(root)

    assert (
        made()
        == made()
        == '<?xml version="1.0" encoding="utf-8"?>\n<root>\n <a two="2" one="1">é</a>\n</root>\n'.encode()
    )


@pytest.mark.parametrize(
    ("declared", "tag"),
    [("en-GB", "en-GB"), ("zh-Hant-TW", "zh-Hant-TW"), (None, ""), ("", ""), ("english language", ""), ('en"', "")],
)
def test_only_a_well_formed_language_tag_is_kept(declared: str | None, tag: str) -> None:
    assert language_tag(declared) == tag
