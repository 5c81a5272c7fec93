"""`annotator db`: the database kept in order."""

from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.store.session import Database
from annotator.store.tables import LinkRow
from tests import factories
from tests.cli.conftest import Run


def test_an_upgrade_says_what_it_did(bare: Run) -> None:
    assert bare("db", "upgrade").out == "revision 0007, before none\n"
    assert bare("db", "upgrade").out == "revision 0007, as before\n"


def test_a_whole_database_passes_every_check(annotator: Run, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        add_spans(session, "The 👩‍👩‍👧 family in Cafe\u0301 إدلب died.\r\nTwo more did.", (4, 9), (20, 30))
    said = annotator("db", "check", "--json")
    assert said.code == 0
    assert [check["holds"] for check in said.json] == [True] * len(said.json)
    assert len(said.json) >= 5


def add_spans(session, words, *places):  # type: ignore[no-untyped-def]
    project = factories.add_project(session)
    document = factories.add_document(session, project, words, key="d1")
    annotations = factories.add_set(session, document, "Ana")
    return [factories.add_span(session, annotations, start, end, words[start:end]) for start, end in places]


def test_a_quote_that_is_not_the_text_is_found_and_named(annotator: Run, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        good, bad = add_spans(session, "😀 Rebels killed three.", (2, 8), (9, 15))
        bad.quote = "😀 killed"
        bad_id, good_id = bad.id, good.id
    said = annotator("db", "check")
    assert said.code == 1
    assert f"document d1, set of Ana, span {bad_id}" in said.out
    assert good_id not in said.out.split()


def test_a_link_to_nowhere_is_found_and_named(annotator: Run, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        first, second = add_spans(session, "Rebels killed three.", (0, 6), (7, 13))
        for name, end in (("good", second.id), ("bad", "nowhere")):
            session.add(LinkRow(set_id=first.set_id, id=name, role="agent", from_id=first.id, to_id=end))
    said = annotator("db", "check")
    assert said.code == 1
    assert "document d1, set of Ana, link bad" in said.out
    assert "link good" not in said.out


def test_a_row_without_its_owner_is_found(annotator: Run, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        add_spans(session, "Rebels killed three.", (0, 6))
    with sqlite_database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        connection.execute(text("DELETE FROM annotation_sets"))
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]
    said = annotator("db", "check")
    assert said.code == 1
    assert "without its annotation_sets" in said.out


def test_tables_that_differ_are_found(bare: Run, tmp_path: Path) -> None:
    bare("db", "upgrade")
    database = Database(f"sqlite:///{tmp_path / 'data' / 'annotator.db'}")
    with database.write() as session:
        session.execute(text("DROP TABLE comments"))
    database.close()
    said = bare("db", "check")
    assert said.code == 1
    assert "WRONG  the tables are as this version" in said.out


def test_a_backup_is_restored_into_an_empty_database(
    bare: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare("db", "upgrade")
    bare("user", "add", "Ana", "--no-password")
    assert bare("db", "backup", tmp_path / "copy.db").out == f"{tmp_path / 'copy.db'}\n"
    monkeypatch.setenv("ANNOTATOR_DATA", str(tmp_path / "elsewhere"))
    said = bare("db", "restore", tmp_path / "copy.db")
    assert said.code == 0
    assert bare("user", "list", "--json").json[0]["name"] == "Ana"


def test_a_backup_without_a_name_goes_into_the_data_folder(bare: Run, tmp_path: Path) -> None:
    bare("db", "upgrade")
    path = Path(bare("db", "backup").out.strip())
    assert path.parent == tmp_path / "data" / "backups"
    assert path.is_file()


def test_what_is_there_is_replaced_only_when_told_so_and_kept_beside(bare: Run, tmp_path: Path) -> None:
    bare("db", "upgrade")
    bare("db", "backup", tmp_path / "copy.db")
    bare("user", "add", "Ana", "--no-password")
    refused = bare("db", "restore", tmp_path / "copy.db")
    assert refused.code == 1
    assert "--yes" in refused.err
    assert len(bare("user", "list", "--json").json) == 1
    said = bare("db", "restore", tmp_path / "copy.db", "--yes")
    assert said.code == 0
    assert bare("user", "list", "--json").json == []
    kept = Path(said.err.strip().rpartition(": ")[2])
    assert bare("db", "restore", kept, "--yes").code == 0
    assert len(bare("user", "list", "--json").json) == 1


def test_a_file_that_is_no_backup_is_refused_by_name(bare: Run, tmp_path: Path) -> None:
    bare("db", "upgrade")
    (tmp_path / "notes.txt").write_text("no database")
    said = bare("db", "restore", tmp_path / "notes.txt", "--yes")
    assert said.code == 1
    assert f"Error: {tmp_path / 'notes.txt'}: not a readable SQLite database" in said.err
