"""The watchlist: TOML to Sources, every mistake at once with its line, what is wrong and what would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from afterprint.errors import BadQuery, BadURL, Mistake, WatchlistError
from afterprint.model import NetworkPolicy, Search, Source, TextPolicy, Watchlist
from afterprint.toml_lines import Place, lines_of
from afterprint.web.address import canonical_url, resolve_url

MAX_BYTES = 5 * 1024 * 1024
MAX_EXPRESSION = 1_000
DAYS = 24 * 60.0
RESERVED = frozenset({"feeds", "searches", "search", "api", "static", "about", "sources", "index", "404"})
ID = re.compile(r"[a-z0-9-]{1,40}")
YEAR = re.compile(r"\d{4}")
TAG = re.compile(
    r"""
      (?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*  # a domain name …
    | [A-Za-z0-9._-]+@[A-Za-z0-9.-]+                                                             # … or a mail address
    """,
    re.VERBOSE,
)
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
MAIL = re.compile(r"(?:mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")

RANGES: dict[str, tuple[float, float, str]] = {
    "min_gap_seconds": (0, 3_600, "0 to 3,600 seconds"),
    "feed_minutes": (1, 40 * DAYS, "1 minute to 40 days (57,600 minutes)"),
    "first_check_minutes": (1, 40 * DAYS, "1 minute to 40 days (57,600 minutes)"),
    "second_look_minutes": (1, 40 * DAYS, "1 minute to 40 days (57,600 minutes)"),
    "watch_days": (0.01, 3_660, "0.01 to 3,660 days"),
    "lookback_days": (0, 3_660, "0 to 3,660 days"),
}
ADDRESS_LISTS = ("feeds", "sitemaps", "articles")
EXPRESSION_LISTS = ("include", "exclude")
SWITCHES = ("cosmetic", "honour_noarchive")


def load_watchlist(path: Path) -> Watchlist:
    """The watchlist in the file at `path` (TOML, UTF-8, at most 5 MiB). Raises WatchlistError, for a file that cannot
    be read too."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror or error}", "name a file that exists") from error
    if len(body) > MAX_BYTES:
        raise _unreadable(path, "is larger than 5 MiB", "a watchlist is a list of sources, not an archive")
    try:
        return read_watchlist(body.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        mistake = Mistake(line, "not UTF-8", "save the file as UTF-8")
        raise WatchlistError(str(path), (mistake,)) from error


def _unreadable(path: Path, what: str, remedy: str) -> WatchlistError:
    return WatchlistError(str(path), (Mistake(0, what, remedy),))


def read_watchlist(text: str, name: str) -> Watchlist:
    """The watchlist in `text`; `name` is what messages call it. Raises WatchlistError with every mistake found."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WatchlistError(name, (_syntax(error, text),)) from error
    reader = _Reader(document, lines_of(text))
    watchlist = reader.watchlist()
    if reader.mistakes:
        raise WatchlistError(name, tuple(set(reader.mistakes)))
    return watchlist


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Mistake:
    at = re.search(r"\(at line (\d+), column \d+\)|\(at end of document\)", str(error))
    line = int(at[1]) if at and at[1] else text.count("\n") + 1
    what = str(error)[: at.start()].strip() if at else str(error)
    return Mistake(line, f"not TOML: {what[:1].lower()}{what[1:]}", "see https://toml.io for how it is written")


@dataclass
class _Reader:
    """Reads one document and collects its mistakes; what it returns is only good where there are none."""

    document: dict[str, Any]
    lines: dict[Place, int]

    def __post_init__(self) -> None:
        self.mistakes: list[Mistake] = []

    # ── the whole ────────────────────────────────────────────────────────────────────────────────────

    def watchlist(self) -> Watchlist:
        self._known((), self.document, ("afterprint", "publish", "source", "search", "network"))
        network = self._network()
        general = self._table("afterprint", ("contact", "tag", "site_url"))
        publish = self._table("publish", ("text", "noindex"))
        sources = tuple(self._source(at, table, network) for at, table in self._tables("source"))
        if not sources and "source" not in self.document:
            self._wrong((), "nothing is watched", "add a [[source]] with id, name and feeds, sitemaps or articles")
        self._repeated("source", "id")
        self._shared_addresses(sources)
        searches = tuple(self._search(at, table) for at, table in self._tables("search"))
        self._repeated("search", "name")
        return Watchlist(
            contact=self._required(("afterprint",), general, "contact", self._contact),
            tag=self._required(("afterprint",), general, "tag", self._tag),
            site_url=self._optional(("afterprint",), general, "site_url", self._site_url, ""),
            text=self._optional(("publish",), publish, "text", self._policy, TextPolicy.CHANGES),
            noindex=self._optional(("publish",), publish, "noindex", self._switch, True),
            sources=sources,
            searches=searches,
            network=network,
        )

    def _source(self, at: int, table: dict[str, Any], network: NetworkPolicy) -> Source:
        place: Place = ("source", at)
        known = ("id", "name", *ADDRESS_LISTS, *EXPRESSION_LISTS, *RANGES, *SWITCHES)
        self._known(place, table, known)
        values: dict[str, Any] = {
            "id": self._required(place, table, "id", self._id),
            "name": self._required(place, table, "name", self._filled),
        }
        for key in ADDRESS_LISTS:
            values[key] = self._list(place, table, key, self._address)
        for key in EXPRESSION_LISTS:
            values[key] = self._list(place, table, key, self._expression)
        for key in RANGES:
            if key in table:
                values[key] = self._number((*place, key), table[key])
        for key in SWITCHES:
            if key in table:
                values[key] = self._switch((*place, key), table[key])
        if not any(table.get(key) for key in ADDRESS_LISTS):
            self._wrong(place, "it has no addresses", "add feeds, sitemaps or articles, with at least one address")
        source = Source(**{key: value for key, value in values.items() if value is not None})
        if source.min_gap_seconds < 1 and not all(_is_private(url, network) for url in _addresses(source)):
            remedy = "make it 1 or more: less is only for addresses under [network] allow"
            self._wrong((*place, "min_gap_seconds"), "min_gap_seconds below 1 for a public site", remedy)
        return source

    def _search(self, at: int, table: dict[str, Any]) -> Search:
        place: Place = ("search", at)
        self._known(place, table, ("name", "query"))
        return Search(
            name=self._required(place, table, "name", self._search_name),
            query=self._required(place, table, "query", self._query),
        )

    def _network(self) -> NetworkPolicy:
        table = self._table("network", ("allow", "ports", "hosts"))
        place: Place = ("network",)
        hosts = table.get("hosts", {})
        if not isinstance(hosts, dict):
            self._wrong((*place, "hosts"), "hosts is no table", 'write it like hosts = { "paper.test" = "127.0.0.2" }')
            hosts = {}
        return NetworkPolicy(
            allow=self._list(place, table, "allow", self._block),
            ports=self._list(place, table, "ports", self._port),
            hosts=tuple(self._fixed_host(name, address) for name, address in hosts.items()),
        )

    # ── tables and keys ──────────────────────────────────────────────────────────────────────────────

    def _wrong(self, place: Place, what: str, remedy: str) -> None:
        known = (*place, 0) if place not in self.lines else place  # the first of several tables
        while known and known not in self.lines:
            known = known[:-1]
        self.mistakes.append(Mistake(self.lines.get(known, 0), what, remedy))

    def _known(self, place: Place, table: dict[str, Any], keys: Iterable[str]) -> None:
        known = list(keys)
        for key in table:
            if key not in known:
                self._wrong((*place, key), f"unknown key {key!r}", _meant(key, known))

    def _table(self, name: str, keys: tuple[str, ...]) -> dict[str, Any]:
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            self._wrong((name,), f"{name} is no table", f"write it as [{name}]")
            return {}
        self._known((name,), table, keys)
        return table

    def _tables(self, name: str) -> list[tuple[int, dict[str, Any]]]:
        tables = self.document.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._wrong((name,), f"{name} is no list of tables", f"write each as [[{name}]]")
            return []
        return list(enumerate(tables))

    def _required(self, place: Place, table: dict[str, Any], key: str, read: Callable[[Place, Any], Any]) -> Any:
        if key not in table:
            where = f"[{place[0]}]" if len(place) == 1 else f"[[{place[0]}]]"
            self._wrong(place, f"{where} has no {key}", f"add a line {key} = …")
            return ""
        return read((*place, key), table[key]) or ""

    def _optional(
        self, place: Place, table: dict[str, Any], key: str, read: Callable[[Place, Any], Any], default: Any
    ) -> Any:
        if key not in table:
            return default
        value = read((*place, key), table[key])
        return default if value is None else value

    def _list(
        self, place: Place, table: dict[str, Any], key: str, read: Callable[[Place, Any], Any]
    ) -> tuple[Any, ...]:
        values = table.get(key, [])
        if not isinstance(values, list):
            self._wrong((*place, key), f"{key} is no list", f"write it as {key} = [ … ]")
            return ()
        read_values = (read((*place, key, at), value) for at, value in enumerate(values))
        return tuple(value for value in read_values if value is not None)

    def _repeated(self, table: str, key: str) -> None:
        seen: dict[str, int] = {}
        for at, row in self._tables(table):
            value = row.get(key)
            if isinstance(value, str) and value in seen:
                first = self.lines.get((table, seen[value], key), 0)
                self._wrong((table, at, key), f"{key} {value!r} is already taken in line {first}", "choose another")
            elif isinstance(value, str):
                seen[value] = at

    def _shared_addresses(self, sources: tuple[Source, ...]) -> None:
        owners: dict[str, tuple[int, str]] = {}
        for at, source in enumerate(sources):
            for key in ADDRESS_LISTS:
                for number, url in enumerate(getattr(source, key)):
                    owner, owner_id = owners.setdefault(url, (at, source.id))
                    if owner != at:
                        what = f"{url} is already an address of {owner_id!r}"
                        self._wrong((*("source", at, key), number), what, "name it in one source only")

    # ── values ───────────────────────────────────────────────────────────────────────────────────────

    def _text(self, place: Place, value: Any) -> str | None:
        if not isinstance(value, str):
            self._wrong(place, f"{_name(place)} is {_kind(value)}, not text", "put it in quotes")
            return None
        return value

    def _filled(self, place: Place, value: Any) -> str | None:
        text = self._text(place, value)
        if text is not None and not text.strip():
            self._wrong(place, f"{_name(place)} is empty", "say what readers know it by")
            return None
        return text.strip() if text else None

    def _matching(self, place: Place, value: Any, pattern: re.Pattern[str], remedy: str) -> str | None:
        text = self._text(place, value)
        if text is not None and not pattern.fullmatch(text):
            self._wrong(place, f"{_name(place)} {text!r} cannot be used", remedy)
            return None
        return text

    def _id(self, place: Place, value: Any) -> str | None:
        text = self._matching(place, value, ID, "use 1 to 40 of a to z, 0 to 9 and -")
        if text is not None and (text in RESERVED or YEAR.fullmatch(text)):
            self._wrong(place, f"id {text!r} is a folder of the site itself", "choose another")
        return text

    def _search_name(self, place: Place, value: Any) -> str | None:
        return self._matching(place, value, ID, "use 1 to 40 of a to z, 0 to 9 and -")

    def _query(self, place: Place, value: Any) -> str | None:
        from afterprint.query import parse

        text = self._filled(place, value)
        try:
            if text is not None:
                parse(text)
        except BadQuery as error:
            self._wrong(place, f"the search cannot be read: {error.why}", "see the search language in the docs")
        return text

    def _contact(self, place: Place, value: Any) -> str | None:
        text = self._text(place, value)
        if text is None or MAIL.fullmatch(text):
            return text
        return self._web(place, text, 'write an address like "https://edits.example.org/about", or a mail address')

    def _tag(self, place: Place, value: Any) -> str | None:
        text = self._text(place, value)
        authority, _, date = (text or "").partition(",")
        if text is not None and not (TAG.fullmatch(authority) and DATE.fullmatch(date)):
            remedy = (
                'write a domain of yours and a date on which it was yours, like "edits.example.org,2026" (RFC 4151)'
            )
            self._wrong(place, f"tag {text!r} cannot be used", remedy)
        return text

    def _site_url(self, place: Place, value: Any) -> str | None:
        text = self._text(place, value)
        if not text:
            return text
        if not text.endswith("/") or "?" in text or "#" in text:
            self._wrong(place, f"site_url {text!r} does not end with /", 'write it like "https://edits.example.org/"')
            return text
        return self._web(place, text, 'write it like "https://edits.example.org/"')

    def _policy(self, place: Place, value: Any) -> TextPolicy | None:
        try:
            return TextPolicy(value)
        except ValueError:
            self._wrong(place, f"text {value!r} is no policy", 'write "changes", "full" or "none"')
            return None

    def _switch(self, place: Place, value: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        self._wrong(place, f"{_name(place)} is {_kind(value)}", "write true or false, without quotes")
        return None

    def _number(self, place: Place, value: Any) -> float | None:
        least, most, said = RANGES[_name(place)]
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong(place, f"{_name(place)} is {_kind(value)}, not a number", f"write a number, {said}")
            return None
        if not least <= value <= most:
            self._wrong(place, f"{_name(place)} {value} is out of range", f"it may be {said}")
            return None
        return float(value) if isinstance(value, float) else value

    def _address(self, place: Place, value: Any) -> str | None:
        text = self._text(place, value)
        return None if text is None else self._web(place, text, "write a whole address, like https://paper.example/rss")

    def _web(self, place: Place, text: str, remedy: str) -> str | None:
        try:
            canonical_url(text)
            address = resolve_url(text)
        except BadURL as error:
            self._wrong(place, f"{text!r} is no web address: {error.why}", remedy)
            return None
        if "@" in address.partition("://")[2].partition("/")[0]:
            self._wrong(place, f"{text!r} holds a user name or password", "leave it out: no logins are used")
            return None
        return text.strip()

    def _expression(self, place: Place, value: Any) -> str | None:
        import re2

        text = self._text(place, value)
        if text is None:
            return None
        if len(text) > MAX_EXPRESSION:
            self._wrong(place, f"an expression of {len(text)} characters", f"use at most {MAX_EXPRESSION:,}")
            return None
        options = re2.Options()
        options.log_errors = False
        try:
            re2.compile(text, options)
        except re2.error as error:
            why = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
            self._wrong(
                place, f"{text!r} is no regular expression: {why}", "see https://github.com/google/re2/wiki/Syntax"
            )
            return None
        return text

    def _block(self, place: Place, value: Any) -> str | None:
        text = self._text(place, value)
        try:
            return None if text is None else str(ip_network(text))
        except ValueError as error:
            self._wrong(place, f"{text!r} is no block of addresses: {error}", 'write it like "10.1.0.0/16"')
            return None

    def _port(self, place: Place, value: Any) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65_536:
            return value
        self._wrong(place, f"{value!r} is no port", "write a number from 1 to 65535")
        return None

    def _fixed_host(self, name: str, address: Any) -> tuple[str, str]:
        place: Place = ("network", "hosts")
        if not HOST.fullmatch(name):
            self._wrong(place, f"{name!r} is no host name", "write it in lower case, without port")
        try:
            return name, str(ip_address(address))
        except ValueError:
            self._wrong(place, f"{name!r} is given {address!r}, which is no IP address", 'write it like "127.0.0.2"')
            return name, "0.0.0.0"  # noqa: S104 - never used, as there is a mistake


def _name(place: Place) -> str:
    return next(str(step) for step in reversed(place) if isinstance(step, str))


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {str: "text", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a date")


def _meant(key: str, known: list[str]) -> str:
    from rapidfuzz.process import extractOne

    close = extractOne(key, known, score_cutoff=70)
    return f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}"


def _addresses(source: Source) -> tuple[str, ...]:
    return (*source.feeds, *source.sitemaps, *source.articles)


def _is_private(url: str, network: NetworkPolicy) -> bool:
    """Whether an address leads to a block that the owner allows by name, by itself or by [network] hosts."""
    try:
        host = resolve_url(url).partition("://")[2].partition("/")[0].rpartition("@")[2]
    except BadURL:
        return True  # told as a mistake of its own
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    try:
        address = ip_address(network.fixed.get(name, name).strip("[]"))
    except ValueError:
        return False
    return any(address in ip_network(block) for block in network.allow)
