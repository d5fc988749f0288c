"""The template deployed on moto and set in motion: from a schedule's tick to the feed in the site's bucket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from afterprint.aws.catalog import DynamoCatalog
from afterprint.rows import HostDue, OpenWork
from cloud.journey import Paper, travel
from cloud.rights import allowed
from cloud.watch import START, StackWatch, stack_watch
from facts import listed
from local_server import LocalServer

pytestmark = pytest.mark.slow

BY_LAMBDA = {"logs:CreateLogStream", "logs:PutLogEvents", "sqs:GetQueueAttributes", "s3:ListBucket"}
"""Rights that Lambda itself uses, and the one that tells a missing object from a forbidden one."""
UNSEEN = {
    "FetchRole": {"s3:DeleteObject"},  # where a take-down comes while a record is being written
    "DiffRole": {"s3:DeleteObject"},
    "RepairRole": {"s3:DeleteObject"},
}
"""Rights that no journey here needs; tests/unit and tests/contract have the cases that do."""
UNTOUCHED = {
    "FetchRole": {"readings"},  # old versions read again by a later extractor
    "DiffRole": {"readings"},
    "PublishRole": {"readings", "withdrawn"},  # a record that was taken down before its message came
    "NotifyRole": {"withdrawn"},
    "RepairRole": {"readings", "PublishQueue"},  # a change that was stored and never announced
    "ApiRole": {"readings"},
}
"""Resources that no journey here needs; tests/unit and tests/contract have the cases that do."""


@pytest.fixture
def paper() -> Iterator[Paper]:
    with LocalServer({}, address="127.0.0.2") as site:
        yield Paper(site)


def test_an_article_makes_its_whole_journey_through_the_stack(tmp_path: Path, paper: Paper) -> None:
    with stack_watch(tmp_path, paper.watchlist) as watch:
        travel(watch, paper)


def test_a_dropped_source_is_no_longer_asked_and_keeps_its_history(tmp_path: Path, paper: Paper) -> None:
    with stack_watch(tmp_path, paper.watchlist) as watch:
        watch.settle(START)
        before = watch.objects("ArchiveBucket")
        watch.clock.at = START + timedelta(hours=1)
        watch.change_watchlist(paper.watchlist.replace('id = "paper"', 'id = "another"').replace("/rss", "/other"))
        paper.site.log.clear()
        watch.settle(START + timedelta(hours=2))
        assert "/news/ferry" not in paper.site.paths()
        after = watch.objects("ArchiveBucket")
        assert {key: after.get(key) for key in before} == before
        assert any(path.startswith("paper/") for path in watch.documents())
        assert not watch.troubles(), "; ".join(watch.troubles())


def test_a_source_that_comes_back_goes_on_where_it_was(tmp_path: Path, paper: Paper) -> None:
    other = paper.watchlist.replace('id = "paper"', 'id = "another"').replace("/rss", "/other")
    with stack_watch(tmp_path, paper.watchlist) as watch:
        watch.settle(START)
        watch.clock.at = START + timedelta(hours=1)
        watch.change_watchlist(other)
        paper.print("Ferry cancelled by fog")
        watch.clock.at = START + timedelta(hours=2)
        watch.change_watchlist(paper.watchlist)
        watch.settle(START + timedelta(hours=3))
        assert "Ferry cancelled by fog" in watch.document("feeds/all.atom")


def test_two_stacks_stand_side_by_side(tmp_path: Path, paper: Paper) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    with (
        stack_watch(folders[0], paper.watchlist) as one,
        stack_watch(folders[1], paper.watchlist) as two,
    ):
        theirs = [{each["Ref"] for each in watch.made.identities.values()} for watch in (one, two)]
        assert theirs[0] & theirs[1] == set()
        two.settle(START)
        assert one.documents() == {}


def test_a_paused_stack_asks_nobody(tmp_path: Path, paper: Paper) -> None:
    with stack_watch(tmp_path, paper.watchlist, parameters={"Watching": "no"}) as watch:
        watch.traffic.fire(START)
        watch.pass_minutes(5)
        assert watch.traffic.invocations == []
        assert paper.site.log == []


def test_the_sites_own_address_stands_in_every_link(tmp_path: Path, paper: Paper) -> None:
    with stack_watch(tmp_path, paper.watchlist, parameters={"SiteUrl": "https://changes.example.org/"}) as watch:
        watch.settle(START)
        paper.print("Ferry cancelled by fog")
        watch.settle(START + timedelta(minutes=35))
        atom = watch.document("feeds/all.atom")
        assert "https://changes.example.org/" in atom
        assert "https://edits.example.org/paper" not in atom


def test_no_role_may_do_what_no_journey_needed(tmp_path: Path, paper: Paper) -> None:
    """Shown both ways: what a role lacks is refused while the stack runs; what it has to spare is found here."""
    with stack_watch(tmp_path, paper.watchlist) as watch:
        travel(watch, paper)
        crash(watch, paper)
        watch.next_tick(watch.clock.at)  # in the very minute, in which schedule makes sure that the host is due
        watch.settle(START + timedelta(hours=3))
        spare = {role: granted(watch, role) - used(watch, role) - BY_LAMBDA for role in roles(watch)}
        idle = {role: each for role in roles(watch) if (each := untouched(watch, role))}
    assert {role: each for role, each in spare.items() if each} == UNSEEN
    assert idle == UNTOUCHED


def crash(watch: StackWatch, paper: Paper) -> None:
    """Leave what processes leave that die: an entry of a host that has nothing due, and work that stored nothing."""
    catalog = DynamoCatalog(watch.made.client("dynamodb"), watch.made.identities["CatalogTable"]["Ref"])
    host = paper.article.split("/")[2]
    catalog.put_due_host(HostDue.at(host, watch.clock.at))
    path = "versions/paper/abcdefghij234567/000001.json"
    catalog.open_work(OpenWork(path=path, host=host, opened_at=watch.clock.at))


def roles(watch: StackWatch) -> list[str]:
    """Those that a function plays."""
    return [name for name in watch.made.of_type("AWS::IAM::Role") if name != "SchedulerRole"]


def used(watch: StackWatch, role: str) -> set[str]:
    """The actions that were needed."""
    calls = [call for call in watch.made.gate.calls if call.caller == watch.made.key(role)]
    found = {deed.action for call in calls for deed in call.deeds}
    print(f"ACTIONS {role}: {', '.join(sorted(found))}")
    return found


def untouched(watch: StackWatch, role: str) -> set[str]:
    """The resources that its statements name, and on which none of their actions was needed."""
    mine = [deed for call in watch.made.gate.calls if call.caller == watch.made.key(role) for deed in call.deeds]
    idle = set()
    for statement in watch.made.statements(role):
        if {*listed(statement["Action"])} <= BY_LAMBDA:
            continue
        for resource in listed(statement["Resource"]):
            narrowed = {**statement, "Resource": resource}
            if not any(allowed([narrowed], deed) for deed in mine):
                idle.add(resource.removesuffix("/*").rpartition("/")[2].rpartition(f"{watch.made.name}-")[2])
    return idle


def granted(watch: StackWatch, role: str) -> set[str]:
    """The actions that its statements allow."""
    return {
        action
        for statement in watch.made.statements(role)
        for action in (statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]])
    }
