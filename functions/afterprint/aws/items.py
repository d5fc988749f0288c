"""Reading and writing items of one DynamoDB table: conditions, paging, what is left over, and every failure typed.

All reads are strongly consistent. There is no Scan. A row lies there as JSON that can be read by hand, or packed (zlib)
where it would make its item larger than 1 KB, which is what a write is paid by.
"""

from __future__ import annotations

import random
import secrets
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from afterprint.aws.catalog_keys import Key
from afterprint.aws.failing import code_of, failing
from afterprint.aws.table import DUE, DUE_INDEX, PARTITION_KEY, SORT_KEY
from afterprint.errors import StoreError

BATCH = 100  # keys that BatchGetItem takes at once
TRIES = 6  # for what a batch left over, and for transactions that got in each other's way
FIRST_PAUSE = 0.05
PLAIN_BYTES = 800  # so large a row is kept as text; beside it there are its keys, twice over with the time it is due
ROW, PACKED, BODY, REVISION, WRITER = "row", "packed", "body", "revision", "by"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item. `row` is its value as JSON, `due` its time in the index, `body` bytes that are kept beside the row."""

    key: Key
    row: str = ""
    revision: int | None = None
    due: str | None = None
    body: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What came of a conditional write: `done`, or the item that stood in its way (None where there was none)."""

    done: bool
    item: Item | None = field(default=None)


class Items:
    """One table. `client` is a boto3 client of DynamoDB (they may be shared among threads); `page` is for tests."""

    def __init__(
        self, client: Any, table: str, *, page: int | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.table = table
        self._client = client
        self._page = page
        self._sleep = sleep

    # ── reading ──

    def get(self, key: Key) -> Item | None:
        with failing(self.path(key)):
            found = self._client.get_item(TableName=self.table, Key=_key(key), ConsistentRead=True)
        return _item(found["Item"]) if "Item" in found else None

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """The items that are there, by key."""
        wanted = list(dict.fromkeys(keys))
        found: dict[Key, Item] = {}
        for start in range(0, len(wanted), BATCH):
            found |= self._get_batch(wanted[start : start + BATCH])
        return found

    def _get_batch(self, keys: Sequence[Key]) -> dict[Key, Item]:
        found: dict[Key, Item] = {}
        left: Mapping[str, Any] = {self.table: {"Keys": [_key(key) for key in keys], "ConsistentRead": True}}
        for pause in self._pauses():
            with failing(self.path(keys[0])):
                answer = self._client.batch_get_item(RequestItems=left)
            items = (_item(each) for each in answer["Responses"].get(self.table, []))
            found |= {item.key: item for item in items}
            left = answer.get("UnprocessedKeys") or {}
            if not left:
                return found
            self._sleep(pause)
        raise StoreError(self.path(keys[0]), "the table did not hand out all items that were asked for")

    def query(
        self, partition: str, *, below: str | None = None, newest_first: bool = False, limit: int | None = None
    ) -> Iterator[Item]:
        """A partition's items in order of their sort keys, those below `below` only where given; page by page."""
        return self._query(partition, SORT_KEY, below, newest_first=newest_first, limit=limit)

    def query_due(self, partition: str, *, below: str | None = None, limit: int | None = None) -> Iterator[Item]:
        """The keys and due times of a partition's items that have one, in order of it."""
        return self._query(partition, DUE, below, newest_first=False, limit=limit)

    def _query(
        self, partition: str, order: str, below: str | None, *, newest_first: bool, limit: int | None
    ) -> Iterator[Item]:
        left = limit
        request = self._request(partition, order, below, newest_first=newest_first)
        while left is None or left > 0:
            page = min((each for each in (left, self._page) if each is not None), default=None)
            if page is not None:
                request["Limit"] = page
            with failing(f"{self.table}/{partition}"):
                answer = self._client.query(**request)
            yield from map(_item, answer["Items"])
            if left is not None:
                left -= len(answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _request(self, partition: str, order: str, below: str | None, *, newest_first: bool) -> dict[str, Any]:
        condition, values = f"{PARTITION_KEY} = :partition", {":partition": {"S": partition}}
        if below is not None:
            condition, values = f"{condition} AND {order} < :below", {**values, ":below": {"S": below}}
        request = {
            "TableName": self.table,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": values,
            "ConsistentRead": True,
            "ScanIndexForward": not newest_first,
        }
        return request | ({"IndexName": DUE_INDEX} if order == DUE else {})

    # ── writing ──

    def put(self, item: Item) -> None:
        with failing(self.path(item.key)):
            self._client.put_item(TableName=self.table, Item=_attributes(item))

    def add(self, item: Item) -> Standing:
        """Put where there is no item of that key."""
        return self._put_if(item, f"attribute_not_exists({PARTITION_KEY})", {})

    def replace(self, item: Item, *, seen: int) -> Standing:
        """Put where the item there has the revision `seen`."""
        return self._put_if(item, f"{REVISION} = :seen", {":seen": {"N": str(seen)}})

    def _put_if(self, item: Item, condition: str, values: dict[str, Any]) -> Standing:
        """Put on a condition, and sign it.

        A write that was done, and timed out, and was sent again by the client, fails by its own doing; by its signature
        it is known to have been done.
        """
        signature = {"S": secrets.token_urlsafe(9)}
        request = {
            "TableName": self.table,
            "Item": _attributes(item) | {WRITER: signature},
            "ConditionExpression": condition,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        request |= {"ExpressionAttributeValues": values} if values else {}
        with failing(self.path(item.key)):
            try:
                self._client.put_item(**request)
            except ClientError as error:
                if code_of(error) != "ConditionalCheckFailedException":
                    raise
                held: Any = error.response.get("Item")
                if held is None:
                    return Standing(done=False)
                return Standing(done=held.get(WRITER) == signature, item=_item(held))
        return Standing(done=True)

    def delete(self, key: Key) -> None:
        with failing(self.path(key)):
            self._client.delete_item(TableName=self.table, Key=_key(key))

    def add_together(self, items: Sequence[Item]) -> bool:
        """Put all of them in one write, or none where the first one's key is taken; whether it was done."""
        puts = [{"Put": {"TableName": self.table, "Item": _attributes(item)}} for item in items]
        puts[0]["Put"]["ConditionExpression"] = f"attribute_not_exists({PARTITION_KEY})"
        for pause in self._pauses():
            with failing(self.path(items[0].key)):
                try:
                    self._client.transact_write_items(TransactItems=puts)
                except ClientError as error:
                    reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
                    if reasons and reasons[0] == "ConditionalCheckFailed":
                        return False
                    if "TransactionConflict" not in reasons:
                        raise
                else:
                    return True
            self._sleep(pause)
        raise StoreError(self.path(items[0].key), "somebody else kept writing the same items")

    def path(self, key: Key) -> str:
        """How an item is called in errors."""
        return f"{self.table}/{key[0]}/{key[1]}"

    def _pauses(self) -> Iterator[float]:
        """How long to wait after each try: twice as long each time, spread so that rivals part ways."""
        for number in range(TRIES):
            yield FIRST_PAUSE * 2**number * random.uniform(0.5, 1)


def _key(key: Key) -> dict[str, dict[str, str]]:
    return {PARTITION_KEY: {"S": key[0]}, SORT_KEY: {"S": key[1]}}


def _attributes(item: Item) -> dict[str, Any]:
    attributes: dict[str, Any] = _key(item.key)
    row = item.row.encode()
    if len(row) > PLAIN_BYTES:
        attributes[PACKED] = {"B": zlib.compress(row, 9)}
    elif row:
        attributes[ROW] = {"S": item.row}
    if item.revision is not None:
        attributes[REVISION] = {"N": str(item.revision)}
    if item.due is not None:
        attributes[DUE] = {"S": item.due}
    if item.body is not None:
        attributes[BODY] = {"B": item.body}
    return attributes


def _item(attributes: Mapping[str, Any]) -> Item:
    revision = attributes.get(REVISION)
    return Item(
        key=(attributes[PARTITION_KEY]["S"], attributes[SORT_KEY]["S"]),
        row=_unpacked(attributes[PACKED]["B"]) if PACKED in attributes else attributes.get(ROW, {}).get("S", ""),
        revision=None if revision is None else int(revision["N"]),
        due=attributes.get(DUE, {}).get("S"),
        body=attributes.get(BODY, {}).get("B"),
    )


def _unpacked(packed: bytes) -> str:
    try:
        return zlib.decompress(packed).decode()
    except (zlib.error, UnicodeDecodeError):
        return ""  # which is no JSON either: whoever reads the row says that it is damaged
