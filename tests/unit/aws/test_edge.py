"""The CDN is told what was withdrawn: its store of paths, by a fake of the service; invalidations, on moto."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

import moto_server
from afterprint.aws import edge
from afterprint.aws.edge import MOST_KEYS, TRIES, CloudFrontEdge
from afterprint.errors import EdgeUnready, StackUnfinished, StoreError

ARN = "arn:aws:cloudfront::123456789012:key-value-store/0"
ARTICLE = "north-herald/abcdefghij234567"
SINCE = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


class FakeStore:
    """A key-value store that refuses what was not written over its newest state; `rivals` others write meanwhile."""

    def __init__(self, rivals: int = 0) -> None:
        self.held: dict[str, str] = {}
        self.state = 0
        self.rivals = rivals

    def describe_key_value_store(self, *, KvsARN: str) -> dict[str, str]:  # noqa: N803 - boto3's names
        assert KvsARN == ARN
        return {"ETag": str(self.state)}

    def update_keys(self, *, KvsARN: str, IfMatch: str, Puts: list[dict[str, str]]) -> None:  # noqa: N803
        assert KvsARN == ARN
        assert len(Puts) <= MOST_KEYS
        if self.rivals:
            self.rivals -= 1
            self.state += 1
        if IfMatch != str(self.state):
            raise ClientError({"Error": {"Code": "ConflictException", "Message": "not this state"}}, "UpdateKeys")
        self.held |= {put["Key"]: put["Value"] for put in Puts}
        self.state += 1


def opened(store: FakeStore | None = None, cdn: Any = None, distribution: str = "E1") -> CloudFrontEdge:
    return CloudFrontEdge(cdn, store, outputs={"Distribution": distribution, "WithdrawnPaths": ARN})


def test_a_withdrawn_path_is_stored_with_its_date() -> None:
    store = FakeStore()
    opened(store).mark_gone([ARTICLE], since=SINCE)
    assert store.held == {ARTICLE: "2026-11-24"}


def test_many_paths_go_in_portions() -> None:
    store = FakeStore()
    paths = [f"{ARTICLE}/1-{number}.html" for number in range(2, 130)]
    opened(store).mark_gone(paths, since=SINCE)
    assert list(store.held) == paths


def test_a_store_that_others_write_is_written_over_its_new_state() -> None:
    store = FakeStore(rivals=2)
    opened(store).mark_gone([ARTICLE], since=SINCE)
    assert ARTICLE in store.held
    with pytest.raises(StoreError, match="written by others"):
        opened(FakeStore(rivals=TRIES)).mark_gone([ARTICLE], since=SINCE)


def test_a_refusal_is_a_store_error() -> None:
    class Refusing(FakeStore):
        def describe_key_value_store(self, **_: Any) -> dict[str, str]:
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "DescribeKeyValueStore")

    with pytest.raises(StoreError, match="AccessDenied"):
        opened(Refusing()).mark_gone([ARTICLE], since=SINCE)


def test_copies_are_dropped_by_both_forms_of_an_address_and_all_of_an_article_at_once() -> None:
    client = moto_server.client("cloudfront", moto_server.endpoint())
    distribution = client.create_distribution(DistributionConfig=CONFIG)["Distribution"]["Id"]
    paths = [f"{ARTICLE}/1-2.html", f"{ARTICLE}/index.html", "index.html", "feeds/all.atom", "2026/11/index.html"]
    opened(cdn=client, distribution=distribution).forget(paths)
    (listed,) = client.list_invalidations(DistributionId=distribution)["InvalidationList"]["Items"]
    made = client.get_invalidation(DistributionId=distribution, Id=listed["Id"])["Invalidation"]
    assert sorted(made["InvalidationBatch"]["Paths"]["Items"]) == [
        "/",
        "/2026/11/",
        "/2026/11/index.html",
        "/feeds/all.atom",
        "/index.html",
        f"/{ARTICLE}/*",
    ]


def test_nothing_is_asked_where_nothing_is_to_be_dropped() -> None:
    opened().forget([])


CONFIG: dict[str, Any] = {
    "CallerReference": "test",
    "Comment": "",
    "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [{"Id": "site", "DomainName": "site.example"}]},
    "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only"},
}


def test_without_the_signing_package_the_remedy_is_named_before_anything_is_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(edge, "HAS_CRT", False)
    monkeypatch.setattr(edge, "read_outputs", lambda stack: {"Distribution": "E1", "WithdrawnPaths": ARN})
    with pytest.raises(EdgeUnready, match=r"botocore\[crt\]"):
        edge.open_edge("afterprint")


def test_a_stack_without_a_cdn_is_unfinished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "read_outputs", lambda stack: {"Distribution": "E1"})
    with pytest.raises(StackUnfinished, match="WithdrawnPaths"):
        edge.open_edge("afterprint")
