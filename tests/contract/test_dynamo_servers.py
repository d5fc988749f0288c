"""How moto and DynamoDB Local differ from each other, and what both say of the table: so much a green suite means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

import dynamodb_local
import moto_server
from afterprint.aws import table as design
from afterprint.aws.catalog import DynamoCatalog
from afterprint.rows import ArticleRow
from contract.aws_adapters import make_table
from contract.makers import AN_ARTICLE, HOST, an_article_row
from dynamo_faults import FaultyClient

SERVERS = {"moto": moto_server.endpoint, "local": dynamodb_local.endpoint}


class Server:
    """A table on one of the servers, and what its writes are said to cost."""

    def __init__(self, endpoint: str) -> None:
        self.client = moto_server.client("dynamodb", endpoint)
        self.table = make_table(self.client)
        self.units: list[dict[str, Any]] = []
        watched = FaultyClient(self.client)
        watched.faults["put_item"] = self._measured
        self.catalog = DynamoCatalog(watched, self.table)

    def _measured(self, real: Any, request: dict[str, Any]) -> Any:
        answer = real(**request, ReturnConsumedCapacity="INDEXES")
        self.units.append(answer["ConsumedCapacity"])
        return answer

    def put(self, **attributes: Any) -> None:
        self.client.put_item(TableName=self.table, Item={"pk": {"S": "a"}, "sk": {"S": "b"}} | attributes)

    def units_of(self, row: ArticleRow) -> tuple[float, float]:
        """The write units of updating to this row: of the table, and of its index."""
        assert self.catalog.update_article(row)
        said = self.units[-1]
        of_index = said.get("LocalSecondaryIndexes", {}).get(design.DUE_INDEX, {}).get("CapacityUnits", 0)
        return said["Table"]["CapacityUnits"], of_index


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Server:
    return Server(SERVERS[request.param]())


@pytest.fixture
def local() -> Server:
    return Server(dynamodb_local.endpoint())


@pytest.fixture
def moto() -> Server:
    return Server(moto_server.endpoint())


def test_the_table_is_as_it_was_defined(server: Server) -> None:
    said = server.client.describe_table(TableName=server.table)["Table"]
    (index,) = said["LocalSecondaryIndexes"]
    assert said["KeySchema"] == design.DEFINITION["KeySchema"]
    assert index["KeySchema"] == design.DEFINITION["LocalSecondaryIndexes"][0]["KeySchema"]
    assert index["Projection"]["ProjectionType"] == "KEYS_ONLY"


def test_moving_a_due_time_costs_three_write_units_on_local(local: Server) -> None:
    row = an_article_row()
    local.catalog.add_article(row)
    assert local.units_of(replace(row, checks=1)) == (1, 0)
    moved = replace(row, revision=1, due=row.due + timedelta(minutes=30))  # type: ignore[operator]
    assert local.units_of(moved) == (1, 2)
    assert local.units_of(replace(row, revision=2, due=None)) == (1, 1)


def test_moto_does_not_count_what_the_index_costs(moto: Server) -> None:
    row = an_article_row()
    moto.catalog.add_article(row)
    assert moto.units_of(replace(row, due=row.due + timedelta(minutes=30))) == (1, 0)  # type: ignore[operator]


def test_an_item_larger_than_400_kb_is_refused(server: Server) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        server.put(row={"S": "x" * 410_000})


def test_a_key_longer_than_1024_bytes_is_refused(server: Server) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        server.put(sk={"S": "x" * 1025})


def test_a_due_time_of_the_wrong_type_is_refused_by_local(local: Server) -> None:
    with pytest.raises(ClientError, match="Type mismatch"):
        local.put(due={"N": "1"})


def test_a_due_time_of_the_wrong_type_is_taken_by_moto(moto: Server) -> None:
    moto.put(due={"N": "1"})


def test_a_due_time_longer_than_1024_bytes_is_refused_by_local(local: Server) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        local.put(due={"S": "x" * 1025})


def test_a_due_time_longer_than_1024_bytes_is_taken_by_moto(moto: Server) -> None:
    moto.put(due={"S": "x" * 1025})


def test_a_transaction_sent_twice_under_one_token_is_done_once_and_told_as_done_by_local(local: Server) -> None:
    for _ in range(2):
        local.client.transact_write_items(TransactItems=[_new(local)], ClientRequestToken="the-same")


def test_a_transaction_sent_twice_under_one_token_is_told_as_refused_by_moto(moto: Server) -> None:
    """Both are well with `enter`, to which a line that stands already is done."""
    moto.client.transact_write_items(TransactItems=[_new(moto)], ClientRequestToken="the-same")
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        moto.client.transact_write_items(TransactItems=[_new(moto)], ClientRequestToken="the-same")


def _new(server: Server) -> dict[str, Any]:
    item = {"pk": {"S": "a"}, "sk": {"S": "b"}}
    return {"Put": {"TableName": server.table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def test_a_refused_condition_hands_out_what_stood_in_its_way(server: Server) -> None:
    """On which it rests that a write which was sent twice is known to have been done."""
    server.catalog.add_article(an_article_row())
    with pytest.raises(ClientError) as caught:
        server.client.put_item(
            TableName=server.table,
            Item={"pk": {"S": f"h#{HOST}"}, "sk": {"S": f"a#{AN_ARTICLE.path}"}},
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert caught.value.response["Item"]["revision"] == {"N": "0"}  # type: ignore[typeddict-item]
