"""Databases for tests: migrated once for the whole run, empty at the start of each test.

A conftest that needs them says `from tests.fixtures import database` (SQLite and PostgreSQL) or
`sqlite_database` (SQLite alone, where the code under test cannot tell the difference).
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import make_url

from annotator.store import core, migrations
from annotator.store.session import Database
from tests.postgres import MISSING, fresh_database, postgres_server

#: The databases of this run by kind. Kept on the run, because a fixture that several conftests import is one for each.
_OPEN = pytest.StashKey[dict[str, Database]]()

BACKENDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database with every table; the test runs once on SQLite and once on PostgreSQL."""
    return emptied(_opened(request, request.param))


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest) -> Database:
    """An empty SQLite database with every table."""
    return emptied(_opened(request, "sqlite"))


@pytest.fixture
def postgres_database(request: pytest.FixtureRequest) -> Database:
    """An empty PostgreSQL database with every table."""
    return emptied(_opened(request, "postgres"))


@pytest.fixture(params=BACKENDS)
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database in which there is nothing at all: for tests of what makes the tables."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            opened = Database(f"sqlite:///{tmp_path / 'new.db'}")
        else:
            opened = Database(stack.enter_context(fresh_database(_server(request))))
        stack.callback(opened.close)
        yield opened


def emptied(database: Database) -> Database:
    with database.write() as session:
        for table in reversed(core.users.metadata.sorted_tables):
            session.execute(table.delete())
    return database


def _opened(request: pytest.FixtureRequest, kind: str) -> Database:
    databases = request.config.stash.setdefault(_OPEN, {})
    if kind not in databases:
        # The server is asked for first, so that it is stopped after its databases are gone.
        server = _server(request) if kind == "postgres" else None
        stack = ExitStack()
        request.config.add_cleanup(stack.close)
        if server is None:
            folder = request.getfixturevalue("tmp_path_factory").mktemp("database")
            url = f"sqlite:///{folder / 'annotator.db'}"
        else:
            url = stack.enter_context(fresh_database(server))
        opened = Database(url)
        stack.callback(opened.close)
        migrations.upgrade(opened)
        databases[kind] = opened
    return databases[kind]


_SERVER = pytest.StashKey[str | None]()


def _server(request: pytest.FixtureRequest) -> str:
    """The PostgreSQL server of this run, started at its first use."""
    stash = request.config.stash
    if _SERVER not in stash:
        stack = ExitStack()
        request.config.add_cleanup(stack.close)
        stash[_SERVER] = stack.enter_context(postgres_server())
    server = stash[_SERVER]
    if server is None:
        pytest.skip(MISSING)
    return make_url(server).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
