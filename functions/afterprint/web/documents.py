"""Tells, by label and first bytes, what can be no document to read: pictures, sound, archives, bodies still coded."""

from __future__ import annotations

_MEDIA = ("image/", "audio/", "video/", "font/")
_TYPES = frozenset({"application/pdf", "application/zip", "application/wasm"})
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"%PDF-", b"PK\x03\x04", b"wOFF", b"wOF2")
_CODED = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def is_unreadable(body: bytes, content_type: str | None) -> bool:
    """Whether this is a picture, sound, film, font or archive, by its Content-Type or by how it begins."""
    label = (content_type or "").partition(";")[0].strip().lower()
    return label.startswith(_MEDIA) or label in _TYPES or body.startswith(_SIGNATURES)


def is_still_coded(body: bytes, content_type: str | None) -> bool:
    """Whether a text is still compressed under its label: coded once more than was said.

    A body that is labelled as a compressed file or as mere bytes may be one, such as a gzipped sitemap.
    """
    label = (content_type or "").partition(";")[0].strip().lower()
    return (label.startswith("text/") or label == "application/xhtml+xml") and body.startswith(_CODED)
