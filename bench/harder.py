"""A harder set of edits with known truth, made from the sample newsroom's stories: `python -m bench.harder [--json]`.

Each case takes a story, puts near-duplicate paragraphs and passages in other scripts into it, and does several things
to it at once: moves, splits, merges, rewordings, swapped figures, quotations given to somebody else. Printed are the
F1 of alignment and kinds, and without `--json` a table of which kind was taken for which.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from afterprint.diff import align, compare
from afterprint.engine.newsroom.papers import read_papers
from afterprint.model import ArticleText, EditKind
from bench.diff_baselines import Align, matched_by_difflib, newssniffer

CASES = 400
SEED = 20261124
K = EditKind

_TEAMS = ("Kelder Rovers", "Port Annis", "Tarn Holm", "Skarrow Town", "Hask United", "Quillbeck")
_OTHER_SCRIPTS = (
    "市議会は火曜日、港の再建計画を承認した。費用は約１２億円で、工事は来年の春に始まる予定だ。反対した議員は三人だった。",
    "市议会周二批准了港口重建计划。费用约为12亿元，工程预计明年春天开工。有三名议员投了反对票。",
    "สภาเมืองอนุมัติแผนสร้างท่าเรือใหม่เมื่อวันอังคาร ค่าใช้จ่ายประมาณ 12 ล้านบาท และจะเริ่มงานในฤดูใบไม้ผลิ",
    "وافق مجلس المدينة يوم الثلاثاء على خطة إعادة بناء الميناء. وتبلغ الكلفة نحو 12 مليونا، ويبدأ العمل في الربيع.",
    "מועצת העיר אישרה ביום שלישי את התוכנית לבניית הנמל מחדש. העלות היא כ-12 מיליון, והעבודה תתחיל באביב.",
    "The harbour’s own page answered with 👩‍👩‍👧 and 👍🏽, then with 🇳🇴🇩🇪, and said no more of the 12 boats.",
)
_NAMES = ("Hesper Dunn", "Ansel Varley", "Petra Lindow", "Signy Rolfe", "Kirsa Melby", "Idris Pell")
_SYNONYMS = {
    "said": "told reporters",
    "will": "is going to",
    "people": "residents",
    "began": "started",
    "closed": "shut",
    "about": "around",
    "after": "following",
    "before": "ahead of",
    "first": "opening",
    "new": "recent",
    "made": "brought about",
    "return": "come back",
    "the": "this",
    "and": "as well as",
    "has": "is said to have",
    "for": "on behalf of",
}
_NEW_SENTENCES = (
    "Nobody at the harbour office would say how long that might take.",
    "A second meeting has been called for the end of the month.",
    "The borough’s auditors have asked to see the accounts of both years.",
    "Two members of the board left the room before the vote was taken.",
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[０-９]+")
_WORD = re.compile(r"[a-z]{6,}")
_SENTENCE = re.compile(r"(?<=[.!?。])\s*(?=\S)")


@dataclass(frozen=True)
class Para:
    """A paragraph of the new text, the old ones it comes from, and what was done to it."""

    text: str
    origins: tuple[int, ...]
    done: frozenset[EditKind] = frozenset()


@dataclass
class Case:
    """Two texts, which paragraphs belong together, and what was done where: (kind, old index, new index)."""

    old: list[str]
    new: list[Para]
    gone: set[int] = field(default_factory=set)

    @property
    def pairs(self) -> set[tuple[int, int]]:
        return {(i, j) for j, para in enumerate(self.new) for i in para.origins}

    @property
    def truth(self) -> list[tuple[EditKind, int | None, int | None]]:
        told: list[tuple[EditKind, int | None, int | None]] = [(K.DELETED, i, None) for i in sorted(self.gone)]
        halves = set[int]()
        for j, para in enumerate(self.new):
            for kind in sorted(para.done):
                if kind is K.SPLIT and para.origins[0] in halves:
                    continue
                halves.update(para.origins if kind is K.SPLIT else ())
                told.append((kind, para.origins[0] if para.origins else None, j))
        return told


# ── what an editor does to a paragraph ───────────────────────────────────────────────────────────────


def _typo(chance: random.Random, text: str) -> str:
    words = list(_WORD.finditer(text))
    word = chance.choice(words)
    at = chance.randrange(word.start() + 1, word.end() - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _number(chance: random.Random, text: str) -> str:
    found = chance.choice(list(_NUMBER.finditer(text)))
    digit = str((int(found[0][0]) % 9) + 1)
    return text[: found.start()] + digit + text[found.start() + 1 :]


def _name(chance: random.Random, text: str) -> str:
    """Who said it: a quotation, or something else, given to somebody else."""
    name = next(name for name in (*_NAMES, *_TEAMS) if name in text)
    others = _NAMES if name in _NAMES else _TEAMS
    return text.replace(name, chance.choice([other for other in others if other != name]), 1)


def _quote(chance: random.Random, text: str) -> str:
    start, end = text.index("“") + 1, text.index("”")
    words = text[start:end].split()
    inner = [at for at, word in enumerate(words) if word.isalpha() and word.islower() and len(word) > 3]
    words[chance.choice(inner)] = chance.choice(["hardly", "surely", "nowhere", "instead"])
    return text[:start] + " ".join(words) + text[end:]


def _reworded(chance: random.Random, text: str) -> str:
    changed, count = [], 0
    quoted = False
    for word in text.split(" "):
        quoted = (quoted or "“" in word) and "”" not in word
        swap = not quoted and word in _SYNONYMS and count < 3
        changed.append(_SYNONYMS[word] if swap else word)
        count += swap
    if not count:
        raise ValueError(text)
    return " ".join(changed)


def _grown(chance: random.Random, text: str) -> str:
    return f"{text} {chance.choice(_NEW_SENTENCES)}"


_WORDINGS: dict[EditKind, Callable[[random.Random, str], str]] = {
    K.TYPO: _typo,
    K.NUMBER: _number,
    K.NAME: _name,
    K.QUOTE: _quote,
    K.WORDING: _reworded,
    K.INSERTED: _grown,
}


# ── cases ────────────────────────────────────────────────────────────────────────────────────────────


def cases(count: int = CASES, seed: int = SEED) -> Iterator[Case]:
    """So many cases, the same for the same seed."""
    stories = [story for paper in read_papers() for story in paper.stories]
    spare = [text for story in stories for text in story.paragraphs if not text.startswith(("## ", "- "))]
    chance = random.Random(seed)
    for _ in range(count):
        story = chance.choice(stories)
        old = [text.removeprefix("## ").removeprefix("- ").replace("{weekday}", "Tuesday") for text in story.paragraphs]
        old += chance.sample([text for text in spare if text not in old], 4)
        old = [text.replace("{weekday}", "Tuesday") for text in old]
        for near in _near_duplicates(chance):
            old.insert(chance.randrange(len(old) + 1), near)
        for text in chance.sample(_OTHER_SCRIPTS, 2):
            old.insert(chance.randrange(len(old) + 1), text)
        yield _edited(chance, old, [text for text in spare if text not in old])


def _near_duplicates(chance: random.Random) -> list[str]:
    """Results that differ in teams and figures alone."""
    teams = chance.sample(_TEAMS, 6)
    return [
        f"{home} beat {away} {chance.randrange(2, 6)}-{chance.randrange(2)} before a crowd of "
        f"{chance.randrange(200, 999)} on Saturday and stay in the upper half of the coast league."
        for home, away in zip(teams[:3], teams[3:], strict=True)
    ]


def _edited(chance: random.Random, old: list[str], spare: list[str]) -> Case:
    case = Case(old, [Para(text, (at,)) for at, text in enumerate(old)])
    for _ in range(chance.randint(2, 6)):
        act = chance.choice((_word, _word, _word, _swap, _move, _split, _merge, _insert, _delete, _send))
        act(chance, case, spare)
    return case


def _free(chance: random.Random, case: Case) -> int:
    """A paragraph that nothing was done to yet."""
    return chance.choice([at for at, para in enumerate(case.new) if not para.done and len(para.origins) == 1])


def _word(chance: random.Random, case: Case, spare: list[str]) -> None:
    at = _free(chance, case)
    para = case.new[at]
    kind = chance.choice(list(_WORDINGS))
    try:
        text = _WORDINGS[kind](chance, para.text)
    except (ValueError, IndexError, StopIteration):  # it holds nothing of the kind
        return
    case.new[at] = replace(para, text=text, done=frozenset({kind}))


def _swap(chance: random.Random, case: Case, spare: list[str]) -> None:
    """Figures of two paragraphs that were in each other's place."""
    holding = [
        at
        for at, para in enumerate(case.new)
        if not para.done and para.origins and len(_NUMBER.findall(para.text)) == 1
    ]
    if len(holding) < 2:
        return
    first, second = chance.sample(holding, 2)
    texts = case.new[first].text, case.new[second].text
    numbers = [_NUMBER.findall(text)[0] for text in texts]
    if numbers[0] == numbers[1]:
        return
    for at, text, number in zip((first, second), texts, reversed(numbers), strict=True):
        done = frozenset({K.NUMBER})
        case.new[at] = replace(case.new[at], text=_NUMBER.sub(number, text), done=done)


def _move(chance: random.Random, case: Case, spare: list[str]) -> None:
    at = _free(chance, case)
    para = case.new.pop(at)
    places = [place for place in range(len(case.new) + 1) if abs(place - at) > 2]
    case.new.insert(chance.choice(places), replace(para, done=frozenset({K.MOVED})))


def _split(chance: random.Random, case: Case, spare: list[str]) -> None:
    at = _free(chance, case)
    para = case.new[at]
    sentences = _SENTENCE.split(para.text)
    if len(sentences) < 2 or min(len(sentences[0]), len(para.text) - len(sentences[0])) < 25:
        return
    rest = para.text[len(sentences[0]) :].strip()
    halves = [replace(para, text=text, done=frozenset({K.SPLIT})) for text in (sentences[0].strip(), rest)]
    case.new[at : at + 1] = halves


def _merge(chance: random.Random, case: Case, spare: list[str]) -> None:
    at = _free(chance, case)
    if at + 1 >= len(case.new):
        return
    one, other = case.new[at : at + 2]
    if other.done or len(other.origins) != 1 or other.origins[0] != one.origins[0] + 1:
        return
    merged = Para(f"{one.text} {other.text}", one.origins + other.origins, frozenset({K.MERGED}))
    case.new[at : at + 2] = [merged]


def _insert(chance: random.Random, case: Case, spare: list[str]) -> None:
    text = spare.pop(chance.randrange(len(spare))).replace("{weekday}", "Tuesday")
    case.new.insert(chance.randrange(len(case.new) + 1), Para(text, (), frozenset({K.INSERTED})))


def _delete(chance: random.Random, case: Case, spare: list[str]) -> None:
    para = case.new.pop(_free(chance, case))
    case.gone.add(para.origins[0])


def _send(chance: random.Random, case: Case, spare: list[str]) -> None:
    """The last sentence of one paragraph goes to the end of another."""
    at = _free(chance, case)
    sentences = _SENTENCE.split(case.new[at].text)
    to = _free(chance, case)
    if len(sentences) < 2 or len(sentences[-1].split()) < 7 or to == at:
        return
    kept = case.new[at].text[: -len(sentences[-1])].strip()
    if len(kept) < 40:
        return
    case.new[at] = replace(case.new[at], text=kept, done=frozenset({K.SENTENCE_MOVED}))
    case.new[to] = replace(case.new[to], text=f"{case.new[to].text} {sentences[-1]}", done=frozenset({K.PUNCTUATION}))


# ── scoring ──────────────────────────────────────────────────────────────────────────────────────────


def f1(both: int, found: int, true: int) -> float:
    return 2 * both / (found + true) if found + true else 1.0


def _alignment(made: Iterable[Case], how: Align) -> dict[str, float]:
    totals: dict[str, Counter[str]] = {"all": Counter(), "modified": Counter()}
    for case in made:
        new = [para.text for para in case.new]
        found = {(i, j) for i, j in how(case.old, new) if i is not None and j is not None}
        equal = {(i, j) for i, j in case.pairs | found if case.old[i] == new[j]}
        for name, left_out in (("all", set[tuple[int, int]]()), ("modified", equal)):
            left, right = case.pairs - left_out, found - left_out
            totals[name].update(both=len(left & right), found=len(right), true=len(left))
    return {f"{name}_f1": f1(each["both"], each["found"], each["true"]) for name, each in totals.items()}


def _judged(case: Case) -> Iterator[tuple[str, str]]:
    """For each thing done, what it was and what it was taken for; "none" where nothing was, or was seen."""
    edits = compare(ArticleText(paragraphs=case.old), ArticleText(paragraphs=[para.text for para in case.new])).edits
    left = list(edits)
    sent_to = {j for j, para in enumerate(case.new) if K.PUNCTUATION in para.done}
    for kind, i, j in case.truth:
        if kind is K.PUNCTUATION:  # the other end of a sentence that moved
            continue
        here = [
            edit for edit in left if (i is not None and edit.old_index == i) or (j is not None and edit.new_index == j)
        ]
        exact = [edit for edit in here if kind in edit.kinds]
        chosen = exact or here
        if chosen:
            left.remove(chosen[0])
        yield kind.value, kind.value if exact else chosen[0].kinds[0].value if chosen else "none"
    for edit in left:
        if edit.new_index not in sent_to:
            yield "none", edit.kinds[0].value


def figures(made: list[Case]) -> tuple[dict[str, object], Counter[tuple[str, str]]]:
    """The figures of the product and of the baselines, and the table of confusions."""
    table = Counter(pair for case in made for pair in _judged(case))
    both = sum(count for (true, found), count in table.items() if true == found)
    true = sum(count for (kind, _), count in table.items() if kind != "none")
    found = sum(count for (_, kind), count in table.items() if kind != "none")
    scores: dict[str, object] = {"cases": len(made)} | _alignment(made, align)
    scores |= {"kind_f1": f1(both, found, true)}
    baselines = {"difflib": matched_by_difflib, "newssniffer": newssniffer}
    scores |= {name: _alignment(made, how) for name, how in baselines.items()}
    return scores, table


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def main() -> int:
    scores, table = figures(list(cases()))
    if "--json" in sys.argv:
        print(json.dumps(_rounded(scores)))
        return 0
    for name, value in scores.items():
        print(name, _rounded(value), sep="\t")
    kinds = [kind for kind in [*(kind.value for kind in EditKind), "none"] if any(kind in pair for pair in table)]
    print("\ntrue \\ taken for", *kinds, sep="\t")
    for true in kinds:
        if any(pair[0] == true for pair in table):
            print(true, *(table[true, found] or "" for found in kinds), sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
