"""What AWS raises becomes a StoreError here, with the original as its cause."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from afterprint.errors import StoreError


@contextmanager
def failing(path: str) -> Iterator[None]:
    """Turn every failure of a call about `path` into a StoreError: a refusal, throttling, a timeout, no connection.

    The client has tried again by then, as often as its configuration says. A write that timed out may have been done.
    """
    try:
        yield
    except ClientError as error:
        raise StoreError(path, f"{code_of(error)}: {error.response['Error'].get('Message', '')}") from error
    except BotoCoreError as error:
        raise StoreError(path, str(error)) from error


def code_of(error: ClientError) -> str:
    """The service's name for what went wrong, such as `ConditionalCheckFailedException`."""
    return str(error.response.get("Error", {}).get("Code", ""))
