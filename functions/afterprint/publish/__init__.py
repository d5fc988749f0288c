"""publish: what is stored, as pages and feeds that anyone may read.

`index_line` says what a record enters in the index; `Publisher` renders and writes the documents that it made stale.
Every text passes `policy` on its way out: pages and feeds are given views, never records.
"""

from afterprint.publish.index import index_line, stale_paths
from afterprint.publish.policy import listed, shown_event, visible
from afterprint.publish.publisher import Publisher
from afterprint.publish.standalone import comparison_page, history_page

__all__ = [
    "Publisher",
    "comparison_page",
    "history_page",
    "index_line",
    "listed",
    "shown_event",
    "stale_paths",
    "visible",
]
