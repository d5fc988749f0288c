"""What S3 says when it does not do what was asked: absence, a lost race, a refusal, want of room.

Conditional writes are those of the S3 API: `If-None-Match: *` (412 where the key exists) and `If-Match` (412 where it
holds something else; where it is absent, 404 on S3 and 412 on some other servers). 409 means that another write of the
key was under way and nothing was decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from afterprint.aws.failing import code_of, failing
from afterprint.errors import DiskFull, StoreError

_CONFLICTS = frozenset({"ConditionalRequestConflict", "OperationAborted"})
_REFUSALS = frozenset({"403", "AccessDenied", "Forbidden"})

TO_READ = (
    "s3:GetObject on this key, and s3:ListBucket on the bucket, without which S3 answers 403 for an absent key too"
)
TO_WRITE = "s3:PutObject on this key"
TO_REPLACE = "s3:PutObject and s3:GetObject on this key"
TO_REMOVE = "s3:DeleteObject on this key"
TO_PURGE = "s3:DeleteObject and s3:DeleteObjectVersion on this key, and s3:ListBucketVersions on the bucket"
TO_LIST = "s3:ListBucket on the bucket for this prefix"


@contextmanager
def asking_s3(path: str, *, needs: str) -> Iterator[None]:
    """Turn every failure into a StoreError naming `path`; a refusal also says which permissions the call `needs`.

    A server of one's own that answers 507 (RFC 4918 §11.5) has no room left: DiskFull.
    """
    try:
        with failing(path):
            yield
    except StoreError as failure:
        raise _more_exactly(failure, path, needs) from failure.__cause__
    except ResponseParserError as error:  # an answer that is no S3's, as of a proxy; botocore has it outside its tree
        raise StoreError(path, f"an answer that cannot be read: {error}") from error


def _more_exactly(failure: StoreError, path: str, needs: str) -> StoreError:
    error = failure.__cause__
    if type(failure) is not StoreError or not isinstance(error, ClientError):
        return failure
    if status_of(error) == 507:
        return DiskFull(path)
    if code_of(error) in _REFUSALS:
        return StoreError(path, f"{failure.why.rstrip('. ')}. The role needs {needs}")
    return failure


def status_of(error: ClientError) -> int:
    """The HTTP status; 0 where there is none."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def is_absence(error: ClientError) -> bool:
    """Whether there is no such key. HEAD's errors have no body, so its 404 may also mean that the bucket is absent."""
    return code_of(error) in {"NoSuchKey", "404"}


def is_lost(error: ClientError) -> bool:
    """Whether the condition of a write did not hold: 412."""
    return status_of(error) == 412


def is_conflict(error: ClientError) -> bool:
    """Whether another write was in the way, so that it must be looked at and tried again: 409."""
    return code_of(error) in _CONFLICTS
