"""What must hold between the tables of a watchlist: nothing is named twice, and haste needs the owner's own hosts."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from afterprint.errors import BadURL
from afterprint.model import NetworkPolicy, Source
from afterprint.watchlist.table import Notes, Table
from afterprint.web.address import canonical_url, resolve_url


def check_unique(key: str, tables: Sequence[Table], values: Sequence[str]) -> None:
    """Note each value of `key` that an earlier table has, too; "" stands for none."""
    first: dict[str, Table] = {}
    for table, value in zip(tables, values, strict=True):
        if value and value in first:
            table.wrong(key, f"{key} {value!r} is taken (line {first[value].line(key)})", "give each one its own")
        elif value:
            first[value] = table


def check_addresses(tables: Sequence[Table], sources: Sequence[Source], *, notes: Notes) -> None:
    """Note each address that is listed twice, in one source or two: an article belongs to one source."""
    first: dict[str, tuple[int, int]] = {}
    for number, table in enumerate(tables):
        for path, address in table.listed("feeds", "sitemaps", "articles"):
            spelled = _spelled(address, is_page=path[-2] == "articles")
            if spelled is None:
                continue
            line = notes.line(path)
            if spelled not in first:
                first[spelled] = number, line
                continue
            other, there = first[spelled]
            whose = "this source" if other == number else sources[other].id or "another source"
            what = f"{path[-2]}: {address!r} is listed by {whose} already (line {there})"
            notes.add(path, what, "list it once: an address belongs to one source")


def _spelled(address: str, *, is_page: bool) -> str | None:
    """The one spelling of an address: of articles as they are known, of feeds and sitemaps as they are fetched, since
    what is a tracker in an article's address may choose the feed."""
    try:
        return canonical_url(address) if is_page else resolve_url(address).partition("#")[0]
    except BadURL:
        return None  # noted when it was read


def check_gaps(tables: Sequence[Table], sources: Sequence[Source], *, network: NetworkPolicy) -> None:
    """Note each gap below a second of a source that is not altogether the owner's own."""
    for table, source in zip(tables, sources, strict=True):
        if source.min_gap_seconds >= 1:
            continue
        for address in (*source.feeds, *source.sitemaps, *source.articles):
            if not _is_allowed(address, network):
                what = (
                    f"min_gap_seconds = {source.min_gap_seconds:g} is below 1, and {address} is not an address of yours"
                )
                table.wrong("min_gap_seconds", what, "write 1 or more; less only for addresses under [network] allow")
                break


def _is_allowed(address: str, network: NetworkPolicy) -> bool:
    """Whether the address lies at an IP address that the owner allowed: its own, or the one its host is fixed to."""
    host = (urlsplit(resolve_url(address)).hostname or "").strip("[]")
    try:
        ip = ipaddress.ip_address(network.fixed.get(host, host))
    except ValueError:
        return False
    return any(ip in ipaddress.ip_network(block) for block in network.allow)
