"""Addresses: resolving them as browsers do, the one form under which an article is known, and the lane they belong to.

Parsing and serialising are those of the WHATWG URL Standard, by ada.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address

import ada_url

from afterprint.errors import BadURL

DEFAULT_PORTS = {"http:": "80", "https:": "443"}

TRACKER_PREFIXES = ("utm_", "at_", "ns_", "guce_", "aspsessionid")
TRACKERS = frozenset(
    {
        *("fbclid", "gclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid"),  # networks' click ids
        *("cmp", "cmpid", "smid", "smtyp", "ito", "ocid", "xtor", "ftag", "guccounter"),  # publishers' own campaigns
        *("ref", "ref_src", "phpsessid"),
    }
)
"""Query parameters that say where a reader came from and never which article it is; compared in lower case."""

_SESSION = re.compile(r";jsessionid=[^/;?]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986 §2.3


def resolve_url(href: str, base: str | None = None) -> str:
    """`href` as an absolute address, relative to `base` where given. Raises BadURL where a browser would refuse it."""
    return _parsed(href, base).href


def canonical_url(url: str, rel_canonical: str | None = None) -> str:
    """The one address of the article at `url`, which may be spelled in many ways. Raises BadURL unless it is http(s).

    Dropped are the fragment, known trackers and session ids; query pairs are sorted. What is unknown stays, since a
    second copy of an article does less harm than two articles taken for one. `rel_canonical`, the href of the page's
    `<link rel=canonical>`, is followed within the same registrable domain, except to its front page or to the section
    that the article stands in.
    """
    here = _web_address(url)
    there = _trusted(rel_canonical, here)
    return _canonical(there or here)


def host_of(url: str) -> str:
    """The lane an address belongs to: its host in lower case, with the port unless that is 80 or 443."""
    parsed = _web_address(url)
    host, port = parsed.hostname, parsed.port
    return host if port in ("", "80", "443") else f"{host}:{port}"


def registrable_domain(host: str) -> str:
    """The domain that somebody registered, by the public suffix list; of names that it does not know, two labels."""
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ip_address(bare))
    except ValueError:
        return _public_suffix_domain(bare)


@lru_cache(maxsize=4096)
def _public_suffix_domain(host: str) -> str:
    from tld import get_fld  # reads the list when it is first asked

    known = get_fld(host, fix_protocol=True, fail_silently=True)
    return known or ".".join(host.split(".")[-2:])


def _parsed(href: str, base: str | None = None) -> ada_url.URL:
    # Lone surrogates become U+FFFD, as the standard's USVString conversion has it.
    clean = href if href.isascii() else href.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    try:
        return ada_url.URL(clean, base) if base is not None else ada_url.URL(clean)
    except ValueError as error:
        raise BadURL(
            href, "it cannot be parsed" if base is None else f"it cannot be resolved against {base}"
        ) from error


def _web_address(url: str, base: str | None = None) -> ada_url.URL:
    parsed = _parsed(url, base)
    if parsed.protocol not in DEFAULT_PORTS:
        raise BadURL(url, f"only http and https addresses can be watched, not {parsed.protocol}")
    return parsed


def _trusted(rel_canonical: str | None, here: ada_url.URL) -> ada_url.URL | None:
    if not rel_canonical or not rel_canonical.strip():
        return None
    try:
        there = _web_address(rel_canonical, here.href)
    except BadURL:
        return None
    is_front_page = there.pathname in ("", "/") and not there.search
    same_owner = registrable_domain(there.hostname) == registrable_domain(here.hostname)
    if not same_owner or is_front_page or _is_section(there.pathname, here.pathname):
        return None
    return there


def _is_section(there: str, here: str) -> bool:
    """Whether `there` is a folder above `here`, and only what it leaves off names an article (`/news/` of
    `/news/ferry-late-again`; not `/ferry-late-again` of `/ferry-late-again/amp`)."""
    above, below = _segments(there), _segments(here)
    if len(above) >= len(below) or below[: len(above)] != above:
        return False
    return not any(map(_names_an_article, above)) and any(map(_names_an_article, below[len(above) :]))


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _names_an_article(segment: str) -> bool:
    return segment.count("-") >= 2 or sum(map(str.isdigit, segment)) >= 5


def _canonical(parsed: ada_url.URL) -> str:
    path = _escapes(_SESSION.sub("", parsed.pathname))
    pairs = sorted(pair for pair in map(_pair, parsed.search.removeprefix("?").split("&")) if not _is_dropped(*pair))
    query = "?" + "&".join(f"{name}={value}" for name, value in pairs) if pairs else ""
    return f"{parsed.protocol}//{parsed.host}{path or '/'}{query}"


def _pair(text: str) -> tuple[str, str]:
    """A query pair; feeds that escape twice leave `amp;` before the name."""
    name, _, value = text.partition("=")
    return _escapes(name.removeprefix("amp;")).replace("%20", "+"), _escapes(value).replace("%20", "+")


def _is_dropped(name: str, value: str) -> bool:
    lowered = name.lower()
    return not (name or value) or lowered in TRACKERS or lowered.startswith(TRACKER_PREFIXES)


def _escapes(text: str) -> str:
    """Escapes of unreserved characters decoded, the others in upper case (RFC 3986 §6.2.2)."""

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPE.sub(one, text)
