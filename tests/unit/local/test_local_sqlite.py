from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from afterprint.errors import NewerSchema, StoreError
from afterprint.local.sqlite import Database

FIRST = ("CREATE TABLE t (a INTEGER)", "INSERT INTO t VALUES (1)")
SECOND = ("ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'new'",)


def opened(path: Path, *migrations: tuple[str, ...], busy_seconds: float = 5) -> Database:
    return Database(
        path, migrations=migrations or (FIRST,), synchronous="FULL", remedy="start again", busy_seconds=busy_seconds
    )


def rows(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return connection.execute("SELECT * FROM t").fetchall()


def pragma(database: Database, name: str) -> object:
    with database.reading() as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_every_connection_writes_ahead_and_syncs_fully(tmp_path: Path) -> None:
    database = opened(tmp_path / "x.sqlite")
    with database.reading() as one, database.reading() as two:
        for connection in (one, two):
            assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_older_file_is_brought_up_keeping_what_it_holds(tmp_path: Path) -> None:
    opened(tmp_path / "x.sqlite").close()
    database = opened(tmp_path / "x.sqlite", FIRST, SECOND)
    assert rows(database) == [(1, "new")]
    assert pragma(database, "user_version") == 2


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    opened(tmp_path / "x.sqlite", FIRST, SECOND).close()
    with pytest.raises(NewerSchema) as caught:
        opened(tmp_path / "x.sqlite", FIRST)
    assert (caught.value.schema, caught.value.known, caught.value.retry) == (2, 1, False)
    assert rows(opened(tmp_path / "x.sqlite", FIRST, SECOND)) == [(1, "new")]


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    opened(tmp_path / "x.sqlite").close()
    with pytest.raises(StoreError, match="nothing of the kind"):
        opened(tmp_path / "x.sqlite", FIRST, (*SECOND, 'INSERT INTO "nothing of the kind" VALUES (1)'))
    database = opened(tmp_path / "x.sqlite")
    assert rows(database) == [(1,)]


def test_a_block_that_fails_writes_nothing(tmp_path: Path) -> None:
    database = opened(tmp_path / "x.sqlite")

    def write_and_fail() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO t VALUES (2)")
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    assert rows(database) == [(1,)]
    with database.writing() as connection:
        connection.execute("INSERT INTO t VALUES (3)")
    assert rows(database) == [(1,), (3,)]


def test_reads_go_on_while_somebody_writes(tmp_path: Path) -> None:
    database = opened(tmp_path / "x.sqlite")
    with database.writing() as connection:
        connection.execute("INSERT INTO t VALUES (2)")
        assert rows(database) == [(1,)]
    assert rows(database) == [(1,), (2,)]


def test_threads_leave_no_more_connections_than_worked_side_by_side(tmp_path: Path) -> None:
    database = opened(tmp_path / "x.sqlite")
    for _ in range(20):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(rows, database).result()
    assert len(database._idle) == 1


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        databases = list(pool.map(lambda _: opened(tmp_path / "x.sqlite"), range(8)))
    assert [rows(database) for database in databases] == [[(1,)]] * 8


class Contended(Database):
    """A file whose opening SQLite refuses twice, as it does now and then while another process turns WAL on."""

    refusals = 2

    def _migrate(self, migrations: Sequence[Sequence[str]]) -> None:
        if self.refusals:
            self.refusals -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise StoreError(str(self.path), str(error)) from error
        super()._migrate(migrations)


def test_opening_is_tried_again_where_sqlite_does_not_wait(tmp_path: Path) -> None:
    database = Contended(tmp_path / "x.sqlite", migrations=(FIRST,), synchronous="FULL", remedy="start again")
    assert rows(database) == [(1,)]


def test_opening_waits_only_so_long_for_a_locked_file(tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked") as caught:
        opened(tmp_path / "x.sqlite", busy_seconds=0.05)
    assert caught.value.retry
    holder.close()


def test_closing_lets_go_of_the_file_and_may_be_done_twice(tmp_path: Path) -> None:
    database = opened(tmp_path / "x.sqlite")
    with database.reading():
        database.close()
    database.close()
    assert [file.name for file in tmp_path.iterdir()] == ["x.sqlite"]
    with pytest.raises(StoreError, match="closed"):
        rows(database)


def test_a_file_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        opened(tmp_path / "file" / "x.sqlite")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="unable to open"):
        opened(tmp_path / "folder")


def test_a_transaction_may_be_less_synchronous_than_its_file_and_the_next_one_is_not(tmp_path: Path) -> None:
    database = opened(tmp_path / "x.sqlite")
    seen = []
    for synchronous in ("NORMAL", "", "NORMAL"):
        with database.writing(synchronous=synchronous) as connection:
            seen += connection.execute("PRAGMA synchronous").fetchone()
    assert seen == [1, 2, 1]
