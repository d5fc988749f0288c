"""One SQLite file, shared by threads and processes; its errors as ours."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from afterprint.errors import DamagedRecord, DiskFull, NewerSchema, StoreError
from afterprint.local.disk import failing

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_UNOPENED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})
_PAUSE_SECONDS = 0.02


class _Connection(sqlite3.Connection):
    """One that remembers how it is synchronous, which is not asked of it anew for each transaction."""

    _synchronous = ""

    def be_synchronous(self, synchronous: str) -> None:
        if self._synchronous != synchronous:
            self.execute(f"PRAGMA synchronous = {synchronous}")
            self._synchronous = synchronous


class Database:
    """A SQLite file in WAL mode.

    Threads borrow connections from a small pool: reads run side by side, as WAL allows, and a thread that ends
    leaves none behind. Writes of this process take turns at a lock of our own, since SQLite's waiting is a poll that
    lets some wait for ever; between processes SQLite's own lock decides, waited for up to `busy_seconds` of real
    time, then StoreError. Not to be carried across a fork.

    `migrations[n]` holds the statements that lead from schema n to n + 1; the file's schema stands in its
    user_version. A newer one is NewerSchema.

    With `read_only` nothing is made, migrated or written, and the folder need not be writable. Where not even the
    file's shared memory can be made, what stands in the file itself is read: whoever writes it leaves that memory.
    """

    def __init__(
        self,
        path: Path,
        *,
        migrations: Sequence[Sequence[str]],
        synchronous: str,
        remedy: str,
        busy_seconds: float = 10,
        read_only: bool = False,
    ) -> None:
        self.path = path
        self._synchronous = synchronous
        self._remedy = remedy
        self._busy_seconds = busy_seconds
        self._idle: list[_Connection] = []
        self._closed = False
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._mode = ""
        if read_only:
            self._open_to_read(len(migrations))
            return
        with failing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._prepare(migrations)

    def close(self) -> None:
        """Let go of the file; every later use is a StoreError."""
        with self._guard, self._failing():
            self._closed = True
            while self._idle:
                self._idle.pop().close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for one SELECT, which sees all that was committed before it."""
        with self._failing(), self._borrowed() as connection:
            yield connection

    @contextmanager
    def writing(self, *, synchronous: str = "") -> Iterator[sqlite3.Connection]:
        """A connection in a write transaction: all of it is done at the end of the block, or nothing of it.

        `synchronous` overrides that of the file for this transaction. As the log is one file, a transaction that is
        synced takes all before it along: a power cut loses only what came last, and of that whole transactions.
        """
        with self._failing(), self._writing, self._borrowed() as connection:
            connection.be_synchronous(synchronous or self._synchronous)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def scrub(self) -> None:
        """Leave nothing of removed or replaced rows in the file or beside it: not in free pages, nor in the log.

        The file is written anew (VACUUM), and its log emptied. Raises StoreError where another process reads it for
        longer than is waited.
        """
        with self._failing(), self._writing, self._borrowed() as connection:
            connection.execute("VACUUM")
            give_up_at = time.monotonic() + self._busy_seconds
            while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > give_up_at:
                    raise StoreError(str(self.path), "is being read by others, so that its log cannot be emptied")
                time.sleep(_PAUSE_SECONDS)

    @contextmanager
    def _borrowed(self) -> Iterator[_Connection]:
        """An idle connection or a new one. One that saw an error is closed, not kept."""
        connection = self._take()
        kept = False
        try:
            yield connection
            kept = self._keep(connection)
        finally:
            if not kept:
                connection.close()

    def _take(self) -> _Connection:
        with self._guard:
            if self._closed:
                raise StoreError(str(self.path), "is closed")
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def _keep(self, connection: _Connection) -> bool:
        with self._guard:
            if not self._closed:
                self._idle.append(connection)
            return not self._closed

    def _connect(self) -> _Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}{self._mode}",
            uri=True,
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            factory=_Connection,
        )
        if not self._mode:
            connection.be_synchronous(self._synchronous)
        return connection

    def _open_to_read(self, known: int) -> None:
        self._mode = "?mode=ro"
        try:
            schema = self._read_schema(known)
        except StoreError as error:
            if _primary_code(error.__cause__) not in _UNOPENED or not self.path.exists():
                raise
            self._mode = "?immutable=1"
            schema = self._read_schema(known)
        if schema < known:
            raise StoreError(
                str(self.path), "was written by an earlier Afterprint; start a watch once, which updates it"
            )

    def _read_schema(self, known: int) -> int:
        with self.reading() as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            return self._schema(connection, known)

    def _prepare(self, migrations: Sequence[Sequence[str]]) -> None:
        # Turning WAL on is refused at once while another process opens the file: SQLite does not wait there.
        give_up_at = time.monotonic() + self._busy_seconds
        while True:
            try:
                return self._migrate(migrations)
            except StoreError as error:
                if not _is_locked(error.__cause__) or time.monotonic() > give_up_at:
                    raise
                time.sleep(_PAUSE_SECONDS)

    def _migrate(self, migrations: Sequence[Sequence[str]]) -> None:
        with self.reading() as connection:
            if _pragma(connection, "journal_mode") != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            if self._schema(connection, len(migrations)) == len(migrations):
                return
        with self.writing() as connection:
            for statements in migrations[self._schema(connection, len(migrations)) :]:
                for statement in statements:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(migrations)}")

    def _schema(self, connection: sqlite3.Connection, known: int) -> int:
        schema = int(str(_pragma(connection, "user_version")))
        if schema > known:
            raise NewerSchema(str(self.path), schema=schema, known=known)
        return schema

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """What fails inside with a sqlite3.Error is one of ours, with its cause."""
        try:
            yield
        except sqlite3.Error as error:
            code = _primary_code(error)
            if code == sqlite3.SQLITE_FULL:
                raise DiskFull(str(self.path)) from error
            if code in _DAMAGED:
                raise DamagedRecord(str(self.path), f"is damaged ({error}); {self._remedy}") from error
            raise StoreError(str(self.path), str(error)) from error


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def _primary_code(error: BaseException | None) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)  # absent where Python itself refused
    return code & 0xFF if isinstance(code, int) else None


def _is_locked(error: BaseException | None) -> bool:
    return _primary_code(error) in _LOCKED
