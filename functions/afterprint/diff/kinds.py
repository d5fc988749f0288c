"""Name what a differing passage is: a number, a name, a quotation, a slip of spelling, a choice of words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from afterprint.diff.notes import is_correction_note
from afterprint.diff.quotes import quoted
from afterprint.diff.tokens import is_cosmetic, is_number, is_word, token_texts
from afterprint.model import EditKind, Span

_NUMBER_WORDS = frozenset(  # from two to twelve and the great ones: English, German, French, Spanish
    re.findall(
        r"\w+",
        """
        two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion
        zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend millionen milliarden
        deux trois quatre cinq sept huit neuf dix onze douze cent mille millions milliards
        dos tres cuatro cinco seis siete ocho nueve diez once doce cien mil millones
        """,
    )
)
_DAYS_AND_MONTHS = frozenset(  # English, German
    re.findall(
        r"\w+",
        """
        monday tuesday wednesday thursday friday saturday sunday
        january february march april may june july august september october november december
        montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
        januar jänner februar märz mai juni juli oktober dezember
        """,
    )
)
_OTHER_WORDS = 2  # so many words beside its numbers may change, and a passage is still a change of numbers
_NAME_WORDS = 4  # a longer run of capitalised words is no name
_FEW_WORDS = 2  # of a longer passage in a quotation it is first told that its wording changed
_LONG_PASSAGE = 5  # words that were put in or taken out: more than a choice of words
_SENTENCE_END = ".!?…:。！？\n"
_OPENING = "\"'“”„‘’‚«»‹›([–—- "
_SHORT_WORD = 4  # in shorter words one letter makes another word


class Side:
    """One side of a comparison: its text and which of it is quoted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._quoted = quoted(text)
        self._starts = [start for start, _ in self._quoted]

    def is_quoted(self, passage: Span) -> bool:
        """Whether a passage lies wholly within quotation marks."""
        place = bisect_right(self._starts, passage[0]) - 1
        return place >= 0 and passage[1] <= self._quoted[place][1]

    def opens_sentence(self, place: int) -> bool:
        """Whether a word at `place` is the first of a sentence, where its capital tells nothing."""
        before = self.text[:place].rstrip(_OPENING)[-1:]
        return not before or before in _SENTENCE_END


def kinds_of(old: Side, new: Side, passages: tuple[Span, Span]) -> tuple[EditKind, ...]:
    """The kinds of one change, the most telling first, of a passage of the old text and what took its place."""
    before, after = (side.text[start:end] for side, (start, end) in zip((old, new), passages, strict=True))
    if is_cosmetic(before) and is_cosmetic(after):
        return (EditKind.PUNCTUATION,)
    if not before.strip() and is_correction_note(after):
        return (EditKind.CORRECTION_NOTE,)
    found: list[EditKind] = []
    old_words, new_words = _words(before), _words(after)
    if old_words == new_words and old_words:
        return (EditKind.PUNCTUATION,)
    if _is_date(old_words, new_words):
        found.append(EditKind.DATE)
    elif _is_slip(old_words, new_words):
        found.append(EditKind.TYPO)
    elif _is_number(old_words, new_words):
        found.append(EditKind.NUMBER)
    elif _is_name(old_words, new_words) and (
        min(len(old_words), len(new_words)) > 1 or not old.opens_sentence(passages[0][0])
    ):
        found.append(EditKind.NAME)
    if min(len(old_words), len(new_words)) == 0 and max(len(old_words), len(new_words)) >= _LONG_PASSAGE:
        found += [EditKind.WORDING, EditKind.DELETED if old_words else EditKind.INSERTED]
    elif _is_quote(old, new, passages):
        if max(len(old_words), len(new_words)) > _FEW_WORDS:
            found.append(EditKind.WORDING)
        found.append(EditKind.QUOTE)
    return tuple(found) or (EditKind.WORDING,)


def _words(text: str) -> list[str]:
    return [token for token in token_texts(text) if is_word(token)]


def _is_quote(old: Side, new: Side, passages: tuple[Span, Span]) -> bool:
    sides = [(side, passage) for side, passage in zip((old, new), passages, strict=True) if passage[0] < passage[1]]
    return all(side.is_quoted(passage) for side, passage in sides)


def _is_number(old: Sequence[str], new: Sequence[str]) -> bool:
    old_numbers, new_numbers = _numbers(old), _numbers(new)
    if not old_numbers or not new_numbers or old_numbers == new_numbers:
        return False
    return max(len(old) - len(old_numbers), len(new) - len(new_numbers)) <= _OTHER_WORDS


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if is_number(word) or word.lower() in _NUMBER_WORDS]


def _is_date(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether one day of the week or month took the place of another."""
    before, after = ([word.lower() for word in words] for words in (old, new))
    return bool(before and after) and before != after and _DAYS_AND_MONTHS.issuperset(before + after)


def _is_name(old: Sequence[str], new: Sequence[str]) -> bool:
    return all(
        0 < len(words) <= _NAME_WORDS and all(word[0].isupper() and not is_number(word) for word in words)
        for words in (old, new)
    )


def _is_slip(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether only the spelling changed: a letter or two, capitals, a hyphen, a space."""
    if not old or not new or _numbers(old) or _numbers(new) or max(len(old), len(new)) > 3:
        return False
    before, after = "".join(old), "".join(new)
    if before.casefold() == after.casefold():
        return True
    if len(old) != 1 or len(new) != 1:
        return False
    return _is_misspelt(before.casefold(), after.casefold())


def _is_misspelt(old: str, new: str) -> bool:
    """Whether two words are one, spelt in two ways: a letter more, less, other or swapped; two in a long word."""
    shorter = min(len(old), len(new))
    distance = OSA.distance(old, new, score_cutoff=2)
    if sorted(old) == sorted(new):
        return distance <= 2
    return shorter >= _SHORT_WORD and distance <= (1 if shorter < 8 else 2)
