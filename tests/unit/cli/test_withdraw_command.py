"""`afterprint withdraw`: it lists, asks, removes, and refuses what it cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterprint.cli.main import cli
from afterprint.errors import DirectoryInUse
from afterprint.local.owner import own
from leftovers import in_folder
from watching import BODY, Watched, feed, page, watching

WATCHLIST = """
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
[[source]]
id = "paper"
name = "Paper"
feeds = ["https://paper.example/rss"]
"""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path / "data") as watch:
        watch.source(feeds=(watch.url("/rss"),))
        watch.serve({"/rss": feed(watch.url("/a")), "/a": page("Ferry delayed by fog")})
        watch.tick()
        watch.serve({"/a": page("Ferry cancelled by fog", [*BODY[1:], "A pilot was blamed."])})
        watch.tick(minutes=60)
        (tmp_path / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
        yield watch


def run(watched: Watched, *words: str, answer: str | None = None) -> Result:
    options = ["--watchlist", str(watched.folder.parent / "watchlist.toml"), "--data", str(watched.folder)]
    return CliRunner().invoke(cli, ["withdraw", *words, "--reason", "asked for", *options], input=answer)


def article(watched: Watched) -> str:
    return watched.articles()[0].key.path


def test_an_article_is_taken_down_by_the_path_of_its_page(watched: Watched) -> None:
    done = run(watched, article(watched), "--yes")
    assert done.exit_code == 0, done.output
    assert f"versions/{article(watched)}/000002.json" in done.output
    assert f"410 from now on: {article(watched)}" in done.output
    assert in_folder(watched.folder, "by fog") == []


def test_an_article_is_taken_down_by_its_address(watched: Watched) -> None:
    assert run(watched, watched.url("/a"), "--yes").exit_code == 0
    assert watched.versions() == []


@pytest.mark.parametrize("form", ["{}/2", "/{}/2"])
def test_a_version_is_taken_down_by_its_number(watched: Watched, form: str) -> None:
    done = run(watched, form.format(article(watched)), "--yes")
    assert done.exit_code == 0, done.output
    assert [version.key.number for version in watched.versions()] == [1]


def test_a_passage_is_taken_down_by_its_words(watched: Watched) -> None:
    done = run(watched, article(watched), "--passage", "a pilot was BLAMED", "--yes")
    assert done.exit_code == 0, done.output
    assert in_folder(watched.folder, "pilot was blamed") == []
    assert [version.key.number for version in watched.versions()] == [1]


def test_the_same_again_is_said_to_be_done_already(watched: Watched) -> None:
    run(watched, article(watched), "--yes")
    again = run(watched, article(watched), "--yes")
    assert again.exit_code == 0, again.output
    assert "This was withdrawn on" in again.output


def test_where_nobody_can_be_asked_nothing_is_removed(watched: Watched) -> None:
    done = run(watched, article(watched))
    assert (done.exit_code, "add --yes" in done.output) == (2, True)
    assert len(watched.versions()) == 2


@pytest.mark.parametrize(("answer", "left"), [("n\n", 2), ("\n", 2), ("y\n", 0)])
def test_on_a_terminal_it_asks(watched: Watched, answer: str, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("afterprint.cli.withdraw.can_be_asked", lambda: True)
    done = run(watched, article(watched), answer=answer)
    assert "Remove all of this for good?" in done.output
    assert len(watched.versions()) == left


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("paper/aaaaaaaaaaaaaaaa",), "there is no such article here"),
        (("https://paper.example/nothing",), "no article is watched at this address"),
        (("nonsense",), "neither SOURCE/ARTICLE nor a web address"),
        (("{}/7",), "there is no such version here"),
        (("{}", "--passage", "never said by anyone"), "there is no such passage here"),
        (("{}", "--passage", " …, "), "there is no word in this passage"),
        (("{}/1", "--passage", "fog"), "name no version"),
    ],
)
def test_what_is_not_there_is_refused(watched: Watched, words: tuple[str, ...], said: str) -> None:
    done = run(watched, *(word.format(article(watched)) for word in words), "--yes")
    assert (done.exit_code, said in done.output) == (2, True), done.output
    assert len(watched.versions()) == 2


def test_a_directory_in_use_is_left_alone(watched: Watched) -> None:
    with own(watched.folder):
        done = run(watched, article(watched), "--yes")
    assert isinstance(done.exception, DirectoryInUse)
    assert len(watched.versions()) == 2
