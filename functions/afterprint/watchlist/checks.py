"""What a single value of the watchlist must be. Each check says what is wrong and what would be right."""

from __future__ import annotations

import ipaddress
import re
from datetime import date

from afterprint.errors import BadQuery, BadURL
from afterprint.model import TextPolicy
from afterprint.query import parse
from afterprint.watchlist.table import Wrong
from afterprint.web.address import resolve_url

MAX_PATTERN = 1000
MAX_NAME = 200
MAX_ADDRESS = 2000

RESERVED = frozenset({"feeds", "searches", "api", "static", "about", "search", "sources", "schemas"})
"""Folders of the site's own; years are, too."""

_ID = re.compile(r"[a-z0-9-]{1,40}")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_YEAR = re.compile(r"\d{4}")
_BARE_ADDRESS = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/|$)")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_AUTHORITY = re.compile(
    r"""
    (?:[A-Za-z0-9._-]+@)?                       # RFC 4151 §2.1: emailAddress, or
    [A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?    # DNSname
    (?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*
    """,
    re.VERBOSE,
)
_TAG_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def source_id(value: str) -> Wrong | None:
    """An id that can be a folder of the site, and is not one of its own."""
    wrong = plain_id(value)
    if wrong is None and (value in RESERVED or _YEAR.fullmatch(value)):
        return Wrong("is a folder of the site's own", f'choose another id, such as "{value}-news"')
    return wrong


def plain_id(value: str) -> Wrong | None:
    """A name that can be a folder: a-z, 0-9 and -."""
    if _ID.fullmatch(value):
        return None
    better = _NOT_IN_IDS.sub("-", value.lower()).strip("-")[:40].strip("-")
    hint = f', such as "{better}"' if better else ""
    return Wrong("is no id", f"write 1 to 40 of a-z, 0-9 and -{hint}")


def name(value: str) -> Wrong | None:
    """A name for readers: a line of text."""
    if not value.strip():
        return Wrong("is empty", "write the name as readers know it")
    if not value.isprintable() or len(value) > MAX_NAME:
        return Wrong("is no name", f"write one line of at most {MAX_NAME} characters")
    return None


def web_address(value: str) -> Wrong | None:
    """An absolute http(s) address without credentials."""
    if len(value) > MAX_ADDRESS:
        return Wrong("is too long", f"write at most {MAX_ADDRESS:,} characters")
    if not value.isprintable() or " " in value:
        return Wrong("holds a space or line break", "write the address alone; a space within it as %20")
    try:
        resolved = resolve_url(value)
    except BadURL:
        example = f"https://{value}" if _BARE_ADDRESS.match(value) else "https://north-herald.example/rss"
        return Wrong("is no address", f'write the whole address, such as "{example}"')
    scheme, _, rest = resolved.partition("://")
    if scheme not in ("http", "https"):
        return Wrong("is no address of the web", "only http:// and https:// can be fetched")
    if "@" in re.split(r"[/?#]", rest, maxsplit=1)[0]:
        return Wrong("holds a user's name or password", "leave it out: nothing behind a login is watched")
    return None


def contact(value: str) -> Wrong | None:
    """A web or mail address that a User-Agent header can carry."""
    remedy = 'write an address to complain to: "https://edits.example.org/about" or "mailto:desk@example.org"'
    if not value.isascii() or not value.isprintable() or " " in value:
        return Wrong("does not fit into a User-Agent", "write it in ASCII and without spaces")
    if value.startswith(("http://", "https://")):
        return web_address(value)
    return None if _MAIL.fullmatch(value.removeprefix("mailto:")) else Wrong("is no address", remedy)


def site_url(value: str) -> Wrong | None:
    """Empty, or the absolute address of the site's folder, with its last slash."""
    if not value:
        return None
    wrong = web_address(value)
    if wrong is not None:
        return Wrong(wrong.what, 'write the site\'s address, such as "https://edits.example.org/"')
    if "?" in value or "#" in value:
        return Wrong("has a query or fragment", "write the address of the site's folder alone")
    return None if value.endswith("/") else Wrong('does not end with "/"', f'write "{value}/"')


def tag(value: str) -> Wrong | None:
    """The authority of tag: URIs (RFC 4151 §2.1): a domain or mail address, a comma, a date."""
    remedy = 'write a domain of yours and a year in which it was yours: "edits.example.org,2026"'
    authority, comma, day = value.partition(",")
    if not comma:
        return Wrong("has no date", remedy)
    if not _AUTHORITY.fullmatch(authority):
        return Wrong("does not begin with a domain or mail address", remedy)
    return None if _is_tag_date(day) else Wrong("does not end with a date", remedy)


def _is_tag_date(day: str) -> bool:
    match = _TAG_DATE.fullmatch(day)
    try:
        return match is not None and bool(date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
    except ValueError:
        return False


def text_policy(value: str) -> Wrong | None:
    """How much of other people's text is published."""
    if value in list(TextPolicy):
        return None
    return Wrong("is no choice", 'write "changes", "full" or "none"')


def pattern(value: str) -> Wrong | None:
    """A regular expression of the linear-time engine."""
    import re2

    if not value:
        return Wrong("is empty", "leave it out: an empty expression matches everything")
    if len(value) > MAX_PATTERN:
        return Wrong(f"has {len(value):,} characters", f"write at most {MAX_PATTERN:,}; several shorter ones will do")
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(value, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        why = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        remedy = "write it as RE2 has it: no look-around, no back-references"
        return Wrong(f"is no regular expression ({why})" if why else "is no regular expression", remedy)
    return None


def query(value: str) -> Wrong | None:
    """A search that can be read."""
    try:
        parse(value)
    except BadQuery as error:
        what, _, remedy = error.why.partition("; ")
        return Wrong(f"cannot be read: {what}", remedy or "write at least one word")
    return None


def block(value: str) -> Wrong | None:
    """A block of addresses in CIDR notation."""
    try:
        ipaddress.ip_network(value)
    except ValueError:
        return Wrong("is no block of addresses", _better_block(value))
    return None


def _better_block(value: str) -> str:
    try:
        return f'write "{ipaddress.ip_network(value, strict=False)}"'
    except ValueError:
        return 'write CIDR notation, such as "127.0.0.0/8" or "fd00::/8"'


def host_name(value: str) -> Wrong | None:
    """A host name alone, spelled as addresses spell it."""
    remedy = 'write the host\'s name alone, such as "north-herald.test"'
    try:
        spelled = resolve_url(f"http://{value}/").removeprefix("http://").removesuffix("/")
    except BadURL:
        return Wrong("is no host name", remedy)
    if spelled == value and re.fullmatch(r"[a-z0-9._-]+", value):
        return None
    return Wrong("is no host name", f'write "{spelled}"' if re.fullmatch(r"[a-z0-9._-]+", spelled) else remedy)


def ip_address(value: str) -> Wrong | None:
    """One IP address."""
    try:
        ip = ipaddress.ip_address(value)
    except ValueError:
        return Wrong("is no IP address", 'write one, such as "127.0.0.2"')
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id is not None:
        return Wrong("carries a zone", "leave out the % and what follows")
    return None
