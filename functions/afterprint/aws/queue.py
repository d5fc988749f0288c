"""The queue between the steps as SQS queues, one a step."""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from afterprint.aws.catalog_keys import stamp
from afterprint.aws.events import message_in
from afterprint.aws.failing import code_of, failing
from afterprint.codec import encode_message
from afterprint.errors import DamagedRecord, StoreError
from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, HostCameDue, Message, VersionStored
from afterprint.ports import Delivery

BATCH = 10  # messages that SQS takes or gives at once
TRIES = 4
FIRST_PAUSE = 0.1
LOOKING_SECONDS = 30  # for which a dead letter is hidden from others who look
LONGEST_DELAY = 39_600  # seconds; SQS keeps a message back for 12 hours at most, counted from when it was received
_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)
_TOO_LATE = frozenset({"InvalidParameterValue", "MessageNotInflight", "ReceiptHandleIsInvalid"})
_ID = re.compile(r"[!-~]{1,128}", re.ASCII)  # what SQS takes as the id of a group or for deduplication


@dataclass(frozen=True, kw_only=True)
class QueueUrls:
    """Each step's queue by its URL; empty where this process has no business with it. `fetch` is a FIFO queue."""

    fetch: str = ""
    diff: str = ""
    publish: str = ""
    notify: str = ""


STEPS: dict[type, str] = {
    HostCameDue: "fetch",
    VersionStored: "diff",
    ChangeStored: "publish",
    EventStored: "publish",
    DocumentsPublished: "notify",
}


class SqsQueues:
    """`ports.Queue` on SQS. `client` is a boto3 client of SQS, `now` tells the time (`Clock.now`).

    How long a message is on loan, how often it is tried and where it lies when dead are settings of the queues.

    A HostCameDue goes into its host's group of a FIFO queue, which has one batch of it out at a time: that is the
    host's lane. SQS drops a message whose deduplication id it saw in the last five minutes, whatever became of that
    one; the id here therefore holds the minute of sending too, so that a host which was not served to the end is sent
    again by the next tick, a minute later.

    In production AWS Lambda receives; `receive` and what follows on it are for commands and tests. `waiting` is what
    SQS calls approximate: it settles within about a minute of the last change.
    """

    def __init__(
        self,
        client: Any,
        urls: QueueUrls,
        *,
        now: Callable[[], datetime],
        wait_seconds: int = 1,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._urls = urls
        self._now = now
        self._wait_seconds = wait_seconds  # 0 would ask a few of SQS's servers only, and may miss what is there
        self._sleep = sleep

    # ── sending ──

    def send(self, *messages: Message) -> None:
        by_queue: dict[str, list[dict[str, Any]]] = {}
        for message in messages:
            by_queue.setdefault(self._url(type(message)), []).append(self._entry(message))
        for url, entries in by_queue.items():
            for batch in _batches(entries):
                self._send_batch(url, batch)

    def _entry(self, message: Message) -> dict[str, Any]:
        entry = {"MessageBody": encode_message(message).decode()}
        if isinstance(message, HostCameDue):
            minute = self._now().replace(second=0, microsecond=0)
            entry["MessageGroupId"] = group_of(message.host)
            entry["MessageDeduplicationId"] = _id(f"{message.host}#{stamp(message.minute)}#{stamp(minute)}")
        return entry

    def _send_batch(self, url: str, entries: Sequence[dict[str, Any]]) -> None:
        """Send up to BATCH entries; those that SQS refuses for a reason of its own are sent again, a few times."""
        left = {str(number): entry for number, entry in enumerate(entries)}
        refused: list[dict[str, Any]] = []
        for number in range(TRIES):
            batch = [{"Id": id_, **entry} for id_, entry in left.items()]
            with failing(url):
                answer = self._client.send_message_batch(QueueUrl=url, Entries=batch)
            refused = answer.get("Failed", [])
            if not refused:
                return
            if any(each.get("SenderFault") for each in refused):
                break
            left = {each["Id"]: left[each["Id"]] for each in refused}
            self._sleep(FIRST_PAUSE * 2**number)
        raise StoreError(url, f"{len(refused)} of {len(entries)} messages were refused: {refused[0].get('Code')}")

    # ── receiving ──

    def receive(self, kinds: tuple[type, ...], *, limit: int) -> Sequence[Delivery]:
        received: list[Delivery] = []
        for step in _steps(kinds):
            while len(received) < limit:
                entries = self._receive(self._step_url(step), at_most=limit - len(received))
                if not entries:
                    break
                received += [each for entry in entries if (each := self._delivery(step, entry)) is not None]
        return received

    def _receive(self, url: str, *, at_most: int, **settings: int) -> list[dict[str, Any]]:
        with failing(url):
            answer = self._client.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=min(BATCH, at_most),
                WaitTimeSeconds=self._wait_seconds,
                MessageSystemAttributeNames=["ApproximateReceiveCount"],
                **settings,
            )
        return list(answer.get("Messages", []))

    def _delivery(self, step: str, entry: dict[str, Any]) -> Delivery | None:
        """The message lent; None where the entry was none, and was taken out of the queue."""
        url = self._step_url(step)
        try:
            message = message_in(entry["Body"], f"{url}: message {entry['MessageId']}")
        except DamagedRecord:
            self._bury(url, entry)
            return None
        if message is None:
            self._delete(url, entry["ReceiptHandle"])
            return None
        tries = int(entry["Attributes"]["ApproximateReceiveCount"])
        return Delivery(message=message, receipt=f"{step}:{entry['ReceiptHandle']}", tries=tries)

    def _bury(self, url: str, entry: dict[str, Any]) -> None:
        """Lay an entry that cannot be read among the dead letters, then take it out."""
        grave = self._dead_letter_url(url)
        if grave is None:
            return
        lanes = {"MessageGroupId": "unreadable", "MessageDeduplicationId": entry["MessageId"]}
        with failing(grave):
            self._client.send_message(
                QueueUrl=grave, MessageBody=entry["Body"], **(lanes if grave.endswith(".fifo") else {})
            )
        self._delete(url, entry["ReceiptHandle"])

    def done(self, delivery: Delivery) -> None:
        self._delete(*self._loan(delivery))

    def give_back(self, delivery: Delivery, *, delay_seconds: float = 0) -> None:
        url, handle = self._loan(delivery)
        self._hide(url, handle, seconds=min(math.ceil(max(0, delay_seconds)), LONGEST_DELAY))

    def _delete(self, url: str, handle: str) -> None:
        with failing(url), _too_late_is_no_matter():
            self._client.delete_message(QueueUrl=url, ReceiptHandle=handle)

    def _hide(self, url: str, handle: str, *, seconds: int) -> None:
        with failing(url), _too_late_is_no_matter():
            self._client.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=seconds)

    # ── counting ──

    def waiting(self) -> int:
        return sum(self._waiting(url) for url in self._all_urls())

    def _waiting(self, url: str) -> int:
        attributes = self._attributes(url, _COUNTS)
        return sum(int(attributes.get(name, 0)) for name in _COUNTS)

    def dead_letters(self) -> Sequence[Message]:
        found: list[Message] = []
        for url in self._all_urls():
            grave = self._dead_letter_url(url)
            if grave is None:
                continue
            for entry in self._look_at_all(grave):
                message = message_in(entry["Body"], f"{grave}: message {entry['MessageId']}")
                found += [message] if message is not None else []
        return found

    def _look_at_all(self, url: str) -> list[dict[str, Any]]:
        """Everything that lies in a queue of dead letters; borrowed for a moment, and put back."""
        found: dict[str, dict[str, Any]] = {}
        while entries := self._receive(url, at_most=BATCH, VisibilityTimeout=LOOKING_SECONDS):
            found |= {entry["MessageId"]: entry for entry in entries}
        for entry in found.values():
            self._hide(url, entry["ReceiptHandle"], seconds=0)
        return list(found.values())

    # ── where ──

    def _url(self, kind: type) -> str:
        return self._step_url(STEPS[kind])

    def _step_url(self, step: str) -> str:
        url: str = getattr(self._urls, step)
        if not url:
            raise StoreError(step, "is a queue that this process was not given")
        return url

    def _all_urls(self) -> list[str]:
        return [url for url in astuple(self._urls) if url]

    def _attributes(self, url: str, names: Sequence[str]) -> dict[str, str]:
        with failing(url):
            answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=list(names))
        return dict(answer.get("Attributes", {}))

    def _dead_letter_url(self, url: str) -> str | None:
        """Where a queue's own settings send its dead letters; None where they send them nowhere."""
        policy = self._attributes(url, ["RedrivePolicy"]).get("RedrivePolicy")
        if policy is None:
            return None
        name = json.loads(policy)["deadLetterTargetArn"].rpartition(":")[2]
        with failing(name):
            return str(self._client.get_queue_url(QueueName=name)["QueueUrl"])

    def _loan(self, delivery: Delivery) -> tuple[str, str]:
        """The queue that a delivery came from, and SQS's handle of the loan."""
        step, _, handle = delivery.receipt.partition(":")
        if step not in STEPS.values():
            raise StoreError(delivery.receipt, "is no receipt of these queues")
        return self._step_url(step), handle


def group_of(host: str) -> str:
    """The FIFO group that is a host's lane: the host, or its SHA-256 where SQS would not take it."""
    return _id(host)


def _id(name: str) -> str:
    return name if _ID.fullmatch(name) else hashlib.sha256(name.encode()).hexdigest()


def _steps(kinds: tuple[type, ...]) -> list[str]:
    """The queues that hold these kinds; ValueError where one holds another kind too, which would come along."""
    steps = list(dict.fromkeys(STEPS[kind] for kind in kinds))
    for kind, step in STEPS.items():
        if step in steps and kind not in kinds:
            raise ValueError(f"{kind.__name__} lies in the queue {step!r} too: ask for both")
    return steps


def _batches(entries: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    return (entries[start : start + BATCH] for start in range(0, len(entries), BATCH))


@contextmanager
def _too_late_is_no_matter() -> Iterator[None]:
    """Pass over that a loan has run out: the message comes again, or is gone already."""
    try:
        yield
    except ClientError as error:
        if code_of(error).rpartition(".")[2] not in _TOO_LATE:
            raise
