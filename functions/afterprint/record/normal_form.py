"""Whether two texts say the same: compared in a normal form, while what is stored stays as printed.

Folded away: Unicode composition (NFC), spaces and block boundaries, typographic variants of the same sign, and,
unless a source asks for cosmetic versions, punctuation. Kept: letters' case, every digit, and the signs that carry
meaning in figures (a decimal point, a minus, a percent sign). Declared dates are not text: a date that moves alone
is no new version.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from afterprint.model import ArticleText

_INVISIBLE = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Soft hyphen, zero-width space, word joiner, BOM, and the marks of bidirectional text: nothing of it is printed."""

_VARIANTS = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE),
        **dict.fromkeys("‘’‚‛′ʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)
_MEANINGFUL = frozenset("%‰&@#§*")
_IN_FIGURE = re.compile(
    r"""
      (?<=\d)[.,:/-](?=\d)    # 3.5  82,109  10:30  2/3  2-1
    | (?<!\w)-(?=\d)          # -5
    """,
    re.VERBOSE,
)
_KEPT = {".": "\ue000", ",": "\ue001", ":": "\ue002", "/": "\ue003", "-": "\ue004"}  # stand-ins of private use


class _PunctuationToSpace(dict[int, str]):
    """A `str.translate` table, filled as characters are met: all of Unicode would take a tenth of a second."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Cf":
            self[code] = ""
        elif category == "Cc" or (category[0] == "P" and character not in _MEANINGFUL):
            self[code] = " "
        else:
            self[code] = character
        return self[code]


_punctuation_to_space = _PunctuationToSpace()


def folded(text: str) -> str:
    """`text` in NFC, without invisible characters, each run of white space one space, typographic variants unified."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_VARIANTS).split())


def words(text: str) -> list[str]:
    """The words, figures and meaningful signs of `text`, without punctuation."""
    kept = _IN_FIGURE.sub(lambda found: _KEPT[found[0]], folded(text))
    return kept.translate(_punctuation_to_space).split()


def normal_form(text: ArticleText, *, cosmetic: bool = False) -> str:
    """All that an article says, as one string that is equal for texts that say the same."""
    body = [block.text for block in text.blocks]
    parts = [[text.headline], [text.standfirst], [text.byline], body]
    if cosmetic:
        return "\x1e".join("\x1f".join(unicodedata.normalize("NFC", piece) for piece in part) for part in parts)
    return "\x1e".join(" ".join(word for piece in part for word in words(piece)) for part in parts)


def same_text(old: ArticleText, new: ArticleText, *, cosmetic: bool = False) -> bool:
    """Do the two say the same? With `cosmetic`, differences in punctuation, space and paragraphing count too."""
    return old is new or normal_form(old, cosmetic=cosmetic) == normal_form(new, cosmetic=cosmetic)


def text_digest(text: ArticleText, *, cosmetic: bool = False) -> str:
    """16 hex digits of the SHA-256 of the normal form: a quick look before the texts themselves are compared."""
    return digest_of(normal_form(text, cosmetic=cosmetic))


def digest_of(normal: str) -> str:
    """16 hex digits of the SHA-256 of a text in some normal form."""
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:16]
