"""`status`, `export` and `repair` with `--stack`: the same output as of a data directory, and every refusal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import moto_server
import transformed
from afterprint import pipeline
from afterprint.aws.catalog_keys import SCHEMA as SCHEMA_KEY
from afterprint.aws.stack import OUTPUTS, read_stack
from afterprint.aws.wiring import open_world
from afterprint.cli.main import cli
from afterprint.codec import encode_message
from afterprint.errors import (
    AfterprintError,
    NewerSchema,
    NoAccount,
    NoSuchStack,
    StackError,
    StackRefused,
    StackUnfinished,
    StoreError,
)
from afterprint.local.clock import SystemClock
from afterprint.messages import ChangeStored, EventStored, Message, VersionStored
from afterprint.model import ArticleKey, EventKey, VersionKey
from afterprint.ports import World
from afterprint.rows import OpenWork
from local_server import Response
from small_stack import REGION, SmallStack, client, make_stack
from watching import BODY, Watched, feed, page, watching

pytestmark = pytest.mark.slow

ENVIRONMENT = {
    "AWS_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
OUTSIDE = ("AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN")
PRINTED = [("export", "versions"), ("export", "changes"), ("export", "events"), ("status", "--json"), ("status",)]


@pytest.fixture(autouse=True)
def _outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator's environment, with nothing of this machine's own in it."""
    for name in OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.endpoint())
    monkeypatch.setenv("COLUMNS", "120")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def refused(*words: str | Path) -> AfterprintError:
    """The error that a command ends with, having printed nothing."""
    result = run(*words)
    assert isinstance(result.exception, AfterprintError), result.output
    assert result.stdout == ""
    return result.exception


# ── the same output ──


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Two papers: one edited twice, one removed, one host in trouble, one feed that is none."""
    with watching(tmp_path_factory.mktemp("stack"), "paper", "post", "down") as watch:
        watch.source(feeds=(watch.url("/rss"), watch.url("/none")), first_check_minutes=10)
        pages = (watch.url("/1", "post"), watch.url("/2", "post"), watch.url("/3", "down"))
        watch.source(id="a-post", name="Post", articles=pages, first_check_minutes=10)
        links = [watch.url(f"/{number}") for number in range(12)]
        routes: dict[str, Any] = {f"/{number}": page(f"Ferry {number} delayed") for number in range(12)}
        watch.serve({"/3": Response(503)}, "down")
        watch.serve({"/rss": feed(*links)} | routes)
        watch.serve({"/1": page("Harbour “closed” – für Tage"), "/2": page("Bridge shut")}, "post")
        watch.tick()
        watch.serve({"/rss": feed(*links)} | routes | {"/3": page("Ferry 3 cancelled")})
        watch.serve({"/1": page("Harbour open", BODY[1:])}, "post")
        for _ in range(3):
            watch.tick(minutes=31)
        yield watch


@pytest.fixture(scope="module")
def stack(watched: Watched) -> SmallStack:
    """A stack that holds the same as the data directory."""
    made = make_stack()
    copy(watched.world(), made)
    return made


def copy(world: World, stack: SmallStack) -> None:
    archive, catalog = stack.archive(), stack.catalog()
    for version in world.archive.version_keys():
        archive.add_version(world.archive.version(version))
    for change in world.archive.change_keys():
        archive.add_change(world.archive.change(change))
    for event in world.archive.event_keys():
        archive.add_event(world.archive.event(event))
    for article in world.catalog.articles():
        catalog.add_article(article)
        address = world.catalog.address(article.url)
        assert address is not None
        catalog.claim_address(address)
    for each in world.catalog.lists():
        catalog.add_list(each)
    for host in world.catalog.hosts():
        catalog.add_host(host)


def test_the_world_that_is_compared_has_something_of_everything(watched: Watched) -> None:
    standing = json.loads(run("status", "--data", watched.folder, "--json").stdout)
    assert all(standing[each] for each in ("articles", "doubts", "hosts", "lists"))
    assert len(watched.versions()) == 16
    assert [event.kind for event in watched.events()] == ["gone"]


@pytest.mark.parametrize("words", PRINTED, ids=" ".join)
def test_a_stack_prints_the_same_bytes_as_a_data_directory(
    words: tuple[str, ...], watched: Watched, stack: SmallStack
) -> None:
    embedded = run(*words, "--data", watched.folder)
    of_the_stack = run(*words, "--stack", stack.name)
    assert (embedded.exit_code, of_the_stack.exit_code) == (0, 0)
    assert len(embedded.stdout_bytes) > 100
    assert of_the_stack.stdout_bytes == embedded.stdout_bytes


@pytest.mark.parametrize("words", [("1", "2"), ("2", "1", "--unified"), ("--all", "--json"), ("1", "2", "--html")])
def test_kept_versions_of_a_stack_are_compared_as_those_of_a_data_directory(
    words: tuple[str, ...], watched: Watched, stack: SmallStack
) -> None:
    article = watched.url("/1", "post")
    embedded = run("diff", article, *words, "--data", watched.folder)
    assert embedded.exit_code == 0, embedded.output
    assert run("diff", article, *words, "--stack", stack.name).output == embedded.output


def test_the_storage_stack_alone_will_do_to_read(watched: Watched, stack: SmallStack) -> None:
    arn = client("cloudformation").describe_stacks(StackName=stack.name)["Stacks"][0]["StackId"]
    assert run("export", "events", "--stack", arn).stdout == run("export", "events", "--data", watched.folder).stdout
    kept = make_stack(outputs=("ArchiveBucket", "SiteBucket", "CatalogTable"))
    assert run("export", "versions", "--stack", kept.name).exit_code == 0
    assert run("status", "--stack", kept.name).exit_code == 0
    assert "FetchQueue" in str(refused("repair", "--stack", kept.name))


def test_looking_into_a_new_stack_shows_nothing_and_leaves_nothing() -> None:
    fresh = make_stack()
    standing = json.loads(run("status", "--stack", fresh.name, "--json").stdout)
    assert (standing["articles"], standing["due"], standing["open_work"]) == ({}, 0, 0)
    assert run("export", "versions", "--stack", fresh.name).stdout == ""
    assert fresh.items() == []


def test_the_outputs_say_what_the_functions_are_told() -> None:
    template = transformed.source()
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert {name: template["Outputs"][name]["Value"] for name in OUTPUTS} == {
        name: variables[variable] for name, variable in OUTPUTS.items()
    }
    assert set(variables) - set(OUTPUTS.values()) == {"WATCHLIST", "SITE_URL", "POWERTOOLS_METRICS_NAMESPACE"}
    assert variables["SITE_URL"] == {"Ref": "SiteUrl"}


# ── repair ──


LONG_AGO = datetime(2026, 11, 3, tzinfo=UTC)


def opened(stack: SmallStack, *keys: VersionKey | EventKey, at: datetime = LONG_AGO) -> None:
    hosts = {row.key: row.host for row in stack.catalog().articles()}
    for key in keys:
        stack.catalog().open_work(OpenWork(path=key.path, host=hosts[key.article], opened_at=at))


def sent(*messages: Message) -> list[Any]:
    return [json.loads(encode_message(message)) for message in messages]


@pytest.fixture
def broken(watched: Watched) -> tuple[SmallStack, ArticleKey, EventKey]:
    """A stack in which an edited article's second version has no change yet; that article, and the one event."""
    made = make_stack()
    copy(watched.world(), made)
    (edited,) = [version.key for version in watched.versions() if version.text.headline == "Ferry 3 cancelled"]
    change = edited.change.path
    client("s3").delete_object(Bucket=made.outputs["ArchiveBucket"], Key=change)
    (event,) = watched.events()
    return made, edited.article, event.key


def test_repair_sends_what_was_left_open_to_the_step_that_is_next(
    broken: tuple[SmallStack, ArticleKey, EventKey],
) -> None:
    stack, article, event = broken
    first, second = VersionKey(article, 1), VersionKey(article, 2)
    opened(stack, first, second, event, VersionKey(article, 3))
    done = run("repair", "--stack", stack.name, "--log", "json")
    assert (done.exit_code, done.stdout) == (0, "open work left: 3\n")
    assert json.loads(done.stderr)["announced"] == 3
    assert json.loads(done.stderr)["never_stored"] == 1
    assert stack.messages("DiffQueue") == sent(VersionStored(second))
    published = stack.messages("PublishQueue")
    assert sorted(published, key=str) == sorted(sent(ChangeStored(first.change), EventStored(event)), key=str)
    assert stack.messages("NotifyQueue") == stack.messages("FetchQueue") == []


def test_repair_leaves_alone_what_is_still_under_way(broken: tuple[SmallStack, ArticleKey, EventKey]) -> None:
    stack, article, _ = broken
    opened(stack, VersionKey(article, 2), at=datetime.now(UTC) - timedelta(minutes=14))
    assert run("repair", "--stack", stack.name).stdout == "open work left: 1\n"
    assert stack.messages("DiffQueue") == []


def test_once_the_steps_have_done_it_nothing_is_left(
    broken: tuple[SmallStack, ArticleKey, EventKey], watched: Watched
) -> None:
    stack, article, _ = broken
    key = VersionKey(article, 2)
    opened(stack, key)
    run("repair", "--stack", stack.name)
    world = open_world(read_stack(stack.name), watched.watchlist, SystemClock())
    pipeline.diff(VersionStored(key), archive=world.archive, clock=world.clock)
    pipeline.publish([ChangeStored(key.change)], world=world)
    assert run("repair", "--stack", stack.name).stdout == "open work left: 0\n"


def test_repair_brings_a_row_up_by_its_source_interval(
    broken: tuple[SmallStack, ArticleKey, EventKey], tmp_path: Path
) -> None:
    stack, article, _ = broken
    catalog = stack.catalog()
    (row,) = [each for each in catalog.articles() if each.key == article]
    catalog.update_article(replace(row, versions=1))
    opened(stack, VersionKey(article, 2))
    path = tmp_path / "watchlist.toml"
    path.write_text(
        '[afterprint]\ncontact = "https://edits.example.org/"\ntag = "edits.example.org,2026"\n'
        '[[source]]\nid = "paper"\nname = "Paper"\nfeeds = ["https://paper.example/rss"]\nfirst_check_minutes = 77\n'
    )
    assert run("repair", "--stack", stack.name, "--watchlist", path).exit_code == 0
    (after,) = [each for each in catalog.articles() if each.key == article]
    assert (after.versions, after.interval_minutes) == (2, 77)
    assert {each.source for each in catalog.lists()} == {"a-post", "paper"}  # its feeds are not taken up
    assert all(each.last_outcome != "dropped" for each in catalog.lists())


def test_repair_tells_of_a_damaged_record_and_goes_on(broken: tuple[SmallStack, ArticleKey, EventKey]) -> None:
    stack, article, event = broken
    opened(stack, VersionKey(article, 2), event)
    bucket = stack.outputs["ArchiveBucket"]
    client("s3").put_object(Bucket=bucket, Key=VersionKey(article, 2).path, Body=b"{this was a record once")
    done = run("repair", "--stack", stack.name, "--log", "plain")
    assert (done.exit_code, done.stdout) == (1, "open work left: 2\n")
    assert "DamagedRecord" in done.stderr
    assert stack.messages("PublishQueue") == sent(EventStored(event))


# ── refusals ──


@pytest.mark.parametrize("words", [("status",), ("export", "versions"), ("repair",)], ids=" ".join)
def test_exactly_one_place_is_to_be_named(words: tuple[str, ...], watched: Watched) -> None:
    for places in ((), ("--data", watched.folder, "--stack", "afterprint")):
        done = run(*words, *places)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "--data DIRECTORY" in done.stderr
        assert "--stack NAME" in done.stderr


def test_repair_of_a_data_directory_still_needs_its_watchlist(watched: Watched) -> None:
    done = run("repair", "--data", watched.folder)
    assert (done.exit_code, "--watchlist FILE" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["", "1st", "my stack", "../x", "a" * 129])
def test_what_can_be_no_name_is_refused_before_it_is_asked_for(name: str) -> None:
    done = run("status", "--stack", name)
    assert (done.exit_code, "is no name of a stack" in done.stderr) == (2, True)


def test_a_stack_that_is_not_there_is_named_with_region_and_remedy() -> None:
    error = refused("status", "--stack", "afterprnt")
    assert isinstance(error, NoSuchStack)
    assert all(word in str(error) for word in ("afterprnt", REGION, "AWS_PROFILE", "list-stacks"))


def test_a_stack_of_another_region_is_not_there(stack: SmallStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    assert "eu-north-1" in str(refused("status", "--stack", stack.name))


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        ("ROLLBACK_COMPLETE", "deploy again"),
        ("CREATE_IN_PROGRESS", "wait until"),
        ("CREATE_COMPLETE", "none of Afterprint's"),
    ],
)
def test_a_stack_without_the_outputs_is_told_by_its_status(status: str, remedy: str) -> None:
    other = make_stack(outputs=(), status=status)
    error = refused("export", "changes", "--stack", other.name)
    assert isinstance(error, StackUnfinished)
    assert all(word in str(error) for word in (other.name, status, "ArchiveBucket", remedy))


def test_a_stack_whose_update_was_rolled_back_can_be_used() -> None:
    assert run("status", "--stack", make_stack(status="UPDATE_ROLLBACK_COMPLETE").name).exit_code == 0


def test_a_stack_that_is_being_deleted_leads_to_its_storage() -> None:
    error = refused("status", "--stack", make_stack(status="DELETE_IN_PROGRESS").name)
    assert "storage stack" in str(error)


@pytest.mark.parametrize(
    ("unset", "changed", "words"),
    [
        ("AWS_REGION", {}, ("region", "AWS_REGION")),
        ("AWS_REGION", {"AWS_DEFAULT_REGION": "nowhere!"}, ("region", "AWS_REGION")),
        ("COLUMNS", {"AWS_ENDPOINT_URL": "nonsense"}, ("nonsense", "AWS_ENDPOINT_URL")),
        ("AWS_ACCESS_KEY_ID", {}, ("credentials", "AWS_PROFILE")),
        ("AWS_SECRET_ACCESS_KEY", {}, ("credentials", "AWS_PROFILE")),
        ("AWS_ACCESS_KEY_ID", {"AWS_PROFILE": "nobody"}, ("nobody", "AWS_PROFILE")),
    ],
)
def test_without_region_or_credentials_it_says_what_to_set(
    unset: str, changed: dict[str, str], words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(unset)
    for name, value in changed.items():
        monkeypatch.setenv(name, value)
    error = refused("status", "--stack", "afterprint")
    assert isinstance(error, NoAccount)
    assert all(word in str(error) for word in words)


def test_boto3_may_name_the_region_in_its_own_way(stack: SmallStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    assert run("status", "--stack", stack.name).exit_code == 0


@pytest.mark.parametrize(
    ("code", "kind"),
    [("AccessDenied", StackRefused), ("ExpiredToken", NoAccount), ("InvalidClientTokenId", NoAccount)],
)
def test_a_refusal_of_aws_says_whom_to_ask(code: str, kind: type[StackError], stack: SmallStack) -> None:
    body = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no.</Message></Error></ErrorResponse>"

    def gate(_app: Any, _environ: dict[str, Any], start: Any) -> list[bytes]:
        start("403 Forbidden", [("Content-Type", "text/xml")])
        return [body.encode()]

    moto_server.set_gate(gate)
    try:
        error = refused("status", "--stack", stack.name)
    finally:
        moto_server.set_gate(None)
    assert isinstance(error, kind)
    assert REGION in str(error)


def test_an_answer_that_is_none_of_aws_is_told_as_a_failure(stack: SmallStack) -> None:
    def gate(_app: Any, _environ: dict[str, Any], start: Any) -> list[bytes]:
        start("403 Forbidden", [("Content-Type", "text/html")])
        return [b"<!doctype html><title>Log in to the hotel"]

    moto_server.set_gate(gate)
    try:
        error = refused("status", "--stack", stack.name)
    finally:
        moto_server.set_gate(None)
    assert type(error) is StoreError


def test_a_table_of_a_later_afterprint_is_refused() -> None:
    later = make_stack()
    partition, sort = SCHEMA_KEY
    item = {"pk": {"S": partition}, "sk": {"S": sort}, "revision": {"N": "99"}}
    client("dynamodb").put_item(TableName=later.outputs["CatalogTable"], Item=item)
    assert isinstance(refused("status", "--stack", later.name), NewerSchema)
    assert isinstance(refused("repair", "--stack", later.name), NewerSchema)


def test_without_boto3_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore", None)
    monkeypatch.delitem(sys.modules, "afterprint.aws.clients", raising=False)
    assert "pip install boto3" in str(refused("status", "--stack", "afterprint"))


def test_a_data_directory_is_read_without_boto3(watched: Watched) -> None:
    code = (
        "import sys; sys.modules['boto3'] = sys.modules['botocore'] = None\n"
        f"sys.argv = ['afterprint', 'export', 'events', '--data', {str(watched.folder)!r}]\n"
        "from afterprint.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


def test_the_command_itself_ends_with_one_line_and_exit_code_2() -> None:
    words = [sys.executable, "-m", "afterprint", "status", "--stack", "absent"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("afterprint: stack absent: ")
