"""Reading OPML: the feeds that somebody subscribes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from afterprint.errors import BadFeed

MAX_SOURCES = 10_000


@dataclass(frozen=True, kw_only=True)
class OpmlSource:
    """One outline that names a feed; addresses as written."""

    title: str
    feed_url: str
    html_url: str | None = None


def read_opml(body: bytes) -> tuple[OpmlSource, ...]:
    """Every feed in an OPML document, folders unfolded, each address once. Raises BadFeed for anything else."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFeed("", f"not OPML: {error}") from error
    try:
        return _sources(root)
    except UnicodeDecodeError as error:  # lxml hands out lone surrogates that recovery let through only like this
        raise BadFeed("", "not OPML: characters that are none") from error


def _sources(root: Any) -> tuple[OpmlSource, ...]:
    if root is None or not isinstance(root.tag, str) or root.tag.rpartition("}")[2].lower() != "opml":
        raise BadFeed("", "not OPML: its root is no <opml>")
    found: dict[str, OpmlSource] = {}
    for outline in root.iter("{*}outline"):
        said = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
        address = said.get("xmlurl", "")
        if address and len(found) < MAX_SOURCES:
            title = said.get("title") or said.get("text") or address
            found.setdefault(address, OpmlSource(title=title, feed_url=address, html_url=said.get("htmlurl") or None))
    return tuple(found.values())
