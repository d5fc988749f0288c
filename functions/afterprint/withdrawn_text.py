"""What holds a text that is to be withdrawn: which records of an article, and which snapshots of its pages."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from afterprint.errors import DamagedRecord, NotStored
from afterprint.model import ArticleKey, ArticleText, ChangeKey, Event, EventKind, ReadingKey, Version, VersionKey
from afterprint.ports import Archive
from afterprint.record import Passage, article_holds, holds, text_mark

_TAG = re.compile(r"<[^>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is to go.

    `paths` are the records' (changes that may still come among them), `changes` those of the changes, `versions` the
    numbers, `snapshots` the digests of their pages. `tainted` pages go even where a version that stays needs them, as
    they hold the passage. `marks` tell the text again (`record.withhold`).
    """

    paths: frozenset[str]
    changes: frozenset[str] = frozenset()
    versions: frozenset[int] = frozenset()
    snapshots: frozenset[str] = frozenset()
    tainted: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()


def held_by_article(article: ArticleKey, *, archive: Archive) -> Held:
    """Everything of an article but the event that tells of its withdrawal."""
    telling = {event.key.path for event in _events(article, archive) if event.kind is EventKind.WITHDRAWN}
    versions = list(_versions(article, archive))
    return Held(
        paths=frozenset(archive.paths_of(article)) - telling,
        versions=frozenset(version.key.number for version in versions),
        snapshots=frozenset(version.snapshot for version in versions if version.snapshot),
    )


def held_by_version(key: VersionKey, *, archive: Archive) -> Held:
    """A version, its readings, the changes on either side, and the events that bear its headline alone."""
    versions = list(_versions(key.article, archive))
    gone = [version for version in versions if version.key == key]
    texts = [text for version in gone for text in _texts(version, archive)]
    lasting = {text.headline for version in versions if version.key != key for text in _texts(version, archive)}
    headlines = {text.headline for text in texts if text.headline} - lasting
    events = [event for event in _events(key.article, archive) if any(_bears(event, each) for each in headlines)]
    marks = tuple(dict.fromkeys(text_mark(text) for text in texts))
    return _held(key.article, {key.number}, versions, events, archive=archive, marks=marks)


def held_by_passage(
    article: ArticleKey, passage: Passage, *, archive: Archive, also: Collection[int] = ()
) -> Held:  # fmt: skip
    """Every version that holds a passage, with what belongs to it, and `also` those that an earlier call found."""
    versions = list(_versions(article, archive))
    numbers = {
        version.key.number
        for version in versions
        if any(article_holds(passage, text) for text in _texts(version, archive))
    }
    events = [event for event in _events(article, archive) if _speaks(event, passage)]
    tainted = frozenset(
        version.snapshot for version in versions if version.snapshot and _in_page(passage, version, archive)
    )
    return _held(
        article, numbers | set(also), versions, events, archive=archive, marks=(passage.mark,), tainted=tainted
    )


def _held(
    article: ArticleKey,
    numbers: set[int],
    versions: list[Version],
    events: list[Event],
    *,
    archive: Archive,
    marks: tuple[str, ...],
    tainted: frozenset[str] = frozenset(),
) -> Held:
    gone = {f"{number:06d}" for number in numbers}
    paths = archive.paths_of(article)
    records = {path for path in paths if _of(path, gone) and path.startswith(("versions/", "readings/"))}
    stored = {ChangeKey.from_path(path) for path in paths if ChangeKey.PATTERN.fullmatch(path)}
    changes = {key for key in stored if numbers & {key.old, key.new} and not _stands(key, archive)}
    # A version's own change may still come, from somebody who has read both already; so may the one after it.
    there = {version.key.number for version in versions}
    changes |= {VersionKey(article, number).change for number in numbers}
    following = {VersionKey(article, number + 1) for number in numbers & there}
    changes |= {key.change for key in following if key.number in there - numbers} - stored
    snapshots = frozenset(
        version.snapshot for version in versions if version.key.number in numbers and version.snapshot
    )
    if not records and not events and not tainted:
        changes = {key for key in changes if key in stored}
    every = {*records, *(event.key.path for event in events), *(key.path for key in changes)}
    return Held(
        paths=frozenset(every),
        changes=frozenset(key.path for key in changes),
        versions=frozenset(numbers),
        snapshots=snapshots | tainted,
        tainted=tainted,
        marks=marks,
    )


def _of(path: str, numbers: set[str]) -> bool:
    return path.rsplit("/", 1)[1].partition(".")[0] in numbers


def _stands(key: ChangeKey, archive: Archive) -> bool:
    """Whether it is the change of a later version, which found its predecessor withdrawn: nothing of that is in it."""
    try:
        return archive.change(key).old_withdrawn
    except (NotStored, DamagedRecord):
        return False


def _versions(article: ArticleKey, archive: Archive) -> Iterator[Version]:
    for key in archive.version_keys(article):
        try:
            yield archive.version(key)
        except NotStored:
            continue


def _events(article: ArticleKey, archive: Archive) -> list[Event]:
    return [archive.event(key) for key in archive.event_keys(article)]


def _texts(version: Version, archive: Archive) -> list[ArticleText]:
    """What the version says, by every extractor that read it."""
    prefix = f"readings/{version.key.article.path}/{version.key.number:06d}."
    found = [path for path in archive.paths_of(version.key.article) if path.startswith(prefix) and archive.has(path)]
    names = [path.removeprefix(prefix).removesuffix(".json") for path in found]
    return [version.text, *(archive.reading(ReadingKey(version.key, name)).text for name in names)]


def _bears(event: Event, headline: str) -> bool:
    return headline in (event.headline, *event.headlines) or headline in event.detail


def _speaks(event: Event, passage: Passage) -> bool:
    return any(holds(passage, text) for text in (event.headline, event.detail, *event.headlines))


def _in_page(passage: Passage, version: Version, archive: Archive) -> bool:
    """Whether the page holds the passage anywhere, in markup that nobody reads as text, too."""
    from afterprint.web import decode

    try:
        body = archive.snapshot(version.snapshot)
    except (NotStored, DamagedRecord):
        return False
    page = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), decode(body, version.headers.get("content-type")))
    return any(holds(passage, html.unescape(_TAG.sub(between, page))) for between in (" ", "")) or holds(
        passage, html.unescape(page)
    )
