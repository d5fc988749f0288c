"""What earlier releases stored is still read: a file of each kind of record, row and message, as that release wrote it.

The files are never written anew; a later form of a kind gets files of its own beside them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from afterprint.codec import decode, decode_message, encode_message, encode_record, encode_row
from afterprint.model import Change, Event, Reading, Version
from afterprint.rows import AddressRow, ArticleRow, HostRow, IndexLine, ListRow, OpenWork, RobotsRow

FOLDER = Path(__file__).parent / "released" / "records"
KINDS: dict[str, type] = {
    "version": Version,
    "reading": Reading,
    "change": Change,
    "event": Event,
    "row-article": ArticleRow,
    "row-list": ListRow,
    "row-host": HostRow,
    "row-robots": RobotsRow,
    "row-address": AddressRow,
    "row-work": OpenWork,
    "row-line": IndexLine,
}
STORED = sorted(path for path in FOLDER.rglob("*.json") if not path.name.startswith("message-"))
MESSAGES = sorted(FOLDER.rglob("message-*.json"))


def kind_of(path: Path) -> type:
    return next(kind for name, kind in KINDS.items() if path.stem.startswith(name))


def held_in(stored: Any, written: Any) -> bool:
    """Whether all that was stored is there again, as it was; more may be."""
    if isinstance(stored, dict):
        return all(name in written and held_in(value, written[name]) for name, value in stored.items())
    if isinstance(stored, list):
        return len(stored) == len(written) and all(map(held_in, stored, written))
    return bool(stored == written)


@pytest.mark.parametrize("path", STORED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_stored_record_is_read_and_nothing_of_it_is_lost_when_it_is_written_again(path: Path) -> None:
    kind = kind_of(path)
    read = decode(path.read_bytes(), kind, str(path))
    written = encode_row(read) if path.name.startswith("row-") else encode_record(read)
    assert decode(written, kind, "written again") == read
    assert held_in(json.loads(path.read_bytes()), json.loads(written))


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_message_that_waits_during_an_update_is_read_after_it(path: Path) -> None:
    stored = path.read_bytes()
    assert encode_message(decode_message(stored, str(path))) == stored.strip()


@pytest.mark.parametrize("release", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_a_release_keeps_every_kind(release: Path) -> None:
    assert {kind_of(path) for path in STORED if path.parent == release} == set(KINDS.values())
