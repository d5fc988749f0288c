"""Events of the shape that AWS sends, before the rules that the template declares."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from moto.events.models import EventPattern

from afterprint.aws.events import message_in
from afterprint.messages import ChangeStored, EventStored, VersionStored
from facts import RULES
from transformed import ROOT

BUCKET = "the-archive"
CREATED = json.loads((ROOT / "tests" / "stack" / "events" / "object-created.json").read_text(encoding="utf-8"))
ARTICLE = "north-herald/abcdefghij234567"


def created(key: str, **changed: Any) -> dict[str, Any]:
    event = copy.deepcopy(CREATED) | changed
    event["detail"]["object"]["key"] = key
    return event


def matching(event: dict[str, Any]) -> list[str]:
    """The rules that take this event, the archive's bucket being called `the-archive`."""
    found = []
    for name, rule in RULES.items():
        pattern = copy.deepcopy(rule["EventPattern"])
        pattern["detail"]["bucket"]["name"] = [BUCKET]
        if EventPattern.load(json.dumps(pattern)).matches_event(event):
            found.append(name)
    return found


@pytest.mark.parametrize(
    ("key", "rule", "message"),
    [
        (f"versions/{ARTICLE}/000002.json", "DiffRule", VersionStored),
        (f"changes/{ARTICLE}/000001-000002.json", "PublishRule", ChangeStored),
        (f"events/{ARTICLE}/000001.json", "PublishRule", EventStored),
    ],
)
def test_a_record_reaches_its_step_and_no_other(key: str, rule: str, message: type) -> None:
    assert matching(created(key)) == [rule]
    assert isinstance(message_in(json.dumps(created(key)), "here"), message)


@pytest.mark.parametrize(
    "key",
    [
        f"readings/{ARTICLE}/000002.2.json",
        "snapshots/ab/abcd.gz",
        f"withdrawn/{ARTICLE}/tombstone.json",
        "index.html",
        "old-versions/x.json",
    ],
)
def test_what_triggers_nothing_reaches_nobody(key: str) -> None:
    assert matching(created(key)) == []


@pytest.mark.parametrize("kind", ["Object Deleted", "Object Tags Added", "Object Storage Class Changed"])
def test_only_creation_is_an_event_for_us(kind: str) -> None:
    assert matching(created(f"versions/{ARTICLE}/000002.json", **{"detail-type": kind})) == []


def test_another_stacks_archive_is_not_ours() -> None:
    event = created(f"versions/{ARTICLE}/000002.json")
    event["detail"]["bucket"]["name"] = "another-archive"
    assert matching(event) == []
