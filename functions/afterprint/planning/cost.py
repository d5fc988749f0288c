"""What a watchlist costs a month on AWS: a model over counted units (infra/units.toml) and list prices.

Amounts are US dollars without any free tier. A month has thirty days, and the watch is taken to be under way: as many
articles are settled each day as are taken up.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from afterprint.errors import BadURL, NoTemplate
from afterprint.model import Source, Watchlist
from afterprint.schedule import next_interval
from afterprint.schedule.hosts import MOST_LOOKS
from afterprint.web.address import host_of

DAYS = 30
MINUTES = DAYS * 24 * 60
SIDE_BY_SIDE = 10  # hosts in one run of fetch
CHECKS_A_MINUTE = 100  # of a watch of middling size, some thirty sources
LANE_SECONDS = 45.0  # of looking in one visit
INFRA = Path(__file__).resolve().parents[3] / "infra"

Table = Mapping[str, float]


@dataclass(frozen=True)
class Tariff:
    """Prices by unit (of one, not of a million), the day they were looked up, and the counted tables of units.toml."""

    prices: Table
    dated: str
    units: Mapping[str, Table]

    def of(self, used: Mapping[str, float]) -> float:
        return sum(self.prices[unit] * count for unit, count in used.items())

    def gigabytes(self, function: str) -> float:
        return self.units["memory_mb"][function] / 1024


def load_tariff(folder: Path = INFRA) -> Tariff:
    """The repository's prices and units. Raises NoTemplate where they cannot be read."""
    try:
        prices = tomllib.loads((folder / "prices.toml").read_text(encoding="utf-8"))
        units = tomllib.loads((folder / "units.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoTemplate(str(folder), f"prices.toml and units.toml cannot be read ({error}); run it there") from error
    each = {unit: price / 1_000_000 for unit, price in prices["a_million"].items()} | prices["each"]
    return Tariff(each, str(prices["dated"]), {name: table for name, table in units.items() if isinstance(table, dict)})


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What no watchlist says. Every one is printed with the result, and can be given."""

    articles_a_day: float = 30  # new ones, of each source
    changes: float = 0.3  # an article, over all its days
    answer_seconds: float = 0.1  # until a site has answered "not modified"
    page_kilobytes: float = 30  # of a page as it is kept, compressed


@dataclass(frozen=True)
class HostLoad:
    """One host in a month: looks at articles, feeds and sitemaps, its gap, and how often it is visited for them."""

    host: str
    looks: float
    gap: float

    @property
    def visits(self) -> float:
        return min(self.looks, float(MINUTES))

    def busy(self, answer_seconds: float) -> float:
        """Which part of the month its lane is taken; above 1 looks come late, as no gap is shortened for them."""
        return self.looks * (self.gap + answer_seconds) / (MINUTES * 60)


@dataclass(frozen=True)
class Load:
    """A whole watchlist in a month."""

    hosts: tuple[HostLoad, ...]
    articles: float  # new ones
    standing: float  # watched at any time
    changes: float

    @property
    def looks(self) -> float:
        return sum(host.looks for host in self.hosts)

    @property
    def visits(self) -> float:
        return sum(host.visits for host in self.hosts)

    @property
    def side_by_side(self) -> float:
        """How many hosts share a run of fetch: those due in the same minute, ten at most."""
        return max(1.0, min(SIDE_BY_SIDE, self.visits / MINUTES))


def looks_at(source: Source, *, changes: float) -> float:
    """How often an article is looked at until it is settled; a change begins the intervals, and the watch, anew."""
    interval, passed, looks = 0.0, 0.0, 0
    while passed < source.watch_days * 24 * 60:
        interval = next_interval(interval, first_minutes=source.first_check_minutes, changed=False)
        passed += interval
        looks += 1
    return looks * (1 + changes)


def load_of(watchlist: Watchlist, assumed: Assumptions) -> Load:
    """What a watchlist asks for in a month; a source's articles are taken to lie on the host of its first address."""
    looks: Counter[str] = Counter()
    gaps: dict[str, float] = {}
    for source in watchlist.sources:
        host = _host(source)
        taken_up = assumed.articles_a_day * DAYS if source.feeds or source.sitemaps else len(source.articles)
        lists = (len(source.feeds) + len(source.sitemaps)) * MINUTES / source.feed_minutes
        looks[host] += taken_up * looks_at(source, changes=assumed.changes) + lists  # type: ignore[assignment]
        gaps[host] = max(gaps.get(host, 0.0), source.min_gap_seconds)
    articles = assumed.articles_a_day * DAYS * len(watchlist.sources)
    days = [source.watch_days for source in watchlist.sources]
    standing = sum(assumed.articles_a_day * each * (1 + assumed.changes) for each in days)
    hosts = tuple(HostLoad(host, looks[host], gaps[host]) for host in sorted(looks))
    return Load(hosts, articles, standing, articles * assumed.changes)


def _host(source: Source) -> str:
    for url in (*source.feeds, *source.sitemaps, *source.articles):
        with suppress(BadURL):
            return host_of(url)
    return source.id


@dataclass(frozen=True)
class Bill:
    """Units used in a month, by component and unit."""

    used: Mapping[str, Mapping[str, float]]
    tariff: Tariff = field(repr=False)

    def rows(self) -> list[tuple[str, str, float, float]]:
        """Component, unit, count and dollars, the dearest components first."""
        order = sorted(self.used, key=lambda component: -self.component(component))
        return [
            (component, unit, count, self.tariff.prices[unit] * count)
            for component in order
            for unit, count in sorted(self.used[component].items(), key=lambda each: -self.tariff.of(dict([each])))
            if count
        ]

    def component(self, name: str) -> float:
        return self.tariff.of(self.used[name])

    @property
    def total(self) -> float:
        return sum(map(self.component, self.used))

    @property
    def dearest(self) -> tuple[str, str, float, float]:
        return max(self.rows(), key=lambda row: row[3])


def bill(load: Load, tariff: Tariff, assumed: Assumptions) -> Bill:
    """What a month of this load uses."""
    published = load.changes + load.articles  # that an article appeared is a page, too
    return Bill(
        {
            "looks": _looks(load, tariff, assumed),
            "changes": _times(published, change_units(tariff)),
            "ticks": _ticks(load, tariff),
            "repair": _times(DAYS * 24, _run(tariff, "repair", tariff.units["seconds"]["repair"])),
            "standing by": dict(tariff.units["month"]),
            "storage": _storage(load, tariff, assumed),
        },
        tariff,
    )


def _ticks(load: Load, tariff: Tariff) -> dict[str, float]:
    """A month of ticks; of some hosts, one finds out whether they are due already."""
    used = Counter(_times(MINUTES, tick_units(tariff)))
    used.update({"dynamodb.read": 2 * min(load.visits, MOST_LOOKS * MINUTES)})
    return dict(used)


def _looks(load: Load, tariff: Tariff, assumed: Assumptions) -> dict[str, float]:
    used: Counter[str] = Counter()
    for host in load.hosts:
        per_visit = max(1.0, host.looks / host.visits)
        each = look_units(
            tariff,
            per_visit=per_visit,
            side_by_side=load.side_by_side,
            seconds=host.gap + assumed.answer_seconds,
        )
        used.update(_times(host.looks, each))
    return dict(used)


def look_units(tariff: Tariff, *, per_visit: float, side_by_side: float, seconds: float) -> dict[str, float]:
    """One look at what has not changed, of so many in a visit, in a run of so many hosts, that takes so long."""
    looks = per_visit * side_by_side  # in a run
    bytes_ = tariff.units["log_bytes"]
    used: Counter[str] = Counter()
    used.update(tariff.units["check"])
    used.update(_times(1 / per_visit, tariff.units["visit"]))
    used.update(_times(1 / looks, tariff.units["run"]))
    busy = max(seconds / side_by_side, tariff.units["seconds"]["check"])  # others wait while one computes
    used.update({"lambda.gb_second": busy * tariff.gigabytes("fetch")})
    logged = bytes_["visit"] / per_visit + (bytes_["run"] + bytes_["lambda"]) / looks
    used.update({"logs.gb": logged / 1e9})
    return dict(used)


def change_units(tariff: Tariff) -> dict[str, float]:
    """One change, from the version to the notice."""
    used: Counter[str] = Counter(tariff.units["change"])
    for function in ("diff", "publish", "notify"):
        used.update({"lambda.gb_second": tariff.units["seconds"][function] * tariff.gigabytes(function)})
    bytes_ = tariff.units["log_bytes"]
    used.update({"logs.gb": (bytes_["change"] + 3 * bytes_["lambda"]) / 1e9})
    return dict(used)


def tick_units(tariff: Tariff) -> dict[str, float]:
    """One run of schedule."""
    used: Counter[str] = Counter(tariff.units["tick"])
    used.update(_run(tariff, "schedule", tariff.units["seconds"]["tick"]))
    used.update({"logs.gb": tariff.units["log_bytes"]["tick"] / 1e9})
    return dict(used)


def _run(tariff: Tariff, function: str, seconds: float) -> dict[str, float]:
    """One run of a function that the scheduler starts."""
    return {
        "scheduler.call": 1,
        "lambda.call": 1,
        "lambda.gb_second": seconds * tariff.gigabytes(function),
        "logs.gb": tariff.units["log_bytes"]["lambda"] / 1e9,
    }


def _storage(load: Load, tariff: Tariff, assumed: Assumptions) -> dict[str, float]:
    """After a year: what twelve months have added to the archive and the site, and the catalog's rows."""
    sizes = tariff.units["kilobytes"]
    records = 12 * (load.articles + load.changes)
    kept = records * (assumed.page_kilobytes + sizes["version"] + sizes["change"] + sizes["documents"])
    rows = 12 * load.articles * sizes["article_row"] + records * sizes["index_rows"]
    return {"s3.gb_month": kept / 1e6, "dynamodb.gb_month": rows / 1e6}


def _times(count: float, units: Mapping[str, float]) -> dict[str, float]:
    return {unit: count * each for unit, each in units.items()}


@dataclass(frozen=True)
class Measure:
    """A figure that is held to a target, in dollars, and its parts, the dearest first."""

    name: str
    target: float
    parts: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        return sum(amount for _, amount in self.parts)


def million_checks(
    tariff: Tariff, *, gap: float = 1.0, answer_seconds: float = 0.1, a_minute: float = CHECKS_A_MINUTE
) -> Measure:
    """A million unchanged checks, ten a visit and ten hosts side by side, with their share of the ticks.

    A tick is run whatever is due; where `a_minute` checks are due in each minute they share it.
    """
    used = Counter(look_units(tariff, per_visit=10, side_by_side=SIDE_BY_SIDE, seconds=gap + answer_seconds))
    used.update(_times(1 / a_minute, tick_units(tariff)))
    return Measure("a million unchanged checks", 3.00, _parts(used, tariff, times=1_000_000))


def thousand_changes(tariff: Tariff) -> Measure:
    """A thousand published changes."""
    return Measure("a thousand published changes", 0.20, _parts(change_units(tariff), tariff, times=1000))


def _parts(used: Mapping[str, float], tariff: Tariff, *, times: int) -> tuple[tuple[str, float], ...]:
    parts = ((unit, times * count * tariff.prices[unit]) for unit, count in used.items())
    return tuple(sorted(parts, key=lambda part: -part[1]))


def too_busy(load: Load, assumed: Assumptions) -> Iterator[tuple[str, float]]:
    """The hosts whose gap does not allow for all their looks, and how many times over they are asked for."""
    for host in load.hosts:
        if host.busy(assumed.answer_seconds) > 1:
            yield host.host, host.busy(assumed.answer_seconds)
