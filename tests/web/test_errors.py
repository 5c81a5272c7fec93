"""Errors: one shape for programs, a page for people, and never a traceback."""

import json
from collections.abc import Callable

import pytest

from annotator.domain.errors import Conflict, Forbidden, InvalidInput, NotFound, Unavailable
from annotator.domain.people import Person
from annotator.web import Application, tasks
from tests.web.conftest import Program, Visitor

MEMBERS = {"type", "title", "status", "detail", "rule", "request"}


@pytest.fixture
def failing(
    app: Application,
    ana: Person,
    signed_in: Callable[..., Visitor],
    program: Callable[[Person], Program],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[BaseException], tuple[Visitor, Program]]:
    """Makes the list of tasks raise: for a page and for the API."""

    def make(error: BaseException) -> tuple[Visitor, Program]:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(tasks.tasks, "list_tasks", fail)
        return signed_in(ana), program(ana)

    return make


@pytest.mark.parametrize(
    ("error", "status", "rule"),
    [
        (InvalidInput("no such label", rule="label"), 422, "label"),
        (NotFound("there is no task 7"), 404, "not_found"),
        (Forbidden("the role engineer may not annotate"), 403, "forbidden"),
        (Conflict("the task is submitted", rule="task_state"), 409, "task_state"),
        (Unavailable("no gazetteer"), 503, "unavailable"),
    ],
)
def test_each_kind_of_error_has_a_status_and_one_shape(
    failing: Callable[[BaseException], tuple[Visitor, Program]], error: BaseException, status: int, rule: str
) -> None:
    visitor, program = failing(error)
    answer = program.send("GET", "/api/v1/tasks")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert set(problem) == MEMBERS
    assert (problem["status"], problem["rule"]) == (status, rule)
    page = visitor.get("/")
    assert page.status_code == status
    assert f"Error {status}" in page.text


def test_the_place_of_bad_input_is_named(failing: Callable[[BaseException], tuple[Visitor, Program]]) -> None:
    _, program = failing(InvalidInput("no text", file="a.jsonl", line=3, document="d1"))
    problem = program.send("GET", "/api/v1/tasks").get_json()
    assert (problem["file"], problem["line"], problem["document"]) == ("a.jsonl", 3, "d1")


def test_what_nobody_foresaw_is_said_without_a_word_of_what_it_was(
    app: Application,
    failing: Callable[[BaseException], tuple[Visitor, Program]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    visitor, program = failing(KeyError("the secret text of an article"))
    app.testing = False
    for answer in (visitor.get("/"), program.send("GET", "/api/v1/tasks")):
        assert answer.status_code == 500
        assert "secret text" not in answer.text
        assert "Traceback" not in answer.text
        assert "KeyError" not in answer.text
        assert answer.headers["X-Request-ID"] in answer.text


def test_what_nobody_foresaw_is_logged_once(
    app: Application,
    failing: Callable[[BaseException], tuple[Visitor, Program]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    visitor, program = failing(KeyError("whatever"))
    app.testing = False
    answers = [visitor.get("/"), program.send("GET", "/api/v1/tasks")]
    assert [answer.status_code for answer in answers] == [500, 500]
    failures = [line for line in capsys.readouterr().err.splitlines() if '"event":"failed"' in line]
    assert [json.loads(line)["request"] for line in failures] == [answer.headers["X-Request-ID"] for answer in answers]


def test_an_error_page_needs_no_database(
    app: Application, ana: Person, signed_in: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = signed_in(ana)
    app.testing = False
    monkeypatch.setattr("annotator.web.auth.database", lambda: 1 / 0)
    answer = visitor.get("/")
    assert answer.status_code == 500
    assert "Error 500" in answer.text


def test_a_method_that_is_not_allowed_names_those_that_are(visitor: Visitor) -> None:
    answer = visitor.client.delete("/api/v1/tasks")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert set(answer.get_json()) == MEMBERS


@pytest.mark.parametrize(
    "path", ["/tasks/99999999999999999999", "/tasks/-1", "/tasks/x", "/api/v1/tasks/99999999999999999999"]
)
def test_a_number_beyond_every_database_is_just_not_there(
    ana: Person, signed_in: Callable[..., Visitor], path: str
) -> None:
    assert signed_in(ana).get(path).status_code in {404, 422}


def test_a_malformed_request_names_the_part_that_is_wrong(ana: Person, program: Callable[[Person], Program]) -> None:
    answer = program(ana).send("PUT", "/api/v1/preferences", json={"preferences": [], "more": 1})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert {each["at"] for each in answer.get_json()["errors"]} == {"preferences", "more"}
