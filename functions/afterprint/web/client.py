"""The guarded HTTP client: a whole, decoded answer from a vetted address within its limits, or a typed error."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from afterprint.errors import Blocked, FetchError
from afterprint.model import Fetched, NetworkPolicy, Validators
from afterprint.web import coding, conditional, documents
from afterprint.web.answer import Limits
from afterprint.web.deadline import Deadline
from afterprint.web.exchange import Exchange, Hop, Lapsed
from afterprint.web.guard import DEFAULT, Resolver, permitted, system_resolver
from afterprint.web.retry_after import retry_at

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCEPT = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.8"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
NOTHING = frozenset({204, 205})
PARTIAL = 206

Pace = Callable[[str], None]


def _now() -> datetime:
    return datetime.now(UTC)


class GuardedWeb:
    """ports.Web over urllib3's connections. May be used by several threads; each keeps its own connections open.

    `deadline_s` bounds the time spent on the network for one `get`, redirects included; what `pace` waits does not
    count. `max_body` is in bytes after decoding, `max_headers` in bytes of one head. `codings` are offered as
    Accept-Encoding, and no other is accepted. `now` serves a Retry-After in seconds only. Nothing is read from the
    environment: no proxies, no netrc; there are no cookies and no Referer.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        policy: NetworkPolicy = DEFAULT,
        deadline_s: float = 30,
        max_body: int = 5_000_000,
        max_headers: int = 64_000,
        max_redirects: int = 5,
        resolver: Resolver = system_resolver,
        codings: tuple[str, ...] = coding.OFFERED,
        ca_file: str | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._policy = policy
        self._exchange = Exchange(policy=policy, resolver=resolver, ca_file=ca_file)
        self._deadline_s = deadline_s
        self._max_redirects = max_redirects
        self._limits = Limits(headers=max_headers, body=max_body)
        self._codings = codings
        self._now = now
        self._headers = {
            "User-Agent": user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": ", ".join(codings) or "identity",
        }

    def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        pace: Pace | None = None,
        across_hosts: bool = False,
        max_body: int | None = None,
    ) -> Fetched:
        """The answer to a GET of `url`; see ports.Web. Raises FetchError, Blocked among them, and nothing else."""
        limits = self._limits if max_body is None else replace(self._limits, body=max_body)
        spent = _Budget(self._deadline_s)
        here, permanent, seen = url, True, {url}
        permanent_url: str | None = None
        for _ in range(self._max_redirects + 1):
            address = permitted(here, self._policy)
            if pace is not None:
                pace(here)
            conditions = conditional.conditions(validators, here)
            ask = partial(self._exchange.get, here, address, self._headers | conditions, limits=limits)
            hop = _whole_hop(ask, here, spent=spent, pace=pace)
            if hop.status not in REDIRECTS:
                fetched = self._read(hop, validators if conditions else None, limits=limits)
                return replace(fetched, url=url, permanent_url=permanent_url)
            there = self._target(hop)
            permanent = permanent and hop.status in PERMANENT
            permanent_url = there if permanent else permanent_url
            if not across_hosts and permitted(there, self._policy).lane != address.lane:
                return _moved(hop, url=url, there=there, permanent_url=permanent_url)
            if there in seen:
                raise FetchError("redirects", url, f"in a circle by way of {there}")
            seen.add(there)
            here = there
        raise FetchError("redirects", url, f"more than {self._max_redirects}")

    def close(self) -> None:
        """Close the connections that the calling thread keeps open."""
        self._exchange.connections().close()

    # ── what an answer means ──

    def _read(self, hop: Hop, sent: Validators | None, *, limits: Limits) -> Fetched:
        """What a last answer says; `sent` are the validators that the request for it carried."""
        if hop.status == 304 and sent is not None:
            return _fetched(hop, b"", conditional.renewed(sent, hop.fields))
        if not 200 <= hop.status < 300 or hop.status == PARTIAL:
            again = retry_at(hop.fields.get("retry-after"), self._now())
            raise FetchError("status", hop.url, str(hop.status), status=hop.status, retry_at=again)
        body = b"" if hop.status in NOTHING else self._decoded(hop, limits=limits)
        if not body.removeprefix(codecs.BOM_UTF8).strip():
            raise FetchError("empty", hop.url, "no body", status=hop.status)
        content_type = hop.fields.get("content-type")
        if documents.is_unreadable(body, content_type):
            raise FetchError("type", hop.url, content_type or "", status=hop.status)
        if documents.is_still_coded(body, content_type):
            raise FetchError("encoding", hop.url, "coded once more than was said", status=hop.status)
        return _fetched(hop, body, conditional.given(hop.url, hop.fields))

    def _decoded(self, hop: Hop, *, limits: Limits) -> bytes:
        encoding = hop.fields.get("content-encoding")
        try:
            return coding.take_off(hop.body, encoding, limit=limits.body, offered=self._codings)
        except coding.UnknownCoding as error:
            raise FetchError("encoding", hop.url, encoding or "", status=hop.status) from error
        except coding.DamagedCoding as error:
            raise FetchError("decode", hop.url, f"{encoding}: {error}", status=hop.status) from error
        except coding.TooLarge as error:
            raise FetchError("too_large", hop.url, f"more than {limits.body} bytes", status=hop.status) from error

    def _target(self, hop: Hop) -> str:
        """Where a redirect leads, absolute and without a fragment."""
        location = hop.fields.get("location", "")
        if not location:
            raise FetchError("status", hop.url, "a redirect that leads nowhere", status=hop.status)
        with suppress(UnicodeDecodeError):  # some servers write UTF-8 here, and browsers read it so
            location = location.encode("latin-1").decode("utf-8")
        if any(ord(char) < 0x20 for char in location):  # urljoin would drop them in silence
            raise Blocked(hop.url, "a redirect to an address with control characters")
        try:
            there = urldefrag(urljoin(hop.url, location)).url
        except ValueError as error:
            raise Blocked(hop.url, f"a redirect to {location!r}") from error
        permitted(there, self._policy)
        return there


def fetch(
    url: str,
    *,
    deadline_s: float,
    max_body: int,
    max_headers: int,
    validators: Validators | None = None,
    policy: NetworkPolicy = DEFAULT,
    codings: tuple[str, ...] = coding.OFFERED,
) -> Fetched:
    """One GET on connections of its own, as GuardedWeb.get does it: seconds, bytes, bytes. Raises FetchError."""
    from afterprint import __version__

    web = GuardedWeb(
        user_agent=f"Afterprint/{__version__}",
        policy=policy,
        deadline_s=deadline_s,
        max_body=max_body,
        max_headers=max_headers,
        codings=codings,
    )
    try:
        return web.get(url, validators=validators)
    finally:
        web.close()


class _Budget:
    """Seconds on the network, spent over several hops."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @contextmanager
    def deadline(self) -> Iterator[Deadline]:
        deadline = Deadline(self._left)
        try:
            yield deadline
        finally:
            self._left = deadline.remainder()


def _whole_hop(ask: Callable[..., Hop], url: str, *, spent: _Budget, pace: Pace | None) -> Hop:
    """One hop. Where a kept connection lapses, its request may have been seen: it is sent again like any other."""
    try:
        with spent.deadline() as deadline:
            return ask(deadline=deadline)
    except Lapsed:
        if pace is not None:
            pace(url)
    with spent.deadline() as deadline:
        return ask(deadline=deadline)


def _fetched(hop: Hop, body: bytes, validators: Validators | None) -> Fetched:
    return Fetched(
        url=hop.url, final_url=hop.url, status=hop.status, headers=hop.fields, body=body, validators=validators
    )


def _moved(hop: Hop, *, url: str, there: str, permanent_url: str | None) -> Fetched:
    return Fetched(
        url=url,
        final_url=hop.url,
        status=hop.status,
        headers=hop.fields,
        body=b"",
        permanent_url=permanent_url,
        moved_to=there,
    )
