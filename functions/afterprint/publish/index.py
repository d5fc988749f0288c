"""What a stored change or event enters in the index, and which documents it makes stale. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from afterprint.model import ArticleKey, Change, ChangeKey, Event, Part
from afterprint.publish import paths, words
from afterprint.rows import IndexLine

PAGE = 100
"""Lines on a page of a month."""


def index_line(record: Change | Event) -> IndexLine:
    """The line by which lists and feeds know of `record`."""
    return _change_line(record) if isinstance(record, Change) else _event_line(record)


def _change_line(change: Change) -> IndexLine:
    comparison = change.comparison
    headline = comparison.part(Part.HEADLINE)
    return IndexLine(
        article=change.key.article,
        name=change.key.name,
        stored_at=change.stored_at,
        seen_at=change.seen_at,
        url=change.url,
        source_name=change.source_name,
        headline=change.headline,
        unchanged_until=change.unchanged_until,
        old_headline=headline.old if headline else None,
        summary=words.BEFORE_WITHDRAWN if change.old_withdrawn else comparison.summary,
        importance=comparison.importance,
        kinds=comparison.kinds,
        disclosure=None if change.key.is_first or change.old_withdrawn else comparison.disclosure,
        counts=comparison.counts,
        language=change.language,
        reverts_to=change.reverts_to,
        robots=change.robots,
    )


def _event_line(event: Event) -> IndexLine:
    return IndexLine(
        article=event.key.article,
        name=event.key.name,
        stored_at=event.stored_at,
        seen_at=event.seen_at,
        url=event.url,
        source_name=event.source_name,
        headline=event.headline,
        unchanged_until=event.unchanged_until,
        summary=words.event_words(event),
        event=event.kind,
    )


def changes_in(lines: Sequence[IndexLine]) -> list[ChangeKey]:
    """The changes among an article's lines, by number."""
    return sorted(key for line in lines if isinstance(key := line.key, ChangeKey))


def comparison_of(article: ArticleKey, lines: Sequence[IndexLine]) -> ChangeKey | None:
    """First against last version, where there are at least three; of two versions the change itself is that."""
    newest = max((key.new for key in changes_in(lines)), default=0)
    return ChangeKey(article, 1, newest) if newest >= 3 else None


def stale_paths(line: IndexLine, of_article: Sequence[IndexLine]) -> list[str]:
    """The documents that an entered line makes stale and that are written at once, at most sixteen.

    Nearest to the record first, lists that link there last. `of_article` are all lines of its article, oldest first and
    with `line` among them. What else it makes stale is rendered later (`groups`); but where an article first appeared,
    which is no news, its source's page is written, too, so that nothing leads to pages that are not there yet.
    """
    found = _own_pages(line, of_article)
    if line.is_news or line.name.startswith("0-"):
        found += paths.feeds(line.article.path)
    if not line.is_news:
        return [*found, paths.time_map(line.article), paths.source(line.article.source)]
    return [*found, *paths.feeds(line.article.source), *paths.feeds(""), paths.LATEST]


def _own_pages(line: IndexLine, of_article: Sequence[IndexLine]) -> list[str]:
    """The pages of changes that tell of this line, and the article's page.

    A change's page is stale by itself, the one before by its link to the next and because it is no longer the newest;
    an event shows on the newest change's page, where the article's standing is told.
    """
    article = line.article
    changes = changes_in(of_article)
    found: list[str] = []
    if isinstance(line.key, ChangeKey):
        near = (line.key.new - 1, line.key.new, line.key.new + 1)
        found += [paths.change(key) for key in changes if key.new in near]
        found.append(paths.change_data(line.key))
        comparison = comparison_of(article, of_article)
        if comparison is not None and line.key.new == comparison.new:
            found.append(paths.change(comparison))
    elif changes:
        found.append(paths.change(changes[-1]))
    return [*found, paths.article(article), paths.article_data(article)]
