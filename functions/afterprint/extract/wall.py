"""Pages that are not the article: walls, error pages, lists of articles, pages that need a script.

Every verdict is conservative. An article may be about cookies, robots, paywalls or the number 404: so a wall is only a
page that *acts* as one (asks, offers buttons, runs a challenge) and has next to no text of its own besides. Each
verdict names the rule that spoke, so that a wrong one can be found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from afterprint.extract import phrases
from afterprint.extract.blocks import PageBlock
from afterprint.extract.furniture import class_words
from afterprint.extract.page import Page
from afterprint.extract.script_pages import needs_script
from afterprint.extract.text import fold, key, length
from afterprint.model import BlockKind

_FEW_WORDS = 60
_WALL_WORDS = 450
_TEASER_WORDS = 150
_PAYWALL_WORDS = frozenset(("gate", "meter", "metered", "paywall", "regwall", "subscribe", "subscription", "wall"))
_TEASERS = 3
_TEASER_LENGTH = 600
_WHOLE_PARAGRAPH = 20
_SENTENCES = 80
"""So many words at most has a wall that says what it wants in a sentence or two."""

_HERE = r"(?:your|this) (?:country|region|location|area|territory)"
_EUROPE = r"european (?:union|economic area|visitors|readers)|\bEEA\b|\bGDPR\b|general data protection regulation"
_OUT_OF_REACH = (
    r"(?:unavailable|not (?:\w+ )?available|cannot (?:\w+ )?be|can.t be|denied|restricted|blocked|no access)"
)
_GEO_BLOCK = re.compile(
    rf"{_OUT_OF_REACH}\b.{{0,120}}(?:{_HERE}|where you (?:are|live))|{_HERE}\b.{{0,200}}{_OUT_OF_REACH}"
    r"|nicht verfügbar in (?:ihrem|deinem) land|(?:in|aus) (?:ihrem|deinem) (?:land|region) nicht verfügbar"
    r"|(?:pas|non) disponible dans votre (?:pays|région)|no (?:está )?disponible en (?:su|tu) (?:país|región)",
    re.IGNORECASE,
)
_EUROPE_BLOCK = re.compile(
    rf"{_OUT_OF_REACH}\b.{{0,120}}(?:{_EUROPE})|(?:{_EUROPE})\b.{{0,200}}{_OUT_OF_REACH}", re.IGNORECASE
)
"""What a page says that is kept from a part of the world; articles tell of the second, so it must address somebody."""

_ASKED = r"(?:accept|agree|allow|consent|enable|akzeptieren|zustimmen|accepter|aceptar|accepteren|accetta)\w*"
_GOAL = (
    r"(?:continue|proceed|read(?:ing)?|view|access|enter|visit|use (?:this|our)|fortfahren|continuer|continuar|verder)"
)
_CONSENT_PLEA = re.compile(rf"{_ASKED}\b.{{0,80}}\b{_GOAL}\b|\b{_GOAL}\b.{{0,80}}{_ASKED}", re.IGNORECASE)
"""A request to accept something first."""

_CONSENT_LABEL = re.compile(
    rf"(?:yes|ok(?:ay)?|i|ja|oui|sí|tout|alle)?[, ]*(?:{_ASKED}|ok(?:ay)?|got it|i understand)(?: [\w’'&]+){{0,4}}",
    re.IGNORECASE,
)
"""The label of a button that gives consent, as wordy as it may be."""

_MAINTENANCE = re.compile(
    r"maintenance|back (?:soon|shortly)|be (?:right )?back|unavailable|50[023]|wartung|mantenimiento|manuten"
    r"|メンテナンス|维护|صيانة|работы|обслуживании",
    re.IGNORECASE,
)


class Verdict(NamedTuple):
    """Why a page is no article: the reason that errors.NotAnArticle gives, and the rule that spoke."""

    reason: str
    rule: str


def verdict(page: Page, blocks: Sequence[PageBlock], order: Sequence[int], *, headline: str) -> Verdict | None:
    """Why this page is no article (`wall`, `error_page`, `listing`, `needs_script`, `empty`); None where it is one.

    `order` holds the indexes of the blocks that were read as its body.
    """
    body = [blocks[index] for index in order if blocks[index].kind is not BlockKind.CAPTION]
    count = sum(length(block.text) for block in body)
    if _is_challenge(page, headline, count):
        return Verdict("wall", "bot_challenge")
    if _is_geo_block(page, body or blocks, headline, count):
        return Verdict("wall", "geo_block")
    if _is_error(page, body, headline):
        return Verdict("error_page", _error_rule(page, headline))
    if (
        _is_consent(page, blocks, body, count=count)
        or _is_short_consent(page, body, blocks)
        or _is_bare_consent(page, blocks, headline)
    ):
        return Verdict("wall", "consent")
    if _is_login(page, body, count):
        return Verdict("wall", "login")
    if _is_metered(blocks, count) or _is_declared_teaser(page, blocks, count):
        return Verdict("wall", "paywall")
    if needs_script(page, blocks, body, headline=headline):
        return Verdict("needs_script", "needs_script")
    if body and not _is_listing(page, body, blocks):
        return None
    if body or _linked_headings(page) >= _TEASERS:
        return Verdict("listing", "front_page" if _is_front(page) else "listing")
    return Verdict("empty", "no_text")


def _is_challenge(page: Page, headline: str, count: int) -> bool:
    titled = any(map(phrases.CHALLENGE_TITLES.fullmatch, _titles(page, headline)))
    if page.declares_article or count > (_FEW_WORDS * 3 if titled else _FEW_WORDS):
        return False
    scripts = (
        f"{script.get('src') or ''} {(script.text or '')[:20_000]}" for script in page.elements("script", "iframe")
    )
    marked = any(map(phrases.CHALLENGE_MARKS.search, scripts))
    return (titled and (marked or count <= _FEW_WORDS)) or (marked and count < 25 and headline in ("", _host(page.url)))


def _is_error(page: Page, body: Sequence[PageBlock], headline: str) -> bool:
    """A title that says nothing but an error, with no more than a few plain sentences; or the two together."""
    named = [
        text for text in (headline, _bare_title(page)) if text and phrases.ERROR_TITLES.fullmatch(text.strip(" .!:"))
    ]
    if not named:
        return False
    sentences = [block for block in body if length(block.text) >= _WHOLE_PARAGRAPH and block.linked < 0.5]
    said = any(phrases.ERROR_TEXT.search(block.text) for block in body)
    if page.declares_article and not said:
        return False
    return (said and len(sentences) < 8) or len(sentences) < 2


def _error_rule(page: Page, headline: str) -> str:
    """Which kind of error page it is: of a site that is down for a while, or of a page that is not there."""
    return "maintenance" if any(map(_MAINTENANCE.search, (headline, _bare_title(page)))) else "soft_404"


def _is_geo_block(page: Page, blocks: Sequence[PageBlock], headline: str, count: int) -> bool:
    """A page that speaks to its reader of where they are, and says nothing else at length."""
    if count > 2 * _SENTENCES:
        return False
    texts = [block.text for block in blocks if length(block.text) >= 5 and block.linked < 0.5]
    said = [text for text in texts if _keeps_out(text)]
    titled = any(map(_GEO_BLOCK.search, (headline, _bare_title(page))))
    if not said and not (titled and count <= _FEW_WORDS and not page.declares_article):
        return False
    others = (text for text in texts if text not in said and length(text) >= 12)
    return all(not page.declares_article and phrases.CONSENT_ADDRESS.search(text) for text in others)


def _keeps_out(text: str) -> bool:
    return bool(_GEO_BLOCK.search(text) or (_EUROPE_BLOCK.search(text) and phrases.CONSENT_ADDRESS.search(text)))


def _is_short_consent(page: Page, body: Sequence[PageBlock], blocks: Sequence[PageBlock]) -> bool:
    """A wall of a sentence or two, whatever article its metadata tell of: all that it says asks for consent."""
    texts = [block.text for block in body or blocks if length(block.text) >= 3 and block.linked < 0.5]
    if sum(length(text) for text in texts) > _SENTENCES:
        return False
    asking = [text for text in texts if _asks_for_consent(text)]
    if not asking or (body and asking != texts):
        return False
    return any(map(_CONSENT_PLEA.search, asking)) or any(map(_CONSENT_LABEL.fullmatch, _button_texts(page)))


def _is_bare_consent(page: Page, blocks: Sequence[PageBlock], headline: str) -> bool:
    """A wall without a sentence: a title that speaks of consent to its reader, and a label that gives it."""
    if page.declares_article or any(length(block.text) >= 8 for block in blocks):
        return False
    labels = [*_button_texts(page), *(block.text for block in blocks)]
    return any(map(_asks_for_consent, _titles(page, headline))) and any(map(_CONSENT_LABEL.fullmatch, labels))


def _asks_for_consent(text: str) -> bool:
    if not phrases.CONSENT_WORDS.search(text):
        return False
    return bool(phrases.CONSENT_ADDRESS.search(text) or _CONSENT_PLEA.search(text))


def _is_declared_teaser(page: Page, blocks: Sequence[PageBlock], count: int) -> bool:
    """A few lines of an article that declares itself not free (schema.org isAccessibleForFree), and a plea to pay.

    Where it is said to be for subscribers alone, an excerpt is all that is ever shown: whole paragraphs of one are
    the article. A meter shows the rest another time.
    """
    if count > _TEASER_WORDS or str(page.article_item.get("isAccessibleForFree")).lower() != "false":
        return False
    pleas = [block.text for block in blocks if len(block.text) <= 300 and phrases.METER.search(block.text)]
    return bool(pleas) and (count <= _FEW_WORDS or not all(map(phrases.RESERVED.search, pleas)))


def _titles(page: Page, headline: str) -> list[str]:
    return [text.strip(" .…!?:") for text in (headline, _bare_title(page))]


def _bare_title(page: Page) -> str:
    return re.split(r"\s+[|–—\-·]+\s+", page.title)[0]


def _is_consent(page: Page, blocks: Sequence[PageBlock], body: Sequence[PageBlock], *, count: int) -> bool:
    """A page that asks for consent: buttons that give it, and text that speaks of it to the reader throughout."""
    if page.declares_article or count > _WALL_WORDS:
        return False
    if not any(phrases.CONSENT_BUTTONS.fullmatch(text) for text in _button_texts(page)):
        return False
    texts = [block.text for block in (body or blocks) if length(block.text) >= 8]
    asking = [text for text in texts if phrases.CONSENT_WORDS.search(text) and phrases.CONSENT_ADDRESS.search(text)]
    return bool(asking) and len(asking) >= 0.6 * len(texts)


def _button_texts(page: Page) -> list[str]:
    buttons = [fold(button.text_content()) for button in page.elements("button")]
    buttons += [fold(link.text_content()) for link in page.elements("a")]
    inputs = (field for field in page.elements("input") if (field.get("type") or "").lower() in ("submit", "button"))
    return buttons + [fold(field.get("value") or "") for field in inputs]


def _is_login(page: Page, body: Sequence[PageBlock], count: int) -> bool:
    if page.declares_article or count > _FEW_WORDS:
        return False
    asked = any((field.get("type") or "").lower() == "password" for field in page.elements("input"))
    titled = phrases.LOGIN.match(_bare_title(page)) or any(phrases.LOGIN.match(block.text) for block in body[:2])
    return asked and (bool(titled) or count < 15)


def _is_metered(blocks: Sequence[PageBlock], count: int) -> bool:
    """A few lines of the article, and a box by its class a paywall that stands before the rest."""
    if count > _TEASER_WORDS:
        return False
    pleas = (block for block in blocks if len(block.text) <= 300 and phrases.METER.search(block.text))
    return any(
        not class_words(element).isdisjoint(_PAYWALL_WORDS)
        for block in pleas
        for element in [block.owner, *block.owner.iterancestors()][:4]
        if element.tag not in ("article", "body", "html", "main")
    )


def _is_listing(page: Page, body: Sequence[PageBlock], blocks: Sequence[PageBlock]) -> bool:
    """Teasers and nothing else: text that stands, piece by piece, beside headings that are links to elsewhere."""
    if page.declares_article and not _is_root(page.url):
        return False
    told = [block for block in body if length(block.text) >= 6]
    teasers = [block for block in told if block.linked > 0.8 or _is_teaser(block)]
    prose = [block for block in told if block not in teasers and length(block.text) >= _WHOLE_PARAGRAPH]
    headings = _linked_headings(page)
    if len(teasers) >= 0.6 * len(told) and min(len(teasers), headings) >= _TEASERS:
        return len(prose) < max(3, 0.1 * len(told))
    if _is_root(page.url):
        return sum(len(block.text) * block.linked for block in blocks) > 2 * sum(len(block.text) for block in prose)
    return _is_front(page) and len(prose) < 3 and headings >= _TEASERS


def _is_front(page: Page) -> bool:
    """Whether the page names itself the front page: by its address, or by a canonical address without a path."""
    canonical = next((link.get("href") for link in page.elements("link") if link.get("rel") == "canonical"), None)
    return _is_root(canonical or page.url)


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path.strip("/") == "" and not parts.query


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_teaser(block: PageBlock) -> bool:
    """Whether the nearest small container around the block holds a heading that is a link."""
    for element in [block.owner, *block.owner.iterancestors()][:5]:
        if element.tag in ("body", "main") or len(element.text_content()) > _TEASER_LENGTH:
            return False
        if next(element.iter("h1"), None) is not None:
            return False
        if any(map(_is_linked, element.iter("h2", "h3", "h4", "h5", "h6"))):
            return True
    return False


def _is_linked(heading: HtmlElement) -> bool:
    text = key(heading.text_content())
    if not text:
        return False
    if next(heading.iterancestors("a"), None) is not None:
        return True
    return any(key(link.text_content()) == text and link.get("href") for link in heading.iter("a"))


def _linked_headings(page: Page) -> int:
    return sum(map(_is_linked, page.elements("h2", "h3", "h4")))
