"""An article, a version or a passage is taken down, and nothing brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from afterprint.errors import NotStored, Withdrawn
from afterprint.model import ArticleKey, EventKind, VersionKey
from afterprint.record import passage_of
from afterprint.rows import State
from afterprint.withdraw import Plan, Target, plan, withdraw
from leftovers import in_folder
from watching import BODY, Watched, feed, page, watching

SECRET = "Zebulon Quilldrake"
FIRST = ["The ferry will not sail until the fog has gone.", *BODY[1:]]
SECOND = [f"{SECRET} was named as the pilot of the ferry, wrongly.", *BODY[1:]]
THIRD = ["The pilot of the ferry was not named by the harbour.", *BODY[1:]]
REASON = "asked for by a person who was named"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """One article with three versions, the second of which names somebody, and another one that is left alone."""
    with watching(tmp_path) as watch:
        watch.source(feeds=(watch.url("/rss"),))
        links = {"/rss": feed(watch.url("/a"), watch.url("/b")), "/b": page("Lamp parade", BODY)}
        for turn, body in enumerate([FIRST, SECOND, THIRD]):
            headline = f"Pilot {SECRET} named" if turn == 1 else f"Ferry delayed, {turn}"
            watch.serve({**links, "/a": page(headline, body)})
            watch.tick(minutes=0 if turn == 0 else 90)
        yield watch


def article(watched: Watched) -> ArticleKey:
    return next(row.key for row in watched.articles() if row.url.endswith("/a"))


def take_down(watched: Watched, target: Target) -> Plan:
    world = watched.world()
    planned = plan(target, world=world)
    withdraw(planned, REASON, world=world)
    return planned


def row(watched: Watched, path: str = "/a"):  # type: ignore[no-untyped-def]
    return next(row for row in watched.articles() if row.url.endswith(path))


def documents(watched: Watched, *parts: str) -> str:
    site = watched.world().site
    return "\n".join(found.body.decode() for part in parts if (found := site.read(part)) is not None)


# ── an article ──


def test_nothing_of_a_withdrawn_article_is_left_anywhere(watched: Watched) -> None:
    assert len(in_folder(watched.folder, SECRET)) > 5
    take_down(watched, Target(article=article(watched)))
    assert in_folder(watched.folder, SECRET, "Ferry delayed, 0", "Ferry delayed, 2", FIRST[0], THIRD[0]) == []


def test_a_withdrawn_article_leaves_its_digests_date_and_reason(watched: Watched) -> None:
    digest = watched.world().archive.version_digest(VersionKey(article(watched), 2))
    planned = take_down(watched, Target(article=article(watched)))
    stone = watched.world().archive.tombstone(planned.target.tombstone)
    assert stone is not None
    assert (stone.reason, stone.withdrawn_at) == (REASON, watched.now)
    assert stone.removed[VersionKey(article(watched), 2).path] == digest


def test_a_withdrawn_article_is_told_without_a_headline_and_leaves_every_list(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched)))
    watched.tick(minutes=1)
    assert [event.kind for event in watched.events()] == [EventKind.WITHDRAWN]
    world = watched.world()
    assert [line.headline for line in world.catalog.article_lines(article(watched))] == [""]
    lists = documents(watched, "index.html", "feeds/all.atom", "paper/index.html", "paper/feed.rss")
    assert "Ferry delayed" not in lists
    assert "withdrawn" in lists
    assert not [path for path in world.site.paths() if path.startswith(article(watched).path) and "-" in path[20:]]


def test_a_withdrawn_article_is_never_taken_up_again(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched)))
    for _ in range(3):
        watched.tick(minutes=300)
        assert "/a" not in watched.asked()
    assert (row(watched).state, row(watched).due) == (State.WITHDRAWN, None)
    assert in_folder(watched.folder, SECRET, THIRD[0]) == []


def test_another_article_stays_as_it_was(watched: Watched) -> None:
    before = row(watched, "/b")
    take_down(watched, Target(article=article(watched)))
    assert row(watched, "/b") == before
    assert "Lamp parade" in documents(watched, f"{before.key.path}/index.html")


def test_a_page_that_another_version_needs_stays(tmp_path: Path) -> None:
    with watching(tmp_path) as watch:
        watch.source(articles=(watch.url("/a"), watch.url("/b")))
        watch.serve({"/a": page("The same", FIRST), "/b": page("The same", FIRST)})
        watch.tick()
        planned = take_down(watch, Target(article=article(watch)))
        (other,) = watch.versions(row(watch, "/b").key)
        assert planned.shared == (other.snapshot,)
        assert watch.world().archive.snapshot(other.snapshot)


def test_what_is_not_there_cannot_be_withdrawn(watched: Watched) -> None:
    with pytest.raises(NotStored):
        plan(Target(article=ArticleKey("paper", "a" * 16)), world=watched.world())
    with pytest.raises(NotStored):
        plan(Target(article=article(watched), version=9), world=watched.world())
    with pytest.raises(NotStored):
        plan(Target(article=article(watched), passage=passage_of("nobody said this")), world=watched.world())


def test_a_version_of_a_withdrawn_article_is_withdrawn_already(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched)))
    with pytest.raises(Withdrawn):
        plan(Target(article=article(watched), version=2), world=watched.world())


def test_the_same_call_again_changes_nothing(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched)))
    watched.tick(minutes=1)
    before = {path: path.read_bytes() for path in watched.folder.rglob("*.*") if path.suffix in (".json", ".html")}
    again = take_down(watched, Target(article=article(watched)))
    assert (again.removed, again.lines) == ({}, ())
    assert {path: path.read_bytes() for path in before} == before


# ── a version ──


def test_a_withdrawn_version_goes_and_the_others_stay(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched), version=2))
    assert in_folder(watched.folder, SECRET) == []
    assert [version.key.number for version in watched.versions(article(watched))] == [1, 3]
    assert [event.kind for event in watched.events()] == [EventKind.PARTLY_WITHDRAWN]
    assert row(watched).state is State.WATCHED


def test_the_changes_on_either_side_of_a_withdrawn_version_go_with_it(watched: Watched) -> None:
    planned = take_down(watched, Target(article=article(watched), version=2))
    assert [key.name for key in watched.world().archive.change_keys(article(watched))] == ["0-1"]
    assert set(planned.gone) == {
        f"{article(watched).path}/{name}.{form}" for name in ("1-2", "2-3") for form in ("html", "json")
    }
    held = documents(watched, f"{article(watched).path}/index.html")
    assert "First and last version compared" not in held


def test_a_withdrawn_newest_version_does_not_come_back_while_the_page_says_the_same(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched), version=3))
    for _ in range(3):
        watched.tick(minutes=2000)
        assert "/a" in watched.asked()
    assert [version.key.number for version in watched.versions(article(watched))] == [1, 2]
    assert in_folder(watched.folder, THIRD[0], "Ferry delayed, 2") == []
    assert row(watched).headline == ""


def test_what_follows_a_withdrawn_newest_version_is_not_compared_with_it(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched), version=3))
    watched.serve({"/a": page("Ferry sails again", [*BODY, "The fog has gone for good."])})
    watched.tick(minutes=2000)
    (change,) = [watched.world().archive.change(key) for key in watched.world().archive.change_keys() if key.new == 4]
    assert change.old_withdrawn
    assert change.comparison.rows == ()
    held = documents(watched, f"{article(watched).path}/3-4.html")
    assert "The version before was withdrawn." in held
    assert in_folder(watched.folder, THIRD[0]) == []


def test_an_older_version_does_not_come_back_when_the_page_returns_to_it(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched), version=2))
    watched.serve({"/a": page(f"Pilot {SECRET} named", SECOND)})
    for _ in range(4):
        watched.tick(minutes=2000)
    assert [version.key.number for version in watched.versions(article(watched))] == [1, 3]
    assert in_folder(watched.folder, SECRET) == []


# ── a passage ──


PASSAGE = f"“{SECRET.upper()} was named as the pilot”"


def test_a_withdrawn_passage_takes_every_version_that_holds_it(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched), passage=passage_of(PASSAGE)))
    assert [version.key.number for version in watched.versions(article(watched))] == [1, 3]
    assert in_folder(watched.folder, "was named as the pilot") == []


def test_a_later_page_that_holds_the_passage_is_redacted_and_not_kept(watched: Watched) -> None:
    take_down(watched, Target(article=article(watched), passage=passage_of(PASSAGE)))
    watched.serve({"/a": page("Ferry, once more", SECOND)})
    watched.tick(minutes=2000)
    newest = watched.versions(article(watched))[-1]
    assert newest.text.paragraphs[0] == "[withdrawn] of the ferry, wrongly."
    assert newest.snapshot == ""
    assert in_folder(watched.folder, SECRET) == []


def test_a_passage_withdrawn_from_the_newest_version_stays_away(watched: Watched) -> None:
    watched.serve({"/a": page("Ferry, once more", [*SECOND, "It was a mistake."])})
    watched.tick(minutes=2000)
    take_down(watched, Target(article=article(watched), passage=passage_of(PASSAGE)))
    for _ in range(3):
        watched.tick(minutes=2000)
    assert [version.key.number for version in watched.versions(article(watched))] == [1, 3, 5]
    assert in_folder(watched.folder, SECRET) == []
