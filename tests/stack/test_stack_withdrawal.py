"""A take-down in a stack: nothing is left in any version of an object, nor in the table; the CDN is told."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import moto_server
from afterprint import pipeline
from afterprint.aws.stack import read_stack
from afterprint.aws.wiring import open_world
from afterprint.cage import DirectReader
from afterprint.cli.main import cli
from afterprint.errors import StackUnfinished
from afterprint.local.clock import FixedClock
from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, VersionStored
from afterprint.model import ArticleKey, EventKind, VersionKey
from afterprint.ports import World
from afterprint.record import passage_of
from afterprint.repair import repair
from afterprint.reread import reread
from afterprint.rows import State
from afterprint.withdraw import Target, plan, withdraw
from dying import Death, Fate, mortal
from leftovers import in_bucket, in_table
from small_stack import REGION, SmallStack, client, make_stack
from watching import BODY, Watched, feed, page, watching

pytestmark = pytest.mark.slow

NAME = "Zebulon Quilldrake"
TEXTS = [
    ["The ferry will not sail until the fog has gone.", *BODY[1:]],
    [f"The pilot, {NAME}, was blamed for it.", *BODY[1:]],
    ["The pilot was not to blame.", *BODY[1:]],
]
STRAY = "000029.json"
WHOLE = (NAME, "Ferry late", "not to blame")
TARGETS = {
    "article": (lambda key: Target(article=key), WHOLE),
    "version": (lambda key: Target(article=key, version=2), (NAME, "Ferry late, 1")),
    "passage": (lambda key: Target(article=key, passage=passage_of(NAME)), (NAME,)),
}


class FakeEdge:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.gone: dict[str, datetime] = {}
        self.forgotten: set[str] = set()

    def mark_gone(self, paths: Sequence[str], *, since: datetime) -> None:
        self.gone |= dict.fromkeys(paths, since)

    def forget(self, paths: Sequence[str]) -> None:
        self.forgotten |= set(paths)


@pytest.fixture(autouse=True)
def _outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.endpoint())


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with watching(tmp_path_factory.mktemp("withdrawal")) as watch:
        watch.source(feeds=(watch.url("/rss"),))
        for turn, body in enumerate(TEXTS):
            watch.serve({"/rss": feed(watch.url("/a")), "/a": page(f"Ferry late, {turn}", body)})
            watch.tick(minutes=0 if turn == 0 else 200)
        yield watch


class Copied:
    """The watched world in a stack, its bucket versioned as the template has it, and published there."""

    def __init__(self, watched: Watched) -> None:
        self.stack: SmallStack = make_stack()
        self.article: ArticleKey = watched.articles()[0].key
        enabled = {"Status": "Enabled"}
        client("s3").put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration=enabled)
        self.world: World = open_world(read_stack(self.stack.name), watched.watchlist, FixedClock(watched.now))
        inner, archive = watched.world(), self.world.archive
        for row in inner.catalog.articles():
            self.world.catalog.add_article(row)
        for key in inner.archive.version_keys():
            version = inner.archive.version(key)
            archive.add_snapshot(inner.archive.snapshot(version.snapshot))
            archive.add_version(version)
            archive.add_change(inner.archive.change(key.change))
            pipeline.publish([ChangeStored(key.change)], world=self.world)
        self.read_again("98")
        # What an earlier removal left behind a marker of deletion.
        client("s3").put_object(Bucket=self.bucket, Key=f"versions/{self.article.path}/{STRAY}", Body=NAME.encode())
        client("s3").delete_object(Bucket=self.bucket, Key=f"versions/{self.article.path}/{STRAY}")

    def read_again(self, extractor: str) -> None:
        """Every version that there ever was, by a later extractor."""
        world, keys = self.world, [VersionKey(self.article, number) for number in (1, 2, 3)]
        reread(
            keys,
            archive=world.archive,
            reader=DirectReader(),
            extractor=extractor,
            clock=world.clock,
            tell=lambda _where, _error: None,  # what was withdrawn cannot be read
        )

    @property
    def bucket(self) -> str:
        return self.stack.outputs["ArchiveBucket"]

    def left(self, *texts: str) -> list[str]:
        buckets = (self.bucket, self.stack.outputs["SiteBucket"])
        found = [path for bucket in buckets for path in in_bucket(client("s3"), bucket, *texts)]
        return found + in_table(client("dynamodb"), self.stack.outputs["CatalogTable"], *texts)

    def take_down(self, target: Target, *, fate: Fate | None = None) -> FakeEdge:
        edge = FakeEdge()
        world = mortal(self.world, fate) if fate else self.world
        withdraw(plan(target, world=self.world, ahead=4), "asked for", world=world, edge=edge)
        return edge

    def work_on(self) -> None:
        """What messages under way, repair and a second publication do afterwards."""
        world = self.world
        for number in (1, 2, 3):
            change = VersionKey(self.article, number).change
            pipeline.diff(VersionStored(change.version), archive=world.archive, clock=world.clock)
            pipeline.publish([ChangeStored(change)], world=world)
            pipeline.notify(
                DocumentsPublished(change),
                archive=world.archive,
                catalog=world.catalog,
                clock=world.clock,
                outlets=(),
                site_url="",
            )
        self.read_again("99")
        repair(world)
        for key in world.archive.event_keys():
            pipeline.publish([EventStored(key)], world=world)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_left_in_any_version_of_an_object_nor_in_the_table(name: str, watched: Watched) -> None:
    make, texts = TARGETS[name]
    copied = Copied(watched)
    assert len(copied.left(*texts)) > 5
    edge = copied.take_down(make(copied.article))
    # The stray object is the article's: only its whole withdrawal takes it.
    others = () if name == "article" else (STRAY,)
    assert [path for path in copied.left(*texts) if not any(each in path for each in others)] == []
    copied.work_on()
    assert [path for path in copied.left(*texts) if not any(each in path for each in others)] == []
    assert list(copied.world.catalog.open_works()) == []
    whole = {copied.article.path}
    parts = {f"{copied.article.path}/{change}.{form}" for change in ("1-2", "2-3") for form in ("html", "json")}
    assert set(edge.gone) == (whole if name == "article" else parts)
    assert {"index.html", "feeds/all.atom", f"{copied.article.path}/1-2.html"} <= edge.forgotten


def test_the_article_is_settled_and_told_of(watched: Watched) -> None:
    copied = Copied(watched)
    copied.take_down(Target(article=copied.article))
    copied.work_on()
    (row,) = copied.world.catalog.articles()
    assert (row.state, row.due, row.headline, row.digests) == (State.WITHDRAWN, None, "", ())
    (line,) = copied.world.catalog.news_lines(limit=9)
    assert (line.event, line.headline) == (EventKind.WITHDRAWN, "")


def test_a_death_at_any_write_is_completed_by_the_second_call(
    watched: Watched, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    counting = Fate()
    Copied(watched).take_down(Target(article=watched.articles()[0].key), fate=counting)
    deaths = [(at, after) for at in range(1, counting.calls + 1) for after in (False, True)]
    left: list[Any] = []
    chosen = random.Random(20261124).sample(deaths, 6)
    for at, after in chosen:
        copied = Copied(watched)
        with suppress(Death):
            copied.take_down(Target(article=copied.article), fate=Fate(at, after=after))
        copied.work_on()
        copied.take_down(Target(article=copied.article))
        copied.work_on()
        left += [(at, after, path) for path in copied.left(*WHOLE)]
    with capsys.disabled():
        print(f"\nwithdrawal in a stack: died at {len(chosen)} of {len(deaths)} writes, {len(left)} left")
    assert left == []


def test_a_stack_whose_cdn_cannot_be_told_keeps_everything(watched: Watched, tmp_path: Path) -> None:
    copied = Copied(watched)
    listed = tmp_path / "watchlist.toml"
    listed.write_text(
        '[afterprint]\ncontact = "https://edits.example.org/"\ntag = "edits.example.org,2026"\n'
        '[[source]]\nid = "paper"\nname = "Paper"\nfeeds = ["https://paper.example/rss"]\n'
    )
    words = ["withdraw", copied.article.path, "--reason", "x", "--stack", copied.stack.name, "--yes"]
    done = CliRunner().invoke(cli, [*words, "--watchlist", str(listed)])
    assert isinstance(done.exception, StackUnfinished), done.output
    assert len(list(copied.world.archive.version_keys())) == 3
