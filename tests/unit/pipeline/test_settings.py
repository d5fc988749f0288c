"""What the watchlist says of publishing holds for everything published, also what was published before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from afterprint.local.clock import FixedClock
from afterprint.local.wiring import open_world
from afterprint.model import TextPolicy, Watchlist
from afterprint.pipeline import publish_fixed
from watching import BODY, Watched, page, watching

UNCHANGED = BODY[4]


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as watched:
        watched.serve({"/a": page(body=["The first boat left at nine.", *BODY[1:]])})
        watched.source(articles=(watched.url("/a"),))
        watched.tick()
        watched.serve({"/a": page(body=["The first boat left at ten.", *BODY[1:]])})
        watched.tick(minutes=30)
        follow(watched, replace(watched.watchlist, text=TextPolicy.FULL))
        yield watched


def follow(watched: Watched, watchlist: Watchlist) -> list[str]:
    return publish_fixed(open_world(watched.folder, watchlist, FixedClock(watched.now)))


def holding(watched: Watched, text: str) -> list[str]:
    site = watched.folder / "site"
    return [str(path.relative_to(site)) for path in site.rglob("*.*") if text in path.read_text("utf-8")]


def test_a_stricter_text_policy_takes_back_what_was_published(paper: Watched) -> None:
    assert holding(paper, UNCHANGED)
    follow(paper, replace(paper.watchlist, text=TextPolicy.NONE))
    assert holding(paper, UNCHANGED) == []
    assert holding(paper, "left at ten") == []


def test_noindex_comes_back_on_every_page(paper: Watched) -> None:
    follow(paper, replace(paper.watchlist, noindex=False))
    assert holding(paper, 'content="noindex"') == []
    follow(paper, paper.watchlist)
    pages = list((paper.folder / "site").rglob("*.html"))
    assert len(holding(paper, 'content="noindex"')) == len(pages)


def test_what_was_cut_short_is_begun_again(paper: Watched) -> None:
    stricter = replace(paper.watchlist, text=TextPolicy.NONE)
    follow(paper, stricter)
    about = paper.folder / "site" / "about.html"
    about.write_text("as before the settings changed", encoding="utf-8")
    (page_,) = (paper.folder / "site" / "paper").glob("*/1-2.html")
    page_.write_text(UNCHANGED, encoding="utf-8")
    follow(paper, stricter)
    assert holding(paper, UNCHANGED) == []


def test_with_the_same_settings_nothing_is_written(paper: Watched) -> None:
    follow(paper, paper.watchlist)
    assert follow(paper, paper.watchlist) == []
