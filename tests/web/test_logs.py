"""Logs: one JSON object for each request, with ids and without words."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from annotator.domain.people import Person
from annotator.services import users
from annotator.settings import Settings
from annotator.store.session import Database
from annotator.web import Application, create_app, tasks
from tests.web.conftest import Program, Visitor


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str], app: Application) -> Callable[[], str]:
    """What was logged since it was last asked."""
    return lambda: capsys.readouterr().err


@pytest.fixture
def lines(logged: Callable[[], str]) -> Callable[[], list[dict[str, Any]]]:
    return lambda: [json.loads(line) for line in logged().splitlines()]


def test_a_request_is_one_line_that_names_the_endpoint_and_not_the_address(
    ana: Person, signed_in: Callable[..., Visitor], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    signed_in(ana).get("/?query=massacre")
    [line] = lines()
    assert line["endpoint"] == "tasks.index"
    assert (line["method"], line["status"], line["user"]) == ("GET", 200, ana.id)
    assert line["ms"] >= 0
    assert "massacre" not in json.dumps(line)


def test_the_callers_request_id_is_kept_if_it_is_harmless(
    visitor: Visitor, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    answers = [
        visitor.get("/sign-in", headers={"X-Request-ID": given}) for given in ("trace-1234", 'x" evil', "x" * 65)
    ]
    assert answers[0].headers["X-Request-ID"] == "trace-1234"
    assert [answer.headers["X-Request-ID"] for answer in answers] == [line["request"] for line in lines()]
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 3


def test_neither_passwords_nor_tokens_nor_names_are_logged(
    visitor: Visitor,
    ana: Person,
    sqlite_database: Database,
    program: Callable[[Person], Program],
    logged: Callable[[], str],
) -> None:
    with sqlite_database.write() as session:
        users.set_password(session, "Ana", "correct horse")
    visitor.post("/sign-in", {"name": "Ana", "password": "correct horse"})
    asking = program(ana)
    asking.send("GET", "/api/v1/tasks")
    asking.send("GET", "/api/v1/projects/Loikaw")
    said = logged()
    assert said.count("answered") >= 3
    for word in ("correct horse", "Ana", asking.token, "Loikaw"):
        assert word not in said


@pytest.mark.parametrize(("level", "told"), [("INFO", False), ("DEBUG", True)])
def test_the_message_of_a_failure_is_written_only_when_asked_for(
    ana: Person,
    sqlite_database: Database,
    settings: Settings,
    signed_in: Callable[..., Visitor],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    level: str,
    told: bool,
) -> None:
    visitor = signed_in(ana)
    app = create_app(settings.model_copy(update={"log_level": level}), sqlite_database)
    visitor.client.application = app
    monkeypatch.setattr(tasks.progress, "of_person", lambda *_: int("an article's text"))
    assert visitor.get("/").status_code == 500
    logged = capsys.readouterr().err
    failed = json.loads(next(line for line in logged.splitlines() if '"failed"' in line))
    assert failed["error"] == "ValueError"
    assert any("web/tasks.py" in step for step in failed["way"])
    assert ("an article's text" in logged) is told


def test_what_machines_ask_all_the_time_is_not_logged(
    app: Application, visitor: Visitor, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    for path in ("/healthz", "/readyz", "/metrics", f"{app.static_url_path}/css/base.css"):
        assert visitor.get(path).status_code == 200
    assert lines() == []
