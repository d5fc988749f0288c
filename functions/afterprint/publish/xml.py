"""Text that any XML 1.0 or HTML parser accepts, and XML documents made of it, the same bytes for the same content."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}")


def clean(text: str) -> str:
    """`text` with every character that XML 1.0 §2.2 or HTML forbids or discourages as U+FFFD.

    Control characters, lone surrogates and noncharacters of the basic plane go; carriage returns become spaces,
    since parsers would turn them into something else.
    """
    if _FORBIDDEN.search(text) is None:
        return text
    return _FORBIDDEN.sub("\ufffd", text.replace("\r", " "))


def language_tag(language: str | None) -> str:
    """A tag in the form of BCP 47, or "" where there is none: pages declare the oddest things."""
    return language if language and _LANGUAGE.fullmatch(language) else ""


def add(parent: ElementTree.Element, name: str, text: str | None = None, /, **attributes: str) -> ElementTree.Element:
    """Append `<name …>text</name>` to `parent` and return it; all text is cleaned. `xml_lang` means `xml:lang`."""
    names = {key.replace("xml_", "xml:"): clean(value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, name, names)
    if text is not None:
        child.text = clean(text)
    return child


def serialise(root: ElementTree.Element) -> bytes:
    """UTF-8 with an XML declaration, indented by one space, ending with a line break."""
    ElementTree.indent(root, " ")
    body = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'.encode()
