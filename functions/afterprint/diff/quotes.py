"""Which passages of a text are quoted."""

from __future__ import annotations

from afterprint.model import Span

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
}


_LONGEST_SINGLE = 1_000  # characters; beyond that a single mark was an apostrophe


def quoted(text: str) -> list[Span]:
    """The passages between quotation marks, without them, in order; one that is never closed runs to the end.

    Newspapers open each paragraph of a long quotation and close only the last. A single mark opens a quotation only
    before a word and ends it only after one, since it is an apostrophe elsewhere.
    """
    found: list[Span] = []
    place = 0
    while place < len(text):
        character = text[place]
        if character in _PAIRS and _opens(text, place):
            end = _closing(text, place)
            if end > place:
                found.append((place + 1, end))
                place = end
        place += 1
    return found


def _opens(text: str, place: int) -> bool:
    follows_word = place > 0 and text[place - 1].isalnum()
    before_space = place + 1 >= len(text) or text[place + 1].isspace()
    if text[place] == "»":  # closes what « opened, and opens in German books
        return not follows_word and not before_space
    return not follows_word and not (before_space and text[place] in '"‘‚')


def _closing(text: str, place: int) -> int:
    closing = _PAIRS[text[place]]
    single = text[place] in "‘‚"
    limit = min(len(text), place + _LONGEST_SINGLE) if single else len(text)
    for end in range(place + 1, limit):
        if text[end] not in closing:
            continue
        if single and end + 1 < len(text) and text[end + 1].isalnum():
            continue
        return end
    return place if single else len(text)
