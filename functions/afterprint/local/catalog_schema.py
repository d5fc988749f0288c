"""The catalog's tables. MIGRATIONS[n] leads from schema n to n + 1; none is ever changed, new ones are appended.

Each index is there for one method, which stands beside it. Columns named `due`, `minute`, `…_at` hold stamps.
"""

from __future__ import annotations

_FIRST = (
    # Articles, feeds and sitemaps. `class` is rows.due_class.
    """CREATE TABLE watched (
        kind TEXT NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL, host TEXT NOT NULL,
        class INTEGER NOT NULL, due INTEGER, revision INTEGER NOT NULL, row BLOB NOT NULL,
        PRIMARY KEY (kind, source, name, host)
    )""",
    "CREATE INDEX watched_due ON watched (host, class, due, kind, source, name)",  # due_rows, next_due
    "CREATE TABLE due_hosts (minute INTEGER NOT NULL, host TEXT NOT NULL, PRIMARY KEY (minute, host)) WITHOUT ROWID",
    "CREATE TABLE hosts (host TEXT PRIMARY KEY NOT NULL, revision INTEGER NOT NULL, row BLOB NOT NULL)",
    "CREATE TABLE robots (host TEXT PRIMARY KEY NOT NULL, row BLOB NOT NULL)",
    """CREATE TABLE addresses (
        url TEXT PRIMARY KEY NOT NULL, source TEXT NOT NULL, article TEXT NOT NULL, row BLOB NOT NULL
    )""",
    "CREATE INDEX addresses_of_article ON addresses (source, article)",  # rehome_addresses
    # Lines of the index. A month is a range of stored_at.
    """CREATE TABLE lines (
        source TEXT NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL,
        stored_at INTEGER NOT NULL, is_news INTEGER NOT NULL, row BLOB NOT NULL,
        PRIMARY KEY (source, article, name)
    )""",
    "CREATE INDEX lines_of_article ON lines (source, article, stored_at, name)",  # article_lines
    "CREATE INDEX lines_of_source ON lines (source, stored_at, name, article)",  # source_lines
    "CREATE INDEX news ON lines (stored_at, name, source, article) WHERE is_news",  # news_lines, months
    "CREATE INDEX news_of_source ON lines (source, stored_at, name, article) WHERE is_news",  # the same, of a source
    "CREATE TABLE open_works (path TEXT PRIMARY KEY NOT NULL, opened_at INTEGER NOT NULL, row BLOB NOT NULL)",
    "CREATE INDEX open_works_by_age ON open_works (opened_at, path)",  # open_works
)

_WITH_FURNITURE = ("CREATE TABLE furniture (host TEXT PRIMARY KEY NOT NULL, row BLOB NOT NULL)",)

_WITH_GROUPS = (
    "CREATE TABLE groups (name TEXT PRIMARY KEY NOT NULL, stale INTEGER NOT NULL, revision INTEGER NOT NULL,"
    " row BLOB NOT NULL)",
    "CREATE INDEX stale_groups ON groups (name) WHERE stale",  # stale_groups
    """CREATE TABLE collections (
        collection TEXT NOT NULL, stored_at INTEGER NOT NULL, name TEXT NOT NULL,
        source TEXT NOT NULL, article TEXT NOT NULL,
        PRIMARY KEY (collection, stored_at, name, source, article)
    ) WITHOUT ROWID""",  # gathered, gathered_months
)

_WITH_DELIVERIES = (
    """CREATE TABLE deliveries (
        subscriber TEXT NOT NULL, stored_at INTEGER NOT NULL, path TEXT NOT NULL,
        is_open INTEGER NOT NULL, revision INTEGER NOT NULL, row BLOB NOT NULL,
        PRIMARY KEY (subscriber, stored_at, path)
    )""",  # latest_deliveries
    "CREATE INDEX deliveries_open ON deliveries (subscriber, stored_at, path) WHERE is_open",  # open_deliveries
    """CREATE TABLE subscribers (
        name TEXT PRIMARY KEY NOT NULL, due INTEGER, revision INTEGER NOT NULL, row BLOB NOT NULL
    )""",
    "CREATE INDEX subscribers_due ON subscribers (due, name) WHERE due IS NOT NULL",  # due_subscribers
)

MIGRATIONS = (_FIRST, _WITH_FURNITURE, _WITH_GROUPS, _WITH_DELIVERIES)
