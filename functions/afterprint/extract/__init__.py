"""Reading: from the bytes of a page to what the article says."""

from afterprint.extract.article import extract_article

EXTRACTOR = "1"
"""The revision of the extractor; it changes whenever the same page could be read differently."""

__all__ = ["EXTRACTOR", "extract_article"]
