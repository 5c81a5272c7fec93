"""The database: how it is opened, and what a transaction is.

Acknowledged is durable: SQLite runs in WAL mode with synchronous FULL, PostgreSQL with its
default synchronous commit.
"""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from math import inf
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, make_url, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

#: How long a writer of another process is waited for, in milliseconds.
BUSY_TIMEOUT = 20_000
#: Where a session keeps its connection.
CONNECTION = "connection"
#: After how many idle seconds a connection to a server is asked whether it still stands.
REST = 5


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
        self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.engine.connect() as connection:
            # Never committed: it ends with the connection.
            self._begin(connection, "BEGIN")
            with _session(connection) as session:
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
        with (
            self.engine.connect() as connection,
            self._begin(connection, "BEGIN IMMEDIATE"),
            _session(connection) as session,
        ):
            yield session
            session.flush()

    def _begin(self, connection: Connection, on_sqlite: str) -> RootTransaction:
        """The connection's transaction, begun. SQLite is told at once, and not by an event of SQLAlchemy's."""
        transaction = connection.begin()
        if self.is_sqlite:
            driver: Any = connection.connection.driver_connection
            driver.execute(on_sqlite)
        return transaction

    @contextmanager
    def question(self) -> Iterator[Any]:
        """A driver's cursor for one statement that only reads, without a transaction around it."""
        connection = self.engine.raw_connection()
        driver: Any = connection.driver_connection
        try:
            if not self.is_sqlite:
                driver.autocommit = True
            # Closed before anybody else gets the connection: rows that were not fetched hold SQLite to the moment
            # in which they were asked for.
            with closing(driver.cursor()) as cursor:
                yield cursor
        finally:
            if not self.is_sqlite and not driver.closed:
                driver.autocommit = False
            connection.close()

    def ping(self) -> None:
        """Raises when the database does not answer."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _session(connection: Connection) -> Session:
    """A session in the connection's transaction, whose own management it would pay for with each statement's time."""
    return Session(connection, expire_on_commit=False, info={CONNECTION: connection})


def connection_of(session: Session) -> Connection:
    """The connection whose transaction the session is part of."""
    found: Connection = session.info[CONNECTION]
    return found


def discard(session: Session) -> None:
    """Throw away all that the session's transaction did."""
    session.rollback()
    connection_of(session).rollback()


def _open(url: str, is_sqlite: bool, pool_size: int) -> Engine:
    if not is_sqlite:
        engine = create_engine(url, pool_size=pool_size)
        _ask_the_rested(engine)
        return engine
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=pool_size,
        connect_args={"timeout": BUSY_TIMEOUT / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", prepare_sqlite)
    return engine


def _ask_the_rested(engine: Engine) -> None:
    """Ask a connection that nobody used for a while whether it still stands; the pool replaces one that does not.

    To ask each time, as the pool's own way is, would be a fifth of what a save says to the database.
    """

    def note(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["rests_since"] = monotonic()

    def ask(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
        if monotonic() - entry.info.get("rests_since", inf) < REST:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("the database has hung up") from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ask)


def prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry | None = None) -> None:
    """Durable, concurrent, and strict about owners; transactions are begun by the Database."""
    sqlite: SqliteConnection = connection
    sqlite.isolation_level = None
    sqlite.execute("PRAGMA journal_mode = WAL")
    sqlite.execute("PRAGMA synchronous = FULL")
    sqlite.execute("PRAGMA foreign_keys = ON")
    sqlite.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
