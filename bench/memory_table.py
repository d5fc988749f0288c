"""A DynamoDB table in memory, as far as the catalog uses one: for simulations that count what is asked of it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from typing import Any

from botocore.exceptions import ClientError

Item = dict[str, Any]
PAGE = 5_000  # keys in an answer: about a megabyte of them


class MemoryTable:
    """Stands in for a boto3 client. `calls` counts operations, `written` and `read` units, each by partition."""

    def __init__(self) -> None:
        self._items: defaultdict[str, dict[str, Item]] = defaultdict(dict)
        self._order: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        self.calls: Counter[str] = Counter()
        self.written: Counter[str] = Counter()
        self.read: Counter[str] = Counter()

    def forget_counts(self) -> None:
        for counter in (self.calls, self.written, self.read):
            counter.clear()

    def get_item(self, *, Key: Item, **_: Any) -> Item:  # noqa: N803 - as boto3 has it
        partition, sort = Key["pk"]["S"], Key["sk"]["S"]
        self.calls["GetItem"] += 1
        self.read[partition] += 1
        found = self._items[partition].get(sort)
        return {"Item": found} if found is not None else {}

    def batch_get_item(self, *, RequestItems: Item) -> Item:  # noqa: N803
        self.calls["BatchGetItem"] += 1
        ((table, asked),) = RequestItems.items()
        found = []
        for key in asked["Keys"]:
            self.read[key["pk"]["S"]] += 1
            item = self._items[key["pk"]["S"]].get(key["sk"]["S"])
            found += [item] if item is not None else []
        return {"Responses": {table: found}}

    def put_item(self, *, Item: Item, **request: Any) -> Item:  # noqa: N803
        partition, sort = Item["pk"]["S"], Item["sk"]["S"]
        held = self._items[partition].get(sort)
        self.calls["PutItem"] += 1
        if "ConditionExpression" in request and not self._holds(held, request):
            error = {"Error": {"Code": "ConditionalCheckFailedException", "Message": ""}, "Item": held}
            raise ClientError(error, "PutItem")  # type: ignore[arg-type]
        moved = (held or {}).get("due") != Item.get("due")
        self.written[partition] += 1 + (("due" in (held or {})) + ("due" in Item) if moved else 0)
        self._drop(partition, sort)
        self._items[partition][sort] = Item
        insort(self._order[partition, "sk"], (sort, sort))
        if "due" in Item:
            insort(self._order[partition, "due"], (Item["due"]["S"], sort))
        return {}

    @staticmethod
    def _holds(held: Item | None, request: Item) -> bool:
        values = request.get("ExpressionAttributeValues")
        if values is None:
            return held is None
        return held is not None and held.get("revision") == values[":seen"]

    def delete_item(self, *, Key: Item, **_: Any) -> Item:  # noqa: N803
        self.calls["DeleteItem"] += 1
        self.written[Key["pk"]["S"]] += 1
        self._drop(Key["pk"]["S"], Key["sk"]["S"])
        return {}

    def _drop(self, partition: str, sort: str) -> None:
        held = self._items[partition].pop(sort, None)
        if held is None:
            return
        for index, value in (("sk", sort), ("due", held.get("due", {}).get("S"))):
            if value is not None:
                order = self._order[partition, index]
                del order[bisect_left(order, (value, sort))]

    def query(self, **request: Any) -> Item:
        self.calls["Query"] += 1
        values = request["ExpressionAttributeValues"]
        partition = values[":partition"]["S"]
        order = self._order[partition, request.get("IndexName", "sk")]
        end = bisect_left(order, (values[":below"]["S"], "")) if ":below" in values else len(order)
        start = request.get("ExclusiveStartKey", {}).get("place", 0)
        until = min(end, start + request.get("Limit", PAGE))
        self.read[partition] += 1 + (until - start) * 130 // 4096
        found = [self._items[partition][sort] for _, sort in order[start:until]]
        return {"Items": found} | ({"LastEvaluatedKey": {"place": until}} if until < end else {})
