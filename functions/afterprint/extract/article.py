"""From the bytes of a page to what the article says.

The page is decoded and parsed once and cut into blocks of text as printed. A chooser says which blocks are the body
(classifier.py, body.py), rules take furniture and the head out of it (furniture.py, head.py), the metadata come from
the same tree (metadata.py), and wall.py says where there is no article at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterprint.errors import NotAnArticle
from afterprint.extract import head, jsonld, metadata
from afterprint.extract.blocks import PageBlock, cut
from afterprint.extract.body import Chooser, filled
from afterprint.extract.classifier import by_kind_of_page
from afterprint.extract.furniture import container_of, is_correction, stands_in_box, without_furniture
from afterprint.extract.headline import headline as printed_headline
from afterprint.extract.page import Page, read_page
from afterprint.extract.text import words
from afterprint.extract.wall import Verdict, verdict
from afterprint.model import ArticleText, Block, BlockKind
from afterprint.web.robots_tag import asked_by_metas

_NOTE_DISTANCE = 12  # blocks after the body within which a correction note is still the article's


def extract_article(
    body: bytes, url: str, content_type: str | None = None, *, chooser: Chooser = by_kind_of_page
) -> ArticleText:
    """What the article at `url` says, read from the bytes of its page and the Content-Type it came with.

    Texts are as printed, white space folded; times are in UTC (one declared without a zone is read as UTC).
    Raises NotAnArticle with `reason` `not_html`, `empty`, `wall`, `error_page`, `listing` or `needs_script`; nothing
    else, whatever the bytes.
    """
    page = read_page(body, url, content_type)
    choice = choose(page, chooser)
    found = choice.verdict
    told = _declared_body(page) if found and found.reason in ("empty", "needs_script") else ()
    if found and not told:
        raise NotAnArticle(url, found.reason, found.rule)
    return ArticleText(
        headline=choice.headline,
        standfirst=choice.standfirst,
        blocks=told or tuple(Block(choice.blocks[index].text, choice.blocks[index].kind) for index in choice.read),
        byline=choice.byline,
        published=metadata.published(page, choice.headline),
        modified=metadata.modified(page),
        language=metadata.language(page),
        canonical_url=metadata.canonical_url(page),
        robots=asked_by_metas(page.metas),
        section=metadata.section(page),
        amp_url=metadata.amp_url(page),
        accessible_for_free=metadata.accessible_for_free(page),
        corrections=metadata.corrections(page, choice.blocks),
    )


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A page's blocks and what became of them, step by step; indexes of `blocks` throughout.

    `chosen` by the chooser, `filled` with what stands between those, `kept` of them as no furniture, `order` those of
    the body, and `read` all that the article has, its captions and correction notes among them.
    """

    blocks: Sequence[PageBlock]
    headline: str
    standfirst: str
    byline: str
    chosen: frozenset[int]
    filled: frozenset[int]
    kept: frozenset[int]
    order: Sequence[int]
    verdict: Verdict | None

    @property
    def read(self) -> list[int]:
        if not self.order:
            return []
        return sorted({*self.order, *_captions(self.blocks, self.order), *_notes(self.blocks, self.order)})


def choose(page: Page, chooser: Chooser) -> Choice:
    """What of a page is its article, and whether it is one at all."""
    blocks = cut(page.root)
    headline = printed_headline(page)
    byline = metadata.byline(page, headline)
    chosen = chooser(page, blocks, headline)
    whole = filled(blocks, chosen)
    kept = without_furniture(blocks, whole)
    standfirst = head.standfirst_of(page, blocks, kept, headline=headline, byline=byline)
    order = head.after_head(blocks, kept, headline=headline, standfirst=standfirst, byline=byline)
    return Choice(
        blocks=blocks,
        headline=headline,
        standfirst=standfirst,
        byline=byline,
        chosen=chosen,
        filled=whole,
        kept=kept,
        order=order,
        verdict=verdict(page, blocks, order, headline=headline),
    )


def _captions(blocks: Sequence[PageBlock], order: Sequence[int]) -> list[int]:
    """Captions of figures between the first and the last block, unless they are links or stand in a box."""
    container = container_of(blocks, order)
    return [
        index
        for index in range(order[0], order[-1])
        if blocks[index].kind is BlockKind.CAPTION
        and next(blocks[index].owner.iterancestors("figure"), None) is not None
        and blocks[index].linked < 0.5
        and not stands_in_box(blocks[index], container)
    ]


def _notes(blocks: Sequence[PageBlock], order: Sequence[int]) -> list[int]:
    """Correction notes among the body's blocks, just before or just after them."""
    near = range(max(0, order[0] - _NOTE_DISTANCE), min(len(blocks), order[-1] + _NOTE_DISTANCE))
    known = {blocks[index].key for index in order}
    return [index for index in near if is_correction(blocks[index]) and blocks[index].key not in known]


def _declared_body(page: Page) -> tuple[Block, ...]:
    """The paragraphs of JSON-LD's articleBody: for pages whose text only a script would print."""
    text = page.article_item.get("articleBody")
    if not isinstance(text, str) or len(words(text)) < 10:
        return ()
    return tuple(Block(paragraph) for paragraph in jsonld.paragraphs(text))
