"""The database in a request. Only here are transactions of the web opened, and with that committed.

    with read_session() as session:     nothing is kept
    with write_session() as session:    kept when the block ends well, and only then

At most one of them is open in a request at a time: on SQLite a second writer would wait for the first.
"""

from contextlib import AbstractContextManager

from flask import current_app
from sqlmodel import Session

from annotator.store.session import Database

EXTENSION = "annotator.database"


def database() -> Database:
    """The database of the application that answers this request."""
    found: Database = current_app.extensions[EXTENSION]
    return found


def read_session() -> AbstractContextManager[Session]:
    return database().read()


def write_session() -> AbstractContextManager[Session]:
    return database().write()
