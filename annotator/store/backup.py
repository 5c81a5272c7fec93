"""Whole copies of the database: made while it is in use, checked before they are trusted."""

import os
import shutil
import sqlite3
import subprocess  # nosec B404
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from annotator.domain.errors import Conflict, InvalidInput, Unavailable
from annotator.store.jobs import ENGINE_SCHEMA
from annotator.store.session import Database, prepare_sqlite

#: In a backup of SQLite: other databases that belong to it, whole, by the names of their files.
_BESIDE = "backup_beside"


def file_name(database: Database, remark: str = "") -> str:
    """A name for a backup made now; `remark` says why it was made."""
    # To the microsecond: a second backup within the second must not be refused.
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return f"annotator-{stamp}{remark and '-'}{remark}{'.db' if database.is_sqlite else '.dump'}"


def backup(database: Database, target: Path, beside: Sequence[Path] = ()) -> Path:
    """Copy the whole database into the new file `target`, which only its owner may read.

    On SQLite the databases `beside` it, as far as they are there, go into the same file; on PostgreSQL all schemas
    do. Raises Conflict when the file exists, Unavailable when PostgreSQL's `pg_dump` is missing or fails.
    """
    if target.exists():
        raise Conflict(f"{target} exists already; a backup is never overwritten", rule="backup_exists")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target) as partial:
        if database.is_sqlite:
            _copy_sqlite(database, partial)
            _take_along(partial, [path for path in beside if path.exists()])
            check(database, partial)
        else:
            _run("pg_dump", database, "--format=custom", f"--file={partial}")
        partial.replace(target)
    return target


def before_upgrade(database: Database, revision: str) -> Path | None:
    """A copy beside the database file, as it was at `revision`; on PostgreSQL the operator makes one."""
    folder = _folder(database)
    return backup(database, folder / file_name(database, f"before-upgrade-from-{revision}")) if folder else None


def check(database: Database, source: Path) -> None:
    """Raises InvalidInput, naming the file, when it is no sound backup for this kind of database."""
    if not source.is_file():
        raise InvalidInput("there is no such file", file=str(source), rule="backup")
    if not database.is_sqlite:
        _run("pg_restore", database, "--list", str(source), connect=False)
        return
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            [found] = copy.execute("PRAGMA integrity_check(1)").fetchone()
            orphans = copy.execute("PRAGMA foreign_key_check").fetchone()
            known = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.Error as error:
        raise InvalidInput(f"not a readable SQLite database ({error})", file=str(source), rule="backup") from None
    if found != "ok" or orphans is not None:
        raise InvalidInput("the backup is damaged", file=str(source), rule="backup")
    if known is None:
        raise InvalidInput("a database, but not one of this program", file=str(source), rule="backup")


def restore(database: Database, source: Path, beside: Sequence[Path] = ()) -> Path | None:
    """Put the backup in the place of all that the database holds; the copy that was made of that first, if any.

    So are the databases `beside` it, as far as the backup has them. Raises InvalidInput when the backup is not
    sound; then nothing has changed.
    """
    check(database, source)
    folder = _folder(database)
    kept = None
    if folder and _holds_tables(database):
        kept = backup(database, folder / file_name(database, "before-restore"), beside)
    if database.is_sqlite:
        with closing(sqlite3.connect(source)) as copy, closing(_connect(database)) as live:
            copy.backup(live)
            _put_beside(live, beside)
            prepare_sqlite(live)
    else:
        with database.engine.begin() as connection:
            # A newer engine may have made tables in it that the backup does not know, and so would not replace.
            connection.execute(text(f"DROP SCHEMA IF EXISTS {ENGINE_SCHEMA} CASCADE"))
        _run("pg_restore", database, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(source))
    return kept


def _folder(database: Database) -> Path | None:
    """Where copies that the program makes by itself go; None where the database is no file."""
    path = database.url.database
    return Path(path).parent / "backups" if database.is_sqlite and path and path != ":memory:" else None


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new file next to `target` that is gone afterwards, unless it was moved."""
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    # Made before it is filled: it holds password hashes, and nobody else may look at any moment.
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield partial
    finally:
        partial.unlink(missing_ok=True)


def _connect(database: Database) -> sqlite3.Connection:
    return sqlite3.connect(database.url.database or "", timeout=60)


def _holds_tables(database: Database) -> bool:
    with closing(_connect(database)) as live:
        return live.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _copy_sqlite(database: Database, target: Path) -> None:
    with closing(_connect(database)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        # One file, not a file and its log.
        copy.execute("PRAGMA journal_mode = DELETE")


def _take_along(target: Path, beside: Sequence[Path]) -> None:
    with closing(sqlite3.connect(target)) as copy, copy:
        for path in beside:
            copy.execute(f"CREATE TABLE IF NOT EXISTS {_BESIDE} (name TEXT PRIMARY KEY, content BLOB NOT NULL)")
            with TemporaryDirectory(dir=target.parent) as folder:
                whole = Path(folder) / path.name
                with closing(sqlite3.connect(path, timeout=60)) as live, closing(sqlite3.connect(whole)) as file:
                    live.backup(file)
                    file.execute("PRAGMA journal_mode = DELETE")
                row = (path.name, whole.read_bytes())
            copy.execute(f"INSERT INTO {_BESIDE} VALUES (?, ?)", row)  # nosec B608


def _put_beside(live: sqlite3.Connection, beside: Sequence[Path]) -> None:
    if live.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_BESIDE,)).fetchone() is None:
        return
    contents = dict(live.execute(f"SELECT name, content FROM {_BESIDE}"))  # nosec B608
    for path in beside:
        if path.name in contents:
            path.touch(mode=0o600)
            with TemporaryDirectory(dir=path.parent) as folder:
                whole = Path(folder) / path.name
                whole.write_bytes(contents[path.name])
                with closing(sqlite3.connect(path, timeout=60)) as target, closing(sqlite3.connect(whole)) as file:
                    file.backup(target)
    with live:
        live.execute(f"DROP TABLE {_BESIDE}")


def _run(program: str, database: Database, *arguments: str, connect: bool = True) -> None:
    path = shutil.which(program)
    if path is None:
        raise Unavailable(
            f"{program} is not on the PATH; it comes with PostgreSQL (apt-get install postgresql-client)",
            rule="missing_program",
        )
    url = database.url.set(drivername="postgresql", password=None).render_as_string()
    # The password goes through the environment: arguments can be read by everybody on the machine.
    environment = {**os.environ, **({"PGPASSWORD": str(database.url.password)} if database.url.password else {})}
    # PostgreSQL's own programs, by a list of arguments and without a shell.
    done = subprocess.run(  # nosec B603
        [path, *([f"--dbname={url}"] if connect else []), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or f"exit {done.returncode}").splitlines()[-1]
        raise Unavailable(f"{program} failed: {said}", rule="backup")
