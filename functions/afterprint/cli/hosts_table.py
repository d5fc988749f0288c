"""What `status` tells of each host, and of what waits: read from the rows as they are, so that it costs no write.

Errors are counted over the current streak of each address: the looks in a row that failed since one last succeeded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from afterprint.rows import ArticleRow, HostRow, ListRow, State, WatchedRow, due_class

KINDS = ("second looks", "due checks", "new articles", "lists")
"""In which order a host's due rows are taken; the last two by their time."""

HELP = {
    "blocked": "allow the address under [network] in the watchlist, if it is meant to be fetched",
    "connect": "nothing, if the site or its robots.txt is down; else check the address and this network",
    "deadline": "the site is slow: nothing, or a longer first_check_minutes for its source",
    "decode": "the site sends damaged bodies: tell the publisher",
    "dns": "check the name's spelling and this machine's resolver; a name that is gone wants its source dropped",
    "elsewhere": "the address redirects to another page: put the new address into the watchlist",
    "empty": "the site sends nothing at times: tell the publisher if it stays so",
    "empty page": "no text is printed there: exclude such addresses, or drop the source",
    "encoding": "the site uses a content coding that is not understood: tell the publisher",
    "error_page": "an error page in place of the article: nothing, if it passes; else exclude the address",
    "fault": "a fault of Afterprint's: the log has it, please report it",
    "feed": "it cannot be read as a feed or sitemap: check its address in the watchlist",
    "listing": "a list or front page stands there: exclude such addresses",
    "needs_script": "the text is printed by a script only: such pages cannot be watched",
    "not_html": "no web page: exclude such addresses",
    "parser_failed": "a fault that the page brought out of a parser: please report its address",
    "protocol": "the site does not speak HTTP as agreed: tell the publisher",
    "redirects": "the address redirects in circles, or to and fro between hosts: check it in a browser",
    "robots": "robots.txt disallows it: ask the publisher, or drop the source",
    "status": "look at the status: 401 or 403 is a refusal (ask the publisher, or drop the source), 429 and 503 ask for"
    " patience, others pass or want another address",
    "tls": "the site's certificate does not stand: tell the publisher; nothing is fetched without",
    "too_heavy": "the page is too heavy to parse: nothing can be done but to exclude it",
    "too_large": "the page is larger than 5 MB: exclude such addresses",
    "truncated": "bodies arrive cut short: nothing, if it passes; else tell the publisher",
    "type": "no document that can be read: exclude such addresses",
    "wall": "a wall for consent, payment or robots stands there, and none is climbed: ask the publisher, or drop it",
}
"""What would help against each reason for which a look fails (errors.FetchError, errors.NotAnArticle)."""


@dataclass
class Hosts:
    """Gathers rows one by one; `told` is what they say of each host, `waiting` of what is due."""

    now: datetime
    errors: dict[str, Counter[str]] = field(default_factory=dict)
    failing: Counter[str] = field(default_factory=Counter)
    seen: dict[str, datetime | None] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    oldest: dict[str, datetime] = field(default_factory=dict)

    def add(self, row: WatchedRow) -> None:
        """One article, feed or sitemap."""
        if row.due is not None and row.due <= self.now:
            kind = _kind(row)
            self.counts[kind] += 1
            self.oldest[kind] = min(row.due, self.oldest.get(kind, row.due))
        if row.due is None and (isinstance(row, ListRow) or row.state in (State.PARKED, State.ALIAS)):
            return
        good = row.confirmed_at if isinstance(row, ArticleRow) else row.last_read_at
        before = self.seen.setdefault(row.host, None)
        self.seen[row.host] = max((when for when in (good, before) if when), default=None)
        if row.failures and row.due is not None:
            self.errors.setdefault(row.host, Counter())[_reason(row)] += row.failures
            self.failing[row.host] += 1

    def waiting(self) -> dict[str, dict[str, Any]]:
        """By kind: how many rows are due, and how many minutes the oldest of them has waited."""
        return {
            kind: {
                "due": self.counts[kind],
                "oldest_minutes": _minutes(self.now - self.oldest[kind]) if kind in self.oldest else 0,
            }
            for kind in KINDS
        }

    def told(self, rows: Mapping[str, HostRow]) -> list[dict[str, Any]]:
        """A line for each host, those in trouble first."""
        lines = [self._line(host, rows.get(host)) for host in sorted({*self.seen, *rows})]
        return sorted(lines, key=lambda line: (not line["in_trouble"], -line["failing"], line["host"]))

    def _line(self, host: str, row: HostRow | None) -> dict[str, Any]:
        errors = self.errors.get(host, Counter())
        good = max((when for when in (self.seen.get(host), row.last_success_at if row else None) if when), default=None)
        closed = row is not None and row.not_before is not None and row.not_before > self.now
        reasons = {reason.partition(" ")[0]: None for reason, _ in errors.most_common()}
        if row is not None and row.failures:
            reasons.setdefault(row.last_error.partition(" ")[0], None)
        return {
            "host": host,
            "in_trouble": bool(errors) or bool(row and row.failures),
            "failing": self.failing[host],
            "errors": dict(errors.most_common()),
            "failures": row.failures if row else 0,
            "last_error": row.last_error if row else "",
            "last_success_at": _iso(good),
            "not_before": _iso(row.not_before) if row and closed else None,
            "gap_seconds": (row.gap_seconds if row else 0) or 1.0,
            "gap_from": (row.gap_from if row else "") or "floor",
            "help": [HELP[reason] for reason in reasons if reason in HELP],
        }


def _kind(row: WatchedRow) -> str:
    if isinstance(row, ListRow):
        return "lists"
    return KINDS[due_class(row)]


def _reason(row: WatchedRow) -> str:
    """The reason of its last failure, with a status or rule where one was told."""
    said = row.last_outcome.partition(": ")[2] or row.last_outcome
    word = said.partition(" ")[0].rstrip(":")
    return said if word in HELP else "feed" if isinstance(row, ListRow) else said[:60]


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _iso(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None
