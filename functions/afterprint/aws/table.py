"""The catalog's table as plain data: what `infra/storage.yaml` declares, in the words of DynamoDB's CreateTable.

Every item has a partition key `pk` and a sort key `sk`. Rows that wait for a time carry it in `due`, the range key of
the one index; a row without `due` is not in the index. A local index, unlike a global one, can be read strongly
consistently; it must be there when the table is made, and no partition may outgrow 10 GB (ten million articles of one
host).
"""

from __future__ import annotations

from typing import Any

PARTITION_KEY = "pk"
SORT_KEY = "sk"
DUE = "due"
DUE_INDEX = "due"

SCHEMA = 1
"""The form of the rows that this Afterprint writes; the table's own row says which one it holds."""

DEFINITION: dict[str, Any] = {
    "AttributeDefinitions": [
        {"AttributeName": PARTITION_KEY, "AttributeType": "S"},
        {"AttributeName": SORT_KEY, "AttributeType": "S"},
        {"AttributeName": DUE, "AttributeType": "S"},
    ],
    "KeySchema": [
        {"AttributeName": PARTITION_KEY, "KeyType": "HASH"},
        {"AttributeName": SORT_KEY, "KeyType": "RANGE"},
    ],
    "LocalSecondaryIndexes": [
        {
            "IndexName": DUE_INDEX,
            "KeySchema": [
                {"AttributeName": PARTITION_KEY, "KeyType": "HASH"},
                {"AttributeName": DUE, "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    "BillingMode": "PAY_PER_REQUEST",
}
