"""Where moto and SeaweedFS answer differently from each other, or both from S3: what the adapters must bear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from contract.makers import a_document
from contract.s3_adapters import ArchiveOnMoto, ArchiveOnSeaweed, SiteOnMoto, SiteOnSeaweed

both = pytest.mark.parametrize("kind", [ArchiveOnMoto, ArchiveOnSeaweed])
DONE = (200, "")


def said(call: Callable[..., Any], **request: Any) -> tuple[int, str]:
    """The status and the error's code that a server answers with."""
    try:
        answer = call(**request)
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
    return int(answer["ResponseMetadata"]["HTTPStatusCode"]), ""


@pytest.fixture
def moto(tmp_path: Path) -> SiteOnMoto:
    return SiteOnMoto(tmp_path)


@pytest.fixture
def seaweed(tmp_path: Path) -> SiteOnSeaweed:
    return SiteOnSeaweed(tmp_path)


def test_if_match_on_an_absent_key_is_404_on_moto_and_412_on_seaweed(moto: SiteOnMoto, seaweed: SiteOnSeaweed) -> None:
    request = {"Key": "a.html", "Body": b"", "IfMatch": '"etag"'}
    assert said(moto.client.put_object, Bucket=moto.name, **request) == (404, "NoSuchKey")  # as S3 answers
    assert said(seaweed.client.put_object, Bucket=seaweed.name, **request) == (412, "PreconditionFailed")
    assert moto.open().put(a_document("a.html"), etag='"etag"') is False
    assert seaweed.open().put(a_document("a.html"), etag='"etag"') is False


def test_if_match_in_an_absent_bucket_is_404_on_moto_and_412_on_seaweed(
    moto: SiteOnMoto, seaweed: SiteOnSeaweed
) -> None:
    request = {"Bucket": "no-such-bucket", "Key": "a.html", "Body": b"", "IfMatch": '"etag"'}
    assert said(moto.client.put_object, **request) == (404, "NoSuchBucket")  # as S3 answers
    assert said(seaweed.client.put_object, **request) == (412, "PreconditionFailed")


def test_moto_lists_by_bytes_as_s3_does_and_seaweed_folder_by_folder(moto: SiteOnMoto, seaweed: SiteOnSeaweed) -> None:
    paths = ["a-b/1.html", "a/1.html", "a/10.html", "a/2.html", "a0.html"]
    for place in (moto, seaweed):
        for path in reversed(paths):
            place.open().put(a_document(path), etag=None)
    assert list(moto.open().paths()) == paths
    assert list(seaweed.open().paths()) == ["a/1.html", "a/10.html", "a/2.html", "a-b/1.html", "a0.html"]


def test_a_key_beside_a_folder_of_its_name_is_taken_by_moto_and_refused_by_seaweed(
    moto: SiteOnMoto, seaweed: SiteOnSeaweed
) -> None:
    for place in (moto, seaweed):
        place.open().put(a_document("a/index.html"), etag=None)
    assert moto.open().put(a_document("a"), etag=None) is True  # as S3 does: it knows no folders
    assert seaweed.open().put(a_document("a"), etag=None) is False


def test_a_folder_can_be_read_on_seaweed_only(moto: SiteOnMoto, seaweed: SiteOnSeaweed) -> None:
    for place in (moto, seaweed):
        place.open().put(a_document("a/index.html"), etag=None)
    assert said(moto.client.get_object, Bucket=moto.name, Key="a/") == (404, "NoSuchKey")  # as S3 answers
    assert said(seaweed.client.get_object, Bucket=seaweed.name, Key="a/") == DONE


@both
def test_looking_for_a_key_in_an_absent_bucket_is_404_without_a_name_on_both(
    kind: type[ArchiveOnMoto] | type[ArchiveOnSeaweed], tmp_path: Path
) -> None:
    place = kind(tmp_path)
    assert said(place.client.head_object, Bucket="no-such-bucket", Key="a") == (404, "404")  # S3 too has no more to say
    place.break_down()
    assert place.open().has("versions/a/b/000001.json") is False


@both
def test_neither_ever_says_409(kind: type[ArchiveOnMoto] | type[ArchiveOnSeaweed], tmp_path: Path) -> None:
    """S3 does, so tests/unit/aws/ says it in its place."""
    place = kind(tmp_path)

    def write(number: int) -> tuple[int, str]:
        return said(
            place.client.put_object, Bucket=place.name, Key=f"{number // 8}", Body=str(number).encode(), IfNoneMatch="*"
        )

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(write, range(40)))
    assert answers == {DONE: 5, (412, "PreconditionFailed"): 35}


@both
def test_a_deleted_key_is_free_again_in_a_versioned_bucket_on_both(
    kind: type[ArchiveOnMoto] | type[ArchiveOnSeaweed], tmp_path: Path
) -> None:
    """As on S3: a delete marker counts as absence, so that only a tombstone holds back what was taken down."""
    place = kind(tmp_path)
    place.client.put_bucket_versioning(Bucket=place.name, VersioningConfiguration={"Status": "Enabled"})
    request = {"Bucket": place.name, "Key": "a", "Body": b"", "IfNoneMatch": "*"}
    assert said(place.client.put_object, **request) == DONE
    assert said(place.client.put_object, **request) == (412, "PreconditionFailed")
    assert place.client.delete_object(Bucket=place.name, Key="a")["DeleteMarker"] is True
    assert said(place.client.put_object, **request) == DONE
