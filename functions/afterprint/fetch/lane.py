"""A host's lane: one request at a time, the set gap apart, robots.txt obeyed, trouble noted and respected.

Whoever works a lane has it alone (the queue sees to that). The lane is left only when the gap after the last request
has passed, so that the next one to enter need not know when that was; a long gap is noted at the host instead.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from afterprint.errors import FetchError
from afterprint.fetch.freshness import floor
from afterprint.fetch.robots import MAX_AGE, RETRY_UNREACHABLE, crawl_delay, may_fetch, read_robots
from afterprint.model import Fetched, Validators
from afterprint.ports import Catalog, Clock, Web
from afterprint.rows import HostRow, RobotsRow
from afterprint.web.address import host_of

HOST_TROUBLE = frozenset({"connect", "dns", "tls"})
HOST_TROUBLE_STATUS = frozenset({429, 503})
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(days=1)
FLOOR = 1.0
"""Seconds between two requests to a host, where nobody asks for another gap."""
PATIENCE = 20.0
"""Seconds of a gap that are waited out in the lane; nobody is kept waiting for longer ones."""
DISTRUST = timedelta(days=7)
"""How long the validators of a host are ignored after one of its 304s hid a change."""


class HostInTrouble(FetchError):
    """The whole host is to be left alone until `retry_at`."""


class Lane:
    """One host's turn. `gap_seconds` is what the watchlist asks for; a longer crawl-delay of the host's wins."""

    def __init__(self, host: str, *, web: Web, catalog: Catalog, clock: Clock, user_agent: str, gap_seconds: float):
        self.host = host
        self._web = web
        self._catalog = catalog
        self._clock = clock
        self._user_agent = user_agent
        self._gap = gap_seconds
        self._gap_from = "watchlist" if gap_seconds != FLOOR else ""
        self._last: float | None = None  # when the last answer had come, or the last request began
        self._is_asking = False
        self._robots: RobotsRow | None = None
        self._row = catalog.host(host)

    def is_closed(self) -> bool:
        """Whether the host asked, or its trouble obliges us, not to come before a later time."""
        not_before = self._row.not_before if self._row else None
        return not_before is not None and not_before > self._clock.now()

    def get(self, url: str, *, validators: Validators | None = None) -> Fetched:
        """Ask for `url` in this lane. Raises FetchError; HostInTrouble where the whole host is to be left alone."""
        try:
            fetched = self._web.get(url, validators=validators, pace=self._pace)
        except FetchError as error:
            if error.reason in HOST_TROUBLE or error.status in HOST_TROUBLE_STATUS:
                raise self._trouble(error) from error
            if error.status is not None:
                self._recovered()  # it answers, whatever it says of this page
            raise
        finally:
            self._answered()
        self._recovered()
        return fetched

    def floor(self, fetched: Fetched) -> datetime | None:
        """Before when its site says that this answer need not be asked for again; None where it says nothing."""
        return floor(fetched.status, fetched.headers, self._clock.now())

    @property
    def trusts_validators(self) -> bool:
        """Whether a 304 of this host is believed."""
        ignored_until = self._row.ignore_validators_until if self._row else None
        return ignored_until is None or ignored_until <= self._clock.now()

    def try_validators(self, validators: Validators) -> None:
        """Ask once more with the validators of a text that is known to have changed: a 304 now is a lie.

        Such a host's validators are ignored for a while. Whether an answer came at all is of no matter.
        """
        try:
            fetched = self.get(validators.url, validators=validators)
        except FetchError:
            return
        if fetched.not_modified:
            now = self._clock.now()
            before = self._row or HostRow(host=self.host)
            said = "304 for a page that had changed"
            self._write(replace(before, ignore_validators_until=now + DISTRUST, last_error=said, last_error_at=now))

    @property
    def pause(self) -> float:
        """How many seconds are left of the gap after the last request."""
        return 0.0 if self._last is None else max(0.0, self._last + self._gap - self._clock.monotonic())

    def rest(self) -> None:
        """Wait until the gap after the last request has passed; where that is long, note it instead, and go."""
        if self._last is not None:
            self._note_gap()
        if self.pause <= PATIENCE:
            self._wait()
            return
        until = self._clock.now() + timedelta(seconds=self.pause)
        before = self._row or HostRow(host=self.host)
        if before.not_before is None or before.not_before < until:
            self._write(replace(before, not_before=until))

    def _note_gap(self) -> None:
        """Tell `status` of a gap that is news."""
        gap = self._gap if self._gap_from else 0
        before = self._row or HostRow(host=self.host)
        if (before.gap_seconds, before.gap_from) != (gap, self._gap_from):
            self._write(replace(before, gap_seconds=gap, gap_from=self._gap_from))

    def _pace(self, url: str) -> None:
        """Before each request: wait for the gap, and see that robots.txt allows this very address."""
        self._answered()
        self._wait()
        if not self._allowed(url):
            raise self._refused(url)
        self._wait()
        self._ask()

    def _ask(self) -> None:
        self._last = self._clock.monotonic()
        self._is_asking = True

    def _answered(self) -> None:
        """The gap counts from here: a request may be long under way, and the site must see two that far apart."""
        if self._is_asking:
            self._last = self._clock.monotonic()
            self._is_asking = False

    def _wait(self) -> None:
        if self.pause > 0:
            self._clock.sleep(self.pause)

    def _refused(self, url: str) -> FetchError:
        """A rule forbids it; or robots.txt cannot be had, which is the whole host's trouble (RFC 9309 §2.3.1.4)."""
        if self._robots is not None and self._robots.status == "unreachable":
            return FetchError("connect", url, "robots.txt could not be had")
        return FetchError("robots", url, "robots.txt forbids it")

    def _allowed(self, url: str) -> bool:
        robots = self._robots_for(url)
        if robots.status == "absent":
            return True
        if robots.status == "unreachable":
            return False
        return may_fetch(robots.text, self._user_agent, url)

    def _robots_for(self, url: str) -> RobotsRow:
        """The host's robots.txt, at most 24 hours old (RFC 9309 §2.4); an unreachable one is asked for sooner."""
        if self._robots is None:
            self._robots = self._catalog.robots(self.host)
        now = self._clock.now()
        if self._robots is None or now >= _stands_until(self._robots):
            self._robots = read_robots(
                self._web, url, host=self.host, now=now, pace=self._pace_robots, user_agent=self._user_agent
            )
            self._answered()
            self._catalog.put_robots(self._robots)
        delay = crawl_delay(self._robots.text, self._user_agent) if self._robots.status == "read" else None
        if delay is not None and delay > self._gap:
            self._gap, self._gap_from = delay, "crawl-delay"
        return self._robots

    def _pace_robots(self, url: str) -> None:
        self._answered()
        if host_of(url) == self.host:
            self._wait()
            self._ask()

    def _trouble(self, error: FetchError) -> HostInTrouble:
        now = self._clock.now()
        before = self._row or HostRow(host=self.host)
        pause = min(FIRST_PAUSE * 2 ** min(before.failures, 16), LONGEST_PAUSE)
        not_before = max(now + pause, error.retry_at or now)
        after = replace(
            before,
            not_before=not_before,
            failures=before.failures + 1,
            last_error=f"{error.reason} {error.status or error.detail}".strip(),
            last_error_at=now,
        )
        self._write(after)
        return HostInTrouble(error.reason, error.url, error.detail, status=error.status, retry_at=not_before)

    def _recovered(self) -> None:
        """Written on news only: a host without trouble has no row to write."""
        if self._row is not None and self._row.failures:
            well = replace(self._row, failures=0, not_before=None, last_success_at=self._clock.now())
            self._write(well)

    def _write(self, row: HostRow) -> None:
        _ = self._catalog.update_host(row) if self._row else self._catalog.add_host(row)
        self._row = self._catalog.host(self.host)


def _stands_until(robots: RobotsRow) -> datetime:
    """Until when a robots.txt need not be asked for again, or, where its host named a time, must not be."""
    if robots.status != "unreachable":
        return robots.read_at + MAX_AGE
    again = robots.read_at + RETRY_UNREACHABLE
    return max(again, robots.retry_at) if robots.retry_at else again
