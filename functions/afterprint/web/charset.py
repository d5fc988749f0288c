"""Decodes a page as browsers do (WHATWG HTML §13.2.3.2), and a little better where its label is plainly wrong."""

from __future__ import annotations

import codecs
import re

from afterprint.web.charset_labels import MULTI_BYTE, UTF_16, codec_of

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r""";\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,"']+))""", re.IGNORECASE)
_PRESCAN = 4_096  # the standard looks at 1,024 bytes; many heads are longer, and a later label is still a label
_DECLARED = re.compile(
    rb"""<!--.*?(?:-->|\Z) | <meta[\s/](?P<meta>(?:[^>"']|"[^"]*"|'[^']*')*)> | <body[\s>]
    | <\?xml\s[^>]*?\bencoding\s*=\s*["'](?P<xml>[\w.:-]+)["']""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(rb"""([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_IN_CONTENT = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ISO_2022_JP = re.compile(rb"\x1b\$[@B][\x21-\x7e]{2}")  # its shift into JIS X 0208, which nothing else has
_HIGH = re.compile(rb"[\x80-\xff]")

# How many multi-byte characters of valid UTF-8 prove that a label is wrong. In a single-byte encoding three of them in
# a row of no others mean nothing; in a double-byte one, six do by chance once in a hundred thousand pages.
_PROOF = 3
_PROOF_MULTI_BYTE = 6


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of `body`, without its byte order mark; a byte that cannot be read becomes U+FFFD. Never raises.

    In order: byte order mark, charset of `content_type` (a Content-Type value), the page's own declaration (meta or
    XML), UTF-8 where all of it is valid, and a guess from the bytes. Labels are those of the WHATWG Encoding Standard.
    A label is passed over only where the bytes prove it wrong.
    """
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return _read(body[len(bom) :], codec)
    return _read(body, _codec(body, content_type))


def _read(body: bytes, codec: str) -> str:
    if codec == "gb18030":  # the standard reads a lone 0x80 as the euro sign
        from w3lib.encoding import to_unicode

        return to_unicode(body, codec)
    return body.decode(codec, "replace")


def _codec(body: bytes, content_type: str | None) -> str:
    labels = [codec for codec in (_from_header(content_type), _declared(body)) if codec]
    labels = [codec for codec in labels if codec not in UTF_16 or b"\0" in body[:1024]]
    label = labels[0] if labels else None
    if label in UTF_16:
        return label
    if unmarked := _unmarked_utf16(body):
        return unmarked
    if label is None and _ISO_2022_JP.search(body):
        return "iso2022_jp"
    if _is_utf8(body):
        return "utf-8" if label is None or _proves_utf8(body, label) else label
    if label == "utf-8":
        return label if _is_damaged_utf8(body) else _other_than_utf8(body, labels[1:])
    return label or _guess(body)


def _from_header(content_type: str | None) -> str | None:
    for match in _HEADER.finditer(content_type or ""):
        codec = codec_of(next(group for group in match.groups() if group is not None))
        if codec:
            return codec
    return None


def _declared(body: bytes) -> str | None:
    """The encoding that the page names in its first meta or XML declaration with a known label."""
    for match in _DECLARED.finditer(body[:_PRESCAN]):
        if match[0][:5].lower() == b"<body":
            return None
        label = match["xml"] or (_from_meta(match["meta"]) if match["meta"] is not None else None)
        codec = codec_of(label.decode("ascii", "replace")) if label else None
        if codec in UTF_16:  # it could be read as ASCII, so it is not that
            return "utf-8"
        if codec:
            return codec
    return None


def _from_meta(attributes: bytes) -> bytes | None:
    found: dict[bytes, bytes] = {}
    for name, *values in _ATTRIBUTE.findall(attributes):
        found.setdefault(name.lower(), next(filter(None, values), b""))
    if found.get(b"charset"):
        return found[b"charset"].strip()
    if found.get(b"http-equiv", b"").strip().lower() != b"content-type":
        return None
    match = _IN_CONTENT.search(found.get(b"content", b""))
    return match[1] if match else None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _proves_utf8(body: bytes, label: str) -> bool:
    """Whether valid UTF-8 under another label holds so many characters beyond ASCII that it cannot be chance."""
    if label in ("utf-8", "iso2022_jp"):
        return label == "utf-8"
    wanted = _PROOF_MULTI_BYTE if label in MULTI_BYTE else _PROOF
    return sum(1 for _ in zip(range(wanted), _UTF8_CHARACTER.finditer(body), strict=False)) == wanted


def _is_damaged_utf8(body: bytes) -> bool:
    """Whether this is UTF-8 with bad bytes in it, rather than no UTF-8 at all."""
    characters = _UTF8_CHARACTER.findall(body)
    bad = len(_HIGH.findall(body)) - sum(map(len, characters))
    return bad < _PROOF or bad <= len(characters)


def _other_than_utf8(body: bytes, others: list[str]) -> str:
    for codec in others:
        try:
            body.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec != "utf-8":
            return codec
    return _guess(body)


def _unmarked_utf16(body: bytes) -> str | None:
    """UTF-16 without its mark, which markup betrays: every other byte of it is zero."""
    head = body[:64]
    if len(head) < 16 or head.count(0) < len(head) * 0.45:
        return None
    if not any(head[::2]) or not any(head[1::2]):
        return "utf-16-be" if not any(head[::2]) else "utf-16-le"
    return None


def _guess(body: bytes) -> str:
    from afterprint.web.charset_guess import guess  # rarely needed, and its library is slow to load

    return guess(body)
