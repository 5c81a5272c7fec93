"""How the application comes to be."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.domain.errors import InvalidInput
from annotator.settings import Settings
from annotator.store.session import Database
from annotator.web import create_app

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = ["label_studio_sdk", "spacy", "dbos", "alembic", "numpy", "markdown_it", "granian"]
    heavy.append("annotator.services.demo")
    program = f"import sys, annotator.web; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


@pytest.mark.slow
def test_any_wsgi_server_finds_the_application(tmp_path: Path) -> None:
    program = "import wsgi; print(wsgi.app.test_client().get('/healthz').status_code)"
    environment = {"ANNOTATOR_DATA": str(tmp_path / "data"), "PATH": ""}
    said = subprocess.check_output([sys.executable, "-c", program], text=True, cwd=ROOT, env=environment)
    assert said.strip() == "200"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ANNOTATOR_DATA", str(tmp_path))
    monkeypatch.setenv("ANNOTATOR_MAX_BODY", "2048")
    assert create_app().config["MAX_CONTENT_LENGTH"] == 2048
    monkeypatch.setenv("ANNOTATOR_MAX_BODY", "2")
    with pytest.raises(InvalidInput, match="ANNOTATOR_MAX_BODY"):
        create_app()


def test_a_secret_that_is_set_is_used_and_none_is_made(tmp_path: Path, sqlite_database: Database) -> None:
    settings = Settings(data=tmp_path / "data", secret_key="x" * 32)
    assert create_app(settings, sqlite_database).config["SECRET_KEY"] == "x" * 32
    assert not (tmp_path / "data").exists()
    assert "x" * 32 not in repr(settings)
