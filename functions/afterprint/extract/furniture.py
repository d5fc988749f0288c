"""What stands among a body's blocks without being the article: boxes, credits, pleas, labels.

The rules are few and look at where a block stands (class words between it and the body's container), at how much of
it is links, and at how a short block begins. None looks for phrases within a text: that loses articles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, takewhile

from lxml.html import HtmlElement

from afterprint.extract.blocks import PageBlock
from afterprint.extract.moving import is_moving
from afterprint.extract.phrases import CORRECTION, OPENING
from afterprint.extract.text import length, words
from afterprint.model import BlockKind

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FURNITURE_WORDS = frozenset(
    words(
        "ad ads advert advertisement advertorial affiliate autor banner breadcrumb breadcrumbs byline "
        "citewrapper comment comments consent cookie cookies copyright credit credits dateline debug "
        "disclaimer donate donation feedback follow footer kicker mostread newsletter newsletters outbrain "
        "paywall popular promo promos promotion rating ratings readmore readnext recirc recirculation "
        "recommend recommendation recommendations recommended recommends related share sharebar sharing "
        "sidebar signup social sponsored subscribe subscription taboola tags teaser teasers timestamp toolbar "
        "topics trending widget"
    )
)
_COMMENTS = frozenset(("comment", "comments", "commentlist", "disqus", "kommentare", "commentaires", "comentarios"))
_LEAST_WRITTEN = 25  # words
_BIOGRAPHY = frozenset(("author", "authors", "contributor", "bio", "biography"))
_UNSEEN = frozenset(("visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "screenreader"))
_FURNITURE_TAGS = frozenset(("aside", "nav", "footer", "button", "form", "address", "menu"))
_SHORT = 25  # words: a longer block is never judged by how it begins
_MOST_DROPPED = 0.6
_MAIN_SHARE = 0.6
_ALL_LINK = 0.9
_MOSTLY_LINK = 0.6


def without_furniture(blocks: Sequence[PageBlock], chosen: frozenset[int]) -> frozenset[int]:
    """`chosen` less boxes and pleas; where boxes would take too much of it, they are believed to be text.

    Readers' comments are not, however much of a page they are.
    """
    comments: dict[HtmlElement, bool] = {}
    written = frozenset(index for index in chosen if not _is_readers_comment(blocks[index].owner, comments))
    if sum(length(blocks[index].text) for index in written) < _LEAST_WRITTEN:
        written = chosen
    plain = frozenset(index for index in written if not begins_as_furniture(blocks[index]))
    container = container_of(blocks, plain)
    kept = frozenset(index for index in plain if not stands_in_box(blocks[index], container))
    if _length(blocks, kept) >= (1 - _MOST_DROPPED) * _length(blocks, plain):
        return kept
    return plain


def _is_readers_comment(owner: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Whether the nearest element around a block that is named after comments does not hold the headline too.

    `known` holds what was found of the elements passed, and is added to: blocks share most of what is around them.
    """
    path: list[HtmlElement] = []
    found = False
    for element in chain((owner,), owner.iterancestors()):
        if element in known:
            found = known[element]
            break
        path.append(element)
        if element.tag in ("body", "main", "html"):
            break
        if not _COMMENTS.isdisjoint(class_words(element)):
            found = next(element.iter("h1"), None) is None
            break
    known.update(dict.fromkeys(path, found))
    return found


def stands_in_box(block: PageBlock, container: HtmlElement | None) -> bool:
    """Whether an element between this block and the body's `container` is a box by its name or class."""
    return not is_correction(block) and any(map(_is_box, _path(block.owner, container)))


def begins_as_furniture(block: PageBlock) -> bool:
    """Whether a short block opens as a plea or credit does, counts by itself, or is nothing but a link to elsewhere."""
    if block.kind is BlockKind.HEADING:
        return False
    if len(words(block.text)) > _SHORT:
        return False
    limit = _MOSTLY_LINK if block.kind is BlockKind.LIST_ITEM else _ALL_LINK
    return block.linked >= limit or OPENING.match(block.text) is not None or is_moving(block.text)


def is_correction(block: PageBlock) -> bool:
    """Whether a block says that the article was corrected or amended: such a note is never furniture."""
    return CORRECTION.match(block.text) is not None and len(words(block.text)) >= 5


def container_of(blocks: Sequence[PageBlock], chosen: Iterable[int]) -> HtmlElement | None:
    """The innermost element that holds most of the chosen text.

    Class words above it describe the whole page ("article with newsletter") and would cost whole articles.
    """
    weight: dict[HtmlElement, int] = defaultdict(int)
    lengths: dict[HtmlElement, int] = defaultdict(int)
    for index in chosen:
        lengths[blocks[index].owner] += len(blocks[index].text)
    for owner, characters in lengths.items():
        weight[owner] += characters
        for ancestor in owner.iterancestors():
            weight[ancestor] += characters
    total = sum(lengths.values())
    heavy = [element for element, characters in weight.items() if characters >= _MAIN_SHARE * total]
    return min(heavy, key=lambda element: (weight[element], -_depth(element)), default=None)


def class_words(element: HtmlElement, *, with_id: bool = True) -> frozenset[str]:
    """The words of an element's class (and id), in lower case, cut at capitals, hyphens and underscores.

    The name of a custom element is as telling as a class, and counts as one.
    """
    names = element.get("class") or ""
    if "-" in str(element.tag):
        names = f"{element.tag} {names}"
    return _class_words((f"{names} {element.get('id') or ''}" if with_id else names)[:500])


@lru_cache(maxsize=4096)
def _class_words(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(names))


def _is_box(element: HtmlElement) -> bool:
    if element.tag in _FURNITURE_TAGS:
        return True
    found = class_words(element)
    if not found.isdisjoint(_FURNITURE_WORDS) or len(found & _BIOGRAPHY) > 1:
        return True
    return not _UNSEEN.isdisjoint((element.get("class") or "").lower().split())


def _path(owner: HtmlElement, container: HtmlElement | None) -> Iterator[HtmlElement]:
    """`owner` and its ancestors below the container; where it lies elsewhere, those that do not hold the container."""
    path = [owner]
    for ancestor in owner.iterancestors():
        if ancestor is container:
            return iter(path)
        path.append(ancestor)
    if container is None:
        return iter(path[:2])
    around = set(container.iterancestors())
    return takewhile(lambda element: element not in around, path)


def _length(blocks: Sequence[PageBlock], indexes: Iterable[int]) -> int:
    return sum(len(blocks[index].text) for index in indexes)


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())
