"""What a line of the log is about has the same keys wherever it is written."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from afterprint.cli.progress import LineProgress
from afterprint.errors import StoreError
from afterprint.log_keys import Subject, about, named
from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, HostCameDue, VersionStored
from afterprint.model import ArticleKey, ChangeKey, EventKey, VersionKey
from afterprint.rows import ArticleRow, ListKind, ListRow

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
ARTICLE = ArticleKey("north-herald", "aaaabbbbccccdddd")
URL = "https://h.example/ferry"
ROW = ArticleRow(key=ARTICLE, host="h.example", address=URL, url=URL, first_seen_at=NOW, due=NOW, versions=2)
LIST = ListRow(source="north-herald", kind=ListKind.FEED, host="h.example", address=URL, url=URL, due=NOW)
PATH = ARTICLE.path

CASES: list[tuple[Subject, dict[str, str | int]]] = [
    (HostCameDue("h.example", NOW), {"host": "h.example"}),
    (ROW, {"host": "h.example", "article": PATH, "version": 2, "address": URL}),
    (LIST, {"host": "h.example", "source": "north-herald", "address": URL}),
    (VersionStored(VersionKey(ARTICLE, 2)), {"article": PATH, "version": 2}),
    (ChangeStored(ChangeKey(ARTICLE, 1, 2)), {"article": PATH, "version": 2, "change": "1-2"}),
    (DocumentsPublished(ChangeKey(ARTICLE, 1, 2)), {"article": PATH, "version": 2, "change": "1-2"}),
    (EventStored(EventKey(ARTICLE, 3)), {"article": PATH, "event": 3}),
    ("a batch of 3", {"what": "a batch of 3"}),
]


@pytest.mark.parametrize(("subject", "expected"), CASES, ids=lambda each: type(each).__name__)
def test_a_line_names_the_article_and_version_that_it_is_about(
    subject: Subject, expected: dict[str, str | int]
) -> None:
    assert about(subject) == expected


def test_an_article_without_versions_has_none_in_the_log() -> None:
    assert "version" not in about(ArticleRow(key=ARTICLE, host="h", address=URL, url=URL, first_seen_at=NOW, due=NOW))


def test_a_person_is_told_the_same_in_a_few_words() -> None:
    assert named(ChangeKey(ARTICLE, 1, 2)) == f"{PATH} 2 1-2"


def test_the_embedded_log_follows_an_article_from_look_to_page(capsys: pytest.CaptureFixture[str]) -> None:
    progress = LineProgress(as_json=True)
    progress.visited("h.example", Counter(changed=1))
    progress.unsuccessful(ROW, "failed: timeout")
    progress.compared(VersionKey(ARTICLE, 2))
    progress.published([ChangeKey(ARTICLE, 1, 2)], ["index.html"])
    progress.failed(VersionStored(VersionKey(ARTICLE, 2)), StoreError("archive", "gone"))
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = [(line["step"], line.get("version")) for line in lines if line.get("article") == PATH]
    assert told == [("look", 2), ("diff", 2), ("publish", 2), ("error", 2)]
