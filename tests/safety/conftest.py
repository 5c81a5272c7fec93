"""A database of its own for each test, named by its URL: the server that uses it runs in other processes."""

import pytest

from annotator.services import upkeep
from annotator.store.session import Database
from tests.fixtures import new_database

__all__ = ["database_url", "new_database", "workers"]


@pytest.fixture
def database_url(new_database: Database) -> str:
    """An upgraded, empty database that this process does not hold open."""
    upkeep.upgrade(new_database)
    new_database.close()
    return new_database.url.render_as_string(hide_password=False)


@pytest.fixture
def workers(new_database: Database) -> int:
    """One server process on SQLite, two on PostgreSQL: as each is meant to be run."""
    return 1 if new_database.is_sqlite else 2
