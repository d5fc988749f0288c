"""The headline as readers see it: the printed heading, found with the help of what the page's metadata call it.

The metadata only say which heading is meant and where a kicker before it ends; their own wording is taken where the
page prints none. Titles made for search engines and social networks come and go without the article changing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from afterprint.extract import jsonld
from afterprint.extract.blocks import cut
from afterprint.extract.furniture import class_words
from afterprint.extract.page import Page
from afterprint.extract.text import fold, key, length, words

_SITE_PARTERS = re.compile(r"\s+[|–—\-•·»/:]+\s+|\s*[|]\s*")
_TITLES = ("og:title", "twitter:title")
_TRAIL_WORDS = frozenset(("breadcrumb", "breadcrumbs", "seotitle"))
_HEADLINE_WORDS = frozenset(("headline", "title"))
_HIDDEN = frozenset(("visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "screenreader"))
_INLINE = frozenset(
    words("a abbr acronym b bdi bdo br cite code del dfn em font i img ins kbd mark q s small strong sub sup svg u wbr")
)
_TRAIL_LEVELS = 3
_MOST_HEADINGS = 200
_AGREES = 0.5
_SURELY = 0.9
_AKIN = 0.3
_TELLING = 5
_LEAST_OPENING = 4  # words at the edge of a title that are more than a section's name


@dataclass(frozen=True, eq=False)
class Heading:
    """A heading: its lines as printed, and whether its text is one run (no kicker set apart within it)."""

    element: HtmlElement
    lines: tuple[str, ...]
    is_plain: bool

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def headline(page: Page) -> str:
    """The headline as printed, without a kicker before it; where none is printed, the declared one.

    Of several headings the one that the metadata agree with is meant, level one first. A level-one heading that is
    the last step of a breadcrumb trail, hidden from view, or a link to where the page lies, is asked last: the
    article's own headline is then printed at a lower level. Site names are cut off titles.
    """
    declared = [text for text in _declared(page) if text]
    first, labels = _parted(page, _headings(page, "h1"))
    lower = [] if any(_confirmed(each, declared) for each in first) else _headings(page, "h2", "h3")
    found = _chosen(first, declared) or _chosen(lower, declared) or _after_trail(labels, lower, declared)
    found = found or _within_title(first, declared) or _chosen(labels, declared)
    if not found and not _most_like(first, declared):
        found = _within_title(lower, declared)
    return found or _unconfirmed(page, first or labels, declared)


def declared_headlines(page: Page) -> list[str]:
    """What JSON-LD, Open Graph, Twitter cards and the title element call the article, without the site's name."""
    return [text for text in _declared(page) if text]


def without_site(title: str, page: Page) -> str:
    """`title` without the name of the site behind (or before) a separator."""
    parts = _SITE_PARTERS.split(title)
    if len(parts) < 2:
        return title
    site = {key(page.meta("og:site_name")), key(page.meta("application-name")), host_word(page.url)} - {""}
    separators = _SITE_PARTERS.findall(title)
    if _is_site(parts[-1], site):
        return fold(title[: title.rindex(separators[-1])])
    if _is_site(parts[0], site):
        return fold(title[len(parts[0]) + len(separators[0]) :])
    return title


def host_word(url: str) -> str:
    """The longest label of the host's name without its last: what a site is mostly called."""
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    return key(max(labels[:-1], key=len, default=""))


def _declared(page: Page) -> Iterator[str]:
    yield jsonld.text(page.article_item.get("headline"))
    for name in _TITLES:
        yield without_site(page.meta(name), page)
    yield without_site(page.title, page)


def _headings(page: Page, *tags: str) -> list[Heading]:
    found: list[Heading] = []
    for element in page.elements(*tags):
        lines = tuple(block.text for block in cut(element))
        if lines:
            plain = all(child.tag in _INLINE for child in _unwrapped(element).iterdescendants())
            found.append(Heading(element, lines, plain))
        if len(found) == _MOST_HEADINGS:
            break
    return found


def _unwrapped(element: HtmlElement) -> HtmlElement:
    """The element within `element` that holds all its text, however often it is wrapped."""
    while len(element) == 1 and not fold(element.text or "") and not fold(element[0].tail or ""):
        element = element[0]
    return element


def _parted(page: Page, headings: Sequence[Heading]) -> tuple[list[Heading], list[Heading]]:
    """The headings, and apart from them those that label the page rather than the article."""
    labels = [each for each in headings if _is_label(each.element, page.url)]
    return [each for each in headings if each not in labels], labels


def _is_label(element: HtmlElement, url: str) -> bool:
    return _is_trail(element) or _is_hidden(element) or _leads_up(element, url)


def _is_trail(element: HtmlElement) -> bool:
    """Whether a heading ends a breadcrumb trail: by name, or because nothing but two or more links stand beside it."""
    if _names_trail(element):
        return True
    own = len(key(element.text_content()))
    ancestor = element.getparent()
    for _ in range(_TRAIL_LEVELS):
        if ancestor is None or ancestor.tag in ("body", "article", "main"):
            return False
        links = [link for link in ancestor.iter("a") if key(link.text_content())]
        beside = len(key(ancestor.text_content())) - own
        if beside and beside != sum(len(key(link.text_content())) for link in links):
            return False
        if len(links) > 1 and beside:
            return True
        ancestor = ancestor.getparent()
    return False


def _names_trail(element: HtmlElement) -> bool:
    near: HtmlElement | None = element
    for _ in range(_TRAIL_LEVELS):
        if near is None or near.tag in ("body", "article", "main"):
            return False
        data = {word for name in near.attrib if name.startswith("data-") for word in name.split("-")}
        if near.tag == "nav" or not _TRAIL_WORDS.isdisjoint(class_words(near) | data):
            return True
        near = near.getparent()
    return False


def _is_hidden(element: HtmlElement) -> bool:
    return not _HIDDEN.isdisjoint((element.get("class") or "").lower().split())


def _leads_up(element: HtmlElement, url: str) -> bool:
    """Whether a heading is a link to where the page lies: the site's name or a section's."""
    inner = _unwrapped(element)
    link = next(inner.iterancestors("a"), None) if inner.tag != "a" else inner
    if link is None or not element.text_content().strip() or element not in (link, *link.iterancestors()):
        return False
    try:
        target, page = urlsplit(urljoin(url, fold(link.get("href") or ""))), urlsplit(url)
    except ValueError:
        return False
    folder = target.path.rstrip("/") + "/"
    return target.netloc == page.netloc and page.path.rstrip("/").startswith(folder) and page.path != target.path


def _chosen(headings: Sequence[Heading], declared: Sequence[str]) -> str:
    """The text of the first heading, in the order of the metadata, that they agree with; empty if none."""
    for text in declared:
        found = next((each for each in headings if _says(each, text)), None)
        if found:
            return _as_printed(found, declared)
    return ""


def _within_title(headings: Sequence[Heading], declared: Sequence[str]) -> str:
    """The text of the first heading that some title opens or ends with."""
    found = next((each for each in headings if any(_is_within(text, each) for text in declared)), None)
    return _as_printed(found, declared) if found else ""


def _confirmed(heading: Heading, declared: Sequence[str]) -> bool:
    return any(_says(heading, text) for text in declared)


def _says(heading: Heading, text: str) -> bool:
    """Whether a heading is this text, behind a kicker or on one of its lines."""
    return _is_end(text, heading.text) or (bool(key(text)) and key(text) in map(key, heading.lines))


def _as_printed(heading: Heading, declared: Sequence[str]) -> str:
    """The heading without a kicker: the shortest of the metadata that it ends with says where that stands.

    A kicker on a line of its own is none of the headline. The wording is the page's own, unless several parts stand
    side by side in the heading: what parts them is then a matter of style, and the metadata write it out.
    """
    if len(heading.lines) > 1:
        return _line(heading, declared)
    ends = [text for text in declared if _is_end(text, heading.text)]
    shortest = min(ends, key=lambda text: len(key(text)), default=heading.text)
    return heading.text if key(shortest) == key(heading.text) and heading.is_plain else shortest


def _line(heading: Heading, declared: Sequence[str]) -> str:
    """Of the lines of a heading the one that the metadata are, else end with, else begin with; the longest of such."""
    told = [key(text) for text in declared]

    def agreement(line: str) -> tuple[int, int]:
        own = key(line)
        rank = 3 * (own in told) or 2 * any(text.endswith(own) for text in told)
        return rank or any(text.startswith(own) for text in told), len(own)

    return max(heading.lines, key=agreement)


def _after_trail(labels: Sequence[Heading], lower: Sequence[Heading], declared: Sequence[str]) -> str:
    """Below a breadcrumb trail: the next heading where akin to it or to the metadata, else one named headline."""
    if not lower or not any(_names_trail(each.element) for each in labels):
        return ""
    akin = [*declared, *(each.text for each in labels)]
    if max(_shared(lower[0].text, text) for text in akin) >= _AKIN:
        return _as_printed(lower[0], declared)
    return next((_as_printed(each, declared) for each in lower if _is_named_headline(each)), "")


def _is_named_headline(heading: Heading) -> bool:
    """Whether the class of a heading of some length, or its microdata, says that it is the headline."""
    if heading.element.tag != "h2" or length(heading.text) < _LEAST_OPENING:
        return False
    named = class_words(heading.element, with_id=False)
    return heading.element.get("itemprop") == "headline" or not _HEADLINE_WORDS.isdisjoint(named)


def _unconfirmed(page: Page, headings: Sequence[Heading], declared: Sequence[str]) -> str:
    """Where no heading is what the metadata say: the one most like them, else the longest of the first level.

    Where JSON-LD names a headline, or Open Graph one of five words or more, and no metadata share half their words
    with any, they are the site's name or a section's; but one alone of five words or more is a headline that the
    metadata have not caught up with.
    """
    named = jsonld.text(page.article_item.get("headline")) or _long_title(page)
    if named and headings:
        alone = headings[0].text if len(headings) == 1 and length(headings[0].text) >= _TELLING else ""
        return _most_like(headings, [named]) or _most_like(headings, declared) or alone or named
    longest = max((each.text for each in headings), key=lambda text: len(words(text)), default="")
    return _most_like(headings, declared) or longest or next(iter(declared), "")


def _long_title(page: Page) -> str:
    """What Open Graph calls the page, where that is too long for a site's name; else empty."""
    title = without_site(page.meta("og:title"), page)
    return title if length(title) >= _TELLING else ""


def _most_like(headings: Sequence[Heading], declared: Sequence[str]) -> str:
    likeness = {each.text: max((_overlap(each.text, text) for text in declared), default=0.0) for each in headings}
    for least in (_SURELY, _AGREES):
        found = next((text for text, share in likeness.items() if share >= least), "")
        if found:
            return found
    return ""


def _is_site(part: str, site: set[str]) -> bool:
    name = key(part)
    return bool(name) and any(name == other or (len(other) > 3 and (other in name or name in other) and len(name) > 2)
                              for other in site) and len(words(part)) <= 6  # fmt: skip


def _is_end(text: str, printed: str) -> bool:
    """Whether a heading is this text behind a kicker."""
    return bool(key(text)) and key(printed).endswith(key(text)) and len(printed) < 2 * len(text) + 20


def _is_within(text: str, heading: Heading) -> bool:
    """Whether a title opens or ends with this heading: the rest of it is the site's or the section's name."""
    own = heading.text
    if length(own) < _LEAST_OPENING or len(text) >= 2 * len(own) + 20:
        return False
    return key(text).startswith(key(own)) or key(text).endswith(key(own))


def _overlap(one: str, other: str) -> float:
    first, second = set(words(one)), set(words(other))
    return len(first & second) / max(1, min(len(first), len(second)))


def _shared(one: str, other: str) -> float:
    """The share of the words of the longer text that both have."""
    first, second = set(words(one)), set(words(other))
    return len(first & second) / max(1, len(first), len(second))
