"""Conditional requests and the validators they live by (RFC 9110 §8.8, §13)."""

from __future__ import annotations

import re

from afterprint.model import Validators

_SENDABLE = re.compile(r"[\t\x20-\x7e\x80-\xff]+")


def conditions(validators: Validators | None, url: str) -> dict[str, str]:
    """The conditional header fields that these validators allow for this very URL, byte for byte."""
    if validators is None or validators.url != url:
        return {}
    pairs = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in pairs.items() if value and _SENDABLE.fullmatch(value)}


def given(url: str, fields: dict[str, str]) -> Validators | None:
    """The validators that a 200 of `url` brought, None where it brought none."""
    etag, last_modified = fields.get("etag") or None, fields.get("last-modified") or None
    if etag is None and last_modified is None:
        return None
    return Validators(url=url, etag=etag, last_modified=last_modified)


def renewed(sent: Validators, fields: dict[str, str]) -> Validators:
    """What was sent, with whatever a 304 replaced (RFC 9111 §4.3.4)."""
    return Validators(
        url=sent.url,
        etag=fields.get("etag") or sent.etag,
        last_modified=fields.get("last-modified") or sent.last_modified,
    )
