"""Judges a log of requests by the rules of a polite watch; whoever asked plays no part in it.

Each rule yields what broke it, in words, and nothing where all was well. Rules know the log and what was announced to
the asker: the gaps, the intervals of the watchlist, robots.txt and the answers themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

from unruly_town import BROKEN, CRAWL_DELAY, FIRST_CHECK, LONG_AGE, POISON, SECOND_LOOK, Asked

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
FRESHNESS_CAP = timedelta(hours=6)
ROBOTS_AGAIN = timedelta(hours=1)
TROUBLE = (429, 503)
MISSING = (404, 410)
DOUBTFUL = ("walled", "sent-away")
"""Hosts that answer with something else than the article, which is looked into once, and soon."""
SENT_AWAY = ("sent-away",)
GONE_AT = 4
"""At its fourth answer a host that sends to its front page has done so for an hour: the article is gone."""
FOR_GOOD = 410
TRIAL = timedelta(minutes=2)  # at most between the two, as lanes side by side wait on one and the same clock
SLACK = timedelta(milliseconds=2)  # the clock counts in floats
Pair = tuple[str | None, str | None]
UNCONDITIONAL_SHARE = 10  # one look in so many asks for the whole page


def by_host(log: Sequence[Asked]) -> dict[str, list[Asked]]:
    hosts: dict[str, list[Asked]] = defaultdict(list)
    for asked in log:
        hosts[asked.host].append(asked)
    return hosts


def by_page(log: Sequence[Asked]) -> dict[tuple[str, str], list[Asked]]:
    """What was asked of each page, robots.txt apart."""
    pages: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for asked in log:
        if not asked.is_robots:
            pages[asked.host, asked.path].append(asked)
    return pages


def gaps(log: Sequence[Asked]) -> Iterator[str]:
    """Two requests to a host are a second apart, or its crawl-delay."""
    for host, all_asked in by_host(log).items():
        gap = timedelta(seconds=CRAWL_DELAY if host == "slow-walk" else 1)
        for one, two in pairwise(all_asked):
            if two.at - one.at < gap - SLACK:
                yield f"{host}{two.path} was asked {two.at - one.at} after {one.path}"


def robots(log: Sequence[Asked]) -> Iterator[str]:
    """No page is asked for without a robots.txt of the last 24 hours that allows it; nor that again before its time."""
    for host, all_asked in by_host(log).items():
        rules: Asked | None = None
        for asked in all_asked:
            if asked.is_robots:
                if rules and asked.at < _robots_stand_until(rules) - SLACK:
                    yield f"{host}/robots.txt was asked for again after {asked.at - rules.at}"
                rules = asked
            elif rules is None or asked.at - rules.at > DAY + SLACK:
                yield f"{host}{asked.path} was asked for without a fresh robots.txt"
            elif not _allows(rules, asked.path):
                yield f"{host}{asked.path} was asked for against robots.txt ({rules.status})"


def _robots_stand_until(rules: Asked) -> datetime:
    if rules.status != 429 and rules.status < 500:
        return rules.at + DAY
    return max(rules.at + ROBOTS_AGAIN, _named_time(rules) or rules.at)


def _allows(rules: Asked, path: str) -> bool:
    """By a reading of its own, which these files are simple enough for."""
    if rules.status == 429 or rules.status >= 500:
        return False
    lines = rules.body.decode().splitlines() if rules.status == 200 else []
    prefixes = [line.partition(":")[2].strip() for line in lines if line.startswith("Disallow:")]
    return not any(prefix and path.startswith(prefix) for prefix in prefixes)


def named_times(log: Sequence[Asked]) -> Iterator[str]:
    """A host that names a time when it may be asked again is left alone until then."""
    for host, all_asked in by_host(log).items():
        until: datetime | None = None
        for asked in all_asked:
            if until and asked.at < until - SLACK:
                yield f"{host}{asked.path} was asked {until - asked.at} before the time that it had named"
            if asked.status in TROUBLE:
                until = _named_time(asked)


def _named_time(asked: Asked) -> datetime | None:
    value = asked.answer.get("retry-after")
    if value is None:
        return None
    return asked.at + timedelta(seconds=int(value)) if value.isdigit() else parsedate_to_datetime(value)


def host_back_off(log: Sequence[Asked]) -> Iterator[str]:
    """A host in trouble is left alone for a minute, then for twice as long each time, up to a day; then it recovers."""
    for host, all_asked in by_host(log).items():
        failures = 0
        pause = timedelta()
        for before, asked in pairwise(asked for asked in all_asked if not asked.is_robots):
            failures = failures + 1 if before.status in TROUBLE else 0
            pause = min(timedelta(minutes=2 ** min(failures - 1, 16)), DAY) if failures else timedelta()
            if asked.at - before.at < pause - SLACK:
                yield f"{host}{asked.path} was asked {asked.at - before.at} after failure {failures}"


def page_back_off(log: Sequence[Asked]) -> Iterator[str]:
    """A page that fails is asked for half an hour later, then twice as long each time, up to a day; then it recovers.

    The first answer in which the article is missing or unreadable is looked into sooner, and once. An article that
    counts as gone, since its address leads to the front page, is looked for after an hour, then after twice as long.
    """
    for (host, path), all_asked in by_page(log).items():
        failures = 0
        for before, asked in pairwise(_looks(all_asked)):
            is_doubt = before.status in MISSING or (before.status in (BROKEN, 302) and host in DOUBTFUL)
            failures = failures + 1 if before.status not in (200, 304) else 0
            least = _pause(failures - 1 if is_doubt else failures)
            least = SECOND_LOOK if is_doubt and failures == 1 else least
            if host in SENT_AWAY and failures >= GONE_AT:
                least = _pause(failures - GONE_AT + 2)
            if failures and before.status not in MISSING and asked.at - before.at < least - SLACK:
                yield f"{host}{path} was asked {asked.at - before.at} after failure {failures}"
            if not failures and asked.at - before.at > 8 * DAY:
                yield f"{host}{path} was left alone for {asked.at - before.at} without need"


def _looks(all_asked: Sequence[Asked]) -> list[Asked]:
    """The requests at which a look ended: not those that led on to the next.

    That are redirects, and requests on a kept connection that was closed without an answer, and sent again (RFC 9112
    §9.3.1).
    """
    return [
        asked
        for asked, after in zip(all_asked, [*all_asked[1:], None], strict=True)
        if not (after and asked.status in (BROKEN, 302) and after.at - asked.at < timedelta(seconds=30))
    ]


def _pause(failures: int) -> timedelta:
    return min(FIRST_CHECK * 2 ** min(failures - 1, 16), DAY) if failures > 0 else timedelta()


def intervals(log: Sequence[Asked]) -> Iterator[str]:
    """Between looks at an article that is well lies the shortest interval of the watchlist at least."""
    for (host, path), all_asked in by_page(log).items():
        pairs = zip([None, *all_asked], all_asked, strict=False)
        looks = [asked for before, asked in pairs if not _is_trial(before, asked)]
        for before, asked in pairwise(looks):
            if before.status in (200, 304) and asked.at - before.at < FIRST_CHECK - SLACK:
                yield f"{host}{path} was asked again after {asked.at - before.at}"


def missing(log: Sequence[Asked]) -> Iterator[str]:
    """An article that is missing is looked for once more after minutes, then after an hour and ever longer.

    At most a week lies between two looks, and that at once where it is missing for good (410).
    """
    for (host, path), all_asked in by_page(log).items():
        times = 0
        for before, asked in pairwise(all_asked):
            times = times + 1 if before.status in MISSING else 0
            longer = WEEK if before.status == FOR_GOOD else min(2 * FIRST_CHECK * 2 ** min(times - 2, 16), WEEK)
            least = {0: timedelta(), 1: SECOND_LOOK}.get(times, longer)
            if asked.at - before.at < least - SLACK:
                yield f"{host}{path} was asked {asked.at - before.at} after it was missed {times} times"


def freshness(log: Sequence[Asked]) -> Iterator[str]:
    """What its site declares fresh is not asked for again before that ends, or six hours are over."""
    for (host, path), all_asked in by_page(log).items():
        least = {
            "long-fresh": timedelta(seconds=LONG_AGE),
            "year-fresh": FRESHNESS_CAP,
            "skewed": timedelta(hours=1),
        }.get(host)
        for before, asked in pairwise(all_asked):
            if least and asked.at - before.at < least - SLACK:
                yield f"{host}{path} was asked {asked.at - before.at} later, though it was fresh"


def validators(log: Sequence[Asked]) -> Iterator[str]:
    """What is sent is what this very page's last good answer brought, byte for byte, and never a doubtful one's.

    Or, in a trial right after a whole page that told of an edit, what the answer before that had brought.
    """
    for (host, path), all_asked in by_page(log).items():
        held: Pair = (None, None)
        earlier: Pair = (None, None)
        last: Asked | None = None
        for asked in all_asked:
            sent = asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")
            if POISON in sent:
                yield f"{host}{path} was asked with the ETag of an answer that must not be believed"
            right = earlier if _is_trial(last, asked) else held
            if asked.is_conditional and sent != right and host != "lying":
                yield f"{host}{path} was asked with {sent} and had {right}"
            if asked.status in (200, 304):
                brought = asked.answer.get("etag", held[0]), asked.answer.get("last-modified", held[1])
                earlier, held = held, brought
            last = asked


def _is_trial(before: Asked | None, asked: Asked) -> bool:
    """Whether a host's word is put to the test: its validators are sent again though the page is known to differ."""
    if before is None or before.status != 200 or before.is_conditional or not asked.is_conditional:
        return False
    return asked.at - before.at < TRIAL


def conditional(log: Sequence[Asked]) -> Iterator[str]:
    """A page that was read and is well is asked for with its validators, but for one look in ten."""
    for (host, path), all_asked in by_page(log).items():
        pairs = [(one, two) for one, two in pairwise(all_asked) if one.status in (200, 304)]
        bare = sum(not two.is_conditional for _, two in pairs)
        if host != "lying" and bare > len(all_asked) / UNCONDITIONAL_SHARE + 1:
            yield f"{host}{path} was asked {bare} of {len(pairs)} times without the validators that were there"


def lies(log: Sequence[Asked]) -> Iterator[str]:
    """Once a host's 304 has hidden an edit, it is asked for whole pages for a week."""
    asked_of_liar = [asked for asked in log if asked.host == "lying" and not asked.is_robots]
    caught: datetime | None = None
    known: dict[str, str] = {}
    for before, asked in pairwise(asked_of_liar):
        if caught and caught < asked.at < caught + WEEK and asked.is_conditional:
            yield f"lying{asked.path} was believed {asked.at - caught} after it was found to lie"
        if asked.status == 304 and before.status == 200 and before.path == asked.path and caught is None:
            changed = known.get(asked.path) not in (None, before.answer["etag"])
            caught = asked.at if changed and asked.at - before.at < timedelta(minutes=1) else None
        if before.status == 200:
            known[before.path] = before.answer["etag"]
    if caught is None:
        yield "lying was never found to lie"


def manners(log: Sequence[Asked]) -> Iterator[str]:
    """Each request says who asks and where to complain, and carries no cookie and no referrer."""
    for asked in log:
        agent = asked.headers.get("user-agent", "")
        if not (agent.startswith("Afterprint/") and "+https://edits.example.org/about" in agent):
            yield f"{asked.host}{asked.path} was asked by {agent!r}"
        if asked.headers.keys() & {"cookie", "referer", "authorization"}:
            yield f"{asked.host}{asked.path} was told more than it needs"


RULES: tuple[Callable[[Sequence[Asked]], Iterator[str]], ...] = (
    gaps, robots, named_times, host_back_off, page_back_off, intervals, missing, freshness, validators, conditional,
    lies, manners,
)  # fmt: skip


def broken_rules(log: Sequence[Asked]) -> list[str]:
    """All that was not as it should be, each with the rule's name before it."""
    return [f"{rule.__name__}: {what}" for rule in RULES for what in rule(log)]


def figures(log: Sequence[Asked]) -> Iterator[str]:
    """A line for each host: requests, robots.txt among them, smallest gap, conditional share, ladder of its pauses."""
    for host, all_asked in by_host(log).items():
        pages = [asked for asked in all_asked if not asked.is_robots]
        smallest = min((two.at - one.at for one, two in pairwise(all_asked)), default=timedelta())
        share = sum(asked.is_conditional for asked in pages) / len(pages) if pages else 0
        first = next((path for of, path in by_page(log) if of == host), "")
        failing = [asked for asked in pages if asked.path == first]
        ladder = [two.at - one.at for one, two in pairwise(failing) if one.status not in (200, 304, 302)]
        steps = " ".join(f"{step.total_seconds() / 60:.4g}" for step in ladder[:12])
        yield (
            f"{host:14} {len(all_asked):5} asked  {len(all_asked) - len(pages):3} robots.txt"
            f"  {smallest.total_seconds():6.2f} s smallest gap  {share:4.0%} conditional  after failures: {steps} min"
        )
