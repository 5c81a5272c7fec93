import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from annotator import resources
from annotator.domain.errors import Conflict
from annotator.store import migrations, tables
from annotator.store.session import Database
from tests import factories

HEAD = migrations.head()


def test_the_migrated_database_holds_what_the_tables_say(new_database: Database) -> None:
    migrations.upgrade(new_database)
    assert migrations.differences(new_database) == []
    missing = [table.name for table in tables.User.metadata.sorted_tables if not table.columns]
    assert missing == []


def test_a_table_that_is_missing_is_named_as_a_difference(new_database: Database) -> None:
    migrations.upgrade(new_database)
    with new_database.engine.begin() as connection:
        connection.execute(text("DROP TABLE comments"))
    differences = migrations.differences(new_database)
    assert differences
    assert all("comments" in difference for difference in differences)


def test_migrated_tables_are_made_with_the_very_words_that_the_models_make(tmp_path: Path) -> None:
    """Alembic compares no checks and no options of a table: this does."""
    database = Database(f"sqlite:///{tmp_path / 'migrated.db'}")
    migrations.upgrade(database)
    with closing(sqlite3.connect(tmp_path / "migrated.db")) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        migrated = {name: words(sql) for name, sql in connection.execute(query) if name != "alembic_version"}
    modelled = {}
    for table in tables.User.metadata.sorted_tables:
        modelled[table.name] = words(str(CreateTable(table).compile(database.engine)))
        for index in table.indexes:
            modelled[str(index.name)] = words(str(CreateIndex(index).compile(database.engine)))
    database.close()
    assert migrated == modelled


def words(sql: str) -> list[str]:
    """What a statement says, whatever the order of its constraints and its line breaks."""
    return sorted(line.strip().rstrip(",").replace('"', "") for line in sql.splitlines() if line.strip(" ,"))


def test_a_second_upgrade_does_nothing(new_database: Database) -> None:
    assert migrations.current(new_database) is None
    migrations.upgrade(new_database)
    assert migrations.current(new_database) == HEAD
    assert migrations.upgrade(new_database) is None


def test_upgrades_that_start_at_once_make_the_tables_once(new_database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: migrations.upgrade(new_database), range(4)))
    assert done == [None] * 4
    assert migrations.differences(new_database) == []


def test_a_database_of_a_newer_version_is_left_alone(new_database: Database) -> None:
    migrations.upgrade(new_database)
    with new_database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict, match="revision 9999"):
        migrations.upgrade(new_database)


def test_a_database_of_another_program_is_left_alone(new_database: Database) -> None:
    with new_database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER PRIMARY KEY)"))
    with pytest.raises(Conflict, match="some other program"):
        migrations.upgrade(new_database)
    assert inspect(new_database.engine).get_table_names() == ["invoices"]


def test_a_start_with_a_database_in_order_does_not_import_alembic(tmp_path: Path) -> None:
    import subprocess

    url = f"sqlite:///{tmp_path / 'annotator.db'}"
    program = dedent(
        f"""
        import sys
        from annotator.store import migrations
        from annotator.store.session import Database
        migrations.upgrade(Database({url!r}))
        print('alembic' in sys.modules)
        """
    )
    said = [subprocess.check_output([sys.executable, "-c", program], text=True).strip() for _ in range(2)]
    assert said == ["True", "False"]


class TestComments:
    """Revision 0003: the journal of a database that was in use takes changes of comments."""

    def journal(self, database: Database) -> list[tuple[object, ...]]:
        with database.read() as session:
            return [tuple(row) for row in session.execute(text("SELECT * FROM journal ORDER BY set_id, revision"))]

    @pytest.fixture
    def used(self, new_database: Database) -> Database:
        """A database of the revision before, with a journal."""
        to(new_database, "0002")
        with new_database.write() as session:
            person = factories.add_person(session, "Ana")
            task = factories.add_task(session, factories.add_document(session, factories.add_project(session)), person)
            own = session.scalars(select(tables.AnnotationSetRow).filter_by(task_id=task.id)).one()
            for number in (1, 2):
                change = {"change_id": f"c{number}", "act": "a", "kind": "add_span", "after": '{"id": "sö"}'}
                session.add(tables.JournalRow(set_id=own.id, revision=number, user_id=person.id, at=number, **change))
        return new_database

    def test_a_journal_comes_over_whole_and_takes_comments(self, used: Database) -> None:
        before = self.journal(used)
        migrations.upgrade(used)
        assert self.journal(used) == before
        assert migrations.differences(used) == []
        with used.write() as session:
            session.execute(text("UPDATE journal SET kind = 'add_comment' WHERE revision = 2"))
        with used.write() as session, pytest.raises(IntegrityError, match=r"(?i)unique"):
            session.execute(text("UPDATE journal SET change_id = 'c1' WHERE revision = 2"))

    def test_the_set_still_takes_its_journal_along(self, used: Database) -> None:
        migrations.upgrade(used)
        with used.write() as session:
            session.execute(text("DELETE FROM annotation_sets"))
        assert self.journal(used) == []

    def test_the_way_back_is_open_until_there_is_a_comment(self, used: Database) -> None:
        before = self.journal(used)
        migrations.upgrade(used)
        to(used, "0002")
        assert self.journal(used) == before
        assert migrations.current(used) == "0002"
        migrations.upgrade(used)
        with used.write() as session:
            session.execute(text("UPDATE journal SET kind = 'add_comment'"))
        with pytest.raises(IntegrityError, match="ck_journal_kind"):
            to(used, "0002")
        assert [row[4] for row in self.journal(used)] == ["add_comment", "add_comment"]
        assert migrations.current(used) == HEAD


class TestRunsOfTheSync:
    """Revision 0007: the log of runs of a database that was in use comes over, and goes back."""

    QUERY = text("SELECT id, key, plan, started_at, ended_at, counts, error FROM sync_runs ORDER BY id")

    @pytest.fixture
    def used(self, new_database: Database) -> Database:
        to(new_database, "0006")
        with new_database.write() as session:
            project = factories.row_id(factories.add_project(session))
            for number in (1, 2):
                values = {"project": project, "key": f"k{number}", "at": number}
                session.execute(
                    text(
                        "INSERT INTO sync_runs (project_id, key, plan, started_at, counts, error)"
                        " VALUES (:project, :key, 'p', :at, '{}', 'sö')"
                    ),
                    values,
                )
        return new_database

    def runs(self, database: Database) -> list[tuple[object, ...]]:
        with database.read() as session:
            return [tuple(row) for row in session.execute(self.QUERY)]

    def test_the_log_stays_and_what_is_new_in_it_is_empty(self, used: Database) -> None:
        before = self.runs(used)
        migrations.upgrade(used)
        assert self.runs(used) == before
        assert migrations.differences(used) == []
        with used.read() as session:
            assert session.execute(text("SELECT DISTINCT way, whose FROM sync_runs")).all() == [(None, None)]

    def test_the_way_back_takes_along_only_what_was_new(self, used: Database) -> None:
        before = self.runs(used)
        migrations.upgrade(used)
        to(used, "0006")
        assert self.runs(used) == before
        assert "sync_schedules" not in inspect(used.engine).get_table_names()
        migrations.upgrade(used)
        assert migrations.differences(used) == []


def to(database: Database, revision: str) -> None:
    """Bring the database to this revision, whichever it has."""
    from alembic import command

    config = migrations._config()
    with migrations.exclusive(database) as connection:
        config.attributes["connection"] = connection
        known = [*migrations.revisions()]
        now = migrations._current(connection)
        back = now is not None and known.index(revision) < known.index(now)
        (command.downgrade if back else command.upgrade)(config, revision)


class TestAFurtherRevision:
    """How an upgrade behaves that is not the first: with a second revision that the test writes."""

    @pytest.fixture
    def revision(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The file of a revision after the last one, in a copy of the migrations."""
        folder = tmp_path / "migrations"
        (folder / "versions").mkdir(parents=True)
        shipped = resources.folder("migrations")
        for name in ["env.py", *(f"versions/{path.name}" for path in (shipped / "versions").glob("*.py"))]:
            (folder / name).write_text((shipped / name).read_text("utf-8"), "utf-8")
        monkeypatch.setattr(resources, "folder", lambda _name: folder)
        return folder / "versions" / "9000_test.py"

    def write(self, revision: Path, *lines: str) -> None:
        head = ["from alembic import op", "import sqlalchemy as sa", "revision = '9000'", f"down_revision = {HEAD!r}"]
        body = [f"    {line}" for line in lines]
        revision.write_text("\n".join([*head, "def upgrade():", *body]), "utf-8")

    def test_a_parent_that_is_rebuilt_keeps_its_children(self, new_database: Database, revision: Path) -> None:
        migrations.upgrade(new_database)
        with new_database.write() as session:
            user = factories.add_user(session)
            factories.add_token(session, user, "a hash")
        self.write(
            revision,
            "with op.batch_alter_table('users', recreate='auto') as batch:",
            "    batch.drop_constraint('uq_users_name')",
            "    batch.create_unique_constraint('uq_users_name', ['name'])",
        )
        migrations.upgrade(new_database)
        with new_database.read() as session:
            assert session.scalar(text("SELECT count(*) FROM api_tokens")) == 1
            assert session.scalar(text("SELECT count(*) FROM users")) == 1
        assert migrations.current(new_database) == "9000"

    def test_an_upgrade_that_fails_leaves_everything_as_it_was(self, new_database: Database, revision: Path) -> None:
        migrations.upgrade(new_database)
        before = inspect(new_database.engine).get_table_names()
        self.write(revision, "op.create_table('half', sa.Column('id', sa.Integer))", "raise ValueError('halfway')")
        with pytest.raises(ValueError, match="halfway"):
            migrations.upgrade(new_database)
        assert inspect(new_database.engine).get_table_names() == before
        assert migrations.current(new_database) == HEAD

    def test_an_upgrade_that_would_orphan_rows_is_undone(self, tmp_path: Path, revision: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'annotator.db'}")
        migrations.upgrade(database)
        with database.write() as session:
            factories.add_token(session, factories.add_user(session), "a hash")
        self.write(revision, "op.execute('DELETE FROM users')")
        with pytest.raises(Conflict, match="api_tokens without its users"):
            migrations.upgrade(database)
        with database.read() as session:
            assert session.scalar(text("SELECT count(*) FROM users")) == 1
        database.close()

    def test_the_file_is_copied_before_it_is_upgraded(self, tmp_path: Path, revision: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'annotator.db'}")
        assert migrations.upgrade(database) is None, "there was nothing yet to copy"
        self.write(revision, "op.execute('DELETE FROM users')")
        with database.write() as session:
            factories.add_user(session, "Ana")
        kept = migrations.upgrade(database)
        database.close()
        assert kept is not None
        assert kept.parent == tmp_path / "backups"
        with closing(sqlite3.connect(kept)) as copy:
            assert copy.execute("SELECT name FROM users").fetchall() == [("Ana",)]
            assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
