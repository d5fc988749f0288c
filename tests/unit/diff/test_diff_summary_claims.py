"""Every sentence of a summary is one of a known form, and what it claims is looked up in the edits and the texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterprint.diff import compare
from afterprint.diff.disclosure import is_material
from afterprint.model import ArticleText, Comparison, Edit, EditKind, Part, Span

_VOCABULARY = "the ferry Holm 12 30 80,000 82,109 “so it is” said Berg Lind harbor harbour – left on Monday Friday"
WORDS = _VOCABULARY.split()
CORRECTION = "Correction: 14 people saw it, not 12"
PARAGRAPHS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join),
    st.sampled_from(["Some 80,000 people saw the ferry leave Holm on Monday", CORRECTION]),
)
HEADINGS = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve"
COUNTS = {word: number for number, word in enumerate(_NUMBERS.split())}


@st.composite
def drawn_from(draw: st.DrawFn, old: ArticleText) -> ArticleText:
    """A text made from another by keeping, dropping, moving and rewording."""
    swap = draw(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)))

    def reworded(text: str) -> str:
        return " ".join(swap[1] if word == swap[0] else word for word in text.split())

    paragraphs: list[str] = []
    for text in old.paragraphs:
        action = draw(st.sampled_from(["keep", "keep", "reword", "drop", "add"]))
        paragraphs += {
            "keep": [text],
            "reword": [reworded(text)],
            "drop": [],
            "add": [draw(PARAGRAPHS), text],
        }[action]
    if draw(st.booleans()):
        paragraphs = draw(st.permutations(paragraphs))
    return ArticleText(
        headline=draw(st.sampled_from([old.headline, reworded(old.headline), draw(HEADINGS)])),
        standfirst=draw(st.sampled_from([old.standfirst, reworded(old.standfirst), ""])),
        byline=draw(st.sampled_from([old.byline, "Anna Berg"])),
        paragraphs=paragraphs,
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[ArticleText, ArticleText]:
    old = ArticleText(
        headline=draw(HEADINGS),
        standfirst=draw(HEADINGS),
        byline="Una Farrow",
        paragraphs=draw(st.lists(PARAGRAPHS, max_size=6)),
    )
    return old, draw(drawn_from(old))


class Claims:
    """Looks up what a sentence claims, in edits and texts alone."""

    def __init__(self, old: ArticleText, new: ArticleText, comparison: Comparison) -> None:
        self.old, self.new, self.edits = old, new, comparison.edits
        self.body = [edit for edit in comparison.edits if edit.part is Part.BODY]
        self.first = next((edit for edit in self.edits if edit.part is Part.HEADLINE), None)
        self.second = next((edit for edit in self.edits if edit.part is Part.STANDFIRST), None)

    def of(self, *kinds: EditKind) -> list[Edit]:
        return [edit for edit in self.body if edit.kinds[0] in kinds]

    def replaced(self, edits: Iterable[Edit | None]) -> list[tuple[str, str]]:
        """What each edit took out and put in, where it marks one passage on either side."""
        found = []
        for edit in edits:
            if edit is not None and len(edit.old_spans) == 1 == len(edit.new_spans):
                found.append((self._cut(edit, self.old, "old"), self._cut(edit, self.new, "new")))
        return found

    @staticmethod
    def _cut(edit: Edit, text: ArticleText, side: str) -> str:
        index, (span, *_) = getattr(edit, f"{side}_index"), getattr(edit, f"{side}_spans")
        whole = text.blocks[index].text if edit.part is Part.BODY else getattr(text, edit.part.value)
        return _within(whole, span)


def _within(text: str, span: Span) -> str:
    return " ".join(text[span[0] : span[1]].split())


def count(word: str) -> int:
    return COUNTS[word.lower()]


def in_paragraphs(edits: Iterable[Edit]) -> int:
    return len({(edit.old_index, edit.new_index) for edit in edits})


def _heading(claims: Claims, found: re.Match[str]) -> bool:
    where, how, too = found["where"], found["how"], found["too"]
    parts: list[Edit | None] = [claims.first] if where == "Headline" else [claims.second]
    parts = [claims.first, claims.second] if where == "Headline and standfirst" else parts
    if None in parts:
        return False
    if found["before"]:
        pair = (found["before"], found["after"])
        told = all(pair in claims.replaced([part]) for part in parts)
        return told and (not too or pair in claims.replaced(claims.body))
    side = "headline" if where == "Headline" else "standfirst"
    if found["alone"]:
        marked = (
            (parts[0].new_spans, parts[0].old_spans)
            if found["verb"] == "added"
            else (parts[0].old_spans, parts[0].new_spans)
        )
        text = getattr(claims.new if found["verb"] == "added" else claims.old, side)
        return not marked[1] and [found["alone"]] == [_within(text, span) for span in marked[0]]
    if how == "added":
        return not getattr(claims.old, side)
    if how == "removed":
        return not getattr(claims.new, side)
    return True


def _paragraphs(claims: Claims, found: re.Match[str]) -> bool:
    kinds = {
        "added": EditKind.INSERTED,
        "removed": EditKind.DELETED,
        "moved": EditKind.MOVED,
        "split": EditKind.SPLIT,
        "merged": EditKind.MERGED,
    }
    told = {}
    for phrase in found[0].rstrip(".").split(", "):
        number, *_, verb = phrase.split()
        told[kinds[verb]] = count(number)
    return all(len(claims.of(kind)) == told.get(kind, 0) for kind in kinds.values())


def _replacement(claims: Claims, found: re.Match[str]) -> bool:
    edits = claims.of(EditKind.NUMBER, EditKind.NAME, EditKind.DATE)
    times = {"": 1, " twice": 2}.get(found["times"]) or count(found["times"].split()[0])
    told_before = claims.replaced([claims.first, claims.second])
    pair = (found["before"], found["after"])
    shown_in_heading = f"“{pair[0]}” became “{pair[1]}”" in found.string
    return claims.replaced(edits).count(pair) == times and not (pair in told_before and shown_in_heading)


def _more(claims: Claims, found: re.Match[str]) -> bool:
    kind = {"number": EditKind.NUMBER, "name": EditKind.NAME, "date": EditKind.DATE}[found["noun"]]
    return 0 < count(found["count"]) <= len(claims.of(kind))


def _rewritten(claims: Claims, found: re.Match[str]) -> bool:
    edits = claims.of(EditKind.REWRITE)
    removed = [edit for edit in edits if EditKind.DELETED in edit.kinds]
    return (count(found["removed"]), count(found["added"])) == (len(removed), len(edits) - len(removed))


def _quoted(claims: Claims, found: re.Match[str]) -> bool:
    edits = [edit for edit in claims.body if EditKind.QUOTE in edit.kinds]
    if found["before"]:
        return (found["before"], found["after"]) in claims.replaced(edits)
    return bool(edits) and (not found["count"] or count(found["count"]) <= in_paragraphs(edits))


def _worded(claims: Claims, found: re.Match[str]) -> bool:
    edits = claims.of(EditKind.WORDING)
    if found["before"]:
        return (found["before"], found["after"]) in claims.replaced(edits)
    return count(found["count"]) <= in_paragraphs(edits)


def _text(claims: Claims, found: re.Match[str]) -> bool:
    kind = EditKind.INSERTED if found["verb"] == "added" else EditKind.DELETED
    return count(found["count"]) <= in_paragraphs(edit for edit in claims.of(EditKind.WORDING) if kind in edit.kinds)


def _setting(claims: Claims, found: re.Match[str]) -> bool:
    kinds = {kind for edit in claims.body for kind in edit.kinds}
    words = {"punctuation": EditKind.PUNCTUATION, "spacing": EditKind.WHITESPACE}
    told = {kind for word, kind in words.items() if word in found[0].lower()}
    return told <= kinds and (not found[0].startswith("Only") or kinds == told == set(kinds))


def _unnoted(claims: Claims, found: re.Match[str]) -> bool:
    return not claims.of(EditKind.CORRECTION_NOTE) and any(map(is_material, claims.edits))


PASSAGES = r"“(?P<before>.+?)” became “(?P<after>.+)”"
NUMBER = "|".join([*COUNTS, *(word.capitalize() for word in COUNTS)])
FORMS: list[tuple[str, Callable[[Claims, re.Match[str]], bool]]] = [
    (r"Nothing changed\.", lambda claims, found: not claims.edits),
    (r"(Only )?[Pp]unctuation( and spacing)? changed\.|(Only s|S)pacing changed\.", _setting),
    (rf"(?P<where>Headline|Standfirst|Headline and standfirst) (?P<how>changed: {PASSAGES}|"
     r"changed: “(?P<alone>[^”]+|.+)” (?P<verb>added|removed)|"
     r"\w[\w ]*)"
     r"(?P<too>, in the text too)?\.", _heading),
    (rf"Article mostly rewritten: (?P<removed>{NUMBER}) paragraphs? removed, (?P<added>{NUMBER}) added\.", _rewritten),
    (r"Correction notes? added\.", lambda claims, found: bool(claims.of(EditKind.CORRECTION_NOTE))),
    (rf"(?P<count>{NUMBER}) (more )?(?P<noun>number|name|date)s? changed\.", _more),
    (rf"(?P<before>)Quotations changed in (?P<count>{NUMBER}) paragraphs\.", _quoted),
    (rf"(?P<count>)A quotation changed(: {PASSAGES})?\.", _quoted),
    (rf"(?:{NUMBER}) paragraphs? (added|removed|moved|split|merged)(, (?:{NUMBER}) (removed|moved|split|merged))*\.",
     _paragraphs),
    (rf"Wording changed(: {PASSAGES}| in (?P<count>{NUMBER}) paragraphs?)\.", _worded),
    (rf"Text (?P<verb>added|removed) within (?P<count>{NUMBER}) paragraphs?\.", _text),
    (rf"(?P<count>{NUMBER}) passages? moved to another place\.",
     lambda claims, found: count(found["count"]) == len(claims.of(EditKind.SENTENCE_MOVED))),
    (rf"(?P<count>{NUMBER}) live (entry|entries) added\.",
     lambda claims, found: count(found["count"]) == len(claims.of(EditKind.LIVE_UPDATE))),
    (r"Byline changed\.", lambda claims, found: claims.old.byline != claims.new.byline),
    (rf"Spelling changed in (?P<count>{NUMBER}) paragraphs?\.",
     lambda claims, found: count(found["count"]) <= in_paragraphs(claims.of(EditKind.TYPO))),
    (r"No correction noted\.", _unnoted),
    (rf"(?P<before>[^“.]+) became (?P<after>[^”.]+?)(?P<times>| twice| (?:{NUMBER}) times)\.", _replacement),
]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs())
def test_every_sentence_is_of_a_known_form_and_true(pair: tuple[ArticleText, ArticleText]) -> None:
    comparison = compare(*pair)
    claims = Claims(*pair, comparison)
    for sentence in re.findall(r"[^.]+\.", comparison.summary):
        found = [(match, check) for form, check in FORMS if (match := re.fullmatch(form, sentence.strip()))]
        assert found, sentence
        assert any(check(claims, match) for match, check in found), (sentence, comparison.edits)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs())
def test_nothing_is_said_twice(pair: tuple[ArticleText, ArticleText]) -> None:
    sentences = re.findall(r"[^.]+\.", compare(*pair).summary)
    passages = [
        re.sub(r"[“”]|^.*?: | twice\.$", "", sentence).strip() for sentence in sentences if "became" in sentence
    ]
    assert len(passages) == len(set(passages))
