"""A page that prints the same words is settled without being read, and just as if it had been."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from afterprint import article_check
from afterprint.cage import CagedReader
from afterprint.model import ArticleText
from afterprint.rows import ArticleRow
from local_server import Response
from watching import BODY, Watched, page, watching


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        yield watched


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were read, in order."""
    addresses: list[str] = []
    reading = CagedReader.article

    def article(self: CagedReader, body: bytes, url: str, content_type: str | None = None) -> ArticleText:
        addresses.append(url)
        return reading(self, body, url, content_type)

    monkeypatch.setattr(CagedReader, "article", article)
    return addresses


def with_head(markup: str, response: Response | None = None) -> Response:
    response = response or page()
    return replace(response, body=response.body.replace(b"</head>", f"{markup}</head>".encode()))


def watch(paper: Watched, *answers: Response, **settings: object) -> ArticleRow:
    """Look at one article so often, forty minutes apart; the row after."""
    paper.source(articles=(paper.url("/a"),), **settings)
    for answer in answers:
        paper.serve({"/a": answer})
        paper.tick(minutes=40)
    return paper.articles()[0]


NOISY = with_head("<script>var seen = 1</script>"), with_head("<script>var seen = 22</script>")


def test_a_page_with_other_scripts_is_read_once(paper: Watched, read: list[str]) -> None:
    row = watch(paper, *NOISY)
    assert (len(read), row.checks, row.last_outcome, row.confirmed_at) == (1, 2, "same", paper.now)


def test_an_edited_page_is_read_and_makes_a_version(paper: Watched, read: list[str]) -> None:
    row = watch(paper, page(), page(body=[*BODY[:-1], "Nothing sailed on day five."]))
    assert (len(read), row.versions) == (2, 2)


def test_an_author_changed_in_the_metadata_alone_is_a_version(paper: Watched) -> None:
    row = watch(
        paper,
        with_head('<meta name="author" content="Jane Roe">'),
        with_head('<meta name="author" content="John Doe">'),
    )
    assert row.versions == 2


def test_a_time_of_change_that_moves_alone_is_settled_unread_and_no_version(paper: Watched, read: list[str]) -> None:
    times = ("2026-11-03T10:00:00Z", "2026-11-03T11:00:00Z")
    row = watch(paper, *(with_head(f'<meta property="article:modified_time" content="{time}">') for time in times))
    assert (len(read), row.versions, row.last_outcome) == (1, 1, "same")


def test_a_page_read_by_another_extractor_is_read_again(
    paper: Watched, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(paper, page())
    monkeypatch.setattr(article_check, "EXTRACTOR", "later")
    paper.tick(minutes=40)
    assert len(read) > 1


def test_where_spacing_is_news_every_page_is_read(paper: Watched, read: list[str]) -> None:
    watch(paper, *NOISY, cosmetic=True)
    assert len(read) == 2


def test_a_standing_doubt_is_resolved_by_reading(paper: Watched, read: list[str]) -> None:
    row = watch(paper, page(), page(body=BODY[:1]), page())
    assert (len(read), row.versions, row.second_look) == (3, 1, None)
    assert row.dispelled == 1


def test_every_tenth_look_reads_whatever_comes(paper: Watched, read: list[str]) -> None:
    watch(paper, page(), watch_days=400)
    while not article_check.is_full_look(paper.articles()[0]):
        paper.tick(minutes=24 * 60)
    assert len(read) == 1
    paper.tick(minutes=20 * 24 * 60)
    assert len(read) == 2


@pytest.mark.parametrize("etags", [("", ""), ('"1"', '"2"')], ids=["unstamped", "restamped"])
def test_the_row_is_what_a_reading_would_have_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, etags: tuple[str, str]
) -> None:
    answers = [
        replace(answer, headers={**answer.headers, **({"ETag": etag} if etag else {})})
        for answer, etag in zip(NOISY, etags, strict=True)
    ]
    with watching(tmp_path / "one") as paper:
        looked = watch(paper, *answers)
    monkeypatch.setattr(article_check, "may_stay_unread", lambda row, got, source: False)
    with watching(tmp_path / "other") as paper:
        was_read = watch(paper, *answers)
    place = {"key": looked.key, "host": looked.host, "address": looked.address, "url": looked.url}
    stamps = [row.validators.etag if row.validators else "" for row in (looked, was_read)]
    assert stamps == [etags[1]] * 2
    assert replace(was_read, **place, validators=None) == replace(looked, page=was_read.page, validators=None)
