"""The queue as one SQLite file."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection

from afterprint.codec import decode_message, encode_message
from afterprint.errors import DamagedRecord
from afterprint.local.row_store import RowStore
from afterprint.local.sqlite import Database
from afterprint.messages import HostCameDue, Message
from afterprint.ports import Clock, Delivery

_REMEDY = "move the file aside together with those that end in -wal and -shm and start again: repair sends anew"

# `visible_at` is a reading of Clock.monotonic, NULL for at once; `receipt` names the loan that a message is out on.
_MIGRATIONS = (
    (
        """CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, body TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0, visible_at REAL, receipt TEXT, is_dead INTEGER NOT NULL DEFAULT 0
        )""",
        "CREATE INDEX messages_alive ON messages (kind, id) WHERE NOT is_dead",
    ),
)
_VISIBLE = "NOT is_dead AND (visible_at IS NULL OR visible_at <= ?)"


class SqliteQueue(RowStore):
    """`ports.Queue` in a SQLite file: first in, first out, as far as nothing is given back.

    It keeps more than the port promises. Only a HostCameDue that waits holds up an equal one: not one that is on loan,
    as its taker may have looked already. What is done late is done, and giving back late changes nothing.

    Visibility runs on `clock.monotonic()`, so it holds where `now()` stands still. A reading of that clock means
    nothing to a later process: opening the file therefore brings back everything on loan or delayed, at once. One
    process at a time owns the data directory; a second one that opens the file only causes messages to come twice.

    A crash of the process loses nothing. A power cut may lose the last moments (WAL, synchronous = NORMAL): repair
    finishes what a lost message left open, so that a fsync a message would buy nothing.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        visibility_seconds: float = 900,
        max_tries: int = 5,
        busy_seconds: float = 10,
    ) -> None:
        self._clock = clock
        self._visibility_seconds = visibility_seconds
        self._max_tries = max_tries
        self._database = Database(
            path, migrations=_MIGRATIONS, synchronous="NORMAL", remedy=_REMEDY, busy_seconds=busy_seconds
        )
        self._write("UPDATE messages SET visible_at = NULL, receipt = NULL WHERE visible_at IS NOT NULL")

    def close(self) -> None:
        """Let go of the file; every later use is a StoreError."""
        self._database.close()

    def send(self, *messages: Message) -> None:
        if not messages:
            return
        with self._database.writing() as connection:
            for message in messages:
                body = encode_message(message).decode()
                if isinstance(message, HostCameDue) and self._waits(connection, body):
                    continue
                connection.execute("INSERT INTO messages (kind, body) VALUES (?, ?)", (type(message).__name__, body))

    def _waits(self, connection: Connection, body: str) -> bool:
        """Whether such a message waits. One on loan does not count: its taker may have looked before the news."""
        found = connection.execute(
            "SELECT 1 FROM messages WHERE kind = 'HostCameDue' AND NOT is_dead AND body = ?"
            " AND (receipt IS NULL OR visible_at <= ?)",
            (body, self._clock.monotonic()),
        )
        return found.fetchone() is not None

    def receive(self, kinds: tuple[type, ...], *, limit: int) -> Sequence[Delivery]:
        names = [kind.__name__ for kind in kinds]
        chosen = (
            f"SELECT id, body, tries FROM messages WHERE kind IN ({', '.join('?' * len(names))})"  # noqa: S608  only marks
            f" AND {_VISIBLE} ORDER BY id LIMIT ?"
        )
        now = self._clock.monotonic()
        values = (*names, now, max(0, limit))
        if not self._read(chosen, *values):
            return []  # a look that finds nothing writes nothing
        with self._database.writing() as connection:
            found = connection.execute(chosen, values).fetchall()
            lent = [self._lend(connection, now, id_=id_, body=body, tries=tries) for id_, body, tries in found]
        return [delivery for delivery in lent if delivery is not None]

    def _lend(self, connection: Connection, now: float, *, id_: int, body: str, tries: int) -> Delivery | None:
        """Lend a message, or lay it among the dead letters: it was lent too often, or cannot be read."""
        try:
            message = decode_message(body, f"{self._database.path}: message {id_}")
        except DamagedRecord:
            message = None
        if message is None or tries >= self._max_tries:
            connection.execute("UPDATE messages SET is_dead = 1, receipt = NULL WHERE id = ?", (id_,))
            return None
        receipt = f"{id_}:{secrets.token_hex(8)}"
        connection.execute(
            "UPDATE messages SET tries = ?, visible_at = ?, receipt = ? WHERE id = ?",
            (tries + 1, now + self._visibility_seconds, receipt, id_),
        )
        return Delivery(message=message, receipt=receipt, tries=tries + 1)

    def done(self, delivery: Delivery) -> None:
        # By number, also where the loan has run out and another has it now: the work is done.
        self._write("DELETE FROM messages WHERE id = ?", _number(delivery))

    def give_back(self, delivery: Delivery, *, delay_seconds: float = 0) -> None:
        visible_at = self._clock.monotonic() + delay_seconds if delay_seconds > 0 else None
        self._write(
            "UPDATE messages SET visible_at = ?, receipt = NULL, is_dead = (tries >= ?) WHERE id = ? AND receipt = ?",
            visible_at,
            self._max_tries,
            _number(delivery),
            delivery.receipt,
        )

    def waiting(self) -> int:
        return int(self._read("SELECT count(*) FROM messages WHERE NOT is_dead")[0][0])

    def dead_letters(self) -> Sequence[Message]:
        found = self._read("SELECT id, body FROM messages WHERE is_dead ORDER BY id")
        return [decode_message(body, f"{self._database.path}: message {id_}") for id_, body in found]


def _number(delivery: Delivery) -> int:
    return int(delivery.receipt.partition(":")[0])
