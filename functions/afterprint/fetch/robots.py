"""robots.txt (RFC 9309): reads a host's rules, and says whether they let us fetch an address, and how often."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from afterprint.errors import FetchError
from afterprint.ports import Web
from afterprint.rows import RobotsRow

if TYPE_CHECKING:
    from protego import Protego

MAX_AGE = timedelta(hours=24)  # RFC 9309 §2.4
RETRY_UNREACHABLE = timedelta(hours=1)
MAX_BYTES = 500 * 1024  # RFC 9309 §2.5: at least so much is read; the rest is not
MOST_KEPT = 48 * 1024
"""So many bytes of a robots.txt are kept, compressed: below the 64 KB that its row may have."""
LONGEST_DELAY = 3_600.0

ALLOWED_STATUS = range(400, 500)
TOO_MANY_REQUESTS = 429

_TOKEN = re.compile(r"[A-Za-z_-]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
# With the misspellings that are common; a colon that was forgotten is taken as read, as crawlers at large do.
_LINE = re.compile(
    r"[ \t]*(?:(?P<agent>user-agent|useragent|user agent)|(?P<rule>allow|dis+al+ow|diasllow|disallaw)|(?P<delay>"
    r"crawl-delay|crawl delay))(?:[ \t]*:|[ \t])[ \t]*(?P<value>.*)",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = "~"  # cannot be part of a product token, so it matches none
_KEPT_AS_WRITTEN = "%/:?#[]@!$&'()*+,;=~-._"


def may_fetch(robots_txt: str, user_agent: str, url: str) -> bool:
    """Whether `robots_txt` lets the crawler with this User-Agent fetch `url`.

    The rules are those of RFC 9309 §2.2: the groups that name our product token, or else those for `*`; of the rules
    that match, the longest, and of equal ones the allowing. `url` is percent-encoded first.
    """
    token = product_token(user_agent)
    return _parsed(robots_txt, token).can_fetch(quote(url, safe=_KEPT_AS_WRITTEN), token)


def crawl_delay(robots_txt: str, user_agent: str) -> float | None:
    """The seconds between two requests that `robots_txt` asks for, at most LONGEST_DELAY; None where it says none."""
    token = product_token(user_agent)
    delay = _parsed(robots_txt, token).crawl_delay(token)
    return None if delay is None else min(delay, LONGEST_DELAY)


def product_token(user_agent: str) -> str:
    """The token that robots.txt names a crawler by (RFC 9309 §2.2.1): `Afterprint` of `Afterprint/1.2 (+https://…)`."""
    match = _TOKEN.match(user_agent)
    return match[0] if match else user_agent


def read_robots(
    web: Web,
    url: str,
    *,
    host: str,
    now: datetime,
    pace: Callable[[str], None] | None = None,
    user_agent: str = "Afterprint",
) -> RobotsRow:
    """The robots.txt of the host that `url` is on, as a row for `host`; it stands for at most MAX_AGE.

    RFC 9309 §2.3.1: at most five redirects, to other hosts too. A 4xx answer or too many redirects mean that there are
    no rules (`absent`); 429, 5xx and every other failure that all is forbidden for now (`unreachable`). Raises nothing
    of the web's.
    """
    address = urljoin(url, "/robots.txt")
    try:
        fetched = web.get(address, pace=pace, across_hosts=True)
    except FetchError as error:
        return RobotsRow(host=host, text="", read_at=now, status=_without_text(error), retry_at=error.retry_at)
    text = fetched.body[:MAX_BYTES].decode("utf-8-sig", "replace")
    return RobotsRow(host=host, text=fitting(text, user_agent), read_at=now)


def fitting(robots_txt: str, user_agent: str, *, most: int = MOST_KEPT) -> str:
    """`robots_txt` as it may be kept: itself, or what of it concerns this crawler where it is larger than `most`
    (bytes, compressed).

    Where even that is too large, permissions go first, and then all is forbidden: whatever is left out, nothing is
    allowed for it that the file forbids.
    """
    if _packed_size(robots_txt) <= most:
        return robots_txt
    token = product_token(user_agent)
    lines = [f"user-agent: {token}", *_own_rules(_for(robots_txt, token).split("\n"), token)]
    strict = [line for line in lines if not line.startswith("allow:")]
    whole = [lines[0], "disallow: /", *[line for line in lines if line.startswith("crawl-delay:")][:1]]
    kept = ("\n".join(form) for form in (lines, strict))
    return next((text for text in kept if _packed_size(text) <= most), "\n".join(whole))


def _own_rules(lines: list[str], token: str) -> list[str]:
    """The rules of the groups for `token`, or else of those for all (RFC 9309 §2.2.1)."""
    rules: dict[str, list[str]] = {}
    named: set[str] = set()
    in_rules = False
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "user-agent":
            named = {value} if in_rules else named | {value}
            in_rules = False
            rules.setdefault(value, [])
            continue
        in_rules = True
        for agent in named:
            rules[agent].append(line)
    return rules[token] if token in rules else rules.get("*", [])


def _packed_size(text: str) -> int:
    return len(zlib.compress(text.encode("utf-8", "replace")))


def allows(row: RobotsRow, user_agent: str, url: str) -> bool:
    """Whether a host's robots.txt, as last read, lets us fetch `url`."""
    if row.status == "read":
        return may_fetch(row.text, user_agent, url)
    return row.status == "absent"


def _without_text(error: FetchError) -> str:
    absent = error.reason in ("empty", "redirects", "type")
    if error.status is not None and error.status != TOO_MANY_REQUESTS:
        absent = absent or error.status in ALLOWED_STATUS or 300 <= error.status < 400
    return "absent" if absent else "unreachable"


@lru_cache(maxsize=64)
def _parsed(robots_txt: str, token: str) -> Protego:
    from protego import Protego  # loaded with the first file that is read

    return Protego.parse(_for(robots_txt, token))


def _for(robots_txt: str, token: str) -> str:
    """The file as it concerns one crawler, in lines that leave nothing to interpretation.

    Protego takes any part of our token for its name, and an unknown line for the end of a group; RFC 9309 does
    neither (§2.2.1, §2.2.4). So other crawlers' names are made unlike ours, and unknown lines are left out.
    """
    kept = []
    for line in _LINE_END.split(robots_txt.removeprefix("\ufeff")):
        match = _LINE.match(line.partition("#")[0])
        if match is None:
            continue
        value = match["value"].strip()
        if match["agent"]:
            kept.append(f"user-agent: {_agent(value, token)}")
        elif match["rule"]:
            kept.append(f"{'allow' if match['rule'].lower() == 'allow' else 'disallow'}: {value}")
        else:
            kept.append(f"crawl-delay: {value}")
    return "\n".join(kept)


def _agent(value: str, token: str) -> str:
    if value.partition(" ")[0] == "*":
        return "*"
    named = _TOKEN.match(value)
    return token if named and named[0].lower() == token.lower() else _SOMEBODY_ELSE
