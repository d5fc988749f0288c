"""Reads an HTTP/1.1 answer to a GET, strictly (RFC 9112): what is not framed as agreed is refused, never guessed at."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

from afterprint.web.deadline import Deadline
from afterprint.web.inflow import Ended, Inflow, TooLong

MAX_FIELDS = 200
_STATUS_LINE = re.compile(rb"HTTP/1\.([0-9]) +([1-9][0-9]{2})(?:[ \t][^\r\n\0]*)?\r?\n")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\0-\x08\n-\x1f\x7f]*)\r?\n")
_FOLDED = re.compile(rb"[ \t]+([^\0-\x08\n-\x1f\x7f]*)\r?\n")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHUNK_LINE = 4_096
_BLANK = (b"\r\n", b"\n")
_WITHOUT_BODY = frozenset({204, 304})


class NotHTTP(Exception):
    """The answer is not HTTP/1.x as RFC 9112 frames it, or its header is beyond the limits."""


class NoAnswer(Ended):
    """The connection ended before a byte of the answer came."""


class BodyTooLarge(Exception):
    """The body is, or says it is, larger than the limit."""


@dataclass(frozen=True)
class Limits:
    """What one answer may cost: bytes of its header, trailers and interim answers included, and of its body."""

    headers: int
    body: int


class Answer:
    """One answer on a connection to `sock`.

    `fields` has lower-case names; values are decoded as ISO-8859-1, so that they can be sent back byte for byte, and
    repeated fields are joined by ", " (RFC 9110 §5.3). All methods raise TimeoutError at the deadline, Ended where the
    connection ends before the answer does.
    """

    def __init__(self, sock: socket.socket, *, deadline: Deadline, limits: Limits) -> None:
        self.status = 0
        self.fields: dict[str, str] = {}
        self.will_close = True
        self._inflow = Inflow(sock, deadline)
        self._left = limits.headers
        self._limits = limits

    def begin(self) -> None:
        """Read the head, passing over interim answers (1xx); raises NotHTTP where it is none."""
        version = b"1"
        while self.status < 200 and self.status != 101:
            version, status = self._status_line()
            self.status = int(status)
            self.fields = self._read_fields()
        tokens = {token.strip() for token in self.fields.get("connection", "").lower().split(",")}
        self.will_close = version == b"0" or "close" in tokens

    def body(self) -> bytes:
        """The whole body, without its transfer coding; its content coding is still on.

        Raises NotHTTP where the framing is damaged or ambiguous, BodyTooLarge beyond the limit.
        """
        if self.status in _WITHOUT_BODY:
            return b""
        coding = self.fields.get("transfer-encoding")
        if coding is not None:
            return self._chunked(coding)
        length = self._content_length()
        if length is None:
            self.will_close = True
            return self._to_the_end()
        if length > self._limits.body:
            raise BodyTooLarge
        return self._inflow.exactly(length)

    @property
    def is_reusable(self) -> bool:
        """Whether, the body read, the connection stands at the start of a next answer."""
        return not self.will_close and self._inflow.is_empty

    def _status_line(self) -> tuple[bytes, bytes]:
        line = self._head_line()
        match = _STATUS_LINE.fullmatch(line)
        if match is None:
            raise NotHTTP("no status line")
        return match[1], match[2]

    def _read_fields(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        name = ""
        for _ in range(MAX_FIELDS + 1):
            line = self._head_line()
            if line in _BLANK:
                return fields
            if name and (folded := _FOLDED.fullmatch(line)):  # RFC 9112 §5.2: to be read as a space
                fields[name] = f"{fields[name]} {_text(folded[1])}".strip()
                continue
            match = _FIELD.fullmatch(line)
            if match is None:
                raise NotHTTP("a malformed header field")
            name, value = match[1].decode("ascii").lower(), _text(match[2])
            fields[name] = f"{fields[name]}, {value}" if name in fields else value
        raise NotHTTP(f"more than {MAX_FIELDS} header fields")

    def _head_line(self) -> bytes:
        try:
            line = self._inflow.line(self._left)
        except TooLong:
            raise NotHTTP(f"the header is larger than {self._limits.headers} bytes") from None
        except Ended as error:
            if self._left == self._limits.headers and self._inflow.is_empty:
                raise NoAnswer(str(error)) from error
            raise
        self._left -= len(line)
        return line

    def _content_length(self) -> int | None:
        """RFC 9112 §6.3: the same value repeated is one value; anything else but digits is an error."""
        text = self.fields.get("content-length")
        if text is None:
            return None
        values = {value.strip() for value in text.split(",")}
        value = values.pop()
        if values or not re.fullmatch(r"[0-9]{1,30}", value):
            raise NotHTTP("an ambiguous Content-Length")
        return int(value)

    def _chunked(self, coding: str) -> bytes:
        if coding.strip().lower() != "chunked":
            raise NotHTTP("a transfer coding other than chunked")
        if "content-length" in self.fields:  # chunked rules, but whoever sends both is not trusted with a second answer
            self.will_close = True
        body = bytearray()
        while size := self._chunk_size():
            if len(body) + size > self._limits.body:
                raise BodyTooLarge
            body += self._inflow.exactly(size)
            if self._inflow.exactly(2) != b"\r\n":
                raise NotHTTP("a chunk is longer than its size")
        self._read_fields()  # trailers, of which none is used
        return bytes(body)

    def _chunk_size(self) -> int:
        try:
            match = _CHUNK_SIZE.fullmatch(self._inflow.line(_CHUNK_LINE))
        except TooLong:
            match = None
        if match is None:
            raise NotHTTP("no chunk size")
        return int(match[1], 16)

    def _to_the_end(self) -> bytes:
        try:
            return self._inflow.rest(self._limits.body)
        except TooLong:
            raise BodyTooLarge from None


def _text(value: bytes) -> str:
    return value.decode("latin-1").strip(" \t")
