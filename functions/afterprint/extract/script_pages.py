"""Pages whose text only a script would print: what they show without one is a shell, not an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from afterprint.extract import phrases
from afterprint.extract.blocks import PageBlock
from afterprint.extract.page import Page, is_linked_data
from afterprint.extract.text import fold, key, length
from afterprint.model import BlockKind

_FEW_WORDS = 60
_EMPTY_WORDS = 10
_ROOT_ID = re.compile(
    r"(?:.*[-_])?(?:app|root)|__next|__nuxt|main-app|svelte|_*gatsby|ember|app[-_](?:shell|container)", re.IGNORECASE
)
_LOADING = re.compile(
    r"(?:please wait|(?:page |article |content )?loading|lädt|wird geladen|chargement|cargando|carregando|caricamento)"
    r"(?: \w+){0,3}\W*",
    re.IGNORECASE,
)


def needs_script(page: Page, blocks: Sequence[PageBlock], body: Sequence[PageBlock], *, headline: str) -> bool:
    """Whether a script would print the article; `body` are the blocks that would be read as its text.

    It would where the page has scripts and shows next to nothing (60 words at most that are no links), and either all
    of that asks for JavaScript or for patience, or it is the text around an empty root element, with a plea in
    `noscript` perhaps, and not the headline. A page that says it is an article and prints none of its text is such.
    """
    shown = body or [block for block in blocks if block.linked < 0.5]
    if sum(length(block.text) for block in shown) > _FEW_WORDS or not _has_scripts(page):
        return False
    if body and all(_asks_to_wait(block.text) for block in body):
        return True
    if not body:
        return page.declares_article or _has_plea(page, blocks) or _has_empty_root(page)
    return not _prints(blocks, headline) and (_has_plea(page, blocks) or _has_empty_root(page))


def _has_scripts(page: Page) -> bool:
    return any(not is_linked_data(script) for script in page.elements("script"))


def _asks_to_wait(text: str) -> bool:
    return bool(phrases.SCRIPT_PLEA.search(text) or _LOADING.fullmatch(text))


def _has_plea(page: Page, blocks: Sequence[PageBlock]) -> bool:
    pleas = [fold(element.text_content()) for element in page.elements("noscript")]
    return any(map(_asks_to_wait, [*pleas, *(block.text for block in blocks)]))


def _has_empty_root(page: Page) -> bool:
    return any(length(root.text_content()) < _EMPTY_WORDS for root in _roots(page))


def _roots(page: Page) -> Iterator[HtmlElement]:
    """Elements that an application writes itself into: by their usual ids, and elements of its own making."""
    for element in page.elements("div", "main", "section"):
        if _ROOT_ID.fullmatch(element.get("id") or ""):
            yield element
    body = page.root.find("body")
    yield from (child for child in (() if body is None else body) if "-" in str(child.tag))


def _prints(blocks: Sequence[PageBlock], headline: str) -> bool:
    wanted = key(headline)
    return bool(wanted) and any(block.kind is BlockKind.HEADING and wanted in block.key for block in blocks)
