"""Guesses the encoding of a page that names none and is no UTF-8: windows-1252 unless the bytes speak against it."""

from __future__ import annotations

import re

from afterprint.web.charset_labels import CODECS, codec_of

FALLBACK = "cp1252"
_SAMPLE = 16_384
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>|&#?\w+;", re.IGNORECASE | re.DOTALL)
_WITH_HIGH = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
# What Western text has beside its letters; a word with another sign inside it is a letter of some other encoding.
_TYPOGRAPHY = frozenset("‘’‚“”„‹›«»–—…•·´¨°€£¥¢§©®™¡¿ªº½¼¾²³¹×\xa0\xad")
_BETWEEN_LETTERS = frozenset("’·´\xad–—…“”‘«»\xa0ªº°")
_RARE = {"iso8859-3", "iso8859-4", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-16", "mac-roman", "mac-cyrillic"}
_CANDIDATES = sorted(set(CODECS.values()) - {"utf-16-le", "utf-16-be"} - _RARE)
_TWINS = {"cp1250": "iso8859-2", "iso8859-2": "cp1250"}
_KANA = re.compile("[\u3041-\u30ff]")


def guess(body: bytes) -> str:
    """A Python codec for `body`; never one that the WHATWG table does not know."""
    text = _MARKUP.sub(b" ", body)
    sample = b"".join(_WITH_HIGH.findall(text))[:_SAMPLE] or text[:_SAMPLE]
    if _reads_as_western(sample):
        return FALLBACK
    if _reads_as_euc_jp(sample):
        return "euc_jp"
    return _less_odd(sample, _detect(sample) or FALLBACK)


def _reads_as_western(sample: bytes) -> bool:
    """Whether, read as windows-1252, mostly plain letters with a few accents and the usual punctuation appear."""
    text = sample.decode(FALLBACK, "replace")
    if "\ufffd" in text:
        return False
    letters = sum(char.isalpha() for char in text)
    foreign = sum(char.isalpha() and not char.isascii() for char in text)
    if foreign > 0.3 * max(1, letters):
        return False
    return _oddities(text) == 0


def _less_odd(sample: bytes, codec: str) -> str:
    """`codec`, or its twin where that leaves fewer signs inside words: the two differ in few letters."""
    twin = _TWINS.get(codec)
    if twin is None:
        return codec
    return min(codec, twin, key=lambda each: _oddities(sample.decode(each, "replace")))


def _oddities(text: str) -> int:
    return sum(_is_odd(text, at) for at, char in enumerate(text) if not char.isascii() and not char.isalpha())


def _reads_as_euc_jp(sample: bytes) -> bool:
    """Whether, read as EUC-JP, a fifth is kana; the Chinese and Korean encodings of the same bytes have few or none."""
    try:
        text = sample.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return 5 * len(_KANA.findall(text)) >= sum(not char.isascii() for char in text)


def _is_odd(text: str, at: int) -> bool:
    char = text[at]
    if char not in _TYPOGRAPHY:
        return True
    inside = 0 < at < len(text) - 1 and text[at - 1].isalpha() and text[at + 1].isalpha()
    return inside and char not in _BETWEEN_LETTERS


def _detect(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    if best is None:
        return None
    return codec_of(best.encoding.replace("_", "-")) or codec_of(best.encoding) or _known(best.encoding)


def _known(encoding: str) -> str | None:
    import codecs

    names = {codecs.lookup(codec).name: codec for codec in _CANDIDATES}
    return names.get(codecs.lookup(encoding).name)
