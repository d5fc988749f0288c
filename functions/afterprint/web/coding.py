"""Takes the content coding off a body (RFC 9110 §8.4), whole or not at all."""

from __future__ import annotations

import zlib

OFFERED = ("gzip", "deflate", "br")
"""The codings that can be taken off safely: bounded output, and an end of stream that can be seen.

Zstandard has no decoder in the standard library before Python 3.14, so it is not offered.
"""

_MAX_MEMBERS = 100
_GZIP = zlib.MAX_WBITS | 16
_ALIASES = {"x-gzip": "gzip"}  # RFC 9110 §8.4.1.3


class UnknownCoding(Exception):
    """A coding that was not offered, or several on top of each other."""


class DamagedCoding(Exception):
    """The coded stream is damaged, ends early, or is followed by something else."""


class TooLarge(Exception):
    """The decoded body is larger than the limit."""


def take_off(body: bytes, content_encoding: str | None, *, limit: int, offered: tuple[str, ...] = OFFERED) -> bytes:
    """`body` without its content coding; never more than `limit` bytes are decoded.

    Raises UnknownCoding, DamagedCoding or TooLarge. An empty body stays empty, whatever coding it claims.
    """
    names = [name.strip().lower() for name in (content_encoding or "").split(",")]
    names = [_ALIASES.get(name, name) for name in names if name not in ("", "identity")]
    if not names:
        return body
    if len(names) > 1 or names[0] not in offered:
        raise UnknownCoding(content_encoding)
    if not body:
        return body
    decoder = {"gzip": _gunzip, "deflate": _inflate, "br": _unbrotli}[names[0]]
    return decoder(body, limit)


def _gunzip(body: bytes, limit: int) -> bytes:
    """RFC 1952: one member or several; zlib checks each one's check sum and length."""
    decoded = bytearray()
    for _ in range(_MAX_MEMBERS):
        piece, body = _inflate_one(body, limit - len(decoded), window=_GZIP)
        decoded += piece
        if not body.strip(b"\0"):  # padding, as gzip(1) allows
            return bytes(decoded)
    raise DamagedCoding(f"more than {_MAX_MEMBERS} gzip members")


def _inflate(body: bytes, limit: int) -> bytes:
    """RFC 9110 §8.4.1.2: the zlib format; some servers send it without its wrapper."""
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    decoded, left = _inflate_one(body, limit, window=zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    if left:
        raise DamagedCoding("something follows the deflate stream")
    return decoded


def _inflate_one(body: bytes, limit: int, *, window: int) -> tuple[bytes, bytes]:
    """One stream, and what follows it."""
    stream = zlib.decompressobj(window)
    try:
        decoded = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise DamagedCoding(str(error)) from error
    if len(decoded) > limit:
        raise TooLarge
    if not stream.eof:
        raise DamagedCoding("the stream ends early")
    return decoded, stream.unused_data


def _unbrotli(body: bytes, limit: int) -> bytes:
    """RFC 7932."""
    import brotli  # only where a body needs it

    stream = brotli.Decompressor()
    decoded = bytearray()
    try:
        decoded += stream.process(body, output_buffer_limit=limit + 1)
        while not stream.is_finished() and not stream.can_accept_more_data() and len(decoded) <= limit:
            decoded += stream.process(b"", output_buffer_limit=limit + 1 - len(decoded))
    except brotli.error as error:
        raise DamagedCoding(str(error)) from error
    if len(decoded) > limit:
        raise TooLarge
    if not stream.is_finished():
        raise DamagedCoding("the stream ends early")
    return bytes(decoded)
