"""A site's own lines come and go without a version, and a version says what was set aside when it was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from local_server import Response
from watching import Watched, page, watching

PROMO = "Get the best of our reporting by email each weekend."
STORIES = {
    "/ferry": ("Ferry delayed by fog", "The harbour master held every boat until nine."),
    "/school": ("Teachers strike over wages", "Pupils stayed at home as lessons were called off."),
    "/bridge": ("Crack found below old bridge", "Engineers closed two lanes to lorries."),
    "/museum": ("Painting returns after theft", "A guard found the canvas behind a door."),
    "/budget": ("Council passes its spending plan", "Members voted by eleven to nine, a month late."),
}
DAY = 24 * 60.0


def story(path: str, *more: str) -> Response:
    headline, said = STORIES[path]
    rest = [f"{said} That was clause {number} of what {path[1:]} people heard." for number in range(4)]
    return page(headline, [*rest, *more])


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Watched]:
    """A paper of which four articles with the same line were read on three days, and on the fourth another one."""
    with watching(tmp_path) as watched:
        watched.serve({path: story(path, PROMO) for path in STORIES})
        for paths, minutes in (
            (("/ferry", "/school"), 0),
            (("/bridge",), DAY),
            (("/museum",), DAY),
            (("/budget",), DAY),
        ):
            watched.sources = ()
            paths_before = getattr(watched, "named", ())
            watched.named = (*paths_before, *paths)  # type: ignore[attr-defined]
            watched.source(articles=tuple(map(watched.url, watched.named)))  # type: ignore[attr-defined]
            watched.tick(minutes=minutes)
        assert len(watched.versions()) == len(STORIES)
        yield watched


def edited(paper: Watched, *more: str) -> None:
    paper.serve({**{path: story(path, PROMO) for path in STORIES}, "/budget": story("/budget", *more)})
    paper.tick(minutes=40)


def test_a_line_that_the_site_takes_away_is_no_edit(paper: Watched) -> None:
    edited(paper)
    assert len(paper.versions()) == len(STORIES)


def test_an_edit_beside_it_is_a_version_that_says_what_was_set_aside(paper: Watched) -> None:
    edited(paper, "The mayor left before the vote.")
    (version,) = [each for each in paper.versions() if each.key.number == 2]
    (aside,) = version.set_aside
    assert (aside.text, aside.articles, len(aside.witnesses)) == ("", 4, 4)
    assert version.text.paragraphs[-1] == "The mayor left before the vote."
    archive = paper.world().archive
    (change,) = [archive.change(key) for key in archive.change_keys(version.key.article) if key.new == 2]
    assert change.set_aside == (replace(aside, text=PROMO),)
    assert PROMO not in {row.old for row in change.comparison.rows}
    assert [edit.new_index for edit in change.comparison.edits] == [4]


def test_the_page_of_the_change_says_how_much_was_set_aside(paper: Watched) -> None:
    edited(paper, "The mayor left before the vote.")
    (version,) = [each for each in paper.versions() if each.key.number == 2]
    shown = paper.world().site.read(f"{version.key.article.path}/1-2.html")
    assert shown is not None
    assert "One paragraph that 4 or more other articles of the site had too was set aside." in shown.body.decode()


def test_a_line_that_only_this_article_loses_is_an_edit(paper: Watched) -> None:
    paper.serve({"/budget": story("/budget", PROMO, "Some stayed away.", "Others came late.")})
    paper.tick(minutes=40)
    paper.serve({"/budget": story("/budget", PROMO, "Others came late.")})
    paper.tick(minutes=60)
    assert max(version.key.number for version in paper.versions()) == 3
