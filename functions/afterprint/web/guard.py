"""Decides which addresses may be connected to (CWE-918, server-side request forgery).

The name of a hop is looked up once, every answer is vetted, and one bad answer refuses the hop. Whoever connects uses
the vetted addresses themselves, so that a second look-up cannot change anything.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from functools import lru_cache

from afterprint.errors import Blocked, FetchError
from afterprint.model import NetworkPolicy
from afterprint.web.parts import PORTS, Address, read_address

Resolver = Callable[[str], list[str]]
"""Looks a host name up: its addresses as text, or OSError."""

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

DEFAULT = NetworkPolicy()

# The IANA special-purpose registries (RFC 6890 and its updates), multicast and class E, and addresses that a cloud
# gives its own services out of public space. Written out, because what `ipaddress` calls global changes by release.
_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's platform services
        "169.254.0.0/16",  # link-local, and the clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Of IPv6 only global unicast is public at all; IPv4-mapped (::ffff:0:0/96) and NAT64 (64:ff9b::/96) lie outside it.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocol assignments: Teredo, benchmarking, ORCHID and others
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the former 6bone
        "3fff::/20",  # documentation
    )
)


def guard(url: str, resolver: Resolver, policy: NetworkPolicy = DEFAULT) -> list[str]:
    """The addresses, as text in the resolver's order, that may be connected to for this one hop.

    Raises Blocked where the address is not plain http(s), its port is neither 80, 443 nor one of `policy.ports`, or
    any answer is neither public nor inside one of `policy.allow`; FetchError "dns" where the name has no address.
    """
    return vet(url, permitted(url, policy), resolver, policy=policy)


def permitted(url: str, policy: NetworkPolicy) -> Address:
    """`url` in parts, if `policy` lets it be asked for as far as can be told without a look-up; else Blocked."""
    address = read_address(url)
    if address.port not in PORTS.values() and address.port not in policy.ports:
        raise Blocked(url, f"port {address.port} is not allowed")
    return address


def vet(url: str, address: Address, resolver: Resolver, *, policy: NetworkPolicy) -> list[str]:
    """Look the host up, once, and vet every answer; what `guard` does after the address itself was permitted."""
    answers = _answers(url, address, resolver, policy=policy)
    vetted = [_vetted(url, answer, policy=policy) for answer in answers]
    if not vetted:
        raise FetchError("dns", url, "the name has no address")
    return list(dict.fromkeys(vetted))


def system_resolver(host: str) -> list[str]:
    """The addresses that the operating system knows for `host`; raises OSError where there is none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that the codec refuses
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from error
    return [str(entry[4][0]) for entry in found]


def is_public(ip: IP) -> bool:
    """Whether this is a public unicast address."""
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in block for block in _REFUSED_V4)
    return ip in _GLOBAL_V6 and not any(ip in block for block in _REFUSED_V6)


def _answers(url: str, address: Address, resolver: Resolver, *, policy: NetworkPolicy) -> list[str]:
    if address.literal is not None:
        return [address.host]
    fixed = policy.fixed.get(address.host)
    if fixed is not None:
        return [fixed]
    try:
        return list(resolver(address.host))
    except OSError as error:
        raise FetchError("dns", url, str(error)) from error


def _vetted(url: str, answer: str, *, policy: NetworkPolicy) -> str:
    try:
        ip = ipaddress.ip_address(answer)
    except ValueError as error:
        raise Blocked(url, f"{answer!r} is not an IP address") from error
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id is not None:
        raise Blocked(url, f"{answer} carries a zone")
    if not is_public(ip) and not any(ip in block for block in _blocks(policy.allow)):
        raise Blocked(url, f"{answer} is not a public address")
    return str(ip)


@lru_cache(maxsize=16)
def _blocks(allow: tuple[str, ...]) -> tuple[Network, ...]:
    """The allowed CIDR blocks; an IPv4 block does not cover the IPv4-mapped IPv6 form of its addresses."""
    return tuple(ipaddress.ip_network(block) for block in allow)
