"""Every error that Afterprint raises on purpose, in one tree.

AfterprintError
├── WatchlistError          the watchlist cannot be used; carries every mistake found      (exit code 2)
├── BadEnvironment          a function's environment variables cannot be used; names each one
├── DirectoryInUse          another process owns the data directory; names the owner       (exit code 3)
├── PortInUse               a local server cannot have its port; names it
├── StackError              a stack on AWS cannot be used; says why, and the remedy          (exit code 2)
│   ├── NoSuchStack         there is none of that name in this region of this account
│   ├── StackUnfinished     it lacks outputs: not deployed to its end, or none of Afterprint's
│   ├── NoAccount           nothing can be asked: no boto3, region or credentials, or they do not hold
│   ├── StackRefused        the credentials may not ask for it
│   └── EdgeUnready         its CDN cannot be told what was withdrawn
├── NoTemplate              the stack's templates cannot be read or compared; says why       (exit code 2)
├── BadURL                  no usable address (also a ValueError)
├── BadQuery                a search that cannot be read (also a ValueError)
├── BadFeed                 a body that is no feed, sitemap or OPML
├── CageBroken              no child process can be started to parse in
├── NotAnArticle            a page without an article's text; `reason` says why
├── FetchError              an expected outcome of asking the web; `reason` is one of REASONS
│   └── Blocked             an address that policy forbids; never retried, never swallowed as OSError
└── StoreError              the archive, catalog, site or queue failed; trying again may help
    ├── NotStored           there is no such record
    ├── DamagedRecord       a record that cannot be read back
    ├── Withdrawn           a record that was taken down and must not be written again
    ├── NewerSchema         a store that a later Afterprint wrote; upgrade to read it
    └── DiskFull            no room left; nothing half-written stays behind

Whether to try again is decided by the class (`retry`), never read out of a message.
A foreign exception (sqlite3, lxml, requests, botocore) never crosses a port: it is the cause of one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


class AfterprintError(Exception):
    """Root of all errors raised on purpose."""

    retry: ClassVar[bool] = False


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake of a watchlist: its line (from 1; 0 where none applies), what is wrong, what would be right."""

    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}; {self.remedy}" if self.line else f"{self.what}; {self.remedy}"


class WatchlistError(AfterprintError):
    """The watchlist cannot be used; `mistakes` holds every one that was found."""

    def __init__(self, name: str, mistakes: tuple[Mistake, ...]) -> None:
        self.name = name
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(f"{name}: {mistake}" for mistake in self.mistakes))


class BadEnvironment(AfterprintError):
    """A function's environment variables cannot be used; `wrong` says of each what it must be."""

    def __init__(self, wrong: tuple[str, ...]) -> None:
        self.wrong = wrong
        super().__init__("\n".join(wrong))


class DirectoryInUse(AfterprintError):
    """Another process owns the data directory."""

    def __init__(self, directory: str, owner: str) -> None:
        self.directory = directory
        self.owner = owner
        super().__init__(f"{directory} is in use by {owner}; stop that process, or choose another --data")


class PortInUse(AfterprintError):
    """A local server cannot have the port that it was given."""

    def __init__(self, port: int, why: str = "another program listens there") -> None:
        self.port = port
        self.why = why
        super().__init__(f"port {port} cannot be used: {why}; choose another one with --port")


class StackError(AfterprintError):
    """A stack on AWS cannot be used: `why`, and the `remedy`."""

    def __init__(self, stack: str, why: str, remedy: str) -> None:
        self.stack = stack
        self.why = why
        self.remedy = remedy
        super().__init__(f"stack {stack}: {why}; {remedy}")


class NoTemplate(AfterprintError):
    """The stack's templates cannot be read or compared."""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        self.why = why
        super().__init__(f"{name}: {why}")


class NoSuchStack(StackError):
    """There is no stack of that name in this region of this account."""


class StackUnfinished(StackError):
    """The stack lacks outputs: it was not deployed to its end, or is none of Afterprint's."""


class NoAccount(StackError):
    """AWS cannot be asked at all: there is no boto3, no region or no credentials, or they do not hold."""


class StackRefused(StackError):
    """The credentials may not ask for the stack."""


class EdgeUnready(StackError):
    """The stack's CDN cannot be told what was withdrawn; everything else of the withdrawal is done."""


class BadURL(AfterprintError, ValueError):
    """There is no usable address here."""

    def __init__(self, url: str, why: str) -> None:
        self.url = url
        self.why = why
        super().__init__(f"not a usable address: {url!r}: {why}")


class BadQuery(AfterprintError, ValueError):
    """A search that cannot be read."""

    def __init__(self, query: str, why: str) -> None:
        self.query = query
        self.why = why
        super().__init__(f"cannot read the search {query!r}: {why}")


class BadFeed(AfterprintError):
    """A body that is no feed, sitemap or OPML."""

    def __init__(self, url: str, why: str) -> None:
        self.url = url
        self.why = why
        super().__init__(f"{url or 'feed'}: {why}")


class NotAnArticle(AfterprintError):
    """A page from which no article can be read; `reason` is a short word such as `empty`, `wall`, `listing`.

    `rule` names the rule that said so (`consent`, `soft_404` …), "" where there is but one for the reason.
    """

    def __init__(self, url: str, reason: str, rule: str = "") -> None:
        self.url = url
        self.reason = reason
        self.rule = rule
        super().__init__(f"no article at {url}: {reason}" + (f" ({rule})" if rule else ""))


class CageBroken(AfterprintError):
    """No child process can be started to parse in; nothing is said of the page."""

    retry = True

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"pages cannot be parsed in their cage: {why}")


class FetchError(AfterprintError):
    """An expected outcome of asking the web for something: not a fault of ours, and never a body.

    `reason` is one of REASONS. `status` is set where an answer came; `retry_at` is the aware UTC time that its
    Retry-After named (RFC 9110 §10.2.3), if any.
    """

    REASONS: ClassVar[frozenset[str]] = frozenset(
        {
            "blocked",  # policy forbids the address
            "connect",  # no connection: refused, reset, no route
            "deadline",  # the whole exchange took too long
            "decode",  # the content coding is damaged
            "dns",  # the name has no address
            "elsewhere",  # redirected, but not to this article
            "empty",  # a body was promised and none came
            "encoding",  # a content coding that is not understood
            "protocol",  # not HTTP as agreed, or headers beyond the limit
            "redirects",  # too many, or in a circle
            "robots",  # robots.txt forbids it
            "status",  # an answer other than 2xx and 304; see `status`
            "tls",  # certificate or handshake
            "too_large",  # the body is beyond the limit
            "truncated",  # the body ended early
            "type",  # not a kind of document that can be read
        }
    )

    def __init__(
        self,
        reason: str,
        url: str,
        detail: str = "",
        *,
        status: int | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        if reason not in self.REASONS:
            raise ValueError(f"unknown reason {reason!r}")
        self.reason = reason
        self.url = url
        self.detail = detail
        self.status = status
        self.retry_at = retry_at
        super().__init__(f"{url}: {reason}" + (f" ({detail})" if detail else ""))


class Blocked(FetchError):
    """An address that policy forbids to connect to."""

    def __init__(self, url: str, detail: str = "") -> None:
        super().__init__("blocked", url, detail)


class StoreError(AfterprintError):
    """The archive, catalog, site or queue failed at `path`; trying again may help."""

    retry = True

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(f"{path}: {why}")


class NotStored(StoreError):
    """There is no such record."""

    retry = False

    def __init__(self, path: str) -> None:
        super().__init__(path, "not stored")


class DamagedRecord(StoreError):
    """A record that cannot be read back."""

    retry = False


class Withdrawn(StoreError):
    """A record that was taken down and must not be written again."""

    retry = False

    def __init__(self, path: str) -> None:
        super().__init__(path, "was withdrawn")


class NewerSchema(StoreError):
    """A store that a later Afterprint wrote, in a form that this one does not know."""

    retry = False

    def __init__(self, path: str, *, schema: int, known: int) -> None:
        self.schema = schema
        self.known = known
        super().__init__(path, f"was written by a later Afterprint (schema {schema}, known up to {known}); upgrade")


class DiskFull(StoreError):
    """No room left on the device; nothing half-written stays behind."""

    retry = False

    def __init__(self, path: str) -> None:
        super().__init__(path, "no room left on the device; free some, then run again: nothing was lost")
