"""Commands run as a person runs them, but in this process: exit code, stdout, stderr."""

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from annotator import cli
from annotator.store.session import Database
from tests.fixtures import database, new_database, sqlite_database

__all__ = ["database", "new_database", "sqlite_database"]


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command where nothing is set and nothing was ever started; `stdin` is what is piped in."""
    for name in list(os.environ):
        if name == "DATABASE_URL" or name.startswith("ANNOTATOR_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ANNOTATOR_DATA", str(tmp_path / "data"))

    def run(*arguments: object, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture
def annotator(bare: Run, monkeypatch: pytest.MonkeyPatch, sqlite_database: Database) -> Run:
    """Runs a command on an empty database that has its tables."""
    monkeypatch.setenv("DATABASE_URL", str(sqlite_database.url))
    return bare
