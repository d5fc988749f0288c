"""What a line of the log is about, under the same keys in both worlds.

`host`, `source`, `article` (`source/article`), `version` and `event` (its number), `change` (`1-2`), `address`; `what`
for anything else.
"""

from __future__ import annotations

from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, HostCameDue, Message, VersionStored
from afterprint.model import ChangeKey, EventKey, VersionKey
from afterprint.rows import ArticleRow, ListRow, WatchedRow

Subject = WatchedRow | Message | VersionKey | ChangeKey | EventKey | str


def about(subject: Subject) -> dict[str, str | int]:
    """The keys of a line about this."""
    match subject:
        case ArticleRow():
            known = {"version": subject.versions} if subject.versions else {}
            return {"host": subject.host, "article": subject.key.path, **known, "address": subject.url}
        case ListRow():
            return {"host": subject.host, "source": subject.source, "address": subject.url}
        case HostCameDue():
            return {"host": subject.host}
        case VersionStored() | ChangeStored() | EventStored() | DocumentsPublished():
            return about(subject.key)
        case VersionKey():
            return {"article": subject.article.path, "version": subject.number}
        case ChangeKey():
            return {"article": subject.article.path, "version": subject.new, "change": subject.name}
        case EventKey():
            return {"article": subject.article.path, "event": subject.number}
        case _:
            return {"what": subject}


def named(subject: Subject) -> str:
    """The same in a few words, for a person."""
    return " ".join(map(str, about(subject).values()))
