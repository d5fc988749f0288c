"""Where the AWS adapters keep their things in tests: tables on moto and on DynamoDB Local, queues on moto."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import dynamodb_local
import moto_server
from afterprint.aws.catalog import DynamoCatalog
from afterprint.aws.catalog_keys import SCHEMA, article_key
from afterprint.aws.queue import QueueUrls, SqsQueues
from afterprint.aws.table import DEFINITION
from afterprint.ports import Clock, Queue
from contract.makers import AN_ARTICLE, HOST

NOWHERE = "http://127.0.0.1:1"
PAGE = 2


def make_table(client: Any) -> str:
    """A new table with the keys and the index of `aws.table`; its name."""
    name = f"catalog-{secrets.token_hex(6)}"
    client.create_table(TableName=name, **DEFINITION)
    return name


class CatalogOnDynamo:
    """A table on whatever server `endpoint` names."""

    more_than_a_page = 85  # also where they are spread over sixteen shards
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


class QueueOnMoto:
    """Queues for every step, and for the dead letters of each, that go by the clock they were last opened with."""

    def __init__(self, _folder: Path) -> None:
        self.name = secrets.token_hex(6)
        self.endpoint = moto_server.endpoint()
        self.later = 0.0

    def client(self) -> Any:
        return moto_server.client("sqs", self.endpoint)

    def open(self, clock: Clock, *, visibility_seconds: float = 60, max_tries: int = 3) -> SqsQueues:
        later = self.later
        moto_server.set_clock(lambda: clock.now().timestamp() + later)
        client = self.client()
        urls = {
            step: self._make(client, step, visibility_seconds=visibility_seconds, max_tries=max_tries)
            for step in ("fetch", "diff", "publish", "notify")
        }
        return SqsQueues(client, QueueUrls(**urls), now=clock.now, wait_seconds=0, sleep=lambda _: None)

    def _make(self, client: Any, step: str, *, visibility_seconds: float, max_tries: int) -> str:
        end, lanes = (".fifo", {"FifoQueue": "true"}) if step == "fetch" else ("", {})
        name, grave = f"{self.name}-{step}{end}", f"{self.name}-{step}-dead{end}"
        try:
            return str(client.get_queue_url(QueueName=name)["QueueUrl"])
        except client.exceptions.QueueDoesNotExist:
            url = client.create_queue(QueueName=grave, Attributes=lanes)["QueueUrl"]
        arn = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        settings = {
            "VisibilityTimeout": str(int(visibility_seconds)),
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": max_tries}),
        }
        return str(client.create_queue(QueueName=name, Attributes=lanes | settings)["QueueUrl"])

    def reopen_after_death(self, queue: Queue, clock: Clock) -> SqsQueues:
        """Nobody tells SQS that a process died: what it had on loan comes again when its time has run out."""
        self.later += 4000
        return self.open(clock)

    def open_closed(self, clock: Clock) -> SqsQueues:
        urls = {step: f"{NOWHERE}/1/{step}" for step in ("fetch", "diff", "publish", "notify")}
        client = moto_server.client("sqs", NOWHERE, tries=1)
        return SqsQueues(client, QueueUrls(**urls), now=clock.now, wait_seconds=0, sleep=lambda _: None)

    def put_raw(self, queue: Queue, kind: str, body: str) -> None:
        step = {"VersionStored": "diff"}[kind]
        url = self.client().get_queue_url(QueueName=f"{self.name}-{step}")["QueueUrl"]
        self.client().send_message(QueueUrl=url, MessageBody=body or " ")  # SQS takes no empty body
