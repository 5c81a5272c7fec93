"""`annotator user` and `annotator token`."""

from pathlib import Path

import pytest

from annotator.services import passwords, sign_in
from annotator.store.session import Database
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What argon2 does is not the question here, and it takes a tenth of a second."""
    monkeypatch.setattr(passwords, "hashed", lambda password: f"hash of {password}")
    monkeypatch.setattr(passwords, "matches", lambda kept, password: kept == f"hash of {password}")
    monkeypatch.setattr(passwords, "is_outdated", lambda _: False)


def accepts(database: Database, name: str, password: str) -> bool:
    with database.write() as session:
        return sign_in.begin(session, name, "test", local=True).accepts(password)


def test_somebody_added_can_sign_in(annotator: Run, sqlite_database: Database) -> None:
    said = annotator("user", "add", "Ana", "--password-file", "-", stdin="correct horse\nmore\n")
    assert (said.code, said.out) == (0, "")
    assert accepts(sqlite_database, "Ana", "correct horse")


def test_a_generated_password_is_all_that_is_printed(annotator: Run, sqlite_database: Database) -> None:
    said = annotator("user", "add", "Ana", "--generate", "--admin")
    assert said.code == 0
    assert accepts(sqlite_database, "Ana", said.out.strip())
    assert annotator("user", "list", "--json").json[0]["admin"] is True


def test_a_password_may_come_from_a_file(annotator: Run, sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("correct horse\n")
    assert annotator("user", "add", "Ana", "--password-file", tmp_path / "password").code == 0
    assert accepts(sqlite_database, "Ana", "correct horse")


def test_without_a_terminal_the_password_is_not_asked_for(annotator: Run) -> None:
    said = annotator("user", "add", "Ana")
    assert said.code == 2
    assert "--password-file" in said.err


def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(
    annotator: Run, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["correct horse", "correct hoarse", "correct horse", "correct horse"])
    monkeypatch.setattr("annotator.cli.users.at_a_terminal", lambda: True)
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: next(typed))
    said = annotator("user", "add", "Ana")
    assert said.code == 0
    assert said.out == ""
    assert accepts(sqlite_database, "Ana", "correct horse")


def test_a_password_comes_from_one_place(annotator: Run) -> None:
    assert annotator("user", "add", "Ana", "--generate", "--password-file", "-").code == 2


@pytest.mark.parametrize(
    ("name", "password", "rule"),
    [
        ("", "correct horse", "1 to 80 printable"),
        (" Ana", "correct horse", "1 to 80 printable"),
        ("a/b", "correct horse", "1 to 80 printable"),
        ("A" * 81, "correct horse", "1 to 80 printable"),
        ("Ana\u200b", "correct horse", "1 to 80 printable"),
        ("Ana", "short", "8 to 1000 characters"),
        ("Ana Ana Ana", "ana ana ana", "may not be the name"),
    ],
)
def test_names_and_passwords_that_break_a_rule_are_refused(annotator: Run, name: str, password: str, rule: str) -> None:
    said = annotator("user", "add", name, "--password-file", "-", stdin=password)
    assert said.code == 1
    assert rule in said.err
    assert annotator("user", "list", "--json").json == []


def test_a_name_is_taken_once_however_it_is_composed(annotator: Run) -> None:
    assert annotator("user", "add", "Zo\u00eb", "--no-password").code == 0
    said = annotator("user", "add", "Zoe\u0308", "--no-password")
    assert said.code == 1
    assert "already" in said.err


def test_people_are_listed_as_a_table_or_as_json(annotator: Run) -> None:
    annotator("user", "add", "Ben", "--no-password")
    annotator("user", "add", "Ana", "--no-password")
    annotator("user", "deactivate", "Ben")
    head, *rows = annotator("user", "list").out.splitlines()
    assert head.split() == ["ID", "NAME", "ADMIN", "ACTIVE", "LOCAL", "CREATED"]
    assert [row.split()[1:5] for row in rows] == [["Ana", "no", "yes", "no"], ["Ben", "no", "no", "no"]]
    assert [user["name"] for user in annotator("user", "list", "--json").json] == ["Ana", "Ben"]


def test_a_new_password_takes_the_place_of_the_old_one(annotator: Run, sqlite_database: Database) -> None:
    annotator("user", "add", "Ana", "--password-file", "-", stdin="correct horse")
    said = annotator("user", "password", "Ana", "--password-file", "-", stdin="another horse")
    assert said.code == 0
    assert not accepts(sqlite_database, "Ana", "correct horse")
    assert accepts(sqlite_database, "Ana", "another horse")


def test_a_token_is_printed_once_and_works_until_it_is_revoked(annotator: Run, sqlite_database: Database) -> None:
    annotator("user", "add", "Ana", "--no-password")
    token = annotator("token", "create", "Ana", "nightly export").out.strip()
    assert token.startswith("ann_")
    identity = sign_in.by_program(sqlite_database, token, local=False)
    assert identity is not None
    assert identity.person.name == "Ana"
    [listed] = annotator("token", "list", "--json").json
    assert listed["owner"] == "Ana"
    assert token not in annotator("token", "list").out
    assert annotator("token", "revoke", listed["id"]).code == 0
    assert sign_in.by_program(sqlite_database, token, local=False) is None
    assert annotator("token", "list", "--user", "Ana", "--json").json == []
    assert annotator("token", "revoke", listed["id"]).code == 1


def test_a_token_ends_after_its_days(
    annotator: Run, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotator("user", "add", "Ana", "--no-password")
    token = annotator("token", "create", "Ana", "short", "--days", 1).out.strip()
    later = sign_in.now() + sign_in.DAY + 1
    assert sign_in.by_program(sqlite_database, token, local=False) is not None
    monkeypatch.setattr(sign_in, "now", lambda: later)
    assert sign_in.by_program(sqlite_database, token, local=False) is None


@pytest.mark.parametrize("arguments", [("create", "Nobody", "x"), ("list", "--user", "Nobody")])
def test_tokens_of_somebody_unknown_are_an_error(annotator: Run, arguments: tuple[str, ...]) -> None:
    said = annotator("token", *arguments)
    assert (said.code, said.err) == (1, "Error: there is no user 'Nobody'\n")
