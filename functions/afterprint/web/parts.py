"""Takes a web address apart, strictly: what two parsers could read differently is refused, not repaired."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote

from afterprint.errors import Blocked

PORTS = {"http": 80, "https": 443}

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_FORM = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # what the C resolver takes for a part of an IPv4 address
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_KEPT_AS_WRITTEN = "%/:?#[]@!$&'()*+,;=~-._"


@dataclass(frozen=True)
class Address:
    """An http(s) address in parts.

    `host` is a name in lower-case ASCII without its last dot, or an IP address in plain form without brackets;
    `target` is path and query, percent-encoded, as the request line takes it (RFC 9112 §3.2.1).
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def lane(self) -> tuple[str, int | None]:
        """Host and port, the port None where it is 80 or 443: http and https of a host share a lane."""
        return self.host, None if self.port in PORTS.values() else self.port

    @property
    def literal(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """The IP address, where the host is one."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


def read_address(url: str) -> Address:
    """`url` in parts; raises Blocked where it is no plain http or https address.

    Refused: other schemes, credentials, controls and line breaks anywhere, backslashes before the query, percent signs
    and spaces in the host, zones, empty or over-long labels, ports that are not plain digits, and IPv4 addresses in
    any form but four decimal parts, also where they appear only once the name is mapped by IDNA (UTS #46).
    """
    if _CONTROL.search(url):
        raise Blocked(url, "a control character in the address")
    match = _FORM.match(url)
    if match is None:
        raise Blocked(url, "not an http or https address")
    authority, rest = match["authority"], match["rest"]
    if "\\" in authority or "\\" in rest.partition("?")[0]:
        raise Blocked(url, "a backslash in the address")
    if "@" in authority:
        raise Blocked(url, "credentials in the address")
    scheme = match["scheme"].lower()
    host, port = _host_and_port(url, authority)
    return Address(scheme, host, PORTS[scheme] if port is None else port, _target(url, rest))


def _host_and_port(url: str, authority: str) -> tuple[str, int | None]:
    if authority.startswith("["):
        inside, closed, after = authority[1:].partition("]")
        if not closed or (after and not after.startswith(":")):
            raise Blocked(url, "the host is malformed")
        return _ipv6(url, inside), _port(url, after[1:])
    host, _, port = authority.partition(":")
    return _name(url, host), _port(url, port)


def _port(url: str, text: str) -> int | None:
    if not text:
        return None
    if not _PORT.fullmatch(text) or int(text) > 65_535:
        raise Blocked(url, "the port is not a plain number")
    return int(text)


def _ipv6(url: str, text: str) -> str:
    try:
        if "%" in text:
            raise ValueError("a zone")
        return str(ipaddress.IPv6Address(text))
    except ValueError as error:
        raise Blocked(url, "not an IPv6 address without a zone") from error


def _name(url: str, text: str) -> str:
    host = text.lower() if text.isascii() else _to_ascii(url, text)
    dotless = host.removesuffix(".")
    labels = dotless.split(".")
    if len(dotless) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Blocked(url, "not a host name")
    if not _NUMBER.fullmatch(labels[-1]):
        return dotless
    try:
        plain = str(ipaddress.IPv4Address(dotless))
    except ValueError as error:
        raise Blocked(url, "a number for a host") from error
    if text != plain:
        raise Blocked(url, "an IPv4 address in an odd notation")
    return plain


def _to_ascii(url: str, text: str) -> str:
    from ada_url import idna_to_ascii  # only for the few names that need it

    mapped = idna_to_ascii(text).decode("ascii", "replace")
    if not mapped:
        raise Blocked(url, "not a host name")
    return mapped


def _target(url: str, rest: str) -> str:
    try:
        return quote(rest if rest.startswith("/") else f"/{rest}", safe=_KEPT_AS_WRITTEN)
    except UnicodeEncodeError as error:
        raise Blocked(url, "a lone surrogate in the address") from error
