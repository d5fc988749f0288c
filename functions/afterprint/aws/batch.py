"""A batch of queue entries as AWS Lambda hands it over, and the answer that says which of them are to come again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from afterprint.aws.events import message_in
from afterprint.errors import DamagedRecord
from afterprint.log_keys import Subject
from afterprint.messages import Message

M = TypeVar("M", bound=Message)

Tell = Callable[[Subject, Exception], None]
"""Hears of a failure: of what, and why."""


@dataclass(frozen=True, kw_only=True)
class Entry(Generic[M]):
    """An entry of a queue and the message in it; `sent_at` is when it was first put there, `lane` its FIFO group."""

    id: str
    message: M
    sent_at: datetime
    lane: str = ""


@dataclass(frozen=True)
class Batch(Generic[M]):
    """What could be read, and the ids of what could not. Events that mean nothing to us are in neither."""

    entries: tuple[Entry[M], ...]
    unreadable: tuple[str, ...] = ()

    def lanes(self) -> list[list[Entry[M]]]:
        """The entries by lane, each in order."""
        lanes: dict[str, list[Entry[M]]] = {}
        for entry in self.entries:
            lanes.setdefault(entry.lane, []).append(entry)
        return list(lanes.values())

    def waited(self, now: datetime) -> float:
        """For how many seconds the oldest entry has waited."""
        return max(((now - entry.sent_at).total_seconds() for entry in self.entries), default=0.0)


def read_batch(event: Mapping[str, Any], *kinds: type[M], tell: Tell) -> Batch[M]:
    """The messages of these kinds in an event of an SQS event source; any other is told, and given back."""
    entries: list[Entry[M]] = []
    unreadable: list[str] = []
    for record in event["Records"]:
        try:
            message = message_of(record["body"], record["messageId"], *kinds)
        except DamagedRecord as error:
            tell(record["body"][:1000], error)
            unreadable.append(record["messageId"])
            continue
        if message is not None:
            entries.append(_entry(record, message))
    return Batch(tuple(entries), tuple(unreadable))


def message_of(body: str, path: str, *kinds: type[M]) -> M | None:
    """The message in a body, as `events.message_in`; one of another kind than these is a DamagedRecord too."""
    message = message_in(body, path)
    if message is None or isinstance(message, kinds):
        return message
    raise DamagedRecord(path, f"is a message for another queue: {message}")


def _entry(record: Mapping[str, Any], message: M) -> Entry[M]:
    attributes = record["attributes"]
    sent_at = datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC)
    return Entry(id=record["messageId"], message=message, sent_at=sent_at, lane=attributes.get("MessageGroupId", ""))


def come_again(ids: Iterable[str]) -> dict[str, Any]:
    """The answer that gives these entries back and lets go of all others (ReportBatchItemFailures)."""
    return {"batchItemFailures": [{"itemIdentifier": id_} for id_ in ids]}


def side_by_side(
    lanes: Sequence[Sequence[Entry[M]]], work: Callable[[Entry[M]], None], *, seconds: float, tell: Tell
) -> list[str]:
    """Work lanes in threads of their own, each one's entries in turn, for at most `seconds`; the ids not done.

    After a failure the rest of its lane is not begun. A lane that is not done in time is told and left behind; its
    thread must end by itself.
    """
    if not lanes:
        return []
    done: set[str] = set()
    pool = ThreadPoolExecutor(len(lanes), thread_name_prefix="lane")
    futures = {pool.submit(_in_turn, lane, work, done): lane for lane in lanes}
    for future in _as_they_end(futures, until=time.monotonic() + seconds):
        _tell_failure(future, futures[future][0].message, seconds=seconds, tell=tell)
    pool.shutdown(wait=False, cancel_futures=True)
    return [entry.id for lane in lanes for entry in lane if entry.id not in done]


def _in_turn(lane: Sequence[Entry[M]], work: Callable[[Entry[M]], None], done: set[str]) -> None:
    for entry in lane:
        work(entry)
        done.add(entry.id)


def _as_they_end(futures: Iterable[Future[None]], *, until: float) -> Iterable[Future[None]]:
    """The futures as they end, and at last those that have not."""
    waiting = set(futures)
    while waiting and (left := until - time.monotonic()) > 0:
        ended, waiting = wait(waiting, timeout=left, return_when=FIRST_COMPLETED)
        yield from ended
    yield from waiting


def _tell_failure(future: Future[None], what: Subject, *, seconds: float, tell: Tell) -> None:
    try:
        future.result(timeout=0)
    except TimeoutError:
        tell(what, TimeoutError(f"not done after {seconds:.0f} s"))
    except Exception as error:  # noqa: BLE001 - whatever it was, the other lanes are not to suffer from it
        tell(what, error)


def together(
    entries: Sequence[Entry[M]], work: Callable[[Sequence[M]], None], *, seconds: float, tell: Tell
) -> list[str]:
    """Work all messages at once; where that fails, each by itself, while `seconds` last. The ids not done."""
    if not entries:
        return []
    until = time.monotonic() + seconds
    try:
        work([entry.message for entry in entries])
    except Exception as error:  # noqa: BLE001 - one bad message must not keep the others from being done
        tell(f"a batch of {len(entries)}", error)
        return [entry.id for entry in entries if not _alone(entry, work, until=until, tell=tell)]
    return []


def _alone(entry: Entry[M], work: Callable[[Sequence[M]], None], *, until: float, tell: Tell) -> bool:
    if time.monotonic() >= until:
        return False
    try:
        work([entry.message])
    except Exception as error:  # noqa: BLE001 - told, and given back
        tell(entry.message, error)
        return False
    return True
