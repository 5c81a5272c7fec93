"""The database as it is opened: connections that are dead are not given out."""

import pytest
from sqlalchemy import text

from annotator.store import session as opening
from annotator.store.session import Database
from tests.fixtures import database

__all__ = ["database"]


def test_a_question_gets_its_answer_and_leaves_no_transaction_behind(database: Database) -> None:
    with database.question() as cursor:
        cursor.execute("SELECT 40 + 2")
        assert cursor.fetchone()[0] == 42
    with database.write() as session:
        session.execute(text("INSERT INTO failed_logins (name, address, at) VALUES ('a', 'b', 1)"))
    with database.question() as cursor:
        cursor.execute("SELECT count(*) FROM failed_logins")
        assert cursor.fetchone()[0] == 1


def test_who_gets_the_connection_next_sees_what_was_written_since_the_question(database: Database) -> None:
    count = "SELECT count(*) FROM failed_logins"
    other = Database(database.url.render_as_string(hide_password=False))
    with database.question() as asked:
        asked.execute(f"{count} UNION ALL {count}")
        assert asked.fetchone()[0] == 0, "and one row is never fetched"
    with other.write() as session:
        session.execute(text("INSERT INTO failed_logins (name, address, at) VALUES ('a', 'b', 1)"))
    with database.read() as session:
        assert session.scalar(text(count)) == 1
    other.close()


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_a_connection_that_the_server_has_closed_is_replaced_once_it_has_rested(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "REST", 0)
    # One of its own: no other test is to be given the dead connection.
    mine = Database(database.url.render_as_string(hide_password=False))
    with mine.read() as session:
        backend = session.scalar(text("SELECT pg_backend_pid()"))
    with database.read() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
    with mine.question() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone()[0] == 1
    with mine.read() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != backend
    mine.close()
