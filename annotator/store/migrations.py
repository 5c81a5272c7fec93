"""From whatever version a database has to the one this program needs.

Alembic is imported only when there is something to do: it is a third of a second that a start
with a database in order does not spend.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, NullPool, create_engine, event, inspect, text

from annotator import resources
from annotator.domain.errors import Conflict
from annotator.store import backup
from annotator.store.session import BUSY_TIMEOUT, Database

if TYPE_CHECKING:
    from alembic.config import Config

#: Any number will do, as long as every process of this program locks the same one.
_LOCK = 0x616E6E6F


def revisions() -> list[str]:
    """The revisions that this program knows, oldest first, read off their files' names."""
    files = (resources.folder("migrations") / "versions").glob("[0-9]*_*.py")
    return sorted(path.name.partition("_")[0] for path in files)


def head() -> str:
    """The revision that this program needs."""
    return revisions()[-1]


def current(database: Database) -> str | None:
    """The revision that the database has; None when it is empty.

    Raises Conflict when it holds tables that are not this program's.
    """
    with database.engine.connect() as connection:
        return _current(connection)


def _current(connection: Connection) -> str | None:
    tables = inspect(connection)
    if tables.has_table("alembic_version"):
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found
    if tables.get_table_names():
        raise Conflict("the database holds tables of some other program; name an empty one", rule="foreign_database")
    return None


def upgrade(database: Database) -> Path | None:
    """Bring the database to `head()`, whole or not at all; the backup made before, where one was.

    Several processes may call it at once: one works, the others wait and find nothing left to do.
    Raises Conflict for a database that a newer version of the program has made, or some other program.
    """
    before = current(database)
    if before == head():
        return None
    check_known(before)
    kept = backup.before_upgrade(database, before) if before else None
    with exclusive(database) as connection:
        if _current(connection) != head():
            _run(connection)
    return kept


def check_known(revision: str | None) -> None:
    """Raises Conflict for a revision that this program does not know."""
    if revision is not None and revision not in revisions():
        raise Conflict(
            f"the database has revision {revision}, this program knows up to {head()}: install the newer version again",
            rule="newer_database",
        )


def differences(database: Database) -> list[str]:
    """What the tables in the program say and the database does not; empty when all is well."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from annotator.store import tables

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return [str(difference) for difference in compare_metadata(context, tables.User.metadata)]


def _run(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    # Percent signs in a path would be read as interpolation.
    config.set_main_option("script_location", str(resources.folder("migrations")).replace("%", "%%"))
    return config


@contextmanager
def exclusive(database: Database) -> Iterator[Connection]:
    """A connection for one migration: alone, in one transaction, committed if the block ends well.

    On SQLite the driver's own transactions are off, because they would end before a change of a
    table; and so are foreign keys, because a table that is moved in a batch is dropped once, and
    would take the rows that point to it along. They are checked before the commit instead.
    """
    engine = create_engine(database.url, poolclass=NullPool)
    if database.is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            if not database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection
            if database.is_sqlite:
                _check_foreign_keys(connection)
    finally:
        engine.dispose()


def _prepare_sqlite(sqlite: object, _entry: object) -> None:
    sqlite.isolation_level = None  # type: ignore[attr-defined]
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = OFF", f"busy_timeout = {BUSY_TIMEOUT}"):
        sqlite.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise Conflict(
            f"the upgrade would leave a row of {broken[0]} without its {broken[2]}; nothing was changed",
            rule="foreign_key",
        )
