"""Where the AWS adapters keep their things in tests: tables on moto and on DynamoDB Local, queues on moto."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import dynamodb_local
import moto_server
from afterprint.aws.catalog import DynamoCatalog
from afterprint.aws.catalog_keys import SCHEMA, article_key
from afterprint.aws.table import DEFINITION
from contract.makers import AN_ARTICLE, HOST

NOWHERE = "http://127.0.0.1:1"
PAGE = 40


def make_table(client: Any) -> str:
    """A new table with the keys and the index of `aws.table`; its name."""
    name = f"catalog-{secrets.token_hex(6)}"
    client.create_table(TableName=name, **DEFINITION)
    return name


class CatalogOnDynamo:
    """A table on whatever server `endpoint` names."""

    more_than_a_page = 2 * PAGE + 5
    endpoint: str

    def __init__(self, _folder: Path) -> None:
        self.table = make_table(self.client())

    def client(self) -> Any:
        return moto_server.client("dynamodb", self.endpoint)

    def open(self) -> DynamoCatalog:
        return self._opened(self.table)

    def open_empty(self) -> DynamoCatalog:
        return self._opened(make_table(self.client()))

    def _opened(self, table: str) -> DynamoCatalog:
        catalog = DynamoCatalog(self.client(), table, page=PAGE)
        catalog.check_schema()
        return catalog

    def open_closed(self) -> DynamoCatalog:
        return DynamoCatalog(moto_server.client("dynamodb", NOWHERE, tries=1), self.table)

    def damage(self) -> None:
        partition, sort = article_key(HOST, AN_ARTICLE)
        item = {"pk": {"S": partition}, "sk": {"S": sort}, "row": {"S": "{this was a row once"}}
        self.client().put_item(TableName=self.table, Item=item)

    def make_newer(self) -> None:
        item = {"pk": {"S": SCHEMA[0]}, "sk": {"S": SCHEMA[1]}, "revision": {"N": "99"}}
        self.client().put_item(TableName=self.table, Item=item)


class CatalogOnMoto(CatalogOnDynamo):
    def __init__(self, folder: Path) -> None:
        self.endpoint = moto_server.endpoint()
        super().__init__(folder)


class CatalogOnDynamoLocal(CatalogOnDynamo):
    def __init__(self, folder: Path) -> None:
        self.endpoint = dynamodb_local.endpoint()
        super().__init__(folder)
