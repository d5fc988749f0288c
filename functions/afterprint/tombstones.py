"""Where the archive keeps its tombstones: what was taken down, when and why, so that it is not written again.

A tombstone's name follows from what it covers, so one look tells, and none is ever listed:

* `withdrawn/{source}/{article}/article.json` covers every record of an article;
* `withdrawn/{source}/{article}/{versions|readings|changes|events}/{name}.json` covers one record;
* `withdrawn/snapshots/{2 hex}/{sha256}.json` covers the bytes with this digest.
"""

from __future__ import annotations


def tombstones_of(path: str) -> tuple[str, ...]:
    """The paths of the tombstones that cover the record or snapshot at `path`, the widest first.

    `path` is as the keys (`model.VersionKey.path` and its like, `model.snapshot_path`) spell it; ValueError otherwise.
    """
    kind, *rest = path.split("/")
    if kind == "snapshots" and len(rest) == 2:
        return (f"withdrawn/{kind}/{rest[0]}/{rest[1].removesuffix('.gz')}.json",)
    if kind not in {"versions", "readings", "changes", "events"} or len(rest) != 3:
        raise ValueError(f"not the path of a record: {path!r}")
    source, article, name = rest
    return (
        f"withdrawn/{source}/{article}/article.json",
        f"withdrawn/{source}/{article}/{kind}/{name}",
    )
