"""The catalog in DynamoDB when calls are refused, time out after all, or the process dies between two of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

import moto_server
from afterprint.aws.catalog import DynamoCatalog
from afterprint.aws.items import Items
from afterprint.errors import StoreError
from afterprint.rows import HostRow, OpenWork
from contract.aws_adapters import make_table
from contract.makers import AN_ARTICLE, HOST, NOW, a_line, an_address, an_article_row
from contract.rivals import A_LIST
from dynamo_faults import FaultyClient, Killed, dying_at, refused, sent_again, timed_out

THROTTLED = ("ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded")


@pytest.fixture
def client() -> FaultyClient:
    return FaultyClient(moto_server.client("dynamodb", moto_server.endpoint()))


@pytest.fixture
def table(client: FaultyClient) -> str:
    return make_table(client)


@pytest.fixture
def catalog(client: FaultyClient, table: str) -> DynamoCatalog:
    return DynamoCatalog(client, table)


@pytest.mark.parametrize("code", [*THROTTLED, "InternalServerError", "AccessDeniedException"])
def test_what_the_service_refuses_is_a_store_error_that_may_be_tried_again(
    catalog: DynamoCatalog, client: FaultyClient, code: str
) -> None:
    client.faults = dict.fromkeys(("put_item", "get_item", "query"), refused(code))
    for call in (
        lambda: catalog.add_article(an_article_row()),
        lambda: catalog.article(HOST, AN_ARTICLE),
        lambda: catalog.next_due(HOST),
    ):
        with pytest.raises(StoreError, match=code) as caught:
            call()
        assert caught.value.retry
        assert isinstance(caught.value.__cause__, ClientError)


@pytest.mark.parametrize("code", THROTTLED)
def test_a_refusal_that_says_nothing_of_the_condition_is_not_told_as_a_lost_race(
    catalog: DynamoCatalog, client: FaultyClient, code: str
) -> None:
    catalog.add_article(an_article_row())
    client.faults["put_item"] = refused(code)
    with pytest.raises(StoreError):
        catalog.update_article(an_article_row(headline="new"))


def test_a_lost_race_is_told_and_raises_nothing(catalog: DynamoCatalog, client: FaultyClient) -> None:
    client.faults["put_item"] = refused("ConditionalCheckFailedException")
    assert catalog.update_article(an_article_row()) is False


def test_a_timeout_is_a_store_error_and_the_write_may_have_been_done(
    catalog: DynamoCatalog, client: FaultyClient
) -> None:
    catalog.add_article(an_article_row())
    client.faults["put_item"] = timed_out
    with pytest.raises(StoreError) as caught:
        catalog.update_article(an_article_row(headline="new"))
    assert isinstance(caught.value.__cause__, BotoCoreError)
    assert catalog.article(HOST, AN_ARTICLE) == an_article_row(headline="new", revision=1)


def test_a_write_that_the_client_sent_twice_is_told_as_done(catalog: DynamoCatalog, client: FaultyClient) -> None:
    client.faults["put_item"] = sent_again
    assert catalog.add_article(an_article_row()) is True
    assert catalog.update_article(an_article_row(headline="new")) is True
    assert catalog.add_list(A_LIST) is True
    assert catalog.update_list(A_LIST) is True
    assert catalog.add_host(HostRow(host=HOST)) is True
    assert catalog.update_host(HostRow(host=HOST)) is True
    assert catalog.claim_address(an_address()) == an_address()
    assert catalog.article(HOST, AN_ARTICLE) == an_article_row(headline="new", revision=1)


def test_the_same_row_written_by_two_is_told_as_done_to_one(catalog: DynamoCatalog) -> None:
    assert [catalog.add_article(an_article_row()) for _ in range(2)] == [True, False]
    assert [catalog.update_article(an_article_row(headline="new")) for _ in range(2)] == [True, False]


def test_an_article_that_died_while_it_was_added_is_added_by_the_next_try(
    catalog: DynamoCatalog, client: FaultyClient, table: str
) -> None:
    for number in (1, 2, 3):
        client.faults["put_item"] = dying_at(number)
        with pytest.raises(Killed):
            DynamoCatalog(client, table).add_article(an_article_row())
        client.faults.clear()
        assert list(catalog.articles()) == []
    assert catalog.add_article(an_article_row()) is True
    assert list(catalog.articles()) == [an_article_row()]


@pytest.mark.parametrize("step", range(4))
def test_a_move_that_died_between_its_steps_is_completed_by_the_next(
    catalog: DynamoCatalog, client: FaultyClient, step: int
) -> None:
    catalog.add_article(an_article_row(versions=2))
    there = an_article_row(versions=2, host="new.example")
    operation, number = [("put_item", 1), ("put_item", 2), ("delete_item", 1), ("delete_item", 2)][step]
    client.faults[operation] = dying_at(number)
    with pytest.raises(Killed):
        catalog.move_article(there, from_host=HOST)
    client.faults.clear()
    rows = [catalog.article(host, AN_ARTICLE) for host in (HOST, "new.example")]
    assert any(rows), "the article is in no schedule"
    catalog.move_article(there, from_host=HOST)
    assert catalog.article(HOST, AN_ARTICLE) is None
    assert list(catalog.articles()) == [there]
    assert [row.host for row in catalog.due_rows("new.example", NOW, limit=9)] == ["new.example"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_claim_that_died_halfway_leaves_an_address_that_can_be_claimed_and_moved(
    catalog: DynamoCatalog, client: FaultyClient, number: int
) -> None:
    client.faults["put_item"] = dying_at(number)
    with pytest.raises(Killed):
        catalog.claim_address(an_address())
    client.faults.clear()
    other = an_address(owner=2)
    assert catalog.claim_address(other) == other
    catalog.rehome_addresses(an_address().article, host="new.example")
    assert catalog.address(other.url) == other
    catalog.rehome_addresses(other.article, host="new.example")
    assert catalog.address(other.url) == replace(other, host="new.example")


def test_a_rehoming_that_died_halfway_is_completed_by_the_next(catalog: DynamoCatalog, client: FaultyClient) -> None:
    rows = [an_address(number, owner=1) for number in range(4)]
    for row in rows:
        catalog.claim_address(row)
    client.faults["put_item"] = dying_at(3)
    with pytest.raises(Killed):
        catalog.rehome_addresses(rows[0].article, host="new.example")
    client.faults.clear()
    for _ in range(2):
        catalog.rehome_addresses(rows[0].article, host="new.example")
    assert {catalog.address(row.url) for row in rows} == {replace(row, host="new.example") for row in rows}


def test_a_line_that_died_while_it_was_entered_stands_nowhere_and_then_everywhere(
    catalog: DynamoCatalog, client: FaultyClient, table: str
) -> None:
    for operation, number in (("put_item", 1), ("put_item", 2), ("put_item", 3), ("transact_write_items", 1)):
        client.faults = {operation: dying_at(number)}
        with pytest.raises(Killed):
            DynamoCatalog(client, table).enter(a_line())
        client.faults.clear()
        assert catalog.article_lines(AN_ARTICLE) == []
        assert catalog.news_lines(limit=9) == []
    catalog.enter(a_line())
    for lines in (
        catalog.article_lines(AN_ARTICLE),
        catalog.source_lines(AN_ARTICLE.source, limit=9),
        catalog.news_lines(limit=9),
        catalog.news_lines(limit=9, source=AN_ARTICLE.source, month="2026-11"),
    ):
        assert lines == [a_line()]


def test_a_line_that_was_entered_by_somebody_else_meanwhile_stands_as_theirs(
    catalog: DynamoCatalog, client: FaultyClient, table: str
) -> None:
    def after_a_rival(real: Callable[..., Any], request: dict[str, Any]) -> Any:
        DynamoCatalog(moto_server.client("dynamodb", moto_server.endpoint()), table).enter(a_line())
        return real(**request)

    client.faults["transact_write_items"] = after_a_rival
    catalog.enter(a_line(headline="told otherwise"))
    assert catalog.news_lines(limit=9) == [a_line()]


@pytest.mark.parametrize("code", ["TransactionConflict", "None"])
def test_a_transaction_that_met_another_is_tried_again_and_no_other_one(
    client: FaultyClient, table: str, code: str
) -> None:
    catalog, slept = DynamoCatalog(client, table), list[float]()
    catalog._items = Items(client, table, sleep=slept.append)
    met = refused("TransactionCanceledException", CancellationReasons=[{"Code": "None"}, {"Code": code}])
    client.faults["transact_write_items"] = met
    with pytest.raises(StoreError) as caught:
        catalog.enter(a_line())
    assert caught.value.retry
    assert bool(slept) is (code == "TransactionConflict")


def test_keys_that_a_batch_left_over_are_asked_for_again(client: FaultyClient, table: str) -> None:
    catalog, slept = DynamoCatalog(client, table), list[float]()
    catalog._items = Items(client, table, sleep=slept.append)
    rows = [an_article_row(replace(AN_ARTICLE, article=f"{number:016d}")) for number in range(5)]
    for row in rows:
        catalog.add_article(row)
    client.faults["batch_get_item"] = _two_at_a_time
    assert catalog.due_rows(HOST, NOW, limit=9) == rows
    assert len(slept) == 2


def _two_at_a_time(real: Callable[..., Any], request: dict[str, Any]) -> Any:
    ((table, wanted),) = request["RequestItems"].items()
    some, rest = wanted["Keys"][:2], wanted["Keys"][2:]
    answer = real(RequestItems={table: {**wanted, "Keys": some}})
    return answer | {"UnprocessedKeys": {table: {**wanted, "Keys": rest}} if rest else {}}


def test_keys_that_a_batch_never_hands_out_are_a_store_error(client: FaultyClient, table: str) -> None:
    catalog = DynamoCatalog(client, table)
    catalog._items = Items(client, table, sleep=lambda _: None)
    catalog.add_article(an_article_row())
    client.faults["batch_get_item"] = lambda _, request: {"Responses": {}, "UnprocessedKeys": request["RequestItems"]}
    with pytest.raises(StoreError, match="did not hand out"):
        catalog.due_rows(HOST, NOW, limit=9)


def test_a_row_that_is_moved_while_the_due_ones_are_read_is_not_due(
    catalog: DynamoCatalog, client: FaultyClient
) -> None:
    catalog.add_article(an_article_row())
    catalog.add_list(A_LIST)

    def after_a_rival(real: Callable[..., Any], request: dict[str, Any]) -> Any:
        client.faults.clear()
        catalog.update_article(an_article_row(due=NOW + timedelta(minutes=30)))
        return real(**request)

    client.faults["batch_get_item"] = after_a_rival
    assert catalog.due_rows(HOST, NOW, limit=9) == [A_LIST]


def test_every_read_is_strongly_consistent_and_none_is_a_scan(catalog: DynamoCatalog, client: FaultyClient) -> None:
    catalog.add_article(an_article_row())
    catalog.add_list(A_LIST)
    catalog.add_host(HostRow(host=HOST))
    catalog.enter(a_line())
    catalog.open_work(OpenWork(path="versions/a/b/000001.json", host=HOST, opened_at=NOW))
    client.requests.clear()
    reads: list[Callable[[], Any]] = [
        lambda: catalog.due_rows(HOST, NOW, limit=9),
        lambda: catalog.next_due(HOST),
        lambda: list(catalog.due_hosts(NOW)),
        lambda: catalog.host(HOST),
        lambda: catalog.robots(HOST),
        lambda: catalog.address("https://h.example/1"),
        lambda: list(catalog.open_works()),
        lambda: catalog.news_lines(limit=9),
        lambda: list(catalog.articles()),
        lambda: list(catalog.lists()),
        lambda: list(catalog.hosts()),
    ]
    for read in reads:
        read()
    assert {operation for operation, _ in client.requests} == {"get_item", "batch_get_item", "query"}
    assert all(_is_consistent(operation, request) for operation, request in client.requests)


def _is_consistent(operation: str, request: dict[str, Any]) -> bool:
    if operation == "batch_get_item":
        return all(table["ConsistentRead"] for table in request["RequestItems"].values())
    return bool(request["ConsistentRead"])
