"""From the file to the Watchlist: size and encoding, TOML, each table in turn, then what must hold between them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from afterprint.errors import Mistake, WatchlistError
from afterprint.model import NetworkPolicy, Search, Source, TextPolicy, Watchlist
from afterprint.watchlist import checks
from afterprint.watchlist.across import check_addresses, check_gaps, check_unique
from afterprint.watchlist.lines import Lines
from afterprint.watchlist.table import Notes, Table

MAX_BYTES = 5_000_000
LONGEST_MINUTES = 40 * 24 * 60
LONGEST_GAP_SECONDS = 3600
LONGEST_WATCH_DAYS = 3650
LONGEST_LOOKBACK_DAYS = 365

_AT_LINE = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_REMEDIES = {
    "Unescaped '\\'": "write expressions in single quotes, where a backslash is a backslash: '/\\d+/'",
    "Cannot overwrite": "write each key once in its table",
    "Cannot declare": "write each table once; of [[source]] and [[search]], in two brackets, there may be many",
    "Cannot mutate": "write each table once, in one place",
    "Invalid value": "write texts in quotation marks, numbers and true or false without them",
    "Unclosed array": "close the list with ], and put a comma between its values",
    "Expected ']'": "close the table's name with ], or ]] where it began with [[",
    "Expected \"'": "close the text with the quotation mark that it began with",
    "Unterminated string": "close the text with the quotation mark that it began with",
    "Expected '='": 'write key = value, such as contact = "https://edits.example.org/about"',
    "Invalid statement": 'write key = value, [table], or a comment behind a "#"',
}


def load_watchlist(path: Path) -> Watchlist:
    """The watchlist in this file (UTF-8, at most 5 MB). Raises WatchlistError, as `read_watchlist` does."""
    name = str(path)
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise _unusable(name, "there is no such file", "name the watchlist with --watchlist") from error
    except IsADirectoryError as error:
        raise _unusable(name, "this is a folder", "name the file in it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        why = getattr(error, "strerror", None) or str(error)
        raise _unusable(name, f"it cannot be read ({why})", "see to it that this user may read the file") from error
    if len(body) > MAX_BYTES:
        raise _unusable(name, f"it is larger than {MAX_BYTES:,} bytes", "split it, and watch the parts separately")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        what = f"it is not UTF-8 text (line {line} holds byte 0x{body[error.start]:02x})"
        raise _unusable(name, what, "save it as UTF-8") from error
    return read_watchlist(text, name)


def read_watchlist(text: str, name: str) -> Watchlist:
    """The watchlist that the TOML text says. Raises WatchlistError with every mistake in it; `name` is the file's."""
    document = _document(text.removeprefix("\ufeff"), name)
    notes = Notes(Lines.of(text.removeprefix("\ufeff")))
    watchlist = _watchlist(Table(document, (), notes), notes)
    if notes.mistakes:
        raise WatchlistError(name, tuple(notes.mistakes))
    return watchlist


def _unusable(name: str, what: str, remedy: str) -> WatchlistError:
    return WatchlistError(name, (Mistake(0, what, remedy),))


def _document(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _unusable(name, "its lists are nested too deeply", "write lists of plain values") from error
    except tomllib.TOMLDecodeError as error:
        _refuse_toml(error, text=text, name=name)
    except ValueError as error:
        raise _unusable(name, "a number in it has thousands of digits", "write a shorter one") from error


def _refuse_toml(error: tomllib.TOMLDecodeError, *, text: str, name: str) -> NoReturn:
    match = _AT_LINE.fullmatch(str(error))
    what, line = (match["what"], match["line"]) if match else (str(error), "0")
    place = f", column {match['column']}" if match and line else ""
    remedy = next((told for start, told in _REMEDIES.items() if what.startswith(start)), "see toml.io for how it goes")
    last = text.rstrip().count("\n") + 1
    mistake = Mistake(int(line) if line else last, f"this is not TOML: {what}{place}", remedy)
    raise WatchlistError(name, (mistake,)) from error


# ── the tables ───────────────────────────────────────────────────────────────────────────────────────


def _watchlist(root: Table, notes: Notes) -> Watchlist:
    own = root.table("afterprint", example="[afterprint] above its keys")
    contact = own.text("contact", required=_under("contact", "https://edits.example.org/about"), check=checks.contact)
    tag = own.text("tag", required=_under("tag", "edits.example.org,2026"), check=checks.tag)
    site_url = own.text("site_url", check=checks.site_url)
    publish = root.table("publish", example="[publish] above its keys")
    policy = publish.text("text", default=TextPolicy.CHANGES.value, check=checks.text_policy)
    noindex = publish.flag("noindex", default=True)
    source_tables = root.tables("source")
    sources = tuple(_source(table) for table in source_tables)
    search_tables = root.tables("search")
    searches = tuple(_search(table) for table in search_tables)
    network_table = root.table("network", example="[network] above its keys")
    network = _network(network_table)
    for table in (root, own, publish, network_table):
        table.finish()
    if not root.holds("source"):
        root.wrong("", "there is no [[source]]", "add one, with id, name and feeds, sitemaps or articles")
    check_unique("id", source_tables, [source.id for source in sources])
    check_unique("name", search_tables, [search.name for search in searches])
    check_addresses(source_tables, sources, notes=notes)
    check_gaps(source_tables, sources, network=network)
    return Watchlist(
        contact=contact,
        tag=tag,
        site_url=site_url,
        text=TextPolicy(policy),
        noindex=noindex,
        sources=sources,
        searches=searches,
        network=network,
    )


def _under(key: str, example: str) -> str:
    return f'write {key} = "{example}" under [afterprint]'


def _source(table: Table) -> Source:
    address = "https://north-herald.example/"
    source = Source(
        id=table.text("id", required='write id = "north-herald", the name of its folder', check=checks.source_id),
        name=table.text("name", required='write name = "North Herald", as readers know it', check=checks.name),
        feeds=table.texts("feeds", example=f"{address}rss", check=checks.web_address),
        sitemaps=table.texts("sitemaps", example=f"{address}news-sitemap.xml", check=checks.web_address),
        articles=table.texts("articles", example=f"{address}one-article", check=checks.web_address),
        include=table.texts("include", example="/news/", check=checks.pattern),
        exclude=table.texts("exclude", example="/sport/", check=checks.pattern),
        min_gap_seconds=table.number("min_gap_seconds", default=1, low=0, high=LONGEST_GAP_SECONDS),
        feed_minutes=_minutes(table, "feed_minutes", default=10),
        first_check_minutes=_minutes(table, "first_check_minutes", default=30),
        second_look_minutes=_minutes(table, "second_look_minutes", default=5),
        watch_days=table.number("watch_days", default=40, low=1, high=LONGEST_WATCH_DAYS),
        lookback_days=table.number("lookback_days", default=2, low=0, high=LONGEST_LOOKBACK_DAYS),
        cosmetic=table.flag("cosmetic", default=False),
        honour_noarchive=table.flag("honour_noarchive", default=True),
    )
    if not table.holds("feeds", "sitemaps", "articles"):
        table.wrong(
            "", "nothing to watch is named", f'write feeds = ["{address}rss"], sitemaps = […] or articles = […]'
        )
    table.finish()
    return source


def _minutes(table: Table, key: str, *, default: float) -> float:
    return table.number(key, default=default, low=1, high=LONGEST_MINUTES)


def _search(table: Table) -> Search:
    name = table.text("name", required='write name = "climate", the name of its folder', check=checks.plain_id)
    query = table.text("query", required="write query = 'climate OR emissions'", check=checks.query)
    table.finish()
    return Search(name=name, query=query)


def _network(table: Table) -> NetworkPolicy:
    allow = table.texts("allow", example="127.0.0.0/8", check=checks.block)
    ports = table.numbers("ports", low=1, high=65535, example="8080")
    example = '{ "north-herald.test" = "127.0.0.2" }'
    hosts = table.table("hosts", example=f"hosts = {example}")
    return NetworkPolicy(allow=allow, ports=ports, hosts=_hosts(hosts, example))


def _hosts(table: Table, example: str) -> tuple[tuple[str, str], ...]:
    fixed: list[tuple[str, str]] = []
    for name, address in table.entries(f"write hosts = {example}"):
        wrong_name, wrong_address = checks.host_name(name), checks.ip_address(address)
        if wrong_name:
            table.wrong(name, f"hosts: {name!r} {wrong_name.what}", wrong_name.remedy)
        if wrong_address:
            table.wrong(name, f"hosts: {address!r} {wrong_address.what}", wrong_address.remedy)
        if not wrong_name and not wrong_address:
            fixed.append((name, address))
    return tuple(fixed)
