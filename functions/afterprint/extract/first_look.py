"""A cheap look at a page: by its digest, one that prints the same words as before is known without being read.

Nothing is parsed here: the bytes are cut at their tags in linear time, whatever they hold, so this needs no cage.
What might be read otherwise only ever makes the digest differ, and then the page is read in full.
"""

from __future__ import annotations

import hashlib
import re

_OPENING = re.compile(rb"<(?:!--|(style|script|noscript|template|svg)(?=[\s/>])([^>]*)>)", re.IGNORECASE)
_CLOSING = {
    name: re.compile(rb"</" + name + rb"(?=[\s/>])", re.IGNORECASE)
    for name in (b"style", b"script", b"noscript", b"template", b"svg")
}
_HEAD_TAG = re.compile(rb"<(?:meta|link)(?=[\s/])[^>]*>", re.IGNORECASE)
_STRUCK = re.compile(rb"<(/?(?:del|ins|s|strike)(?=[\s/>]))[^>]*>", re.IGNORECASE)  # may be struck out
_TAG_STARTS = frozenset(b"/!?abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CANONICAL = re.compile(rb"\bcanonical\b", re.IGNORECASE)
_READ_META = re.compile(
    rb"\b(?:property|name|itemprop|http-equiv)\s*=\s*[\"']?\s*(?:og:(?!image|video|audio)|article:|author|byl|dc|parsely"
    rb"|sailthru|twitter:title|date|pub|title|description|robots|headline|content-|language|inlanguage|refresh)",
    re.IGNORECASE,
)
_CHANGE_TIME = re.compile(rb"=\s*[\"']?[^\"'>]*(?:modified|updated_time|lastmod)", re.IGNORECASE)
_CHANGE_TIME_FIELD = re.compile(rb"\"dateModified\"\s*:\s*\"[^\"]{0,60}\"")
_BREAK = b"<!>"


def page_digest(body: bytes, content_type: str | None = None) -> str:
    """16 hex digits, equal for two pages only where both print the same words in the same order.

    The words include title, JSON-LD and those meta elements that are read for an article; declared times of the last
    change are left out, as no version is made of them. Scripts, styles, attributes and white space do not count;
    bytes are compared, not characters, so a page that is sent in another charset has another digest.
    """
    page = _readable(body.replace(b"\0", b""))
    head = b"\n".join(tag for tag in _HEAD_TAG.findall(page) if _is_read(tag))
    text = _words(_STRUCK.sub(rb" \1 ", page))
    digest = hashlib.sha256((content_type or "").strip().lower().encode("utf-8", "surrogatepass"))
    for part in (head, text):
        digest.update(b"\0\0" + part)
    return digest.hexdigest()[:16]


def _readable(body: bytes) -> bytes:
    """The page without comments and what is not read of it; JSON-LD stays. What is not closed ends with the page."""
    kept: list[bytes] = []
    place = 0
    while (opening := _OPENING.search(body, place)) is not None:
        kept += (body[place : opening.start()], _BREAK)
        if not opening[1]:
            end = body.find(b"-->", opening.start() + 2)
            place = len(body) if end < 0 else end + 3
            continue
        closing = _CLOSING[opening[1].lower()].search(body, opening.end())
        place = len(body) if closing is None else closing.start()
        if b"ld+json" in opening[2].lower():
            declared = _CHANGE_TIME_FIELD.sub(b"", body[opening.end() : place])
            kept += (declared.replace(b"<", b" "), _BREAK)
    kept.append(body[place:])
    return b"".join(kept)


def _words(page: bytes) -> bytes:
    """What stands between the tags, each run of white space one space; a NUL where a tag alone parts two words."""
    first, *rest = page.split(b"<")
    pieces = [first]
    for each in rest:
        if each and each[0] in _TAG_STARTS:
            pieces.append(each.partition(b">")[2])
        else:
            pieces.append(b"&lt;" + each)
    parted = b" ".join(b"\0".join(filter(None, pieces)).split())
    return b" ".join(parted.replace(b"\0 ", b" ").replace(b" \0", b" ").split())


def _is_read(tag: bytes) -> bool:
    """Whether a meta or link element says something that an article's text is read from."""
    if tag[1:5].lower() == b"link":
        return _CANONICAL.search(tag) is not None
    return _READ_META.search(tag) is not None and _CHANGE_TIME.search(tag) is None
