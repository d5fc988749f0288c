"""Archive and site in a bucket when S3 cannot decide, answers late or never, refuses, or breaks off."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from botocore.httpsession import URLLib3Session
from botocore.parsers import ResponseParserError
from botocore.response import StreamingBody

import moto_server
from afterprint.aws.archive import TRIES, S3Archive
from afterprint.aws.clients import client as client_of
from afterprint.aws.site import S3Site
from afterprint.errors import DiskFull, NotStored, StoreError, Withdrawn
from afterprint.messages import Message, VersionStored
from contract.makers import AN_ARTICLE, a_document, a_version
from contract.s3_adapters import ArchiveOnMoto, ArchiveOnSeaweed, Telling
from dynamo_faults import FaultyClient, sent_again, timed_out

Fault = Callable[..., Any]
PATH = a_version().key.path


@pytest.fixture
def place(tmp_path: Path) -> ArchiveOnMoto:
    return ArchiveOnMoto(tmp_path)


@pytest.fixture
def client(place: ArchiveOnMoto) -> FaultyClient:
    return FaultyClient(place.client)


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def archive(client: FaultyClient, place: ArchiveOnMoto, pauses: list[float]) -> S3Archive:
    return S3Archive(client, place.name, pause=pauses.append)


@pytest.fixture
def site(client: FaultyClient, place: ArchiveOnMoto) -> S3Site:
    return S3Site(client, place.name)


def answer(status: int, code: str, message: str = "said the test") -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        "Operation",
    )


def failing_with(error: Exception) -> Fault:
    def fault(_real: Fault, _request: dict[str, Any]) -> Any:
        raise error

    return fault


def one_after_another(*faults: Fault | None) -> Fault:
    """One fault a call; None lets a call through, and so is every call after the last."""
    left = iter(faults)

    def fault(real: Fault, request: dict[str, Any]) -> Any:
        now = next(left, None)
        return real(**request) if now is None else now(real, request)

    return fault


CONFLICT = failing_with(answer(409, "ConditionalRequestConflict"))
ABORTED = failing_with(answer(409, "OperationAborted"))
LOST = failing_with(answer(412, "PreconditionFailed"))


class Nothing:
    """The body of an answer that has none."""

    def stream(self) -> Iterator[bytes]:
        return iter(())


# ── whose object is it? ──


def test_a_write_that_the_client_sent_twice_was_ours(archive: S3Archive, client: FaultyClient) -> None:
    client.faults["put_object"] = sent_again
    assert archive.add_version(a_version()) is True


@pytest.mark.parametrize("kind", [ArchiveOnMoto, ArchiveOnSeaweed])
def test_a_write_that_botocore_repeats_by_itself_was_ours(
    kind: type[ArchiveOnMoto] | type[ArchiveOnSeaweed], tmp_path: Path
) -> None:
    """The first try is done, and its answer lost on the way: a gateway says 500 instead."""
    place = kind(tmp_path)
    client = moto_server.client("s3", place.endpoint)
    answers: list[int] = []

    def lose_the_first(request: Any, **_: Any) -> AWSResponse | None:
        if answers:
            return None
        answers.append(URLLib3Session().send(request).status_code)
        return AWSResponse(request.url, 500, HTTPHeaders(), Nothing())

    client.meta.events.register("before-send.s3.PutObject", lose_the_first)
    assert S3Archive(client, place.name).add_version(a_version()) is True
    assert answers == [200]


def test_equal_bytes_of_another_caller_are_not_ours(archive: S3Archive, place: ArchiveOnMoto) -> None:
    assert place.open().add_version(a_version()) is True
    assert archive.add_version(a_version()) is False


def test_an_object_that_somebody_laid_there_without_a_mark_is_not_ours(
    archive: S3Archive, place: ArchiveOnMoto
) -> None:
    place.put_raw(PATH, b"{}")
    assert archive.add_version(a_version()) is False


def test_a_write_without_an_answer_is_an_error_and_what_it_stored_was_told(
    client: FaultyClient, place: ArchiveOnMoto
) -> None:
    told: list[Message] = []
    client.faults["put_object"] = lambda _real, request: timed_out(
        Telling(place.client, told.append).put_object, request
    )
    archive = S3Archive(client, place.name)
    with pytest.raises(StoreError) as caught:
        archive.add_version(a_version())
    assert caught.value.retry
    assert told == [VersionStored(a_version().key)]
    client.faults.clear()
    assert archive.version(a_version().key) == a_version()
    assert archive.add_version(a_version()) is False


# ── conflicts ──


@pytest.mark.parametrize("conflict", [CONFLICT, ABORTED])
def test_a_write_that_met_another_one_is_tried_again(
    archive: S3Archive, client: FaultyClient, pauses: list[float], conflict: Fault
) -> None:
    client.faults["put_object"] = one_after_another(conflict, conflict)
    assert archive.add_version(a_version()) is True
    assert archive.version(a_version().key) == a_version()
    assert len(pauses) == 2
    assert 0 < pauses[0] < pauses[1] <= 0.2


def test_a_write_that_met_the_winner_has_lost(archive: S3Archive, client: FaultyClient, place: ArchiveOnMoto) -> None:
    def met(_real: Fault, _request: dict[str, Any]) -> Any:
        place.open().add_version(a_version(headline="rival"))
        raise answer(409, "ConditionalRequestConflict")

    client.faults["put_object"] = met
    assert archive.add_version(a_version()) is False
    assert archive.version(a_version().key).text.headline == "rival"


def test_a_write_that_met_its_own_first_try_has_won(archive: S3Archive, client: FaultyClient) -> None:
    def met_itself(real: Fault, request: dict[str, Any]) -> Any:
        real(**request)
        raise answer(409, "ConditionalRequestConflict")

    client.faults["put_object"] = met_itself
    assert archive.add_version(a_version()) is True


def test_a_write_that_meets_others_for_ever_gives_up(
    archive: S3Archive, client: FaultyClient, pauses: list[float]
) -> None:
    client.faults["put_object"] = CONFLICT
    with pytest.raises(StoreError, match=f"{PATH}.*{TRIES} attempts") as caught:
        archive.add_version(a_version())
    assert caught.value.retry
    assert len(pauses) == TRIES - 1
    assert sum(pauses) < 5


def test_a_write_that_lost_to_what_has_gone_since_is_tried_again(archive: S3Archive, client: FaultyClient) -> None:
    client.faults["put_object"] = one_after_another(LOST)
    assert archive.add_version(a_version()) is True


# ── tombstones that are set meanwhile ──


def test_what_was_withdrawn_while_it_was_written_does_not_stay(
    archive: S3Archive, client: FaultyClient, place: ArchiveOnMoto
) -> None:
    def withdrawn_meanwhile(real: Fault, request: dict[str, Any]) -> Any:
        place.put_raw(f"withdrawn/{AN_ARTICLE.path}/article.json", b"{}")
        return real(**request)

    client.faults["put_object"] = withdrawn_meanwhile
    with pytest.raises(Withdrawn):
        archive.add_version(a_version())
    assert not archive.has(PATH)


# ── refusals and failures ──

HEAD_REFUSED = answer(403, "403", "Forbidden")
REFUSED = answer(403, "AccessDenied", "Access Denied")


@pytest.mark.parametrize(
    ("operation", "error", "call", "permission"),
    [
        ("head_object", HEAD_REFUSED, lambda archive: archive.has(PATH), "s3:ListBucket"),
        ("head_object", HEAD_REFUSED, lambda archive: archive.add_version(a_version()), "s3:ListBucket"),
        ("get_object", REFUSED, lambda archive: archive.version(a_version().key), "s3:ListBucket"),
        ("put_object", REFUSED, lambda archive: archive.add_version(a_version()), "s3:PutObject"),
        ("list_objects_v2", REFUSED, lambda archive: list(archive.version_keys()), "s3:ListBucket"),
    ],
)
def test_an_archive_that_is_refused_names_the_permission(
    archive: S3Archive,
    client: FaultyClient,
    operation: str,
    error: ClientError,
    call: Callable[[S3Archive], object],
    permission: str,
) -> None:
    client.faults[operation] = failing_with(error)
    with pytest.raises(StoreError, match=f"The role needs .*{permission}") as caught:
        call(archive)
    assert type(caught.value) is StoreError
    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    ("operation", "call", "permission"),
    [
        ("get_object", lambda site: site.read("a.html"), "s3:ListBucket"),
        ("put_object", lambda site: site.put(a_document(), etag='"x"'), "s3:PutObject and s3:GetObject"),
        ("delete_object", lambda site: site.remove("a.html"), "s3:DeleteObject"),
        ("list_objects_v2", lambda site: list(site.paths()), "s3:ListBucket"),
    ],
)
def test_a_site_that_is_refused_names_the_permission(
    site: S3Site, client: FaultyClient, operation: str, call: Callable[[S3Site], object], permission: str
) -> None:
    client.faults[operation] = failing_with(REFUSED)
    with pytest.raises(StoreError, match=f"The role needs .*{permission}"):
        call(site)


def test_other_failures_name_no_permission(archive: S3Archive, client: FaultyClient) -> None:
    client.faults["get_object"] = failing_with(answer(500, "InternalError"))
    with pytest.raises(StoreError) as caught:
        archive.version(a_version().key)
    assert "role" not in str(caught.value)
    assert "InternalError" in str(caught.value)


def test_an_absent_bucket_is_no_absent_record(archive: S3Archive, client: FaultyClient) -> None:
    client.faults["get_object"] = failing_with(answer(404, "NoSuchBucket"))
    with pytest.raises(StoreError) as caught:
        archive.version(a_version().key)
    assert not isinstance(caught.value, NotStored)


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url="https://s3.example"),
        ReadTimeoutError(endpoint_url="https://s3.example"),
        ResponseParserError("not XML"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_answer_or_one_of_somebody_else_is_a_store_error(
    archive: S3Archive, client: FaultyClient, error: Exception
) -> None:
    for operation in ("get_object", "put_object", "list_objects_v2"):
        client.faults[operation] = failing_with(error)
    for call in (
        lambda: archive.version(a_version().key),
        lambda: archive.add_version(a_version()),
        lambda: list(archive.version_keys()),
    ):
        with pytest.raises(StoreError) as caught:
            call()
        assert caught.value.retry
        assert caught.value.__cause__ is error


def test_a_body_that_breaks_off_is_a_store_error_and_not_damage(
    archive: S3Archive, site: S3Site, client: FaultyClient
) -> None:
    def breaking_off(_real: Fault, _request: dict[str, Any]) -> Any:
        return {"ETag": '"x"', "Body": StreamingBody(io.BytesIO(b"half"), 8)}

    client.faults["get_object"] = breaking_off
    for call in (lambda: archive.version(a_version().key), lambda: site.read("index.html")):
        with pytest.raises(StoreError) as caught:
            call()
        assert type(caught.value) is StoreError
        assert caught.value.retry


def test_a_server_of_ones_own_without_room_is_a_full_disk(archive: S3Archive, client: FaultyClient) -> None:
    client.faults["put_object"] = failing_with(answer(507, "InsufficientStorage"))
    with pytest.raises(DiskFull):
        archive.add_version(a_version())


def test_a_client_without_a_server_is_a_store_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "none")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    nobody = client_of("s3", endpoint_url="http://127.0.0.1:1", tries=1)
    with pytest.raises(StoreError, match=r"index\.html"):
        S3Site(nobody, "bucket").read("index.html")


# ── the site's races ──


@pytest.mark.parametrize(
    "fault",
    [LOST, CONFLICT, ABORTED, failing_with(answer(404, "NoSuchKey"))],
    ids=["412", "409", "409 aborted", "404"],
)
@pytest.mark.parametrize("etag", [None, '"x"'])
def test_a_site_that_did_not_write_asks_to_read_again(
    site: S3Site, client: FaultyClient, fault: Fault, etag: str | None
) -> None:
    client.faults["put_object"] = fault
    assert site.put(a_document(), etag=etag) is False


def test_a_document_that_the_client_sent_twice_is_seen_by_whoever_reads_again(
    site: S3Site, client: FaultyClient
) -> None:
    client.faults["put_object"] = sent_again
    assert site.put(a_document(text="new"), etag=None) is False
    held = site.read("index.html")
    assert held is not None
    assert held.body == b"new"


def test_a_document_without_an_answer_is_a_store_error_and_may_have_been_written(
    site: S3Site, client: FaultyClient
) -> None:
    client.faults["put_object"] = timed_out
    with pytest.raises(StoreError):
        site.put(a_document(text="new"), etag=None)
    held = site.read("index.html")
    assert held is not None
    assert held.body == b"new"


def test_a_path_too_long_for_a_key_holds_nothing(site: S3Site, client: FaultyClient) -> None:
    client.faults["get_object"] = failing_with(answer(400, "KeyTooLongError"))
    assert site.read("long" * 300) is None


def test_withdrawn_bytes_that_cannot_be_looked_up_are_not_written(archive: S3Archive, client: FaultyClient) -> None:
    client.faults["head_object"] = failing_with(HEAD_REFUSED)
    with pytest.raises(StoreError):
        archive.add_snapshot(b"<html>")
    assert [operation for operation, _ in client.requests] == ["head_object"]
