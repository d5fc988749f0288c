"""Asking for a page: every way that can end is an answer, not an exception."""

from __future__ import annotations

from afterprint.errors import FetchError
from afterprint.fetch.lane import Lane
from afterprint.model import Fetched, Validators
from afterprint.outcomes import Elsewhere, Failed, Missing, NotModified

MISSING = frozenset({404, 410})


def ask(url: str, *, lane: Lane, validators: Validators | None) -> Fetched | NotModified | Missing | Failed | Elsewhere:
    """A whole page, or what came instead. Conditional where `validators` are given."""
    try:
        fetched = lane.get(url, validators=validators)
    except FetchError as error:
        if error.status in MISSING:
            return Missing(status=error.status or 0)
        return Failed(reason=error.reason, status=error.status, retry_at=error.retry_at)
    if fetched.moved_to is not None:
        return Elsewhere(url=fetched.moved_to, permanent=fetched.permanent_url == fetched.moved_to)
    if fetched.not_modified:
        return NotModified(validators=fetched.validators, fresh_until=lane.floor(fetched))
    return fetched
