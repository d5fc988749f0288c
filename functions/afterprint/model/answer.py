"""What the web answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What a conditional request may send back, byte for byte (RFC 9110 §8.8), and for which URL."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A whole, decoded answer.

    `status` is 2xx or 304, or 3xx when `moved_to` is set: a redirect to another host, which is not followed in
    place. `headers` has lower-case names. `body` is decoded of its content coding, empty for 304. `permanent_url`
    is the last address that a chain of only permanent redirects (301, 308) led to, else None.
    """

    url: str
    final_url: str
    status: int
    headers: dict[str, str]
    body: bytes
    validators: Validators | None = None
    permanent_url: str | None = None
    moved_to: str | None = None

    @property
    def not_modified(self) -> bool:
        return self.status == 304

    @property
    def content_type(self) -> str | None:
        return self.headers.get("content-type")
