"""Reading: from the bytes of a page to what the article says. Its parser is loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterprint.extract.article import extract_article

EXTRACTOR = "2"
"""The revision of the extractor; it changes whenever the same page could be read differently."""

__all__ = ["EXTRACTOR", "extract_article"]


def __getattr__(name: str) -> Any:
    if name == "extract_article":
        from afterprint.extract.article import extract_article

        return extract_article
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
