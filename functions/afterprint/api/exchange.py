"""Requests and responses, without a word of whoever carries them."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from afterprint.codec import encode_row

JSON = "application/json; charset=utf-8"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
HTML = "text/html; charset=utf-8"

KEPT_SECONDS = 300
"""For how long an answer may be kept by whoever stands in between."""

MOST_BYTES = 4_000_000
"""Of an answer's body; whoever carries it takes no more than 6 MB."""

LONGEST_QUERY = 8192


@dataclass(frozen=True, kw_only=True)
class Request:
    """A GET: `path` begins with a slash; `query` is what stands behind the question mark, as it was sent."""

    path: str
    query: str = ""

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Names and values in their order, decoded; empty values too."""
        return parse_qsl(self.query, keep_blank_values=True, errors="replace")


@dataclass(frozen=True, kw_only=True)
class Response:
    """An answer: `headers` are those of its own, beside what every answer carries."""

    status: HTTPStatus
    body: bytes = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def all_headers(self) -> dict[str, str]:
        """Every header but those of length and date."""
        return {
            "Content-Type": self.content_type,
            "Cache-Control": f"public, max-age={KEPT_SECONDS}",
            "X-Robots-Tag": "noindex",
            **self.headers,
        }


class Refused(Exception):
    """A request that is answered by a problem (RFC 9457): `detail` says what is wrong, `remedy` what would be right."""

    def __init__(self, status: HTTPStatus, detail: str, *, parameter: str = "", remedy: str = "") -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.parameter = parameter
        self.remedy = remedy


def bad_parameter(name: str, detail: str, remedy: str) -> Refused:
    """That the value of a parameter cannot be used."""
    return Refused(HTTPStatus.BAD_REQUEST, detail, parameter=name, remedy=remedy)


def answered(body: dict[str, Any], *, content_type: str = JSON) -> Response:
    return Response(status=HTTPStatus.OK, body=encode_row(body), content_type=content_type)


def page(body: bytes, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(status=status, body=body, content_type=HTML)


def problem(refused: Refused) -> Response:
    """A problem as RFC 9457 has it; `parameter` and `remedy` are members of our own, left out where empty."""
    members = {
        "type": "about:blank",
        "title": refused.status.phrase,
        "status": refused.status.value,
        "detail": refused.detail,
        "parameter": refused.parameter,
        "remedy": refused.remedy,
    }
    body = encode_row({name: value for name, value in members.items() if value != ""})
    return Response(status=refused.status, body=body, content_type=PROBLEM)
