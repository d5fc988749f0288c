"""What is furniture at a host, learned from the first versions of its articles; a hint, and a cautious one.

A paragraph is remembered where it is alien to its article: no name, figure or long word of it occurs anywhere else
there. It counts as furniture only for an article of another story than at least four articles that had it when they
were first read, no two of one story, on at least three days, all before the day of the look. A quotation or a note
of a correction never does. So a quote in three follow-ups stays, and what depends on a day's articles does not depend
on the order in which they were read: a day is evidence only when it is over (UTC).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from afterprint.model import ArticleText, Block, BlockKind, SetAside
from afterprint.record.normal_form import digest_of, words
from afterprint.rows import FurnitureRow, KnownParagraph, Sighting

STORIES = 4
DAYS = 3
"""So many articles of different stories, first read on so many days, make a paragraph furniture."""

MOST_A_DAY = 2
MOST_WITNESSES = 8
FORGOTTEN_AFTER = timedelta(days=60)
"""What no new article had for so long is furniture no more."""

MOST_OF_AN_ARTICLE = 6
MOST_TODAY = 160
MOST_IN_ALL = 400
"""Sightings that are kept of an article, of the current day, and of all days before: 64 KB, packed."""

_LONGEST = 600
_LONG_WORD = 6
_STORY_WORD = 5
_MOST_STORY_WORDS = 8
_LETTERS_A_SPACE = 16  # more letters between spaces than that: a script whose words cannot be told apart here
_QUOTES = re.compile("[\"“”„‟«»‹›「」『』]|(?:^|\\s)['‘]")
_NOTES = re.compile(
    r"correct|clarif|amend|erratum|retract|apolog|updat|editor[’']?s['’]? note|version of this"
    r"|berichtig|korrig|korrekt|aktualisi|rectif|corrig|correz|aggiorna|mise à jour|actualiz|atualiz|rättel|rettelse",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+)\W*\w+")
_WORD = re.compile(r"\w+")


def learned(memory: FurnitureRow, article: str, text: ArticleText, *, day: date) -> FurnitureRow:
    """The memory with what an article (`source/article`) that was first read on `day` adds to it; twice is once."""
    memory = as_of(memory, day)
    story = story_of(text)
    known = {witness.article for paragraph in memory.known for witness in paragraph.witnesses}
    if not story or article in known:
        return memory
    among = _Aliens(text)
    aliens = sorted({digest for digest, block in _digests(text) if among.has(digest, block)})
    seen = {Sighting(text=digest, article=article, day=day, story=story) for digest in aliens[:MOST_OF_AN_ARTICLE]}
    if seen <= set(memory.today):
        return memory
    return replace(memory, day=day, today=tuple(sorted({*memory.today, *seen}, key=_order)[:MOST_TODAY]))


def as_of(memory: FurnitureRow, day: date) -> FurnitureRow:
    """The memory with the sightings of a day that is over made evidence, whatever order they came in."""
    if memory.day is None or memory.day >= day:
        return memory
    known = {paragraph.text: paragraph for paragraph in memory.known}
    for sighting in memory.today:
        before = known.get(sighting.text)
        known[sighting.text] = _witnessed(before, sighting)
    return replace(memory, day=day, today=(), known=_lasting(known.values(), day))


def set_aside(
    memory: FurnitureRow, article: str, old: ArticleText, new: ArticleText, *, day: date
) -> tuple[SetAside, ...]:
    """The paragraphs that only one of two texts of an article has, or has oftener, and that are furniture there."""
    known = {paragraph.text: paragraph for paragraph in as_of(memory, day).known}
    sides = Counter(digest for digest, _ in _digests(old)), Counter(digest for digest, _ in _digests(new))
    one_sided = (sides[0] - sides[1]) | (sides[1] - sides[0])
    suspects = {digest: known[digest] for digest in one_sided if digest in known}
    if not suspects:
        return ()
    story = frozenset((*story_of(old), *story_of(new)))
    among = _Aliens(old), _Aliens(new)
    found: dict[str, SetAside] = {}
    for digest, block in (*_digests(old), *_digests(new)):
        paragraph = suspects.get(digest)
        witnesses = _witnesses(paragraph, article, story) if paragraph and story else ()
        if paragraph and witnesses and all(each.has(digest, block) for each in among):
            found[digest] = SetAside(
                digest=digest, articles=paragraph.articles, since=paragraph.since, witnesses=witnesses
            )
    return tuple(found[digest] for digest in sorted(found))


def without(text: ArticleText, aside: Iterable[SetAside]) -> ArticleText:
    """The text without the paragraphs that were set aside; the text itself where they are all that it has."""
    ignored = {each.digest for each in aside}
    blocks = tuple(block for digest, block in _digests(text) if digest not in ignored)
    return replace(text, blocks=blocks) if ignored and blocks else text


def printed(aside: SetAside, *texts: ArticleText) -> frozenset[str]:
    """How a paragraph that was set aside is printed in these texts."""
    return frozenset(block.text for text in texts for digest, block in _digests(text) if digest == aside.digest)


def paragraph_digest(text: str) -> str:
    """By which a paragraph is known again."""
    return digest_of(" ".join(words(text)))


def story_of(text: ArticleText) -> tuple[str, ...]:
    """What tells a story from others: the longer words of the headline, as four hex digits each, at most eight."""
    found = sorted({word for word in _WORD.findall(text.headline.casefold()) if len(word) >= _STORY_WORD})
    longest = sorted(found, key=lambda word: (-len(word), word))[:_MOST_STORY_WORDS]
    return tuple(sorted({f"{zlib.crc32(word.encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}" for word in longest}))


def _witnessed(before: KnownParagraph | None, sighting: Sighting) -> KnownParagraph:
    if before is None:
        day = sighting.day
        return KnownParagraph(text=sighting.text, articles=1, since=day, until=day, witnesses=(sighting,))
    counted = replace(before, articles=before.articles + 1, until=max(before.until, sighting.day))
    same_day = sum(witness.day == sighting.day for witness in before.witnesses)
    is_new_story = all(set(sighting.story).isdisjoint(witness.story) for witness in before.witnesses)
    if not is_new_story or same_day >= MOST_A_DAY or len(before.witnesses) >= MOST_WITNESSES:
        return counted
    return replace(counted, witnesses=(*before.witnesses, sighting))


def _lasting(known: Iterable[KnownParagraph], day: date) -> tuple[KnownParagraph, ...]:
    """What is not forgotten: the best witnessed paragraphs, as far as there is room."""
    lately = [paragraph for paragraph in known if day - paragraph.until <= FORGOTTEN_AFTER]
    lately.sort(key=lambda each: (-len(each.witnesses), -each.until.toordinal(), each.text))
    kept: list[KnownParagraph] = []
    room = MOST_IN_ALL
    for paragraph in lately:
        room -= len(paragraph.witnesses)
        if room < 0:
            break
        kept.append(paragraph)
    return tuple(sorted(kept, key=lambda each: each.text))


def _witnesses(paragraph: KnownParagraph, article: str, story: frozenset[str]) -> tuple[str, ...]:
    """The articles of other stories that had the paragraph; none where they are too few, or of too few days."""
    others = [each for each in paragraph.witnesses if each.article != article and story.isdisjoint(each.story)]
    if len(others) < STORIES or len({each.day for each in others}) < DAYS:
        return ()
    return tuple(each.article for each in others)


def _digests(text: ArticleText) -> list[tuple[str, Block]]:
    return [(paragraph_digest(block.text), block) for block in text.blocks]


class _Aliens:
    """Which paragraphs of a text share no name, figure or long word with the rest of it, and are no quote or note."""

    def __init__(self, text: ArticleText) -> None:
        self._own: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._all = Counter(_said(" ".join((text.headline, text.standfirst, text.byline))))
        for digest, block in _digests(text):
            found = _said(block.text)
            self._own[digest].update(found)
            self._all.update(found)

    def has(self, digest: str, block: Block) -> bool:
        own = self._own[digest]
        return _may_be_furniture(block) and all(self._all[word] == own[word] for word in _telling(block.text))


def _may_be_furniture(block: Block) -> bool:
    said = block.text
    if block.kind in (BlockKind.QUOTE, BlockKind.LIVE_ENTRY) or not said or len(said) > _LONGEST:
        return False
    has_spaces = len(said) <= _LETTERS_A_SPACE * (said.count(" ") + 1)
    return has_spaces and not _QUOTES.search(said) and not _NOTES.search(said)


def _said(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _telling(text: str) -> set[str]:
    """Names (capitalised within a sentence), figures and long words, in lower case."""
    firsts: dict[int, bool] = defaultdict(bool)
    for start in _SENTENCE_START.finditer(text):
        firsts[start.end()] = True
    found = set()
    for word in _WORD.finditer(text):
        is_name = word[0][:1].isupper() and not firsts[word.end()]
        if is_name or len(word[0]) >= _LONG_WORD or any(map(str.isdigit, word[0])):
            found.add(word[0].casefold())
    return found


def _order(sighting: Sighting) -> tuple[str, str]:
    return sighting.text, sighting.article
