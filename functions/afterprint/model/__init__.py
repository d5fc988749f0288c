"""The nouns: what an article is, what a version, a change and an event say, and where each record lies.

Everything here is a frozen value without behaviour beyond naming itself. Times are aware and in UTC; texts are
`str` without lone surrogates.
"""

from afterprint.model.answer import Fetched, Validators
from afterprint.model.article import ArticleText, Block, BlockKind, Reading, Version
from afterprint.model.aside import SetAside
from afterprint.model.change import (
    Change,
    Comparison,
    Counts,
    Disclosure,
    Edit,
    EditKind,
    Part,
    PartChange,
    Row,
    RowKind,
    Span,
)
from afterprint.model.event import Event, EventKind
from afterprint.model.history import Removal, Stretch, TextHistory, TracedBlock
from afterprint.model.keys import ArticleKey, ChangeKey, EventKey, ReadingKey, RecordKey, VersionKey, snapshot_path
from afterprint.model.listing import Feed, FeedEntry, Sitemap, SitemapChild, SitemapEntry
from afterprint.model.notice import Notice
from afterprint.model.watched import NetworkPolicy, Search, Source, TextPolicy, Watchlist

__all__ = [
    "ArticleKey",
    "ArticleText",
    "Block",
    "BlockKind",
    "Change",
    "ChangeKey",
    "Comparison",
    "Counts",
    "Disclosure",
    "Edit",
    "EditKind",
    "Event",
    "EventKey",
    "EventKind",
    "Feed",
    "FeedEntry",
    "Fetched",
    "NetworkPolicy",
    "Notice",
    "Part",
    "PartChange",
    "Reading",
    "ReadingKey",
    "RecordKey",
    "Removal",
    "Row",
    "RowKind",
    "Search",
    "SetAside",
    "Sitemap",
    "SitemapChild",
    "SitemapEntry",
    "Source",
    "Span",
    "Stretch",
    "TextHistory",
    "TextPolicy",
    "TracedBlock",
    "Validators",
    "Version",
    "VersionKey",
    "Watchlist",
    "snapshot_path",
]
