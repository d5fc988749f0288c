"""Cut text into tokens that a mark may cover but never split: words, numbers, single signs.

A word keeps its combining marks and joiners, an emoji its whole sequence (Unicode UTS #51), a number its minus,
currency and per cent signs. Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut
into single characters with their marks, katakana into its runs. Hyphens and apostrophes are tokens of their own, so
that a compound is compared by its parts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from afterprint.model import Span

_UNSPACED = (
    "\u0e00-\u0e4f\u0e80-\u0edf"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17d3"  # Burmese, Khmer
    "\u3005-\u3007\u3040-\u309f"  # iteration marks, hiragana
    "\u30a0-\u30ff\u31f0-\u31ff"  # katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")
_ASCII = re.compile(r"(?:(?<![\w)])-)?[$]?\d+(?:[.,:]\d+)*\w*%?|\w+|[^\w\s]", re.ASCII)


def tokenise(text: str) -> list[Span]:
    """The tokens of `text` in order, as (start, end) in code points; white space belongs to none."""
    pattern = _ASCII if text.isascii() else _pattern(_glue_of(text))
    return [match.span() for match in pattern.finditer(text)]


def token_texts(text: str) -> list[str]:
    """The tokens of `text` in order, as strings."""
    pattern = _ASCII if text.isascii() else _pattern(_glue_of(text))
    return pattern.findall(text)


def words_of(text: str) -> list[str]:
    """The words and numbers of `text`, folded for comparison: without punctuation, case and compatibility forms."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return [token for token in token_texts(text.casefold()) if is_word(token)]


def is_word(token: str) -> bool:
    """Whether a token is a word or a number rather than punctuation or a sign."""
    return token[0].isalnum() or any(character.isalnum() for character in token)


def is_number(token: str) -> bool:
    """Whether a token is a number, with or without signs, separators and an ending ("$3", "3rd", "80m", "三")."""
    return any(character.isnumeric() for character in token[:3])


def is_cosmetic(text: str) -> bool:
    """Whether `text` holds nothing but punctuation, signs that quote or separate, and space."""
    return all(
        character.isspace() or unicodedata.category(character) == "Sk" or unicodedata.category(character)[0] in "PZC"
        for character in text
    )


def is_unspaced(character: str) -> bool:
    """Whether `character` belongs to a script that is written without spaces between words."""
    return bool(_UNSPACED_CHARACTER.match(character))


def _glue_of(text: str) -> str:
    """The characters of `text` that never stand alone: combining marks, joiners, selectors, skin tones."""
    return "".join(sorted(filter(_is_glue, set(text))))


@lru_cache(maxsize=4096)
def _is_glue(character: str) -> bool:
    if character.isalnum() or character.isspace():
        return False
    if "\U0001f3fb" <= character <= "\U0001f3ff":  # skin tones
        return True
    category = unicodedata.category(character)
    return category[0] == "M" or category == "Cf"


@lru_cache(maxsize=256)
def _pattern(glue: str) -> re.Pattern[str]:
    """The pattern of one token, for texts whose characters that never stand alone are `glue`.

    The standard library's `\\w` knows no combining marks, so they are added for each text; most have few.
    """
    tail = f"[{re.escape(glue)}]*" if glue else ""
    joiner = "\u200d" if "\u200d" in glue else ""
    symbol = rf"(?:(?!\s).{tail})"
    sequence = rf"{symbol}(?:(?<={joiner}){symbol})*" if joiner else symbol
    letter = rf"(?:(?![{_UNSPACED}])\w{tail})"
    number = rf"(?:(?<![\w)])[-−])?[$£€¥₹₽₺₩₪]?\d{tail}(?:{letter}|[.,:](?=\d))*[%‰]?"
    return re.compile(
        rf"[\U0001f1e6-\U0001f1ff]{{2}}{tail}|{number}|(?:[\u30a1-\u30ff\u31f0-\u31ff]{tail})+|[{_UNSPACED}]{tail}|{letter}+|{sequence}",
        re.DOTALL,
    )
