"""One page written down in other ways that say the same: what a server or a template may change without an edit."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import lxml.html
from lxml.html import HtmlElement

Served = tuple[bytes, str | None]
"""The bytes of a page and the Content-Type it is served with."""

UTF_8 = "text/html; charset=utf-8"
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body div dl dt dd fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
        "header hr li main nav ol p section table tbody td tfoot th thead tr ul",
    )
)
SPACES = ("", " ", "\n", "\n\n\t", "\r\n    ")
AD_WORDS = re.compile(
    r"(?:^|[_-])(?:ad|ads|adslot|advert|advertisement|banner|dfp|gpt|sponsor|taboola|outbrain)(?:$|[_-])"
)
DECLARED = re.compile(r"<meta[^>]*\bcharset\s*=[^>]*>|(?<=<\?xml)([^>]*?)\s+encoding=[\"'][\w-]+[\"']", re.IGNORECASE)
HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)


def unaltered(page: str, _chance: Random) -> Served:
    """The same bytes once more."""
    return page.encode(), UTF_8


def serialised(page: str, _chance: Random) -> Served:
    """Parsed and written again by libxml2."""
    return _written(_parsed(page)), UTF_8


def shuffled(page: str, chance: Random) -> Served:
    """With the attributes of every element in another order."""
    root = _parsed(page)
    for element in root.iter("*"):
        attributes = list(element.attrib.items())
        chance.shuffle(attributes)
        element.attrib.clear()
        element.attrib.update(attributes)
    return _written(root), UTF_8


def readvertised(page: str, chance: Random) -> Served:
    """With other ids of advertising slots."""
    root = _parsed(page)
    for element in root.iter("*"):
        name = element.get("id")
        if name and AD_WORDS.search(f"{element.get('class') or ''} {name}".lower().replace(" ", "-")):
            element.set("id", f"{re.sub(r'[0-9]+', '', name)}{chance.randrange(10**9)}")
            element.set("data-slot", str(chance.randrange(10**9)))
    return _written(root), UTF_8


def respaced(page: str, chance: Random) -> Served:
    """With other white space between the tags of blocks."""
    root = _parsed(page)
    for element in root.iter(*BLOCKS):
        if any(True for _ in element.iterancestors("pre", "textarea")):
            continue
        if len(element) and element[0].tag in BLOCKS and _is_blank(element.text):
            element.text = chance.choice(SPACES)
        if _stands_between_blocks(element) and _is_blank(element.tail):
            element.tail = chance.choice(SPACES)
    return _written(root), UTF_8


def in_charset(codec: str, *, by_header: bool) -> Callable[[str, Random], Served]:
    """Served in another encoding, named in the header or in the page's own declaration alone."""

    def served(page: str, _chance: Random) -> Served:
        bare = DECLARED.sub(lambda match: match[1] or "", page)
        if by_header:
            return bare.encode(codec), f"text/html; charset={codec}"
        declared = HEAD.sub(lambda match: f'{match[0]}<meta charset="{codec}">', bare, count=1)
        return (declared if declared != bare else f'<meta charset="{codec}">{bare}').encode(codec), None

    served.__name__ = f"{codec}_{'by_header' if by_header else 'by_meta'}"
    return served


VARIANTS: tuple[Callable[[str, Random], Served], ...] = (
    serialised,
    shuffled,
    readvertised,
    respaced,
    in_charset("utf-16", by_header=True),
    in_charset("gb18030", by_header=True),
    in_charset("gb18030", by_header=False),
    in_charset("windows-1252", by_header=False),
)


def _parsed(page: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    root: HtmlElement = lxml.html.document_fromstring(page.encode(), parser=parser)
    return root


def _written(root: HtmlElement) -> bytes:
    body: bytes = lxml.html.tostring(root, encoding="utf-8")
    return body


def _stands_between_blocks(element: HtmlElement) -> bool:
    """Whether a block comes after `element`, or the end of the block that holds it."""
    following, parent = element.getnext(), element.getparent()
    return parent is not None and parent.tag in BLOCKS and (following is None or following.tag in BLOCKS)


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()
