"""The web client's functions in the shapes that the scorers of the external cases call."""

from __future__ import annotations

from urllib.parse import urlsplit

from afterprint.model import NetworkPolicy
from afterprint.web import decode, fetch, guard

__all__ = ["decode", "fetch_body", "guard"]


def fetch_body(url: str, *, deadline_s: float, max_body: int, max_headers: int) -> bytes:
    """The decoded body behind a loopback `url`, asked for as the suite says: gzip and deflate, nothing else."""
    policy = NetworkPolicy(allow=("127.0.0.0/8",), ports=(urlsplit(url).port or 80,))
    return fetch(
        url,
        deadline_s=deadline_s,
        max_body=max_body,
        max_headers=max_headers,
        policy=policy,
        codings=("gzip", "deflate"),
    ).body
