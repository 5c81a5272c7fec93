"""Keeping a database: upgraded, copied, put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from annotator.domain.errors import AnnotatorError, Conflict, Unavailable
from annotator.services import data_folder
from annotator.settings import Settings
from annotator.store import backup, migrations, users
from annotator.store.jobs import ENGINE_FILE
from annotator.store.session import Database


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database that the settings name, closed afterwards.

    What the database says in its own words while the block runs becomes Unavailable: it cannot be
    reached, has no tables yet, is locked or broken.
    """
    if not settings.database_url:
        data_folder.prepare(settings)
    try:
        database = Database(settings.database)
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise Unavailable(f"DATABASE_URL: {_said(error)}", rule="database") from None
    try:
        yield database
    except SQLAlchemyError as error:
        raise Unavailable(_why(database, error), rule="database") from error
    finally:
        database.close()


def _why(database: Database, error: SQLAlchemyError) -> str:
    """Most errors of a database are one that was never upgraded; else what it says itself."""
    try:
        found, needed = migrations.current(database), migrations.head()
    except (SQLAlchemyError, AnnotatorError):
        return f"the database says: {_said(error)}"
    if found != needed:
        return f"the database has revision {found or 'none'}, not {needed}: run `annotator db upgrade`"
    return f"the database says: {_said(error)}"


def _said(error: Exception) -> str:
    """The first line of what the database said, without the statement and its values."""
    original = error.orig if isinstance(error, DBAPIError) else None
    lines = str(original or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def upgrade(database: Database) -> Path | None:
    """Bring the database to the revision that this program needs; the backup made before, where one was."""
    return migrations.upgrade(database)


def revision(database: Database) -> str | None:
    """The revision that the database has; None when it is empty."""
    return migrations.current(database)


def check_current(database: Database) -> None:
    """Raises Unavailable, with what to do, for a database of another revision than this program needs."""
    found, needed = migrations.current(database), migrations.head()
    if found != needed:
        said = f"the database has revision {found or 'none'}, not {needed}: run `annotator db upgrade`"
        raise Unavailable(said, rule="database")


def needed_revision() -> str:
    return migrations.head()


def back_up(database: Database, settings: Settings, target: Path | None = None) -> Path:
    """Copy the database, with the queue of long work, into a new file.

    It is the one named, else one in the data folder, named for the time.
    """
    named = target or settings.data / "backups" / backup.file_name(database)
    return backup.backup(database, named, [settings.data / ENGINE_FILE])


def restore(database: Database, settings: Settings, source: Path, *, replace: bool) -> Path | None:
    """Put a backup in the place of what is there; the copy that was made of that first.

    Raises Conflict when there is something already and `replace` does not say that it may go.
    """
    backup.check(database, source)
    if not replace and not is_empty(database):
        raise Conflict("the database is not empty; --yes puts the backup in its place", rule="not_empty")
    return backup.restore(database, source, [settings.data / ENGINE_FILE])


def is_empty(database: Database) -> bool:
    """Whether nobody has been added yet."""
    if migrations.current(database) is None:
        return True
    with database.read() as session:
        return not users.every(session)
