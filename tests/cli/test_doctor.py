"""`annotator doctor`: what to look at when something does not work."""

import tomllib
from pathlib import Path

import pytest

from annotator.services.installation import EXTRAS
from tests.cli.conftest import Run, Said

ROOT = Path(__file__).parents[2]


def states(said: Said) -> dict[str, str]:
    return {finding["what"]: finding["state"] for finding in said.json}


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(bare: Run, tmp_path: Path) -> None:
    said = bare("doctor", "--json")
    assert said.code == 0
    found = states(said)
    assert (found["data folder"], found["secret key"], found["database"]) == ("missing",) * 3
    assert list(tmp_path.iterdir()) == []


def test_an_installation_in_order_is_all_ok(bare: Run) -> None:
    bare("db", "upgrade")
    said = bare("doctor", "--json")
    assert said.code == 0
    assert states(said)["database"] == "ok"
    assert "journal wal" in bare("doctor").out


def test_a_misspelt_variable_is_wrong(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOTATOR_PROT", "9000")
    said = bare("doctor", "--json")
    assert said.code == 1
    assert states(said)["ANNOTATOR_PROT"] == "wrong"


def test_a_value_that_does_not_fit_is_wrong(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOTATOR_WORKERS", "none")
    said = bare("doctor", "--json")
    assert said.code == 1
    [finding] = [finding for finding in said.json if finding["state"] == "wrong"]
    assert "ANNOTATOR_WORKERS" in finding["detail"]


def test_secrets_are_said_to_be_set_and_not_shown(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOTATOR_SECRET_KEY", "a secret of more than thirty-two characters")
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:hunter2hunter2@127.0.0.1:1/nowhere")
    said = bare("doctor", "--json")
    assert said.code == 1
    found = states(said)
    assert (found["secret key"], found["DATABASE_URL"], found["database"]) == ("ok", "ok", "wrong")
    assert "hunter2" not in said.out
    assert "thirty-two" not in said.out


def test_a_secret_that_others_can_read_is_wrong(bare: Run, tmp_path: Path) -> None:
    bare("db", "upgrade")
    (tmp_path / "data" / "secret-key").write_text("x" * 64)
    (tmp_path / "data" / "secret-key").chmod(0o644)
    said = bare("doctor", "--json")
    assert (said.code, states(said)["secret key"]) == (1, "wrong")


def test_a_database_that_needs_an_upgrade_is_wrong(bare: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "annotator.db").touch()
    said = bare("doctor")
    assert said.code == 1
    assert "annotator db upgrade" in said.out


def test_every_optional_part_is_looked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(EXTRAS) == set(project["optional-dependencies"])
