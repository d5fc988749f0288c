"""Notices by way of an EventBridge bus and an SNS topic: for rules, for e-mail, for queues of other accounts."""

from __future__ import annotations

import json
from typing import Any

from afterprint.aws.failing import failing
from afterprint.codec import encode_row
from afterprint.errors import StoreError
from afterprint.model import Notice

SOURCE = "afterprint"
DETAIL_TYPE = "Article Notice"


class BusOutlet:
    """`ports.Outlet` on an EventBridge bus: a notice is the detail of an event "Article Notice" from "afterprint"."""

    name = "aws.bus"  # no subscriber's: those have no dot

    def __init__(self, client: Any, bus: str) -> None:
        self._client = client
        self._bus = bus

    def send(self, notice: Notice) -> None:
        entry = {
            "EventBusName": self._bus,
            "Source": SOURCE,
            "DetailType": DETAIL_TYPE,
            "Time": notice.stored_at,
            "Resources": [notice.page],
            "Detail": as_json(notice),
        }
        with failing(self._bus):
            answer = self._client.put_events(Entries=[entry])
        if answer.get("FailedEntryCount"):  # the call itself answers 200 all the same
            refused = answer["Entries"][0]
            raise StoreError(self._bus, f"{refused.get('ErrorCode')}: {refused.get('ErrorMessage')}")


class TopicOutlet:
    """`ports.Outlet` on an SNS topic. Subscriptions choose by the attributes `source`, `happened`, `kinds` and
    `importance`."""

    name = "aws.topic"

    def __init__(self, client: Any, topic: str) -> None:
        self._client = client
        self._topic = topic

    def send(self, notice: Notice) -> None:
        with failing(self._topic):
            self._client.publish(
                TopicArn=self._topic,
                Subject=_subject(notice),
                Message=as_json(notice),
                MessageAttributes=_attributes(notice),
            )


def as_json(notice: Notice) -> str:
    """A notice as subscribers read it: its fields by name, `id` first to be looked at when it comes twice."""
    fields = json.loads(encode_row(notice))
    article = fields.pop("article")
    return json.dumps({"id": notice.id, "source": article["source"], "article": article["article"], **fields})


def _subject(notice: Notice) -> str:
    """A line of printable ASCII, at most 100 characters, as SNS demands."""
    line = f"{notice.source_name}: {notice.happened}".encode("ascii", "replace").decode()
    return "".join(letter if letter.isprintable() else " " for letter in line)[:100]


def _attributes(notice: Notice) -> dict[str, dict[str, str]]:
    attributes = {
        "source": {"DataType": "String", "StringValue": notice.article.source},
        "happened": {"DataType": "String", "StringValue": notice.happened},
        "importance": {"DataType": "Number", "StringValue": f"{notice.importance:.3f}"},
    }
    if notice.kinds:
        attributes["kinds"] = {"DataType": "String.Array", "StringValue": json.dumps([*notice.kinds])}
    return attributes
