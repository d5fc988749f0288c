"""The web client's functions in the shapes that the scorers of the external cases call."""

from __future__ import annotations

from urllib.parse import urlsplit

from afterprint.errors import FetchError
from afterprint.model import NetworkPolicy
from afterprint.web import GuardedWeb, decode, guard

__all__ = ["decode", "fetch_body", "guard"]


def fetch_body(url: str, *, deadline_s: float, max_body: int, max_headers: int) -> bytes:
    """The decoded body behind a loopback `url`, asked for as the suite says: gzip and deflate, no redirect."""
    web = GuardedWeb(
        user_agent="Afterprint/0 (scored)",
        policy=NetworkPolicy(allow=("127.0.0.0/8",), ports=(urlsplit(url).port or 80,)),
        deadline_s=deadline_s,
        max_body=max_body,
        max_headers=max_headers,
        max_redirects=0,
        codings=("gzip", "deflate"),
    )
    try:
        fetched = web.get(url)
    except FetchError as error:
        if error.reason == "redirects":
            raise FetchError("status", url, "a redirect") from error
        raise
    finally:
        web.close()
    if fetched.moved_to is not None:
        raise FetchError("status", url, "a redirect", status=fetched.status)
    return fetched.body
