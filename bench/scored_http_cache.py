"""The poller's rules for freshness and validators, with a small store around them: a client that keeps answers.

Afterprint itself serves no stored bodies: for it, "from the store" means that an address is not asked again before the
freshness ends. The store makes that visible to the scorer of the external cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from afterprint.fetch.freshness import Freshness, age, directives, freshness
from afterprint.model import NetworkPolicy, Validators
from afterprint.web import conditional
from afterprint.web.answer import Limits
from afterprint.web.deadline import Deadline
from afterprint.web.exchange import Exchange, Hop
from afterprint.web.guard import permitted, system_resolver

CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
OF_THE_MESSAGE = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding"})
"""Fields that speak of one message's form: a 304 does not renew them (RFC 9111 §3.2)."""


@dataclass(frozen=True)
class Answered:
    """What the caller sees."""

    status: int
    headers: dict[str, str]
    from_store: bool


@dataclass(frozen=True)
class _Kept:
    """An answer with what it was asked with, by lower-case name, and when it came."""

    status: int
    fields: dict[str, str]
    asked: dict[str, str]
    at: datetime
    validators: Validators | None

    @property
    def fresh(self) -> Freshness | None:
        return freshness(self.status, self.fields, self.at)

    def serves(self, asks: Mapping[str, str]) -> bool:
        names = [name.strip().lower() for name in self.fields.get("vary", "").split(",") if name.strip()]
        return all(self.asked.get(name) == asks.get(name) for name in names)

    def read_at(self, now: datetime) -> Answered:
        grown = age(self.fields, self.at) + (now - self.at)
        return Answered(self.status, self.fields | {"age": str(int(grown.total_seconds()))}, from_store=True)


class Client:
    """Asks on loopback; keeps what it may, and asks conditionally once that is stale."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[str, list[_Kept]] = {}

    def get(self, url: str, headers: Mapping[str, str]) -> Answered:
        """The answer to a GET of `url` with the caller's own fields."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        asks = {name.lower(): value for name, value in headers.items()}
        kept = next((each for each in self._kept.get(url, ()) if each.serves(asks)), None)
        if kept and kept.fresh and now < kept.fresh.until:
            return kept.read_at(now)
        own = conditional.conditions(kept.validators if kept else None, url)
        if asks.keys() & CONDITIONS:
            own = {}  # the caller's conditions are the caller's business
        hop = _ask(url, dict(headers) | own)
        if hop.status == 304 and own and kept and kept.validators:
            renewed = {name: value for name, value in hop.fields.items() if name not in OF_THE_MESSAGE}
            validators = conditional.renewed(kept.validators, hop.fields)
            fresh = replace(kept, fields=kept.fields | renewed, at=now, validators=validators)
            self._keep(url, fresh, instead_of=kept)
            return Answered(fresh.status, fresh.fields, from_store=True)
        if hop.status != 304 and "no-store" not in directives(hop.fields):
            given = conditional.given(url, hop.fields)
            self._keep(url, _Kept(hop.status, hop.fields, asks, now, given), instead_of=kept)
        return Answered(hop.status, hop.fields, from_store=False)

    def _keep(self, url: str, answer: _Kept, *, instead_of: _Kept | None) -> None:
        self._kept[url] = [answer, *(each for each in self._kept.get(url, ()) if each is not instead_of)]


def client(*, clock: Callable[[], float]) -> Client:
    """A client of its own; `clock` gives the seconds since the epoch."""
    return Client(clock)


def _ask(url: str, headers: dict[str, str]) -> Hop:
    policy = NetworkPolicy(allow=("127.0.0.0/8",), ports=(urlsplit(url).port or 80,))
    exchange = Exchange(policy=policy, resolver=system_resolver, ca_file=None)
    try:
        limits = Limits(headers=64_000, body=1_000_000)
        return exchange.get(url, permitted(url, policy), headers, deadline=Deadline(10), limits=limits)
    finally:
        exchange.connections().close()
