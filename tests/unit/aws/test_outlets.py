"""Notices on a bus and a topic."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from afterprint.aws.outlet import BusOutlet, TopicOutlet
from afterprint.errors import StoreError
from afterprint.model import EditKind, Notice
from afterprint.notify import notice_of
from afterprint.publish import index_line
from sample_records import change

NOTICE = replace(
    notice_of(index_line(change()), summary="A number changed.", page="p.html", feed="feed.atom"),
    kinds=(EditKind.NUMBER,),
)


@dataclass
class Service:
    """A service that notes what it was asked, and answers `answer` or raises it."""

    answer: Any = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def _call(self, **request: Any) -> Any:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    put_events = publish = _call


def refusal() -> ClientError:
    return ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "Any")


def test_a_notice_is_the_detail_of_an_event() -> None:
    service = Service({"FailedEntryCount": 0, "Entries": [{}]})
    BusOutlet(service, "bus").send(NOTICE)
    (entry,) = service.asked[0]["Entries"]
    assert (entry["Source"], entry["DetailType"], entry["EventBusName"]) == ("afterprint", "Article Notice", "bus")
    assert json.loads(entry["Detail"])["id"] == NOTICE.id


def test_an_event_that_was_refused_in_a_good_answer_is_a_failure() -> None:
    service = Service({"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException", "ErrorMessage": "x"}]})
    with pytest.raises(StoreError, match="ThrottlingException"):
        BusOutlet(service, "bus").send(NOTICE)


def test_a_topic_can_be_filtered_by_source_kind_and_importance() -> None:
    service = Service({})
    TopicOutlet(service, "arn").send(NOTICE)
    attributes = service.asked[0]["MessageAttributes"]
    assert attributes["source"]["StringValue"] == NOTICE.article.source
    assert json.loads(attributes["kinds"]["StringValue"]) == ["number"]
    assert float(attributes["importance"]["StringValue"]) == pytest.approx(NOTICE.importance)


def test_a_notice_without_kinds_has_no_empty_attribute() -> None:
    service = Service({})
    TopicOutlet(service, "arn").send(replace(NOTICE, kinds=()))
    assert "kinds" not in service.asked[0]["MessageAttributes"]


@pytest.mark.parametrize("name", ["Süddeutsche\nZeitung", "長" * 200])
def test_a_subject_is_a_short_line_of_ascii(name: str) -> None:
    service = Service({})
    TopicOutlet(service, "arn").send(replace(NOTICE, source_name=name))
    subject = service.asked[0]["Subject"]
    assert subject.isascii()
    assert subject.isprintable()
    assert len(subject) <= 100


@pytest.mark.parametrize("outlet", [BusOutlet, TopicOutlet])
def test_nothing_foreign_comes_through(outlet: Any) -> None:
    with pytest.raises(StoreError):
        outlet(Service(refusal()), "name").send(NOTICE)


def test_a_notice_holds_its_fields_by_name() -> None:
    service = Service({})
    TopicOutlet(service, "arn").send(NOTICE)
    told = json.loads(service.asked[0]["Message"])
    assert {"id", "source", "article", "url", "page", "feed", "kinds", "summary", "counts"} <= set(told)
    assert isinstance(NOTICE, Notice)
