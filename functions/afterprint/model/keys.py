"""Keys: small types that know their paths in the archive; no other place spells one out."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class ArticleKey:
    """Which article: its source's id, and 16 characters drawn from the address under which it was first seen."""

    source: str
    article: str

    @classmethod
    def first_seen_at(cls, source: str, canonical_url: str) -> ArticleKey:
        """The key of the article that `source` first named by `canonical_url`; kept for ever, whatever moves later."""
        digest = hashlib.sha256(canonical_url.encode()).digest()
        return cls(source, base64.b32encode(digest).decode().lower()[:16])

    @classmethod
    def from_path(cls, path: str) -> ArticleKey:
        source, article = path.split("/")
        return cls(source, article)

    @property
    def path(self) -> str:
        return f"{self.source}/{self.article}"

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, order=True)
class VersionKey:
    """Which version of an article, counted from 1."""

    article: ArticleKey
    number: int

    PATTERN = re.compile(r"versions/([^/]+)/([^/]+)/(\d{6,})\.json")

    @classmethod
    def from_path(cls, path: str) -> VersionKey:
        source, article, number = _parts(cls.PATTERN, path)
        return cls(ArticleKey(source, article), int(number))

    @property
    def path(self) -> str:
        return f"versions/{self.article.path}/{self.number:06d}.json"

    @property
    def previous(self) -> VersionKey:
        return VersionKey(self.article, self.number - 1)

    @property
    def change(self) -> ChangeKey:
        """The change that made this version; version 1 makes the change 0-1: the article appeared."""
        return ChangeKey(self.article, self.number - 1, self.number)


@dataclass(frozen=True, order=True)
class ReadingKey:
    """A version read again by a later extractor."""

    version: VersionKey
    extractor: str

    @property
    def path(self) -> str:
        return f"readings/{self.version.article.path}/{self.version.number:06d}.{self.extractor}.json"


@dataclass(frozen=True, order=True)
class ChangeKey:
    """Which change: two neighbouring versions of an article."""

    article: ArticleKey
    old: int
    new: int

    PATTERN = re.compile(r"changes/([^/]+)/([^/]+)/(\d{6,})-(\d{6,})\.json")

    @classmethod
    def from_path(cls, path: str) -> ChangeKey:
        source, article, old, new = _parts(cls.PATTERN, path)
        return cls(ArticleKey(source, article), int(old), int(new))

    @property
    def path(self) -> str:
        return f"changes/{self.article.path}/{self.old:06d}-{self.new:06d}.json"

    @property
    def name(self) -> str:
        """Its place in the article's row of changes, as pages and feeds write it: `1-2`."""
        return f"{self.old}-{self.new}"

    @property
    def version(self) -> VersionKey:
        return VersionKey(self.article, self.new)

    @property
    def is_first(self) -> bool:
        """Whether this is `0-1`: the article appeared."""
        return self.old == 0


@dataclass(frozen=True, order=True)
class EventKey:
    """Which event: its number in the article's row of events, from 1."""

    article: ArticleKey
    number: int

    PATTERN = re.compile(r"events/([^/]+)/([^/]+)/(\d{6,})\.json")

    @classmethod
    def from_path(cls, path: str) -> EventKey:
        source, article, number = _parts(cls.PATTERN, path)
        return cls(ArticleKey(source, article), int(number))

    @property
    def path(self) -> str:
        return f"events/{self.article.path}/{self.number:06d}.json"

    @property
    def name(self) -> str:
        return f"event-{self.number}"


RecordKey = VersionKey | ReadingKey | ChangeKey | EventKey


def snapshot_path(digest: str) -> str:
    """Where the bytes with this SHA-256 (hex) lie."""
    return f"snapshots/{digest[:2]}/{digest}.gz"


def _parts(pattern: re.Pattern[str], path: str) -> tuple[str, ...]:
    match = pattern.fullmatch(path)
    if match is None:
        raise ValueError(f"not such a path: {path!r}")
    return match.groups()
