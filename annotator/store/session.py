"""The database: how it is opened, and what a transaction is.

Acknowledged is durable: SQLite runs in WAL mode with synchronous FULL, PostgreSQL with its
default synchronous commit.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

#: How long a writer of another process is waited for, in milliseconds.
BUSY_TIMEOUT = 20_000


class Database:
    """One database, on SQLite or PostgreSQL; hands out transactions.

    `read()` gives a session whose changes are thrown away; `write()` commits when the block
    ends well. On SQLite a writer takes the lock at once, so that two never deadlock, and
    writers of this process take turns, since SQLite's own waiting polls and is not fair.
    """

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _open(url, self.is_sqlite, pool_size)
        self._writing = self.engine.execution_options(annotator_write=True)
        self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        if not self.is_sqlite:
            with self._transaction() as session:
                yield session
            return
        with self._turn, self._transaction() as session:
            yield session

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with Session(self._writing, expire_on_commit=False) as session:
            yield session
            session.commit()

    def ping(self) -> None:
        """Raises when the database does not answer."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _open(url: str, is_sqlite: bool, pool_size: int) -> Engine:
    if not is_sqlite:
        return create_engine(url, pool_size=pool_size, pool_pre_ping=True)
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=pool_size,
        connect_args={"timeout": BUSY_TIMEOUT / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry | None = None) -> None:
    """Durable, concurrent, and strict about owners; transactions are begun by `_begin`."""
    sqlite: SqliteConnection = connection
    sqlite.isolation_level = None
    sqlite.execute("PRAGMA journal_mode = WAL")
    sqlite.execute("PRAGMA synchronous = FULL")
    sqlite.execute("PRAGMA foreign_keys = ON")
    sqlite.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("annotator_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
