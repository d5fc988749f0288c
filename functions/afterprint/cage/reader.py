"""ports.Reader: in the cage, or in this very process where nothing hostile is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from afterprint.cage.cage import Cage, ParserFailed
from afterprint.cage.child import Job
from afterprint.errors import BadFeed, NotAnArticle
from afterprint.model import ArticleText, Feed, Sitemap

T = TypeVar("T")


class CagedReader:
    """Reads in `cage`. What a parser did not survive is as unreadable as what it refused, and says so."""

    def __init__(self, cage: Cage) -> None:
        self._cage = cage

    def article(self, body: bytes, url: str, content_type: str | None = None) -> ArticleText:
        """As extract.extract_article. Raises NotAnArticle; its reason may be `too_heavy` or `parser_failed` too."""
        fields = {"content-type": content_type} if content_type is not None else {}
        try:
            return self._cage.run(Job(task="article", body=body, url=url, fields=fields), ArticleText)
        except ParserFailed as error:
            raise NotAnArticle(url, "too_heavy" if error.too_heavy else "parser_failed") from error

    def feed(self, body: bytes, url: str, headers: Mapping[str, str] | None = None) -> Feed:
        """As discover.read_feed. Raises BadFeed."""
        return self._list(Job(task="feed", body=body, url=url, fields=headers or {}), Feed)

    def sitemap(self, body: bytes, url: str) -> Sitemap:
        """As discover.read_sitemap. Raises BadFeed."""
        return self._list(Job(task="sitemap", body=body, url=url), Sitemap)

    def close(self) -> None:
        """End the cage's processes."""
        self._cage.close()

    def _list(self, job: Job, kind: type[T]) -> T:
        try:
            return self._cage.run(job, kind)
        except ParserFailed as error:
            raise BadFeed(job.url, str(error)) from error


class DirectReader:
    """Reads in this process, without limits: for tests and measurements."""

    def close(self) -> None:
        """Nothing is held."""

    def article(self, body: bytes, url: str, content_type: str | None = None) -> ArticleText:
        from afterprint.extract import extract_article

        return extract_article(body, url, content_type)

    def feed(self, body: bytes, url: str, headers: Mapping[str, str] | None = None) -> Feed:
        from afterprint.discover import read_feed

        return read_feed(body, url, headers)

    def sitemap(self, body: bytes, url: str) -> Sitemap:
        from afterprint.discover import read_sitemap

        return read_sitemap(body, url)
