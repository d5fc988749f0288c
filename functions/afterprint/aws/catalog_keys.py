"""The keys of the catalog's items; no other place spells one out.

| item | `pk` | `sk` | `due` |
|---|---|---|---|
| article | `h#{host}` | `a#{source}/{article}` | `{due}#{class}`, absent where nothing is to be done |
| feed, sitemap | `h#{host}` | `l#{source}/{name}` | likewise |
| host, robots, furniture | `h#{host}` | `host`, `robots`, `furniture` | |
| due host | `due#{00–15, by host}` | `{minute}#{host}` | |
| address | `u#{SHA-256 of it}` | `address` | |
| open work | `o#{00–15, by path}` | the record's path | `{opened at}#{path}` |
| group of documents | `g#{00–15, by name}` | its name | its name, while it is stale |
| index line | `i#a#{source}/{article}` | `{name}`: the one that decides whether the line is there | |
| | `i#s#{source}#{month}`: all of a source | `{stored at}#{name}#{source}#{article}` | |
| | `i#n#{source}#{month}`, `i#n#*#{month}`: news of a source, of all | likewise | |
| collected | `i#c#{collection}#{month}` | likewise | |
| directories | `i#s#{source}`, `i#n#{source}`, `i#n#*`, `i#c#{collection}` | `{month}` that has lines | |
| | `s#{source}` | `{article}#{host}`: articles by source | |
| | `all#sources`, `all#lists`, `all#hosts` | what there is of each | |
| | `ua#{source}/{article}` | `{SHA-256}`: addresses by article | |
| delivery | `d#{subscriber}` | `{stored at}#{the record's path}` | the same while it is open |
| subscriber | `subscribers` | `{name}` | `{due}#{name}`, absent where nothing waits |
| schema | `schema` | `schema` | |

Keys never change but for a row's move to another host. Every partition is one host's, source's, article's or a
sixteenth of the whole, so that none is hot: the busiest, `i#n#*`, takes one write for each change that is published.
Times are ISO 8601 in UTC with six decimals, so that they sort as text. Between parts of a sort key stands `#`, which
sorts before all that ids and names are made of: `a#…` before `a-b#…`, as the tuples do.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

from afterprint.model import ArticleKey, ChangeKey, EventKey
from afterprint.rows import (
    ArticleRow,
    DeliveryKey,
    DeliveryRow,
    DeliveryState,
    HostDue,
    IndexLine,
    ListRow,
    OpenWork,
    SubscriberRow,
    WatchedRow,
    due_class,
    record_key,
)

Key = tuple[str, str]

SHARDS = 16
SCHEMA: Key = ("schema", "schema")
ALL_SOURCES = "all#sources"
ALL_LISTS = "all#lists"
ALL_HOSTS = "all#hosts"
AFTER = "$"
"""Sorts right after `#`: what begins with a stamp is below the stamp and this."""

_MONTH = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])", re.ASCII)


def stamp(moment: datetime) -> str:
    """An aware time as text that sorts: `2026-11-03T10:00:00.000000Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def from_stamp(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


# ── rows in a host's schedule ──


def host_partition(host: str) -> str:
    return f"h#{host}"


def article_key(host: str, key: ArticleKey) -> Key:
    return host_partition(host), f"a#{key.path}"


def list_key(host: str, source: str, name: str) -> Key:
    return host_partition(host), f"l#{source}/{name}"


def watched_key(row: WatchedRow) -> Key:
    if isinstance(row, ArticleRow):
        return article_key(row.host, row.key)
    return list_key(row.host, row.source, row.name)


def is_article(key: Key) -> bool:
    return key[1].startswith("a#")


def due_of(row: WatchedRow) -> str | None:
    return None if row.due is None else f"{stamp(row.due)}#{due_class(row)}"


def order_of_due(due: str, key: Key) -> tuple[str, str, str, str, str]:
    """The order in which a host's due rows are taken: by class, due time, articles first, source, name."""
    at, _, class_ = due.partition("#")
    kind, _, name = key[1].partition("#")
    source, _, last = name.partition("/")
    return class_, at, kind, source, last


def host_key(host: str) -> Key:
    return host_partition(host), "host"


def robots_key(host: str) -> Key:
    return host_partition(host), "robots"


def furniture_key(host: str) -> Key:
    return host_partition(host), "furniture"


# ── directories: what there is of a kind, in order ──


def source_entry(source: str) -> Key:
    return ALL_SOURCES, source


def articles_of(source: str) -> str:
    return f"s#{source}"


def article_entry(host: str, key: ArticleKey) -> Key:
    return articles_of(key.source), f"{key.article}#{host}"


def article_of_entry(key: Key) -> Key:
    """Where the article's row lies."""
    article, _, host = key[1].partition("#")
    return article_key(host, ArticleKey(key[0].removeprefix("s#"), article))


def list_entry(row: ListRow) -> Key:
    return ALL_LISTS, f"{row.source}#{row.name}#{row.host}"


def list_of_entry(key: Key) -> Key:
    source, name, host = key[1].split("#", 2)
    return list_key(host, source, name)


def host_entry(host: str) -> Key:
    return ALL_HOSTS, host


def host_of_entry(key: Key) -> Key:
    return host_key(key[1])


# ── due hosts ──


def due_host_partitions() -> list[str]:
    return [f"due#{number:02d}" for number in range(SHARDS)]


def due_host_key(due: HostDue) -> Key:
    return f"due#{_shard(due.host)}", f"{stamp(due.minute)}#{due.host}"


def due_host_of(key: Key) -> HostDue:
    at, _, host = key[1].partition("#")
    return HostDue(from_stamp(at), host)


# ── addresses ──


def address_key(url: str) -> Key:
    return f"u#{hashlib.sha256(url.encode()).hexdigest()}", "address"


def addresses_of(article: ArticleKey) -> str:
    return f"ua#{article.path}"


def address_entry(article: ArticleKey, url: str) -> Key:
    return addresses_of(article), address_key(url)[0].removeprefix("u#")


def address_of_entry(key: Key) -> Key:
    return f"u#{key[1]}", "address"


# ── open work ──


def work_partitions() -> list[str]:
    return [f"o#{number:02d}" for number in range(SHARDS)]


def work_key(path: str) -> Key:
    return f"o#{_shard(path)}", path


def opened(work: OpenWork) -> str:
    return f"{stamp(work.opened_at)}#{work.path}"


# ── groups of documents ──


def group_partitions() -> list[str]:
    return [f"g#{number:02d}" for number in range(SHARDS)]


def group_key(name: str) -> Key:
    return f"g#{_shard(name)}", name


# ── deliveries to subscribers ──

SUBSCRIBERS = "subscribers"


def deliveries_of(subscriber: str) -> str:
    return f"d#{subscriber}"


def delivery_key(key: DeliveryKey) -> Key:
    return deliveries_of(key.subscriber), f"{stamp(key.stored_at)}#{key.path}"


def open_delivery(row: DeliveryRow) -> str | None:
    """Its place among a subscriber's open deliveries; None where it has ended."""
    return delivery_key(row.key)[1] if row.state is DeliveryState.OPEN else None


def subscriber_key(name: str) -> Key:
    return SUBSCRIBERS, name


def due_of_subscriber(row: SubscriberRow) -> str | None:
    return None if row.due is None else f"{stamp(row.due)}#{row.name}"


# ── index ──


def article_lines(article: ArticleKey) -> str:
    return f"i#a#{article.path}"


def line_key(line: IndexLine) -> Key:
    return article_lines(line.article), line.name


def lines_of(source: str) -> str:
    """The directory of all of a source's lines."""
    return f"i#s#{source}"


def news_of(source: str | None) -> str:
    """The directory of a source's news, or of all news."""
    return f"i#n#{'*' if source is None else source}"


def gathered_in(collection: str) -> str:
    """The directory of what was entered in a collection."""
    return f"i#c#{collection}"


def month_partition(directory: str, month: str) -> str:
    return f"{directory}#{month}"


def month_of(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m}"


def require_month(month: str) -> str:
    """The month itself; ValueError where it is none."""
    if _MONTH.fullmatch(month) is None:
        raise ValueError(f"not a month: {month!r}")
    return month


def line_order(line: IndexLine) -> str:
    return f"{stamp(line.stored_at)}#{line.name}#{line.article.source}#{line.article.article}"


def record_of(order: str) -> ChangeKey | EventKey:
    """The key of the record that a line of this order speaks of."""
    _at, name, source, article = order.split("#")
    return record_key(ArticleKey(source, article), name)


def directories_of(line: IndexLine) -> list[str]:
    """In which directories, each of months, a line stands."""
    source = line.article.source
    return [lines_of(source), *([news_of(source), news_of(None)] if line.is_news else [])]


def _shard(name: str) -> str:
    """Which sixteenth: by a digest that is the same in every process and for ever."""
    return f"{hashlib.sha256(name.encode()).digest()[0] % SHARDS:02d}"
